"""The roster as a sheet, with the columns that offices use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from models.programme import Programme
from webapp.reports.filters import STANDSTILLS, Filters
from webapp.reports.roster_query import RosterRow
from webapp.sheets.report import ReportColumn, report
from workflows.progress import MEASURES

TITLE = "农村危房改造花名册"
COLUMNS = (
    ReportColumn("序号", 6, is_number=True),
    ReportColumn("乡镇", 14),
    ReportColumn("村", 12),
    ReportColumn("组", 8),
    ReportColumn("户主", 12),
    ReportColumn("身份证号", 21),
    ReportColumn("人口", 6, is_number=True),
    ReportColumn("身份类别", 16),
    ReportColumn("住房情况", 12),
    ReportColumn("等级", 6),
    ReportColumn("改造方式", 14),
    ReportColumn("面积(㎡)", 9, is_number=True),
    ReportColumn("审批金额(元)", 11, is_number=True),
    ReportColumn("审批日期", 11),
    ReportColumn("开工日期", 11),
    ReportColumn("竣工日期", 11),
    ReportColumn("验收日期", 11),
    ReportColumn("发放日期", 11),
    ReportColumn("发放金额(元)", 11, is_number=True),
    ReportColumn("状态", 14),
    ReportColumn("方案", 11),
    ReportColumn("编号", 21),
)


def roster_sheet(said: str, rows: Iterable[RosterRow]) -> bytes:
    """The bytes of an .xlsx under a line that says what was asked for."""
    return report(TITLE, said, COLUMNS, _cells(rows))


def words(
    filters: Filters,
    places: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    programmes: Sequence[Programme],
    stages: Sequence[tuple[str, str]],
) -> str:
    """What was asked for, as a line above the sheet and on the record of who took it."""
    names = {code: name for _, members in places for code, name in members}
    chosen = [each for each in programmes if each.id == filters.programme]
    parts = [
        f"截至 {filters.as_of.isoformat()}",
        names.get(filters.area, ""),
        *(f"{each.year} 方案{each.plan}" for each in chosen),
        MEASURES[filters.measure].label if filters.measure else "",
        {**dict(stages), **STANDSTILLS}.get(filters.stage, ""),
        f"{filters.grade}级" if filters.grade else "",
        filters.method,
    ]
    return " · ".join(part for part in parts if part)


def _cells(rows: Iterable[RosterRow]) -> Iterator[Sequence[str | int | Decimal | None]]:
    for number, row in enumerate(rows, start=1):
        case, programme = row.application, row.programme
        yield (
            number,
            row.township,
            row.village,
            row.household.group_name if row.household else "",
            case.head_name,
            row.id_number,
            case.household_size,
            "、".join(case.identities or []),
            case.dwelling,
            case.grade,
            case.method,
            case.measured_area_m2 or case.planned_area_m2,
            case.approved_subsidy_yuan,
            *map(_day, (case.approved_on, case.started_on, case.completed_on)),
            *map(_day, (case.accepted_on, case.paid_on)),
            case.payable_yuan if case.paid_on else None,
            row.state,
            f"{programme.year} 方案{programme.plan}",
            case.number,
        )


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value else ""
