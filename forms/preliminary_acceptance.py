"""初步验收 by the township (S23, R127)."""

from __future__ import annotations

from forms.acceptance import AcceptanceForm
from models.acceptance import PreliminaryAcceptance


class PreliminaryAcceptanceForm(AcceptanceForm):
    """The township's own look, before the county's."""

    record = PreliminaryAcceptance
    lead = "乡镇组织初步验收,逐项查看;合格后报市危改办竣工验收。"
    may_be_taken_back = True
