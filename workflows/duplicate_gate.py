"""The duplicate gate (F01–F04, F11–F14): one live case per person, household and house.

The same number in another case is refused on the spot, when it is written down
(``workflows.duplicates``).  What needs a look at other villages and old ledgers is asked by the
worker, a moment after whatever calls for it (``checks.duplicates.ask_again``): a filing, another
roster or head, the identity passed, the house accepted or found elsewhere, a ledger imported, the
list of officials changed.  A
step that says yes never overtakes it: where the worker has not come by, the step asks first
(:func:`refusals_if_due`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session, contains_eager

from models.application import Application
from models.check_result import BLOCK, CLEARED, FAIL, PASS, UNKNOWN, CheckResult
from models.household import Household
from models.old_ledger import OldLedger, OldLedgerHousehold
from workflows import checks, clock
from workflows.checks import Answer, Check, Checked, Found
from workflows.checks.duplicates import (
    DUPLICATE_CHECKS,
    HOUSE_CODE,
    LIKE_PERSON,
    MOVED_IN,
    OFFICIALS,
    OTHER_FUNDS,
    SAME_FAMILY,
    SAME_HOUSE,
    SAME_PERSON,
    SAME_TELEPHONE,
)
from workflows.checks.persons import about_persons
from workflows.duplicate_hits import Hit, find_hits, houses_within, members_of
from workflows.official_hits import OfficialHit, has_list, has_official, officials_among
from workflows.parameters import parameters_of
from workflows.rights import within

# Check -> the kind of hit it is about, and what is said to everybody and to those who may read it.
_HITS: Mapping[str, tuple[Check, str, str]] = {
    "person": (
        SAME_PERSON,
        "家庭成员已有别的申请,或已在历年享受过补助。",
        "有本户家庭成员,身份证号相同",
    ),
    "like_person": (
        LIKE_PERSON,
        "本村另有姓名、出生日期都相同的人,可能是同一人。",
        "有姓名、出生日期与本户成员相同的人,身份证号不同或没有登记",
    ),
    "family": (
        SAME_FAMILY,
        "家庭成员曾列在另一户的申请里,可能是同一家庭重复享受。",
        "家庭成员中曾有本户现在的成员",
    ),
    "house_code": (
        HOUSE_CODE,
        "同一农房编码的房屋另有申请,或已享受过补助。",
        "房屋的农房编码与本户相同",
    ),
    "house": (
        SAME_HOUSE,
        "同一住址或紧邻的位置另有申请,或已享受过补助。",
        "住址与本户相同,或房屋位置几乎相同",
    ),
}
PARTIAL = "没有户口簿变动日期,只核对了本系统里的家庭变动。"
NO_OFFICIALS = "县里还没有登记公职人员和村组干部名单,不能比对。"
NO_LISTS = "易地搬迁由扶贫办在身份审核时比对;没有灾后重建名单可以比对。"
BATCH = 100
AnyHit = TypeVar("AnyHit", Hit, OfficialHit)
IS_DUE: ColumnElement[bool] = Application.duplicates_due_at.is_not(None)


def ask_county_again(session: Session, county_code: str) -> None:
    """An old ledger of the county came: every case of it that is not paid is looked at again."""
    session.execute(
        update(Application)
        .where(
            within(Application.village_code, county_code[:6]),
            Application.household_id.is_not(None),
            Application.state != "ended",
            Application.paid_on.is_(None),
        )
        .values(duplicates_due_at=clock.now())
    )


def due_cases(session: Session) -> Sequence[int]:
    """The first cases that the gate has to look at."""
    return session.scalars(
        select(Application.id).where(IS_DUE).order_by(Application.duplicates_due_at).limit(BATCH)
    ).all()


def look_at(session: Session, application_id: int) -> bool:
    """Lock a case that is due and judge it; False when another worker was faster."""
    application = session.scalar(
        select(Application)
        .join(Application.programme)
        .outerjoin(Application.household)
        .where(Application.id == application_id, IS_DUE)
        .options(contains_eager(Application.programme), contains_eager(Application.household))
        .with_for_update(of=Application, skip_locked=True)
    )
    if application is None:
        return False
    run_if_due(session, application)
    return True


def run_if_due(session: Session, application: Application) -> None:
    """Judge the locked case where something has changed since; else it costs nothing."""
    if application.duplicates_due_at is None:
        return
    application.duplicates_due_at = None
    answers = answers_about(session, application)
    if answers:
        checks.record(session, Checked(application.village_code, application), answers)


def refusals_if_due(session: Session, application: Application, node_id: str) -> list[str]:
    """Why ``node_id`` cannot say yes, where the worker has yet to look; nothing is written."""
    if application.duplicates_due_at is None or node_id not in checks.REVIEWING:
        return []
    answers = answers_about(session, application, repeats_verdicts=False)
    return checks.refusals_of(Checked(application.village_code, application), answers, node_id)


def answers_about(
    session: Session, application: Application, *, repeats_verdicts: bool = True
) -> list[Answer]:
    """What each check of the gate says of the case as it stands; nothing is written.

    What was asked and cleared before is said as it was, so that it keeps its verdict, or passes
    where ``repeats_verdicts`` is off.
    """
    household = application.household
    if household is None or application.state == "ended":
        return []
    members = members_of(session, household.id)
    if not members:
        return []
    parameters = parameters_of(session, application.programme, clock.today())
    months = int(parameters["household_move_months"])
    filed_on = application.filed_on or clock.today()
    moved_since = _months_before(filed_on, months)
    hits = find_hits(session, household, members, moved_since, application.house_code)
    metres = float(parameters["house_same_place_m"])
    near = houses_within(session, application, household, metres)
    hits = list(dict.fromkeys([*hits, *near]))
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    in_office_since = _months_before(filed_on, 12 * int(parameters["official_years_after"]))
    officials = officials_among(session, application.village_code, members, in_office_since)
    cleared = _cleared(session, household, [*hits, *officials])
    if not repeats_verdicts:
        cleared = {name: _Cleared(each.pairs) for name, each in cleared.items()}
    told = _Told(session, application, household, cleared)
    answers = [
        told.answer(check, by_kind.get(kind, []), why, found)
        for kind, (check, why, found) in _HITS.items()
    ]
    answers.append(_about_telephone(told, by_kind, int(parameters["telephone_max_households"])))
    answers.append(_about_moves(told, by_kind, months, in_office_since))
    answers.append(_about_officials(told, officials))
    answers.append(_about_other_funds(told, by_kind, parameters["other_funds"]))
    return [*answers, *about_persons(members, filed_on, int(parameters["head_min_age"]))]


def _about_telephone(told: _Told, by_kind: Mapping[str, list[Hit]], most: int) -> Answer:
    """Old people often give a relative's number: a few households may share one (F12, F45)."""
    hits = by_kind.get("telephone", [])
    if len({hit.household_id for hit in hits}) < most:
        hits = []
    why = f"同一个联系电话登记了超过 {most} 户。"
    return told.answer(SAME_TELEPHONE, hits, why, "联系电话与本户相同")


