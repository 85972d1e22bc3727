"""补齐档案: the township adds what the file lacks (S27)."""

from __future__ import annotations

from forms.fields import DocumentsField, LongTextField, Needed, ShownField
from forms.step_form import StepForm
from models.archive import ArchiveSupply
from models.document import ARCHIVE_PAPERS, HOUSE_PHOTOS
from workflows.archive import archive_items, missing_items
from workflows.steps import Step


class ArchiveSupplyForm(StepForm):
    """Shows what is missing; the papers themselves are uploaded on the case."""

    record = ArchiveSupply
    lead = "上传所缺材料,补齐后交回市危改办。"

    missing = ShownField("所缺材料")
    supplied = LongTextField("补充了什么", [Needed("请写明补充了哪些材料。")], max_length=1000)
    document_ids = DocumentsField(
        "补充的材料", (*ARCHIVE_PAPERS.values(), *HOUSE_PHOTOS), [Needed("请上传补充的材料。")]
    )

    def prepare(self, step: Step) -> None:
        """What the file lacks, and the kind of document that fills the gap."""
        self.missing.show_later(lambda: self._show_missing(step))

    def _show_missing(self, step: Step) -> None:
        for name in missing_items(archive_items(step)):
            self.missing.show(name, f"请上传“{ARCHIVE_PAPERS.get(name, name)}”", attention=True)
