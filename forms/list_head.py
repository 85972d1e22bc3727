"""The head of a list (名单): what it is called, its 文号 and its date."""

from __future__ import annotations

from wtforms import Form

from forms.fields import DayField, DocumentsField, Needed, TextField
from models.official_document import LONGEST_NUMBER


class ListHead(Form):  # type: ignore[misc, unused-ignore]
    """Beside the questions of the step; the names of its inputs begin with ``list_``."""

    list_title = TextField("名单名称", [Needed("请填写名单名称。", always=True)], max_length=120)
    list_document_number = TextField(
        "文号", max_length=LONGEST_NUMBER, hint="有正式文件的,写文件号。"
    )
    list_dated = DayField("名单日期")
    list_scans = DocumentsField(
        "签字盖章的名单", (), hint="扫描件或照片,附到名单上的每一户;也可以在办完以后再传。"
    )
