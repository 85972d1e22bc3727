"""The administrator keeps accounts and settings, sees and decides no case, and is on the record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from models.account import Account, Grant
from models.database import Database
from models.history import HistoryEntry
from models.organisation import Organisation
from models.programme import Programme, ProgrammeParameter
from models.region import Region
from models.role import Role
from tests import cast
from tests.cast import Cast
from tests.webapp.conftest import TODAY, Browser
from webapp.config import Config
from webapp.startup_checks import warn_of_missing_holidays
from workflows import clock, working_days
from workflows.parameters import parameters_of
from workflows.personal_data import digest
from workflows.system_history import BrokenSystemChain, verify_system

AsRole = Callable[..., Browser]
PAGES = ("accounts", "accounts/1", "programmes", "programmes/1", "calendar", "drawings",
         "regions", "agencies", "programmes/1/notice_days_village")  # fmt: skip
OWN_NUMBER = "150783197001010010"
# What the page sends that asks once more.
SURE: dict[str, object] = {"sure": "yes"}
SECRET = re.compile(r'<p class="secret">([^<]+)</p>')


@pytest.fixture
def admin(as_role: AsRole) -> Browser:
    """The administrator of the county."""
    return as_role(Role.ADMINISTRATOR)


def recorded(db: Database) -> list[str]:
    with db.read() as session:
        verify_system(session)
        return list(
            session.scalars(
                select(HistoryEntry.kind)
                .where(HistoryEntry.subject_kind == "system")
                .order_by(HistoryEntry.seq)
            )
        )


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_administrator(admin: Browser, page: str) -> None:
    assert admin.get(f"/admin/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.OFFICE_APPROVER, Role.AUDITOR, Role.VILLAGE_CLERK])
def test_nobody_else_gets_in(as_role: AsRole, role: Role, page: str) -> None:
    assert as_role(role).get(f"/admin/{page}").status_code == 403


@pytest.mark.parametrize(
    "path",
    ["accounts", "accounts/1/password", "accounts/1/state", "accounts/1/grants",
     "accounts/1/grants/1/remove", "programmes/1/notice_days_village", "calendar",
     "calendar/lines", "calendar/2019-10-01",
     "calendar/2019-10-01/remove", "regions", "agencies", "agencies/1/state"],
)  # fmt: skip
def test_nobody_else_changes_anything(as_role: AsRole, db: Database, path: str) -> None:
    assert as_role(Role.OFFICE_APPROVER).post(f"/admin/{path}").status_code == 403
    assert recorded(db) == []


# --- accounts


def test_a_new_account_can_do_nothing_until_it_is_granted_something(
    admin: Browser, app: Flask, db: Database
) -> None:
    made = admin.post("/admin/accounts", {"username": "zhao.min", "display_name": "赵敏"})
    password = SECRET.search(made.text)
    assert password is not None

    newcomer = Browser(app.test_client())
    assert newcomer.log_in("zhao.min", password[1]).status_code == 303
    own = "grass-under-the-snow"
    newcomer.post("/account/password", {"old": password[1], "new": own, "again": own})
    assert newcomer.get("/").status_code == 200
    assert "还没有任何权限" in newcomer.get("/").text
    assert newcomer.get("/intake").status_code == 403
    assert recorded(db) == ["account_opened", "password_changed"]


def test_a_password_is_shown_once_and_never_recorded(admin: Browser, db: Database) -> None:
    made = admin.post("/admin/accounts", {"username": "zhao.min", "display_name": "赵敏"})
    password = SECRET.search(made.text)
    assert password is not None

    assert password[1] not in admin.get("/admin/accounts/29").text
    with db.read() as session:
        payloads = session.scalars(select(HistoryEntry.payload)).all()
    assert password[1] not in str(payloads)


@pytest.mark.parametrize(
    ("username", "name", "sentence"),
    [
        ("", "赵敏", "用户名用小写字母开头"),
        ("赵敏", "赵敏", "用户名用小写字母开头"),
        ("village_clerk", "赵敏", "已经有人用了"),
        ("zhao.min", "", "请填写姓名"),
        ("zhao.min", "赵" * 41, "最多 40 个字"),
    ],
)
def test_a_bad_account_is_refused_beside_its_field(
    admin: Browser, db: Database, username: str, name: str, sentence: str
) -> None:
    refused = admin.post("/admin/accounts", {"username": username, "display_name": name})

    assert refused.status_code == 422
    assert sentence in refused.text
    assert recorded(db) == []


def test_a_grant_works_at_once_and_its_removal_too(
    admin: Browser, app: Flask, db: Database, people: Cast
) -> None:
    admin.post("/admin/accounts", {"username": "zhao.min", "display_name": "赵敏"})
    granted = admin.post(
        "/admin/accounts/29/grants", {"role": "village_clerk", "area": cast.VILLAGE}
    )
    assert granted.status_code == 303
    with db.read() as session:
        grant = session.scalars(select(Grant).where(Grant.account_id == 29)).one()
    assert (grant.role, grant.area_code) == ("village_clerk", cast.VILLAGE)

    asked = admin.post(f"/admin/accounts/29/grants/{grant.id}/remove")
    assert (asked.status_code, "马上不能再看" in asked.text) == (200, True)
    with db.read() as session:
        assert session.get(Grant, grant.id) is not None
    assert admin.post(f"/admin/accounts/29/grants/{grant.id}/remove", SURE).status_code == 303
    with db.read() as session:
        assert session.scalar(select(Grant).where(Grant.account_id == 29)) is None
    assert recorded(db) == ["account_opened", "grant_added", "grant_removed"]


@pytest.mark.parametrize(
    ("grant", "sentence"),
    [
        ({"role": "emperor", "area": cast.VILLAGE}, "请选择职责"),
        ({"role": "notice_keeper", "area": cast.VILLAGE}, "请选择职责"),
        ({"role": "village_clerk", "area": cast.FOREIGN_COUNTY}, "本辖区"),
        ({"role": "village_clerk", "area": "999999999999"}, "本辖区"),
        ({"role": "township_officer", "area": cast.VILLAGE}, "不能小于其所在层级"),
        ({"role": "assessor", "area": cast.COUNTY}, "请选择鉴定机构"),
        ({"role": "administrator", "area": cast.COUNTY}, "不能与其他职责同在一个账号"),
        ({"role": "village_clerk", "area": cast.VILLAGE}, "已经有这项权限"),
    ],
)
def test_a_grant_that_the_rules_forbid_is_refused(
    admin: Browser, db: Database, people: Cast, grant: dict[str, object], sentence: str
) -> None:
    clerk = people.account_id(Role.VILLAGE_CLERK)

    refused = admin.post(f"/admin/accounts/{clerk}/grants", grant)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert recorded(db) == []


def test_an_administrator_cannot_become_something_else(
    admin: Browser, db: Database, people: Cast
) -> None:
    own = people.account_id(Role.ADMINISTRATOR)

    refused = admin.post(
        f"/admin/accounts/{own}/grants", {"role": "office_approver", "area": cast.COUNTY}
    )

    assert refused.status_code == 422
    assert "不能更改自己的权限" in refused.text
    assert recorded(db) == []


def test_accounts_of_another_county_are_not_there(admin: Browser, people: Cast) -> None:
    abroad = people.account_id(Role.OFFICE_HANDLER, foreign=True)

    assert admin.get(f"/admin/accounts/{abroad}").status_code == 404
    assert admin.post(f"/admin/accounts/{abroad}/password").status_code == 404
    assert "office_handler_foreign" not in admin.get("/admin/accounts").text


def test_a_closed_account_is_out_at_once_and_back_when_opened(
    admin: Browser, as_role: AsRole, people: Cast, db: Database
) -> None:
    clerk, number = as_role(Role.VILLAGE_CLERK), people.account_id(Role.VILLAGE_CLERK)

    asked = admin.post(f"/admin/accounts/{number}/state", {"act": "close"})
    assert 'name="act" value="close"' in asked.text
    assert clerk.get("/").status_code == 200
    admin.post(f"/admin/accounts/{number}/state", {"act": "close", **SURE})
    assert clerk.get("/").status_code == 302

    admin.post(f"/admin/accounts/{number}/state", {"act": "open"})
    assert clerk.log_in("village_clerk").status_code == 303
    assert recorded(db) == ["account_closed", "account_reopened"]


def test_nobody_closes_their_own_account(admin: Browser, people: Cast, db: Database) -> None:
    own = people.account_id(Role.ADMINISTRATOR)

    assert admin.post(f"/admin/accounts/{own}/state", {"act": "close"}).status_code == 422
    with db.read() as session:
        assert session.get_one(Account, own).is_active


def test_a_reset_password_replaces_the_old_one_and_ends_sessions(
    admin: Browser, as_role: AsRole, people: Cast
) -> None:
    clerk, number = as_role(Role.VILLAGE_CLERK), people.account_id(Role.VILLAGE_CLERK)

    asked = admin.post(f"/admin/accounts/{number}/password")
    assert "原来的密码马上失效" in asked.text
    assert clerk.get("/").status_code == 200
    shown = SECRET.search(admin.post(f"/admin/accounts/{number}/password", SURE).text)

    assert shown is not None
    assert clerk.get("/").status_code == 302
    assert clerk.log_in("village_clerk").status_code == 422
    assert clerk.log_in("village_clerk", shown[1]).status_code == 303


def test_who_was_given_a_password_changes_it_before_anything_else(
    admin: Browser, browser: Browser, people: Cast
) -> None:
    number, own = people.account_id(Role.VILLAGE_CLERK), "grass-under-the-snow"
    shown = SECRET.search(admin.post(f"/admin/accounts/{number}/password", SURE).text)
    assert shown is not None
    browser.log_in("village_clerk", shown[1])

    assert browser.get("/").headers["Location"] == "/account/password"
    assert "系统管理员" in browser.get("/account/password").text
    browser.post("/account/password", {"old": shown[1], "new": own, "again": own})

    assert browser.get("/").status_code == 200


def test_a_persons_number_is_kept_as_a_digest_alone(
    admin: Browser, db: Database, people: Cast, config: Config
) -> None:
    number = people.account_id(Role.VILLAGE_CLERK)

    noted = admin.post(f"/admin/accounts/{number}/id-number", {"id_number": f" {OWN_NUMBER} "})

    assert noted.status_code == 303
    with db.read() as session:
        kept = session.get_one(Account, number).id_number_digest
    assert kept == digest(config.digest_key.encode(), OWN_NUMBER)
    assert recorded(db) == ["own_number_noted"]
    assert OWN_NUMBER[-6:] not in admin.get(f"/admin/accounts/{number}").text


def test_a_wrong_number_is_told_and_nothing_kept(
    admin: Browser, db: Database, people: Cast
) -> None:
    number = people.account_id(Role.VILLAGE_CLERK)

    refused = admin.post(f"/admin/accounts/{number}/id-number", {"id_number": "15078319700101"})

    assert refused.status_code == 422
    assert "身份证号不对" in refused.text
    with db.read() as session:
        assert session.get_one(Account, number).id_number_digest is None


# --- programme parameters


CHANGE = {
    "value": "7",
    "valid_from": "2019-07-01",
    "source": "扎政办发〔2019〕31号",
    "note": "延长",
}


def test_a_parameter_changes_from_its_day_on_and_the_old_row_stays(
    admin: Browser, db: Database, people: Cast
) -> None:
    number = people.programmes["A"]

    changed = admin.post(f"/admin/programmes/{number}/notice_days_village", CHANGE)

    assert changed.status_code == 303
    with db.read() as session:
        programme = session.get_one(Programme, number)
        before = parameters_of(session, programme, dt.date(2019, 6, 30))["notice_days_village"]
        after = parameters_of(session, programme, dt.date(2019, 7, 1))["notice_days_village"]
        rows = session.scalars(
            select(ProgrammeParameter.value)
            .where(
                ProgrammeParameter.programme_id == number,
                ProgrammeParameter.name == "notice_days_village",
            )
            .order_by(ProgrammeParameter.id)
        ).all()
    assert (before, after, rows) == (5, 7, [5, 7])
    assert recorded(db) == ["parameter_set"]
    history = admin.get(f"/admin/programmes/{number}/notice_days_village").text
    assert "扎政办发〔2019〕31号" in history


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "七"}, "整数"),
        ({"value": "-1"}, "整数"),
        ({"valid_from": "2019-06-09"}, "不能早于今天"),
        ({"valid_from": "明天"}, "生效日期应写成"),
        ({"source": ""}, "请填写依据"),
        ({"note": ""}, "请写明更改的原因"),
    ],
)
def test_a_bad_change_is_refused_and_changes_nothing(
    admin: Browser, db: Database, people: Cast, wrong: dict[str, object], sentence: str
) -> None:
    number = people.programmes["A"]

    refused = admin.post(f"/admin/programmes/{number}/notice_days_village", {**CHANGE, **wrong})

    assert refused.status_code == 422
    assert sentence in refused.text
    assert recorded(db) == []


@pytest.mark.parametrize(
    ("typed", "kept"), [("会议纪要", None), ("立会纪要", ["立会纪要"]), ("", [])]
)
def test_a_step_asks_only_for_papers_that_it_prints_or_for_none(
    admin: Browser, db: Database, people: Cast, typed: str, kept: list[str] | None
) -> None:
    number = people.programmes["A"]

    answer = admin.post(
        f"/admin/programmes/{number}/papers_hold_meeting", CHANGE | {"value": typed}
    )

    with db.read() as session:
        programme = session.get_one(Programme, number)
        after = parameters_of(session, programme, dt.date(2019, 7, 1))["papers_hold_meeting"]
    if kept is None:
        assert answer.status_code == 422
        assert "这一步没有“会议纪要”这种纸质件,可以要求的有:立会纪要。" in answer.text
        assert after == ["立会纪要"]
    else:
        assert answer.status_code == 303
        assert after == kept


def test_posts_are_shown_and_typed_by_the_names_that_people_know(
    admin: Browser, people: Cast
) -> None:
    path = f"/admin/programmes/{people.programmes['A']}/account_readers"
    page = admin.get(path).text
    assert "乡镇经办" in page
    assert "township_officer" not in page
    told = {"valid_from": "2019-07-01", "source": "扎政办字〔2019〕30号", "note": "收窄"}
    refused = admin.post(path, told | {"value": "财政经办、出纳"})
    assert refused.status_code == 422
    assert "没有“出纳”这个岗位" in refused.text
    assert admin.post(path, told | {"value": "财政经办、审计督查"}).status_code == 303
    assert "财政经办、审计督查" in admin.get(path).text


def test_a_changed_parameter_keeps_its_name(admin: Browser, people: Cast) -> None:
    path = f"/admin/programmes/{people.programmes['A']}"
    name = "立会研究"
    assert (
        admin.post(f"{path}/papers_hold_meeting", CHANGE | {"valid_from": TODAY}).status_code == 422
    )
    value = {"value": "", "valid_from": TODAY}
    assert admin.post(f"{path}/papers_hold_meeting", CHANGE | value).status_code == 303
    assert name in admin.get(f"{path}?group=papers").text
    page = admin.get(f"{path}/papers_hold_meeting").text
    assert f"<h1>{name}</h1>" in page
    assert "不要求" in page


def test_parameters_are_found_by_group_and_by_word(admin: Browser, people: Cast) -> None:
    path = f"/admin/programmes/{people.programmes['A']}"
    overview = admin.get(path).text
    assert "公示的天数、地点、内容和是否上网" in overview
    assert "C级自愿新建的补助金额" in overview, "what nobody decided yet is named at once"
    notices = admin.get(f"{path}?group=notices").text
    assert "村级公示天数" in notices
    assert "方案“村级初审及公示”" in notices
    assert "notice_days_village</" not in notices
    assert "户主最小年龄" not in notices
    found = admin.get(f"{path}?q=周岁").text
    assert "户主最小年龄" in found
    assert "村级公示天数" not in found
    assert "没有写到“火星”的参数" in admin.get(f"{path}?q=火星").text


def test_the_next_year_is_seen_and_confirmed_before_it_begins(admin: Browser, people: Cast) -> None:
    made = admin.post(f"/admin/programmes/{people.programmes['A']}/next-year").headers["Location"]
    assert "2020-01-01有效的值" in admin.get(f"{made}?group=notices").text.replace(" ", "")
    confirmed = CHANGE | {"valid_from": "2020-01-01"}
    assert admin.post(f"{made}/notice_days_village", confirmed).status_code == 303
    assert "7 天" in admin.get(f"{made}?group=notices").text


def test_a_parameter_that_does_not_exist_cannot_be_set(admin: Browser, db: Database) -> None:
    assert admin.post("/admin/programmes/1/nothing", CHANGE).status_code == 404
    assert recorded(db) == []


# --- calendar


WHY = "国办发明电〔2018〕15号"
HOLIDAY = {"day": "2019-06-12", "is_working": "no", "name": "旗庆", "reason": WHY}


def is_worked(db: Database, day: str) -> bool:
    with db.read() as session:
        return working_days.is_working(dt.date.fromisoformat(day), working_days.exceptions(session))


def test_a_holiday_counts_at_once_can_be_changed_and_taken_back(
    admin: Browser, db: Database
) -> None:
    assert is_worked(db, "2019-06-12")
    admin.post("/admin/calendar", HOLIDAY)
    assert not is_worked(db, "2019-06-12")
    assert WHY in admin.get("/admin/calendar").text

    admin.post("/admin/calendar/2019-06-12", HOLIDAY | {"name": "建旗纪念日", "reason": "更名"})
    assert "建旗纪念日" in admin.get("/admin/calendar").text
    assert admin.post("/admin/calendar/2019-06-12/remove").status_code == 422
    admin.post("/admin/calendar/2019-06-12/remove", {"reason": "旗里改了安排"})
    assert is_worked(db, "2019-06-12")
    assert recorded(db) == ["calendar_days_set", "calendar_days_set", "calendar_day_removed"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "2019-06-07", "name": "端午节"}, "过去的日子"),
        ({"is_working": "yes", "name": "上班"}, "本来就是这样"),
        ({"is_working": ""}, "请选择放假还是上班"),
        ({"name": ""}, "请填写名称"),
        ({"day": "明天"}, "日期应写成"),
        ({"reason": ""}, "请写明依据或原因"),
    ],
)
def test_a_bad_day_is_refused(
    admin: Browser, db: Database, typed: dict[str, object], sentence: str
) -> None:
    refused = admin.post("/admin/calendar", HOLIDAY | typed)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert recorded(db) == []


LINES = "2020-01-24 至 2020-01-30 休 春节\n2020-01-19 班\n\n2020-02-01 班 调休上班"


def test_the_arrangement_of_a_year_comes_in_by_lines(admin: Browser, db: Database) -> None:
    told = {"lines": LINES, "lines_reason": "国办发明电〔2019〕16号"}
    # 25 and 26 January are a weekend, which is off anyway.
    assert (
        "已登记 7 天:放假 5 天,调休上班 2 天"
        in admin.post("/admin/calendar/lines", told, follow_redirects=True).text
    )
    assert is_worked(db, "2020-01-19")
    assert not is_worked(db, "2020-01-24")
    assert "都已经登记过了" in admin.post("/admin/calendar/lines", told).text
    assert recorded(db) == ["calendar_days_set"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "请至少写一行"),
        ("1月24日至30日放假", "第 1 行:看不懂"),
        ("2020-01-19 班\n2020-02-30 休", "第 2 行:没有 2020-02-30 这一天"),
        ("2020-01-30 至 2020-01-24 休", "起止日期颠倒"),
        ("2019-05-01 休", "2019-05-01 已经过去"),
        ("2020-01-20 班", "本来就是这样"),
        ("2020-01-19 班\n2020-01-19 班 加班", "前面已经写过"),
        ("2020-01-19 班\n" * 61, "一次最多 60 行"),
    ],
)
def test_lines_with_a_fault_change_nothing_and_say_which(
    admin: Browser, db: Database, lines: str, sentence: str
) -> None:
    refused = admin.post("/admin/calendar/lines", {"lines": lines, "lines_reason": WHY})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert recorded(db) == []
    assert is_worked(db, "2020-01-19") is False


def test_a_missing_year_is_warned_of_and_the_next_one_from_december_on(
    admin: Browser, as_role: AsRole, db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "2019 年的假日还没有登记" in admin.get("/admin/calendar").text
    admin.post("/admin/calendar", HOLIDAY)
    clock.set_now(cast.day("2019-11-30"))
    assert "假日还没有登记" not in admin.get("/admin/calendar").text

    clock.set_now(cast.day("2019-12-02"))
    office = as_role(Role.OFFICE_HANDLER)
    for page in (admin.get("/admin/calendar"), admin.get("/admin/accounts"), office.get("/")):
        assert "2020 年的假日还没有登记" in page.text
    assert "假日还没有登记" not in as_role(Role.TOWNSHIP_OFFICER).get("/").text
    warn_of_missing_holidays(db)
    assert '"holidays_missing"' in capsys.readouterr().err

    admin.get("/admin/calendar")
    admin.post("/admin/calendar/lines", {"lines": "2020-01-01 休 元旦", "lines_reason": WHY})
    assert "假日还没有登记" not in office.get("/").text
    warn_of_missing_holidays(db)
    assert capsys.readouterr().err == ""


# --- places and agencies


def test_a_village_is_added_below_its_township(admin: Browser, db: Database) -> None:
    assert (
        admin.post("/admin/regions", {"code": "150783100203", "name": "新立村"}).status_code == 303
    )
    with db.read() as session:
        assert session.get_one(Region, "150783100203").parent_code == cast.TOWNSHIP
    assert recorded(db) == ["region_added"]


@pytest.mark.parametrize(
    "code", ["", "150783", "15078310020", "150782100201", "150783999201", cast.VILLAGE, "一二三"]
)
def test_a_bad_code_is_refused(admin: Browser, db: Database, code: str) -> None:
    assert admin.post("/admin/regions", {"code": code, "name": "新立村"}).status_code == 422
    assert recorded(db) == []


def test_an_agency_is_added_closed_and_opened(admin: Browser, db: Database) -> None:
    admin.post("/admin/agencies", {"name": "海拉尔房屋鉴定站"})
    admin.post("/admin/agencies/3/state", {"act": "close"})
    with db.read() as session:
        assert not session.get_one(Organisation, 3).is_active

    admin.post("/admin/agencies/3/state", {"act": "open"})

    assert recorded(db) == ["agency_added", "agency_closed", "agency_reopened"]
    assert admin.post("/admin/agencies", {"name": "海拉尔房屋鉴定站"}).status_code == 422


# --- the record


def test_a_changed_row_breaks_the_chain_of_system_acts(admin: Browser, db: Database) -> None:
    admin.post("/admin/agencies", {"name": "海拉尔房屋鉴定站"})
    admin.post("/admin/agencies", {"name": "满洲里房屋鉴定站"})
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER history_no_update")
        connection.exec_driver_sql("UPDATE history SET actor_name = '别人' WHERE seq = 1")

    with db.read() as session, pytest.raises(BrokenSystemChain):
        verify_system(session)
    assert clock.today() == dt.date(2019, 6, 10)
