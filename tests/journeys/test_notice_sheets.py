"""公示名单 over HTTP: many households on one sheet, frozen, posted once, corrected one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from models.application import Application
from models.history import HistoryEntry
from models.notice import NoticedHousehold, PublicNotice
from models.role import Role
from tests.cast import username
from tests.journeys.office import Case, Office, Page
from tests.journeys.plans import plan_of
from tests.journeys.test_bad_input import CLERK
from tests.journeys.village_of import ListOf, Village
from workflows import clock
from workflows.notice_content import hash_of

OFFICER = username(Role.TOWNSHIP_OFFICER)
SHEET = "/notice-lists/GS-2019-00001"


@pytest.fixture
def village(office: Office) -> Village:
    """Three households whose appraisal is done; two heads bear one name."""
    village = Village(office)
    village.settle(3)
    village.singly_until("post_notice")
    return village


def sheets(office: Office) -> list[PublicNotice]:
    with office.database.read() as session:
        return list(session.scalars(select(PublicNotice).order_by(PublicNotice.id)))


def turns(office: Office, **where: object) -> list[NoticedHousehold]:
    with office.database.read() as session:
        query = select(NoticedHousehold).filter_by(**where).order_by(NoticedHousehold.id)
        return list(session.scalars(query))


def case_of(village: Village, place: int = 0) -> Case:
    """One of the three, as its own desks see it."""
    return Case(village.office, plan_of(place + 1), village.cases[place])


def make_all(office: Office) -> Page:
    """One click on the page of those who wait."""
    page = office.get(CLERK, "/notice-lists")
    assert "3 户等待" in page.words
    return office.post(CLERK, "/notice-lists", {**page.form("/notice-lists").values, "all": "1"})


def post(office: Office, path: str) -> None:
    """Enter the posting of a sheet of many on the list that its button makes."""
    page = office.post(CLERK, f"{path}/post", {"csrf_token": office.token(CLERK)})
    made = ListOf(office, CLERK, int(page.location.rsplit("/", 1)[1]))
    again = office.post(CLERK, f"{path}/post", {"csrf_token": office.token(CLERK)})
    assert again.location == page.location
    photos = made.upload("photo_ids", *made.kinds("photo_ids"))
    sent = made.filled(None, photo_ids=photos)
    assert made.post("submit", sent).status == 303
    office.work()


def take_down(village: Village) -> None:
    """Let the days go by and enter that it hung everywhere until the end."""
    office = village.office
    village.wait_for("take_down_notice")
    page = office.post(CLERK, f"{SHEET}/take-down", {"csrf_token": office.token(CLERK)})
    made = ListOf(office, CLERK, int(page.location.rsplit("/", 1)[1]))
    photos = made.upload("photo_ids", *made.kinds("photo_ids"))
    places = made.page.tree.xpath("//input[@name='places']/@value")
    made.post("submit", made.filled(None, photo_ids=photos, places=places))
    office.work()


def test_those_who_wait_are_put_on_one_sheet_with_one_click(village: Village) -> None:
    office = village.office
    assert make_all(office).location == SHEET
    (sheet,) = sheets(office)
    assert (sheet.level, sheet.state, sheet.household_count) == ("village", "made", 3)
    assert [row["position"] for row in sheet.content["rows"]] == [1, 2, 3]
    assert sheet.content_hash == hash_of(sheet.content)
    words = office.get(CLERK, SHEET).words
    assert all(row["name"] in words for row in sheet.content["rows"])
    assert sheet.content_hash in words
    assert "户等待" not in office.get(CLERK, "/notice-lists").words
    with office.database.read() as session:
        noted = session.scalars(select(HistoryEntry).filter_by(kind="notice_made")).all()
    assert {entry.payload["content_hash"] for entry in noted} == {sheet.content_hash}
    assert len(noted) == 3


def test_a_village_notice_tells_neither_money_nor_anything_of_the_family(village: Village) -> None:
    make_all(village.office)
    (sheet,) = sheets(village.office)
    for row in sheet.content["rows"]:
        assert set(row) <= {"position", "name", "group", "plan", "result"}


def test_a_group_is_told_only_of_those_who_share_a_name(village: Village) -> None:
    office = village.office
    make_all(office)
    assert not any("group" in row for row in sheets(office)[0].content["rows"])


def test_a_sheet_of_many_is_posted_once_and_each_household_has_its_clock(village: Village) -> None:
    office = village.office
    make_all(office)
    post(office, SHEET)
    assert {turn.state for turn in turns(office)} == {"posted"}
    (sheet,) = sheets(office)
    ends = {turn.ends_at for turn in turns(office)}
    assert ends == {sheet.ends_at}
    assert sheet.leaves_site_at == sheet.ends_at + dt.timedelta(days=5)
    take_down(village)
    assert {turn.result for turn in turns(office)} == {"clear"}
    assert sheets(office)[0].state == "ended"
    assert len(village.open_tasks("report_application")) == 3


def test_a_change_of_what_is_published_takes_one_household_off_and_the_others_go_on(
    village: Village,
) -> None:
    office = village.office
    make_all(office)
    post(office, SHEET)
    case = case_of(village, 1)
    old = case.application.head_name
    office.pass_days(4)
    assert case.change_head(CLERK).status == 303
    off, *others = (turn for turn in turns(office) if turn.notice_id)
    by_case = {turn.application_id: turn for turn in (off, *others)}
    assert by_case.pop(case.id).state == "taken_off"
    assert {turn.state for turn in by_case.values()} == {"posted"}
    words = office.get(CLERK, SHEET).words
    assert "已撤下" in words
    # Frozen: the sheet says what it said.
    assert old in str(sheets(office)[0].content)
    task = case.task("post_notice")
    office.make_sheets(CLERK, [task.id])
    correction = sheets(office)[1]
    assert correction.corrects_id == sheets(office)[0].id
    assert "更正公示" in correction.content["title"]
    assert case.application.head_name in str(correction.content)
    case.complete("post_notice")
    again = turns(office, notice_id=correction.id)[0]
    assert again.ends_at > max(turn.ends_at for turn in by_case.values())
    village.office.pass_days(4)
    open_nodes = {task.application_id: task.node_id for task in village.open_tasks()}
    assert case.id not in open_nodes
    assert set(open_nodes.values()) == {"take_down_notice"}


def test_a_fault_of_the_notice_that_stood_puts_every_household_of_it_up_anew(
    village: Village,
) -> None:
    office = village.office
    make_all(office)
    post(office, SHEET)
    case = case_of(village)
    case.object(CLERK, aims_at="notice", content="公示上没有写监督电话。")
    take_down(village)
    # It hung its days, and goes on hanging until the answer.
    assert {turn.state for turn in turns(office)} == {"posted"}
    case.do("investigate_objection", "upheld")
    case.do("answer_objector")
    first, again = turns(office, notice_id=sheets(office)[0].id), turns(office, state="waiting")
    assert {(turn.state, turn.taken_off_because) for turn in first} == {
        ("taken_off", "异议成立,公示有误")
    }
    assert [turn.first_turn_id for turn in again] == [turn.id for turn in first]
    assert sheets(office)[0].state == "ended"
    make_all(office)
    assert sheets(office)[1].corrects_id == sheets(office)[0].id
    assert not village.open_tasks("report_application")


def test_a_sheet_that_does_not_hang_yet_can_be_put_away_and_made_anew(village: Village) -> None:
    office = village.office
    make_all(office)
    asked = office.get(CLERK, f"{SHEET}/discard")
    assert asked.status == 200
    assert sheets(office)[0].state == "made"
    assert (
        office.post(CLERK, f"{SHEET}/discard", asked.form(f"{SHEET}/discard").values).status == 303
    )
    assert {turn.state for turn in turns(office)} == {"waiting"}
    assert make_all(office).location.endswith("GS-2019-00002")
    post(office, "/notice-lists/GS-2019-00002")
    refused = office.post(
        CLERK, "/notice-lists/GS-2019-00002/discard", {"csrf_token": office.token(CLERK)}
    )
    assert refused.status == 409
    assert "已经张贴" in refused.words


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"planned_on": "2019-06-10"}, "请至少选择一户"),
        ({"task": ["1"], "planned_on": "2019-06-10"}, "不在您的办理范围内"),
        ({"task": ["1"], "planned_on": "昨天"}, "请填写张贴日期"),
        ({"task": ["1"], "planned_on": "2001-01-01"}, "不能早于今天"),
        ({"beside": "1", "all": "1", "planned_on": "2019-06-10"}, "没有等待公示的农户"),
    ],
)
def test_a_sheet_of_nobody_or_of_the_past_is_refused_in_words(
    office: Office, sent: dict[str, object], sentence: str
) -> None:
    today = (
        {"planned_on": clock.today().isoformat()} if sent.get("planned_on") == "2019-06-10" else {}
    )
    page = office.post(CLERK, "/notice-lists", {**sent, **today, "csrf_token": office.token(CLERK)})
    assert page.status == 422
    assert sentence in page.words
    assert sheets(office) == []


def test_a_sheet_is_posted_on_the_day_that_it_says_or_not_at_all(village: Village) -> None:
    office = village.office
    case = case_of(village)
    tomorrow = clock.today() + dt.timedelta(days=1)
    sent = {"task": str(case.task("post_notice").id), "planned_on": tomorrow.isoformat()}
    page = office.post(CLERK, "/notice-lists", {**sent, "csrf_token": office.token(CLERK)})
    assert page.status == 303
    refused = case.refused("post_notice", happened_on=clock.today().isoformat())
    assert "公示上写的张贴日期是" in refused
    office.pass_days(1)
    case.complete("post_notice")
    assert turns(office, application_id=case.id)[0].state == "posted"


def test_a_household_that_is_on_no_sheet_is_not_posted(village: Village) -> None:
    case = case_of(village)
    page = village.office.get(CLERK, f"/tasks/{case.task('post_notice').id}")
    assert "还没有编入公示" in page.words
    sentences = case.refused("post_notice", happened_on=clock.today().isoformat())
    assert "请先编制公示" in sentences


def test_two_who_make_the_same_sheet_make_one(village: Village) -> None:
    office = village.office
    first = make_all(office)
    tasks = [str(task.id) for task in village.open_tasks("post_notice")]
    sent = {"task": tasks, "planned_on": clock.today().isoformat()}
    second = office.post(CLERK, "/notice-lists", {**sent, "csrf_token": office.token(CLERK)})
    assert (first.status, second.status) == (303, 422)
    assert "已经编入公示" in second.words
    assert len(sheets(office)) == 1


def test_a_foreign_office_neither_sees_nor_makes_the_sheet(village: Village) -> None:
    office = village.office
    make_all(office)
    foreign = username(Role.VILLAGE_CLERK, foreign=True)
    assert office.get(foreign, SHEET).status == 404
    assert office.get(OFFICER, SHEET).status == 200
    assert (
        office.post(OFFICER, f"{SHEET}/post", {"csrf_token": office.token(OFFICER)}).status == 403
    )


def test_a_number_hidden_in_a_name_is_not_published(village: Village) -> None:
    office = village.office
    with office.database.write() as session:
        turn = session.scalars(select(NoticedHousehold)).first()
        assert turn is not None
        session.get_one(Application, turn.application_id).head_name = "王秀英1 3 8 4 7 0 0 1 2 3 4"
        session.commit()
    page = make_all(office)
    assert page.status == 422
    assert "像是手机号,不能公示" in page.words
    assert sheets(office) == []
