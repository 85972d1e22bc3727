"""The legal papers of the steps (签字盖章): the one table of what is printed and comes back signed.

Which of them a step needs is a programme parameter, ``papers_<task>`` with titles of this table;
a step that was done without one stays 待补纸质 until its scan is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from models.document import ACCEPTANCE_FORM, ARCHIVE_PAPERS, MINUTES
from models.role import Level
from workflows.programmes import papers_parameter
from workflows.step import Step


class Seal(StrEnum):
    """Whose seal stands on a paper; the place gives it its full name."""

    VILLAGE = "村民委员会"
    TOWNSHIP = "乡镇人民政府"
    OFFICE = "危房改造办公室"
    ISSUER = "出具机关"
    DEPARTMENT = "审核部门"
    FINANCE = "财政局"


@dataclass(frozen=True)
class Paper:
    """One paper: ``steps`` are user tasks (ids in the drawing) that print it and take it back.

    ``kind`` is the kind of document that its scan is. With ``outcomes`` the paper belongs only to
    these ways out of its steps. ``signers`` sign beside the household, which signs where
    ``by_household``.
    """

    key: str
    title: str
    kind: str
    level: Level
    steps: tuple[str, ...]
    outcomes: frozenset[str] = field(default=frozenset())
    by_household: bool = False
    signers: tuple[str, ...] = ()
    seals: tuple[Seal, ...] = ()
    # The law asks for the identity number itself; elsewhere it is masked.
    has_id_numbers: bool = False

    def belongs_to(self, node_id: str, outcome: str | None) -> bool:
        """Whether the step prints this paper; ``outcome`` None is not known yet."""
        if node_id not in self.steps:
            return False
        return outcome is None or not self.outcomes or outcome in self.outcomes


_VERIFICATION = ("verify_poverty", "verify_civil_affairs", "verify_disability")
_TABLE = (
    Paper(
        "application_letter",
        "书面申请",
        "书面申请",
        Level.VILLAGE,
        ("file_application", "supplement_application"),
        by_household=True,
        signers=("接收人",),
        has_id_numbers=True,
    ),
    Paper(
        "supplement_notice",
        "一次性告知书",
        "一次性告知书",
        Level.VILLAGE,
        ("check_application",),
        frozenset({"return"}),
        by_household=True,
        signers=("经办人",),
        seals=(Seal.VILLAGE,),
    ),
    Paper(
        "appraisal_record",
        "评议记录",
        MINUTES,
        Level.VILLAGE,
        ("hold_appraisal",),
        signers=("主持人", "记录人", "村民代表"),
        seals=(Seal.VILLAGE,),
    ),
    Paper(
        "public_notice",
        "公示",
        ARCHIVE_PAPERS["公示"],
        Level.VILLAGE,
        ("post_notice",),
        seals=(Seal.ISSUER,),
    ),
    Paper(
        "approval_form",
        "农村危房改造农户申请审批表",
        ARCHIVE_PAPERS["危房改造申请表"],
        Level.VILLAGE,
        ("report_application",),
        by_household=True,
        seals=(Seal.VILLAGE,),
        has_id_numbers=True,
    ),
    Paper(
        "no_report_letter",
        "不予上报告知书",
        "不予上报告知书",
        Level.VILLAGE,
        ("explain_no_report", "explain_drop"),
        by_household=True,
        signers=("经办人",),
        seals=(Seal.VILLAGE,),
    ),
    Paper(
        "visit_form",
        "入户调查表",
        "入户调查表",
        Level.TOWNSHIP,
        ("visit_household",),
        by_household=True,
        signers=("调查人", "调查人"),
    ),
    Paper(
        "meeting_minutes",
        "立会纪要",
        "会议纪要",
        Level.TOWNSHIP,
        ("hold_meeting",),
        signers=("主持人", "记录人"),
        seals=(Seal.TOWNSHIP,),
    ),
    Paper(
        "identity_list",
        "身份审核名单",
        "身份审核名单",
        Level.COUNTY,
        _VERIFICATION,
        frozenset({"pass", "fail"}),
        signers=("审核人", "负责人"),
        seals=(Seal.DEPARTMENT,),
    ),
    Paper(
        "grading_commission",
        "鉴定委托书",
        "鉴定委托书",
        Level.COUNTY,
        ("commission_grading", "commission_regrading"),
        signers=("委托方经办人", "受托方接收人"),
        seals=(Seal.OFFICE,),
    ),
    Paper(
        "method_confirmation",
        "改造方式确认书",
        "改造方式确认书",
        Level.VILLAGE,
        ("choose_method",),
        by_household=True,
        signers=("村经办人",),
        seals=(Seal.VILLAGE,),
    ),
    Paper(
        "construction_agreement",
        "建房协议",
        ARCHIVE_PAPERS["协议"],
        Level.VILLAGE,
        ("sign_agreement",),
        by_household=True,
        signers=("村委会代表",),
        seals=(Seal.VILLAGE,),
    ),
    Paper(
        "inspection_record",
        "巡查记录",
        "巡查记录",
        Level.TOWNSHIP,
        ("inspect_site",),
        by_household=True,
        signers=("现场监督员", "施工负责人"),
    ),
    Paper(
        "rectification_order",
        "整改通知",
        "整改通知",
        Level.TOWNSHIP,
        ("inspect_site", "accept_preliminary", "accept_final"),
        frozenset({"finding", "fail"}),
        by_household=True,
        signers=("签发人", "施工负责人"),
        seals=(Seal.ISSUER,),
    ),
    Paper(
        "preliminary_acceptance",
        "初验表",
        "初验表",
        Level.TOWNSHIP,
        ("accept_preliminary",),
        by_household=True,
        signers=("验收组长",),
        seals=(Seal.TOWNSHIP,),
    ),
    Paper(
        "final_acceptance",
        "竣工验收表",
        ACCEPTANCE_FORM,
        Level.COUNTY,
        ("accept_final",),
        by_household=True,
        signers=("验收组长",),
        seals=(Seal.TOWNSHIP, Seal.OFFICE),
    ),
    Paper(
        "subsidy_review",
        "资金审核表",
        "资金审核表",
        Level.COUNTY,
        ("review_subsidy",),
        signers=("审核人", "负责人"),
        seals=(Seal.OFFICE, Seal.FINANCE),
    ),
)
PAPERS: dict[str, Paper] = {paper.key: paper for paper in _TABLE}
TITLES = frozenset(paper.title for paper in _TABLE)


def papers_of(node_id: str, outcome: str | None = None) -> list[Paper]:
    """The papers that a step can print, in the order of the table."""
    return [paper for paper in _TABLE if paper.belongs_to(node_id, outcome)]


def needed_papers(
    parameters: Mapping[str, Any], node_id: str, outcome: str | None = None
) -> list[Paper]:
    """Those that the programme wants back, signed and stamped."""
    titles = parameters.get(papers_parameter(node_id)) or ()
    return [paper for paper in papers_of(node_id, outcome) if paper.title in titles]


def lacking_papers(
    parameters: Mapping[str, Any], node_id: str, outcome: str | None, given: Iterable[str]
) -> list[Paper]:
    """Needed papers of which no scan is among the kinds ``given``."""
    there = set(given)
    return [
        paper for paper in needed_papers(parameters, node_id, outcome) if paper.kind not in there
    ]


def lacks_paper(step: Step) -> bool:
    """Whether the step that is being completed stays 待补纸质; costs no statement."""
    assert step.task is not None
    lacking = lacking_papers(step.parameters, step.task.node_id, step.outcome, step.papers_given)
    return bool(lacking)
