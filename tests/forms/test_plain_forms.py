"""The forms that begin something: a case, an objection, a withdrawal, a refusal file."""

from __future__ import annotations

import datetime as dt

import pytest
from werkzeug.datastructures import MultiDict

from forms.new_application import NewApplicationForm
from forms.objection_registration import ObjectionRegistrationForm
from forms.refusal_opening import RefusalOpeningForm
from forms.withdrawal import WithdrawalForm
from models.notice import NoticedHousehold
from models.programme import Programme
from models.region import Region
from models.role import Level
from workflows import clock

PROGRAMMES = [Programme(id=1, title="扶贫实施方案"), Programme(id=2, title="实施方案")]
HOME = Region(code="150783100201", name="惠风川村")
NEXT = Region(code="150783100202", name="爱里村")
OBJECTION = {
    "notice_id": "7",
    "aims_at": "household",
    "came_by": "call",
    "content": "他家另有楼房。",
}
NOTICE = NoticedHousehold(notice_id=7, level=Level.VILLAGE, posted_on=dt.date(2019, 3, 1))
TOMORROW = (clock.today() + dt.timedelta(days=1)).isoformat()


def sent(**answers: str) -> MultiDict[str, str]:
    return MultiDict(answers)


def test_a_new_application_names_programme_and_village() -> None:
    form = NewApplicationForm(
        sent(programme_id="2", village_code=HOME.code), programmes=PROGRAMMES, villages=[HOME, NEXT]
    )
    assert form.validate()
    assert form.answers == (2, "150783100201")


def test_the_only_village_is_chosen_already() -> None:
    form = NewApplicationForm(None, programmes=PROGRAMMES, villages=[HOME])
    assert form.village_code.data == HOME.code


@pytest.mark.parametrize(
    ("programme", "village", "field"),
    [("9", "150783100201", "programme_id"), ("1", "150782100201", "village_code")],
)
def test_what_was_not_offered_cannot_be_chosen(programme: str, village: str, field: str) -> None:
    form = NewApplicationForm(
        sent(programme_id=programme, village_code=village),
        programmes=PROGRAMMES,
        villages=[HOME, NEXT],
    )
    assert not form.validate()
    assert list(form.errors) == [field]


def test_an_objection_needs_words_but_no_name() -> None:
    given = sent(**OBJECTION, received_on="2019-03-03")
    form = ObjectionRegistrationForm(given, notices=[NOTICE])
    assert form.validate()
    assert form.filed.objector_name == ""
    empty = ObjectionRegistrationForm(sent(notice_id="7"), notices=[NOTICE])
    assert not empty.validate()
    assert set(empty.errors) == {"aims_at", "came_by", "content", "received_on"}


def test_the_only_notice_is_chosen_and_reads_as_people_say_it() -> None:
    form = ObjectionRegistrationForm(None, notices=[NOTICE])
    assert form.notice_id.data == "7"
    assert ("7", "村级公示(2019-03-01)") in form.notice_id.choices


def test_an_objection_of_tomorrow_is_refused() -> None:
    given = sent(**OBJECTION, received_on=TOMORROW)
    form = ObjectionRegistrationForm(given, notices=[NOTICE])
    assert not form.validate()
    assert list(form.errors) == ["received_on"]


def test_a_withdrawal_has_reason_day_and_handler() -> None:
    form = WithdrawalForm(
        sent(reason="随子女进城居住。", written_on="2019-03-03", handled_by="孙文书"),
        handled_by="孙文书",
    )
    assert form.validate()
    empty = WithdrawalForm(sent(), handled_by="孙文书")
    assert not empty.validate()
    assert set(empty.errors) == {"reason", "written_on", "handled_by"}


def test_a_withdrawal_of_tomorrow_is_refused() -> None:
    given = sent(reason="随子女进城居住。", written_on=TOMORROW, handled_by="孙文书")
    form = WithdrawalForm(given, handled_by="孙文书")
    assert not form.validate()


def test_a_refusal_says_whose_reason_it_is() -> None:
    assert RefusalOpeningForm(sent(reason_kind="个人原因", reason="不愿离开老屋。")).validate()
    form = RefusalOpeningForm(sent(reason_kind="其他", reason=""))
    assert not form.validate()
    assert set(form.errors) == {"reason_kind", "reason"}