def _about_moves(
    told: _Told, by_kind: Mapping[str, list[Hit]], months: int, in_office_since: dt.date
) -> Answer:
    """Who came from the household of somebody in office is for the county (F13)."""
    hits = by_kind.get("moved_in", [])
    if not hits:
        return Answer(MOVED_IN, UNKNOWN, PARTIAL)
    why = f"家庭成员在申请前 {months} 个月以内从另一户迁来。"
    before = {hit.household_id for hit in hits if hit.household_id is not None}
    if is_officials := has_official(told.session, before, in_office_since):
        why = f"家庭成员在申请前 {months} 个月以内从公职人员或村组干部的家里迁来。"
    answer = told.answer(MOVED_IN, hits, why, "本户成员申请前不久还是这一户的家庭成员")
    return replace(answer, is_for_county=True) if is_officials else answer


def _about_officials(told: _Told, officials: Sequence[OfficialHit]) -> Answer:
    """Officials may be poor, too: the county looks, and nobody of the village or township (F14)."""
    left = told.uncleared(OFFICIALS, officials)
    if not left:
        is_known = bool(officials) or has_list(told.session, told.application.village_code)
        return Answer(OFFICIALS, PASS) if is_known else Answer(OFFICIALS, UNKNOWN, NO_OFFICIALS)
    return Answer(
        OFFICIALS,
        FAIL,
        "家庭成员是公职人员或村组干部,由市危改办核实。",
        inputs=told.inputs(left),
        found=[Found(each.words) for each in left],
        is_for_county=True,
    )


def _about_other_funds(
    told: _Told, by_kind: Mapping[str, list[Hit]], titles: Sequence[str]
) -> Answer:
    """Old ledgers of such programmes bar; the 扶贫办 compares with its list (F04, R36, G24)."""
    rows = {hit.ledger_row_id for hit in by_kind.get("person", []) if hit.ledger_row_id}
    paid = _rows_of_other_funds(told.session, rows, titles) if rows else set()
    if hits := [hit for hit in by_kind.get("person", []) if hit.ledger_row_id in paid]:
        why = "家庭成员已享受过易地搬迁、灾后重建等其他住房补助。"
        return told.answer(OTHER_FUNDS, hits, why, "有本户家庭成员", effect=BLOCK)
    if told.application.in_relocation_plan:
        return Answer(OTHER_FUNDS, FAIL, "扶贫办核实:已纳入易地扶贫搬迁计划。")
    return Answer(OTHER_FUNDS, UNKNOWN, NO_LISTS)


