"""Pictures drawn ahead of time are the pictures that would be drawn when asked for."""

from __future__ import annotations

import datetime as dt

from webapp.demo.pictures import draw
from webapp.demo.press import Press, running_press
from webapp.demo.scenarios import case_plans

CASE = case_plans(1)[0]
AT = dt.datetime(2019, 3, 12, 10, 24, 31, tzinfo=dt.UTC)
KIND, NODE = "户籍证明", "file_application"


def test_a_picture_is_drawn_when_it_is_asked_for() -> None:
    drawn = Press().picture(CASE, NODE, KIND, 8, 1, AT)

    assert drawn == draw(KIND, CASE.look, 9, AT)


def test_what_was_needed_before_is_drawn_ahead() -> None:
    with running_press(ahead=True) as press:
        press.picture(CASE, NODE, KIND, 0, 0, AT)

        press.order(CASE, NODE, 12, AT)
        drawn = press.picture(CASE, NODE, KIND, 12, 0, AT + dt.timedelta(seconds=20))

    assert drawn == draw(KIND, CASE.look, 12, AT)


def test_what_was_never_needed_is_not_drawn_ahead() -> None:
    with running_press(ahead=True) as press:
        press.order(CASE, NODE, 12, AT)

        assert press._ordered == {}
