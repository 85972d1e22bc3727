"""F17: a villagers' meeting happened, with the people of this village, and with a sheet of its own.

Names of other villages' people never stand in an answer: it tells how many were found, and where to
look is told by the case that was hit, to those who may read it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.meeting import AppraisalMeeting
from workflows.checks.check import FAIL, FLAG, PASS, UNKNOWN, Answer, Check, Found
from workflows.personal_names import compared

SAME_PEOPLE = Check("F17", 1, "评议到会人员", "F17", FLAG)
SAME_SHEET = Check("F17-sheet", 1, "签到表重复使用", "F17", FLAG)

MEETING_CHECKS = (SAME_PEOPLE, SAME_SHEET)
NAMES_AT_ONCE, SAME_LIST_PERCENT, SAME_LIST_DAYS = (
    "appraisal_names_at_once",
    "appraisal_same_list_percent",
    "appraisal_same_list_days",
)
MOST_TOLD = 5


@dataclass(frozen=True)
class Held:
    """A meeting, and the cases that it appraised."""

    meeting: AppraisalMeeting
    application_ids: tuple[int, ...] = ()

    @property
    def listed(self) -> frozenset[str]:
        """Who came, as names are compared; empty where no list was made."""
        return frozenset(map(compared, self.meeting.attendees))

    @property
    def names(self) -> frozenset[str]:
        """Those listed, and who led and who wrote."""
        return self.listed | {compared(self.meeting.chair), compared(self.meeting.minute_taker)}

    def is_same_as(self, other: Held) -> bool:
        """Whether both are one meeting: a village that types house by house tells it each time."""
        mine, its = self.meeting, other.meeting
        return (mine.area_code, mine.held_on) == (its.area_code, its.held_on)

    def is_at_once_with(self, other: Held) -> bool:
        """Whether both were held on one day, and their hours do not keep them apart."""
        mine, its = self.meeting, other.meeting
        if mine.held_on != its.held_on:
            return False
        return not (_is_over(mine, its) or _is_over(its, mine))


def same_people(held: Held, others: Sequence[Held], parameters: Mapping[str, Any]) -> Answer:
    """Whether people who came here came to another village's meeting at the same time.

    A list that is nearly that of another village is told on whatever day it met.
    """
    if not held.listed:
        return Answer(SAME_PEOPLE, UNKNOWN, "没有写下到会人员名单,不能与别村的评议会核对。")
    at_once, percent = int(parameters[NAMES_AT_ONCE]), int(parameters[SAME_LIST_PERCENT])
    days = dt.timedelta(days=int(parameters[SAME_LIST_DAYS]))
    hits: dict[tuple[str, dt.date], tuple[Held, str]] = {}
    for other in others:
        if other.meeting.area_code == held.meeting.area_code or not other.listed:
            continue
        there, listed = len(held.names & other.names), len(held.listed & other.listed)
        is_near = abs(other.meeting.held_on - held.meeting.held_on) <= days
        if there >= at_once and held.is_at_once_with(other):
            why = f"同一时间另有一个村开评议会,有{there}人同名"
        elif is_near and listed * 100 >= percent * min(len(held.listed), len(other.listed)):
            why = f"另一个村的到会名单与本村几乎相同,有{listed}人同名"
        else:
            continue
        hits.setdefault((other.meeting.area_code, other.meeting.held_on), (other, why))
    inputs = {"names": len(held.listed), "at_once": at_once, "percent": percent, "days": days.days}
    if not hits:
        return Answer(SAME_PEOPLE, PASS, "与别村的评议会没有到会人员重复。", inputs)
    found = [_found(other, why) for other, why in list(hits.values())[:MOST_TOLD]]
    told = "、".join(list(dict.fromkeys(why for _, why in hits.values()))[:MOST_TOLD])
    return Answer(SAME_PEOPLE, FAIL, f"{told}。", inputs, found)


def same_sheet(held: Held, shas: Collection[str], others: Sequence[Held]) -> Answer:
    """Whether the very picture of the attendance sheet serves another meeting, too.

    ``others`` are the meetings that a file with one of ``shas`` belongs to.
    """
    inputs = {"sha256": sorted(shas)}
    if not shas:
        return Answer(SAME_SHEET, UNKNOWN, "没有签到表照片,不能核对。", inputs)
    hits = [other for other in others if not held.is_same_as(other)]
    if not hits:
        return Answer(SAME_SHEET, PASS, "签到表没有在别的评议会用过。", inputs)
    found = [_found(each, "用了同一张签到表") for each in hits[:MOST_TOLD]]
    is_elsewhere = any(each.meeting.area_code != held.meeting.area_code for each in hits)
    where = "另一个村的评议会" if is_elsewhere else "本村另一天的评议会"
    return Answer(SAME_SHEET, FAIL, f"{where}用了同一张签到表。", inputs, found)


def _is_over(earlier: AppraisalMeeting, later: AppraisalMeeting) -> bool:
    """Whether ``earlier`` is known to have ended when ``later`` began."""
    if earlier.ends_at is None or later.begins_at is None:
        return False
    return earlier.ends_at <= later.begins_at


def _found(other: Held, why: str) -> Found:
    number = other.application_ids[0] if other.application_ids else None
    return Found(f"{other.meeting.held_on:%Y-%m-%d} {why}", number)
