"""What stands around every page: the place and name of the reader, the menu, the demo's date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from models.role import Role
from webapp.intake_sheets.drafting import BRINGERS
from webapp.local_paths import path_or_none
from webapp.parts import parts
from webapp.reports.objections import READERS as FIGURE_READERS
from webapp.user import user_or_none
from workflows import clock
from workflows.actors import AccountView
from workflows.carry_over import CARRIERS
from workflows.checks.verdicts import DECIDING_POSTS
from workflows.late_entries import CONFIRMERS
from workflows.rights import AREA_READERS, PROJECT_READERS, READ_ONLY

HANDOVER = ("admin_handover.show", "admin_handover.hand_over")
PROGRAMMES = (
    "admin_programmes.show",
    "admin_programmes.show_one",
    "admin_programmes.show_parameter",
    "admin_programmes.change",
)
ACCOUNTS = ("admin_accounts.show", "admin_accounts.show_one", "admin_accounts.add", *HANDOVER)
PROJECTS = (
    "projects.show",
    "projects.show_one",
    "projects.add",
    "projects.change",
    "project_members.join",
    "project_members.leave",
    "project_works.start",
    "project_works.finish",
    "project_works.inspect",
    "project_works.settle",
    "project_works.judge",
)
IMPORTS = ("imports.show", "imports.send")
OLD_LEDGERS = ("old_ledgers.show", "old_ledgers.send")
NOTICE_LISTS = tuple(
    f"notice_lists.{each}" for each in ("show", "choose", "make", "show_one", "discard")
)
OFFICIALS = ("officials.show", "officials.add")
INTAKE_SHEETS = ("intake_sheets.show", "intake_sheets.send", "intake_sheets.show_one")
INTAKE = (
    "intake_index.show",
    "intake_index.begin",
    "intake.show",
    "intake.group",
    "intake_filing.check",
)
CALENDAR = (
    "admin_calendar.show",
    "admin_calendar.add",
    "admin_calendar.add_lines",
    "admin_calendar.show_day",
    "admin_calendar.change",
    "admin_calendar.remove",
)
LATE_ENTRIES = ("late_entries.show", "late_entries.confirm", "late_entries.ask_back")


@dataclass(frozen=True)
class Item:
    """One line of the menu; ``counter`` names a counter that the page may have at hand."""

    label: str
    address: str
    endpoints: tuple[str, ...]
    counter: str = ""

    @property
    def is_here(self) -> bool:
        """Whether the present page belongs to this line."""
        return request.endpoint in self.endpoints


@dataclass(frozen=True)
class Section:
    """Lines under one heading."""

    title: str
    items: list[Item]


def init_navigation(app: Flask) -> None:
    """Give the templates what the frame of a page needs; costs no statement."""

    @app.context_processor
    def frame() -> dict[str, Any]:
        view = user_or_none()
        return {
            "me": view,
            "menu": menu_of(view) if view else [],
            "is_demo": parts().config.demo,
            "today": clock.today(),
            "here": path_or_none(request.full_path.rstrip("?")) or "/",
            "county_name": _county_name(view),
        }


def _delays(view: AccountView) -> list[Item]:
    if not view.holds(*AREA_READERS):
        return []
    return [
        Item("逾期", url_for("delays.show_overdue"), ("delays.show_overdue",)),
        Item("缺件", url_for("delays.show_missing"), ("delays.show_missing",)),
    ]


def _paid(view: AccountView) -> list[Item]:
    if not view.holds(*AREA_READERS):
        return []
    return [Item("发放公开", url_for("paid.show"), ("paid.show",))]


def _objections(view: AccountView) -> list[Item]:
    if not view.holds(*FIGURE_READERS):
        return []
    figures = ("objection_figures.show",)
    return [Item("异议统计", url_for("objection_figures.show"), figures)]


def _county_name(view: AccountView | None) -> str:
    """The county of the reader, when it is the reader's own area; below, the place says it."""
    posts = view.posts if view else ()
    return next((post.area_name for post in posts if len(post.area_code) == 6), "")


