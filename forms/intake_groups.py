"""The application form cut into pages (S2): which questions stand together, and in which order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.application import STATEMENTS
from forms.household_questions import HOUSE
from forms.signing import SIGNING
from models.document import APPLICATION_PAPERS, HOUSE_PHOTOS, SIGNATURES, WRITTEN_APPLICATION

_ROW = re.compile(r"members-(\d{1,3})-\w+")
HEAD_ROW = 0


@dataclass(frozen=True)
class Group:
    """One page: ``fields`` of the application form, and the ``kinds`` of files it takes.

    ``shares_roster``: the head's row of the roster is asked with the applicant, the other rows on
    a page of their own.  ``words`` are those by which a request to mend the page names it.
    """

    key: str
    title: str
    lead: str
    fields: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    shares_roster: bool = False
    words: tuple[str, ...] = ()

    def owns(self, name: str) -> bool:
        """Whether the answer ``name`` is given on this page."""
        row = _ROW.fullmatch(name)
        if row is None:
            return name in self.fields
        return self.shares_roster and (int(row[1]) == HEAD_ROW) == (self.key == "applicant")


GROUPS = (
    Group(
        "applicant",
        "申请人",
        "先写户主,再写谁来申请、家住哪里。对照身份证和户口簿填写。",
        (
            "asker",
            "group_name",
            "address",
            "telephone",
            "hukou",
            "long_term_rural",
            "identities",
            "certificate_number",
        ),
        shares_roster=True,
        words=(
            "户主",
            "身份证",
            "住址",
            "地址",
            "电话",
            "户口",
            "低保",
            "特困",
            "建档立卡",
            "残疾",
        ),
    ),
    Group(
        "members",
        "家庭成员",
        "户主以外的人,按户口簿逐人填写。只有户主一个人的,直接点“保存并继续”。",
        (),
        shares_roster=True,
        words=("成员", "人口", "配偶", "子女"),
    ),
    Group(
        "house",
        "房屋",
        "问清现在住的房子。说不清的选“不清楚”,入户时再核实,不要估着写。",
        ("dwelling", "whole_household_no_house", *HOUSE, "suspected_grade"),
        words=("房屋结构", "面积", "间数", "层数", "建造年", "无房"),
    ),
    Group(
        "request",
        "申请事项",
        "按农户说的写,一两句话就行。暂时没有的可以先空着,检查时会一次列出还缺什么。",
        (*STATEMENTS, "annual_income_yuan", "wished_method"),
        words=("说明", "收入", "意愿"),
    ),
    Group(
        "papers",
        "材料",
        "原件当面看过就还给农户,勾选即可。有照片或扫描件的可以一起交上来。",
        ("papers",),
        # The written application comes back with the signature.
        tuple(kind for kind in APPLICATION_PAPERS if kind != WRITTEN_APPLICATION),
        words=("补交", "证明", "复印件", "扫描", "照片", "原件"),
    ),
    Group(
        "photos",
        "照片",
        "站在屋前 5 到 8 米,把整座房子拍进来。手机横着拿,等画面清楚再拍。",
        (),
        HOUSE_PHOTOS,
    ),
    Group(
        "signature",
        "签字",
        "把整份申请念给农户听,确认无误再签。",
        SIGNING,
        SIGNATURES,
    ),
)
BY_KEY = {group.key: group for group in GROUPS}
# Without these nothing is filed; what else lacks is told in writing by the check on receipt.
BARRING = ("applicant", "members", "house", "request", "signature")


def group_of(name: str) -> Group | None:
    """The page on which the answer ``name`` is given."""
    return next((group for group in GROUPS if group.owns(name)), None)


def after(group: Group) -> Group | None:
    """The page that follows; None after the last."""
    place = GROUPS.index(group) + 1
    return GROUPS[place] if place < len(GROUPS) else None
