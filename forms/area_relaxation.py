"""上报面积放宽: the township's formal document for a large household, or its no (R82)."""

from __future__ import annotations

from forms.fields import DayField, DocumentsField, Needed, ShownField, TextField
from forms.official_document import OfficialDocumentForm
from models.approval import AreaRelaxation
from workflows.steps import Step

REPORT = "report"


class AreaRelaxationForm(OfficialDocumentForm):
    """Number, date and scan of the formal document."""

    record = AreaRelaxation
    document_kind = "乡镇放宽面积文件"
    lead = "居住人口较多的,由乡镇政府正式文件上报,面积可适当放宽。"
    may_be_taken_back = True

    request = ShownField("农户的申请")
    document_number = TextField("文件号", [Needed("请填写乡镇正式文件的文号。")], max_length=60)
    document_date = DayField("文件日期", [Needed("请填写文件日期。")])
    document_ids = DocumentsField(
        "乡镇正式文件", ("乡镇放宽面积文件",), [Needed("请上传盖章的正式文件。")]
    )

    def prepare(self, step: Step) -> None:
        """What the household asks for."""
        self.request.show("居住人口", step.application.household_size)
        self.request.show("改造方式", step.application.method)
        self.request.show("计划建筑面积(㎡)", step.application.planned_area_m2)

    def check(self, step: Step, outcome: str) -> None:
        """The document comes before its report."""
        super().check(step, outcome)
        day = self.document_date.data
        if day and day > self.happened_on.data:
            self.fail("document_date", "文件日期不能晚于办理日期。")

    def save(self, step: Step, outcome: str) -> None:
        """The cap is 80 m² with the document, 60 without: the table decides on this fact."""
        step.application.township_formal_document = outcome == REPORT
        super().save(step, outcome)
