"""The same signature on several applications (F39): filed for people who know nothing of it?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.check_result import FAIL, PASS
from models.document import SIGNATURES, Document
from workflows.checks.check import Answer, Checked, Found
from workflows.checks.registry import SAME_SIGNATURE
from workflows.checks.results import record

WHY = "这份签字和另一件申请的签字完全一样,请向农户本人核实。"
THERE = "两件申请用了同一份签字。"
# More are no more telling.
MOST = 5


def check_signature(session: Session, application: Application, document: Document) -> None:
    """Compare one signature with those of every other case of any year, by its content.

    A drawn one is stored free of where and how large it was drawn, so that the same strokes are
    the same bytes.  The caller holds the lock on the case.
    """
    same = session.execute(
        select(Document.id, Document.application_id)
        .where(
            Document.sha256 == document.sha256,
            Document.kind.in_(SIGNATURES),
            Document.application_id.is_not(None),
            Document.application_id != application.id,
        )
        .order_by(Document.id)
        .limit(MOST)
    ).all()
    found = [Found(THERE, application_id=case, document_id=number) for number, case in same]
    answer = Answer(
        SAME_SIGNATURE,
        FAIL if found else PASS,
        WHY if found else "",
        inputs={"sha256": document.sha256},
        found=found,
        # Who may judge it sees both cases: they may lie in two townships.
        is_for_county=bool(found),
    )
    checked = Checked(application.village_code, application, document_id=document.id)
    record(session, checked, [answer])
