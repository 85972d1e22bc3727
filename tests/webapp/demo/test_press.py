"""Pictures made ahead of time are the pictures that would be made when asked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from webapp.demo.pictures import draw
from webapp.demo.press import Press, running_press
from webapp.demo.scenarios import case_plans
from webapp.storage import FileStorage

CASE = case_plans(1)[0]
AT = dt.datetime(2019, 3, 12, 10, 24, 31, tzinfo=dt.UTC)
KIND, NODE = "户籍证明", "file_application"


@pytest.fixture
def storage(tmp_path: Path) -> FileStorage:
    """Where the pictures lie."""
    return FileStorage(tmp_path, wait_for_disk=False)


def test_a_picture_is_made_when_it_is_asked_for(storage: FileStorage) -> None:
    upload = Press(storage).upload(CASE, NODE, KIND, 8, 1, AT)

    assert storage.get(upload.sha256) == draw(KIND, CASE.look, 9, AT)


def test_what_was_needed_before_is_made_ahead(storage: FileStorage) -> None:
    with running_press(storage, ahead=True) as press:
        press.upload(CASE, NODE, KIND, 0, 0, AT)

        press.order(CASE, NODE, 12, AT)
        assert len(press._ordered) == 1
        upload = press.upload(CASE, NODE, KIND, 12, 0, AT + dt.timedelta(seconds=20))

    assert storage.get(upload.sha256) == draw(KIND, CASE.look, 12, AT)


def test_what_was_never_needed_is_not_made_ahead(storage: FileStorage) -> None:
    with running_press(storage, ahead=True) as press:
        press.order(CASE, NODE, 12, AT)

        assert press._ordered == {}
