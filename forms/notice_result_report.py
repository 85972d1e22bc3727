"""上报公示结果 (R103, R148): the township reports its notice before identity verification."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.fields import DocumentsField, LongTextField, Needed, ShownField, TextField
from forms.official_document import OfficialDocumentForm
from models.notice import NoticedHousehold
from models.objection import Objection
from models.role import Level
from models.township import NoticeResultReport
from workflows import notice_clock
from workflows.steps import Step

DEPARTMENTS = {"A": "市扶贫部门", "B": "市民政、扶贫、残联等部门"}


class NoticeResultReportForm(OfficialDocumentForm):
    """Report number and a summary that is filled from the notice itself."""

    record = NoticeResultReport
    document_kind = "公示结果报告"
    row_fields = ("summary",)
    lead = "把公示结果报身份审核部门。"
    may_be_taken_back = True

    notice = ShownField("乡镇公示")
    document_number = TextField("上报文号", [Needed("请填写上报文号。")], max_length=60)
    summary = LongTextField("公示结果", [Needed("请填写公示结果。")], max_length=1000)
    reports = DocumentsField("公示结果报告扫描件", ["公示结果报告"])

    def load(self, step: Step) -> dict[str, Any]:
        """Read the notice and put it into words."""
        self.figures = _figures(step)
        return {"summary": _summary(step, self.figures)}

    def prepare(self, step: Step) -> None:
        """Show what is on record of the notice."""
        self.happened_on.label.text = "上报日期"
        self.notice.show("张贴日期", self.figures["posted_on"])
        self.notice.show("结束日期", self.figures["ended_on"])
        self.notice.show("异议", f"{self.figures['objections']}件")

    def save(self, step: Step, outcome: str) -> None:
        """Record the report with the notice's figures as they stand."""
        step.session.add(NoticeResultReport(**self.row(step, outcome), **self.figures))


def _figures(step: Step) -> dict[str, Any]:
    noticed = step.session.scalars(
        select(NoticedHousehold)
        .where(
            NoticedHousehold.application_id == step.application.id,
            NoticedHousehold.level == Level.TOWNSHIP,
        )
        .order_by(NoticedHousehold.id.desc())
        .limit(1)
    ).first()
    if noticed is None:
        return {"notice_id": None, "posted_on": None, "ended_on": None, "objections": 0}
    objections = step.session.scalars(
        select(Objection.id).where(
            Objection.notice_id == noticed.notice_id,
            Objection.application_id == step.application.id,
        )
    ).all()
    return {
        "notice_id": noticed.notice_id,
        "posted_on": noticed.posted_on,
        "ended_on": notice_clock.last_day_of(noticed.ends_at) if noticed.ends_at else None,
        "objections": len(objections),
    }


def _summary(step: Step, figures: dict[str, Any]) -> str:
    application = step.application
    if figures["posted_on"] is None:
        return ""
    count = figures["objections"]
    result = f"收到异议{count}件,均已复核排除" if count else "无异议"
    return (
        f"{application.head_name}户已于{figures['posted_on']}张贴公示,"
        f"至{figures['ended_on']}期满,{result},"
        f"报{DEPARTMENTS[application.programme.plan]}进行身份审核。"
    )