def menu_of(view: AccountView) -> list[Section]:
    """The menu for the roles of ``view``: nobody sees what they cannot use."""
    sections = []
    if any(post.role is not Role.ADMINISTRATOR for post in view.posts):
        own = _own(view)
        sections += [
            Section("", own),
            Section("工作", _work(view, has_desk=bool(own))),
            Section("查看", _views(view)),
        ]
    if view.holds(Role.ADMINISTRATOR):
        sections.append(Section("管理", _administration()))
    return [section for section in sections if section.items]


def _own(view: AccountView) -> list[Item]:
    if all(post.role in READ_ONLY for post in view.posts):
        return []
    return [
        Item("待办", url_for("inbox.show"), ("inbox.show",), "open"),
        Item("待补纸质", url_for("papers.lacking"), ("papers.lacking",), "lacking"),
        Item("已办", url_for("inbox.done"), ("inbox.done",), "done"),
        Item("我经办的", url_for("inbox.mine"), ("inbox.mine",), "mine"),
    ]


def _work(view: AccountView, *, has_desk: bool) -> list[Item]:
    work = []
    if view.holds(Role.VILLAGE_CLERK):
        work.append(Item("新申请", url_for("intake_index.show"), INTAKE))
    if view.holds(*BRINGERS):
        work.append(Item("批量录入", url_for("intake_sheets.show"), INTAKE_SHEETS))
    if has_desk:
        work.append(Item("名单", url_for("lists.show"), ("lists.show", "lists.show_one")))
    work.append(Item("公示", url_for("notice_lists.show"), NOTICE_LISTS))
    if view.holds(*PROJECT_READERS):
        work.append(Item("工程", url_for("projects.show"), PROJECTS))
    if view.holds(Role.OFFICE_HANDLER):
        work.append(Item("在办件导入", url_for("imports.show"), IMPORTS))
        work.append(Item("历年台账", url_for("old_ledgers.show"), OLD_LEDGERS))
        work.append(Item("干部名单", url_for("officials.show"), OFFICIALS))
    if view.holds(*DECIDING_POSTS):
        work.append(Item("待核验", url_for("checking.show"), ("checking.show",)))
    if view.holds(*CONFIRMERS):
        work.append(Item("补录确认", url_for("late_entries.show"), LATE_ENTRIES))
    if view.holds(Role.OFFICE_APPROVER):
        exceptions = ("duty_exceptions.show", "duty_exceptions.add")
        work.append(Item("职责例外", url_for("duty_exceptions.show"), exceptions))
    return work


def _views(view: AccountView) -> list[Item]:
    return [
        Item("全部申请", url_for("search.show"), ("search.show",)),
        Item("进度", url_for("progress.show"), ("progress.show",)),
        Item("花名册", url_for("roster.show"), ("roster.show",)),
        *_paid(view),
        *_delays(view),
        *_objections(view),
        Item("已中止", url_for("stops.show"), ("stops.show",)),
        *_carry_over(view),
    ]


def _administration() -> list[Item]:
    return [
        Item("账号", url_for("admin_accounts.show"), ACCOUNTS),
        Item("代班", url_for("stand_ins.show"), ("stand_ins.show", "stand_ins.add")),
        Item("常用意见", url_for("phrases.show"), ("phrases.show", "phrases.add")),
        Item("地区", url_for("admin_regions.show"), ("admin_regions.show",)),
        Item("鉴定机构", url_for("admin_agencies.show"), ("admin_agencies.show",)),
        Item("方案参数", url_for("admin_programmes.show"), PROGRAMMES),
        Item(
            "工作日历",
            url_for("admin_calendar.show"),
            CALENDAR,
        ),
        Item("流程版本", url_for("admin_drawings.show"), ("admin_drawings.show",)),
    ]


def _carry_over(view: AccountView) -> list[Item]:
    if not view.holds(*CARRIERS):
        return []
    return [Item("年底结转", url_for("carry_over.show"), ("carry_over.show",))]
