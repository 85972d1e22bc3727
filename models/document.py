"""Documents: the bytes live in storage under their SHA-256, this row says what they prove."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.sealed import Sealed

# The two pictures of the old house that an application needs (R92).
HOUSE_PHOTOS = ("危房照片-固定参照物", "危房照片-户主正面肖像")

# Item of the archive table -> the kind of document that is that paper (R133).
ARCHIVE_PAPERS = {
    "家庭基本情况": "家庭基本情况表",
    "危房改造申请表": "农户申请审批表",
    "身份证明": "身份证明",
    "改造前房屋和户主图片": "改造前房屋和户主图片",
    "改造后房屋和户主图片": "改造后房屋和户主图片",
    "公示": "公示材料",
    "审批": "补助审批表",
    "协议": "建房协议",
}
COST_PAPERS = ("决算", "票据")
ACCEPTANCE_FORM = "验收表"
# Papers of single steps that come back signed and stamped, and are no item of the archive.
STEP_PAPERS = (
    "一次性告知书",
    "不予上报告知书",
    "鉴定委托书",
    "巡查记录",
    "整改通知",
    "初验表",
    "资金审核表",
)
# Papers of the application that may be kept as scans; originals are seen and given back (R89–R91).
APPLICATION_PAPERS = (
    "书面申请",
    "户籍证明",
    "扶贫办证明复印件",
    "五保证复印件",
    "低保证复印件",
    "残疾证复印件",
    "无房情况说明",
)
# How the household has signed its application: on the screen, with the thumb, or on paper (R88).
DRAWN_SIGNATURE, THUMB_PRINT, WRITTEN_APPLICATION = "屏幕签字", "手印", "书面申请"
SIGNATURES = (DRAWN_SIGNATURE, THUMB_PRINT, WRITTEN_APPLICATION)
ATTENDANCE_SHEET, MINUTES = "民主评议签到表", "民主评议会议记录"
# Why a meeting without a quorum, held on paper, counts nevertheless (F17).
APPRAISAL_STATEMENT = "民主评议情况说明"
INQUIRY_PAPERS = "异议调查材料"
REFUSAL_EVIDENCE = "拒绝改造佐证材料"
REFUSAL_FINDINGS = {"村": "拒绝改造村级签认材料", "镇": "拒绝改造乡镇签认材料"}
# What a suspension, a termination or a change of head rests on.
STOP_PAPER = "中止、终止或恢复办理依据"
# What a village step is typed from (代录).
TYPED_PAPER = "代录依据"
# A list (名单) as it was signed and stamped; it serves every case on it.
LIST_SCAN = "盖章的名单"
# One kind for each place of a notice follows these: 公示照片-村务公开栏 (R95, F18).
POSTED, TAKEN_DOWN = "公示照片-", "公示撤下照片-"
# What proves a step entered afterwards: its paper, or for a notice a stamped statement (F54).
LATE_SCAN, NOTICE_STATEMENT = "补录纸质扫描件", "盖章的公示情况说明"
# The stamped list that proves a sheet of cases in mid-course.
IMPORT_STATEMENT = "盖章的在办件清单"
# Papers of a 工程, and the household's consent that its builder is paid (G21, N9).
CONTRACT, SITE_PHOTO, TOWNSHIP_SHEET, COUNTY_SHEET = (
    "工程施工合同",
    "工程照片",
    "工程初验表",
    "工程竣工验收表",
)
PROJECT_PAPERS = (CONTRACT, SITE_PHOTO, TOWNSHIP_SHEET, COUNTY_SHEET)
PAYEE_CONSENT = "委托支付同意书"
LONGEST_KIND, LONGEST_REASON = 60, 200
SOME_PLACE = "张贴地点"

# What a document can be; the list that the upload page offers.
KINDS = (
    *HOUSE_PHOTOS,
    *APPLICATION_PAPERS,
    DRAWN_SIGNATURE,
    THUMB_PRINT,
    ATTENDANCE_SHEET,
    MINUTES,
    APPRAISAL_STATEMENT,
    INQUIRY_PAPERS,
    REFUSAL_EVIDENCE,
    *REFUSAL_FINDINGS.values(),
    STOP_PAPER,
    "入户调查照片",
    "入户调查表",
    "建房困难佐证",
    "会议纪要",
    "公示结果报告",
    "身份审核名单",
    "鉴定照片",
    "鉴定报告",
    "安置照片",
    "旧房拆除或封存照片",
    "改造方式确认书",
    "放宽面积申请",
    "乡镇放宽面积文件",
    "施工前照片",
    "施工照片",
    "整改照片",
    *COST_PAPERS,
    ACCEPTANCE_FORM,
    "面积超标处理材料",
    "一卡通复印件",
    TYPED_PAPER,
    LIST_SCAN,
    *ARCHIVE_PAPERS.values(),
    *STEP_PAPERS,
    LATE_SCAN,
    NOTICE_STATEMENT,
    IMPORT_STATEMENT,
    *PROJECT_PAPERS,
    PAYEE_CONSENT,
)


def is_kind(kind: str) -> bool:
    """Whether a document can be of ``kind``: one of the list, or a photograph of a notice."""
    is_place = kind.startswith((POSTED, TAKEN_DOWN)) and kind.isprintable()
    return kind in KINDS or (is_place and len(kind) <= LONGEST_KIND)


def is_photograph(kind: str) -> bool:
    """Whether a document of ``kind`` is a picture of things, not of a paper."""
    return "照片" in kind or "图片" in kind


class Document(Base):
    """One uploaded picture or PDF. Replaced by a newer row, never overwritten.

    It belongs to one case, or to none and serves those that :class:`DocumentUse` names.
    ``task_id`` is the step whose signed paper it is, ``list_id`` the list it was sent with,
    ``project_id`` the 工程 that it is a paper of, ``intake_draft_id`` the application in the
    making for which it came before there was a case.  ``filename`` is sealed: people put names and
    identity numbers into the names of their files.
    """

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_application", "application_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"), index=True)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("case_lists.id"), index=True)
    intake_draft_id: Mapped[int | None] = mapped_column(ForeignKey("intake_drafts.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    kind: Mapped[str] = mapped_column(String(LONGEST_KIND))
    filename: Mapped[str] = mapped_column(Sealed("documents.filename"))
    content_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[dt.datetime]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    replaced_because: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")


class DocumentUse(Base):
    """A document shared by several cases (the stamped list of a department) serves this one too."""

    __tablename__ = "document_uses"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("applications.id"), primary_key=True, index=True
    )
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"))