@dataclass
class _Cleared:
    """Households told from this one: all, and the sets as they were asked of this very one."""

    pairs: set[str] = field(default_factory=set)
    as_asked: list[set[str]] = field(default_factory=list)


class _Told:
    """Turns hits into an answer: those that somebody has cleared as another household are none."""

    def __init__(
        self,
        session: Session,
        application: Application,
        household: Household,
        cleared: Mapping[str, _Cleared],
    ) -> None:
        self.session, self.application, self.cleared = session, application, cleared
        self.household_id = household.id

    def answer(
        self, check: Check, hits: Sequence[Hit], why: str, found: str, *, effect: str = ""
    ) -> Answer:
        """Pass without hits; else a failure that the county judges where one lies elsewhere."""
        hits = self.uncleared(check, hits)
        if not hits:
            return Answer(check, PASS)
        township = self.application.village_code[:9]
        return Answer(
            check,
            FAIL,
            why,
            inputs=self.inputs(hits),
            found=self._found(hits, found),
            effect=effect,
            is_for_county=any(not hit.village_code.startswith(township) for hit in hits),
        )

    def uncleared(self, check: Check, hits: Sequence[AnyHit]) -> Sequence[AnyHit]:
        """Those of ``hits`` that nobody has cleared; all of them, asked once more as they were."""
        cleared = self.cleared.get(check.id, _Cleared())
        # Said once more as it was, it keeps its verdict; see checks.record.
        if {hit.pair for hit in hits} in cleared.as_asked:
            return hits
        return [hit for hit in hits if hit.pair not in cleared.pairs]

    def inputs(self, hits: Sequence[Hit] | Sequence[OfficialHit]) -> dict[str, Any]:
        """What a verdict on ``hits`` is remembered by."""
        return {"pairs": sorted({hit.pair for hit in hits}), "household": self.household_id}

    def _found(self, hits: Sequence[Hit], words: str) -> list[Found]:
        rows = [hit.ledger_row_id for hit in hits if hit.ledger_row_id is not None]
        ledgers = _ledger_rows(self.session, rows) if rows else {}
        found = []
        for hit in hits:
            if hit.ledger_row_id is None:
                found.append(Found(f"那一件{words}。", application_id=hit.application_id))
            elif hit.village_code[:6] == self.application.village_code[:6]:
                found.append(Found(f"{ledgers[hit.ledger_row_id]}{words}。"))
            else:
                found.append(Found(f"外县的历年台账{words}。"))
        return found


def _rows_of_other_funds(
    session: Session, row_ids: Iterable[int], titles: Sequence[str]
) -> set[int]:
    """Of rows of old ledgers those of programmes that rule this one out."""
    row = OldLedgerHousehold
    among = or_(*(row.programme_title.contains(each, autoescape=True) for each in titles))
    return set(session.scalars(select(row.id).where(row.id.in_(row_ids), among)))


def _ledger_rows(session: Session, row_ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(
        select(
            OldLedgerHousehold.id, OldLedger.title, OldLedgerHousehold.year,
            OldLedgerHousehold.position,
        )
        .join(OldLedger, OldLedger.id == OldLedgerHousehold.ledger_id)
        .where(OldLedgerHousehold.id.in_(row_ids))
    )  # fmt: skip
    return {key: f"《{title}》({year}年)第 {position} 行" for key, title, year, position in rows}


def _cleared(
    session: Session, household: Household, hits: Sequence[Hit | OfficialHit]
) -> dict[str, _Cleared]:
    """Per check what a named person has told from this household.

    Asked once and remembered for the pair, whichever of the two cases it was asked of.
    """
    if not hits:
        return {}
    households = {household.id} | {hit.household_id for hit in hits if hit.household_id}
    rows = session.execute(
        select(CheckResult.check_id, CheckResult.inputs)
        .join(Application, Application.id == CheckResult.application_id)
        .where(
            Application.household_id.in_(households),
            CheckResult.verdict == CLEARED,
            CheckResult.check_id.in_([check.id for check in DUPLICATE_CHECKS]),
        )
    )
    found: dict[str, _Cleared] = {}
    own = f"household:{household.id}"
    for check_id, inputs in rows:
        cleared = found.setdefault(check_id, _Cleared())
        if inputs["household"] == household.id:
            cleared.as_asked.append(set(inputs["pairs"]))
            cleared.pairs.update(inputs["pairs"])
        elif own in inputs["pairs"]:
            cleared.pairs.add(f"household:{inputs['household']}")
    return found


def _months_before(day: dt.date, months: int) -> dt.date:
    """The day ``months`` earlier; the first of the month where that month is shorter."""
    total = day.year * 12 + day.month - 1 - months
    try:
        return day.replace(year=total // 12, month=total % 12 + 1)
    except ValueError:
        return dt.date(total // 12, total % 12 + 1, 1)
