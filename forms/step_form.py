"""The form of a user task: what every step asks, and the hooks load, check, save, routing.

A step's own form is a subclass in a file of its own, named after its form key.  Its field names are
the column names of its ``record``; what it does not override is done here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import Field

from forms.fields import (
    ChecklistField,
    DayField,
    DocumentsField,
    LongTextField,
    Needed,
    TextField,
)
from forms.fields.roster import RosterField
from forms.late_entry import LATE, LATE_FIELDS, LateEntryQuestions, timely_since
from models.application import Application
from models.base import Base
from models.document import TYPED_PAPER, Document, is_photograph
from models.step_record import StepNote
from models.task import Task
from workflows import checks, clock
from workflows.checks import Answer
from workflows.duplicate_gate import refusals_if_due
from workflows.engine import JsonScalar
from workflows.errors import Invalid
from workflows.personal_names import compared
from workflows.steps import Step

COMMON_FIELDS = ("handled_by", "happened_on", "comment", "typed_paper", *LATE_FIELDS)
# Sent beside the fields of a form by every page.
ENVELOPE = frozenset({"csrf_token", "outcome", "phrase"})
# Inputs beside the form's own through which a signed scan is sent up.
SIGNED_PAPER = "signed-paper-"


class StepForm(LateEntryQuestions):
    """Base of every task form.

    ``record`` is the table the step writes, ``lead`` one line that says what is asked, ``groups``
    optional headings: (title, field names).  ``row_fields`` are the questions that differ from row
    to row where the step is done by list (A.21); None for a step that is always done one by one.
    ``may_be_taken_back`` (取回) is for steps whose whole effect is their row, facts of the case and
    the next task.  ``by_groups`` is for those that are asked page by page (:mod:`forms.mending`).
    """

    record: ClassVar[type[Base]] = StepNote
    lead: ClassVar[str] = ""
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    row_fields: ClassVar[tuple[str, ...] | None] = None
    # What a check refused of the answers, to be kept although they are not (F11, F12).
    refused_answers: Sequence[Answer] = ()
    may_be_taken_back: bool = False
    by_groups: ClassVar[bool] = False

    handled_by = TextField("办理人", [Needed("请填写办理人。", always=True)], max_length=40)
    happened_on = DayField("办理日期", [Needed("请填写办理日期。", always=True)])
    comment = LongTextField("办理意见", max_length=2000)
    typed_paper = DocumentsField(
        "村里签字盖章的纸质件",
        (TYPED_PAPER,),
        [Needed("代录须上传村里签字盖章的纸质件。", always=True)],
        hint="拍照或扫描这一步在村里签字盖章的那一份。",
    )

    def __init__(self, formdata: MultiDict[str, str] | None, step: Step) -> None:
        self.step = step
        self.outcome = (formdata.get("outcome") or "") if formdata is not None else ""
        # Who did it in life is asked of whoever only types; of others it is known.
        handled_by = "" if step.is_typed else step.actor.name
        common = {"handled_by": handled_by, "happened_on": clock.today()}
        known = self.load(step)
        if formdata is not None and step.case_list is not None:
            formdata = self._with_known(formdata, known)
        super().__init__(formdata, data={**common, **known})
        if not step.is_typed:
            del self["typed_paper"]
        for field in self:
            # The paper of a late entry is looked for only where there is one.
            if isinstance(field, DocumentsField) and (field is not self.late_scans or self.is_late):
                field.offer(step.documents)
            if isinstance(field, DocumentsField) and step.statement is not None:
                field.attest()
        # Where they are asked at all, both are needed.
        self.late_reason.flags.needed = self.late_scans.flags.needed = True
        if not self.is_late:
            self.late_scans.data = []
        self.prepare(step)

    # --- the hooks a step overrides -------------------------------------------------------------

    def load(self, step: Step) -> dict[str, Any]:
        """Field values to begin with, from what is known already (ask once)."""
        return {}

    @classmethod
    def asked_in_row(cls, task: Task, application: Application) -> tuple[str, ...]:
        """The questions of ``row_fields`` that this case is asked."""
        return cls.row_fields or ()

    def prepare(self, step: Step) -> None:
        """Choices and labels that depend on the case."""

    def check(self, step: Step, outcome: str) -> None:
        """Rules across fields and policy; report with :meth:`fail`."""

    def save(self, step: Step, outcome: str) -> None:
        """Write the step's row and the facts it establishes on ``step.application``."""
        step.session.add(self.record(**self.row(step, outcome)))

    def routing(self, step: Step, outcome: str) -> Mapping[str, JsonScalar]:
        """Data that gateways or timers of the drawing read, beyond the outcome."""
        return {}

    # --- what every step shares -----------------------------------------------------------------

    @property
    def relaxed(self) -> bool:
        """Whether the chosen outcome sends the case back, so that answers may be incomplete."""
        return any(each.id == self.outcome and each.needs_reason for each in self.step.outcomes)

    def too_early(self, not_before: dt.date) -> str:
        """The sentence for a day before that of the step which opened this one (F54)."""
        return f"办理日期不能早于上一步的日期({not_before:%Y-%m-%d})。"

    @property
    def timely_since(self) -> dt.date | None:
        """The earliest day that makes no late entry."""
        return timely_since(self.step)

    @property
    def is_late(self) -> bool:
        """补录: the clerk says so, or the day lies too far back (F53)."""
        day, since = self.happened_on.data, self.timely_since
        is_old = day is not None and since is not None and day < since
        return is_old or LATE in (self.late_mark.data or ())

    @property
    def late_papers(self) -> list[Document]:
        """The papers by which a late entry is proven: those sent for it, and the step's own."""
        return [
            document
            for field in self
            if isinstance(field, DocumentsField)
            for document in field.chosen
            if not is_photograph(document.kind)
        ]

    def has_late_proof(self, step: Step) -> bool:
        """Whether something on paper proves the late entry: sent with it, or with the step."""
        return bool(self.late_papers or step.papers_given or step.statement is not None)

    def keep_late_proof(self) -> None:
        """Link the papers of a late entry to the step that they prove."""
        assert self.step.task is not None
        for document in self.late_papers if self.is_late else ():
            # A paper shared by several cases belongs to none of their steps alone.
            if document.application_id is not None:
                document.task_id = document.task_id or self.step.task.id

    def fail(self, field: str, sentence: str) -> None:
        """Put an error beside ``field``."""
        self[field].errors = [*self[field].errors, sentence]

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """Column values of the step's record: the common ones and every field of the same name."""
        assert step.task is not None
        columns = self.record.__table__.columns.keys()
        own = {
            field.short_name: field.data
            for field in self
            if field.short_name in columns and field.short_name not in COMMON_FIELDS
        }
        return {
            **own,
            "application_id": step.application.id,
            "task_id": step.task.id,
            "recorded_by_id": step.actor.account_id,
            "handled_by": self.handled_by.data,
            "happened_on": self.happened_on.data,
            "recorded_at": clock.now(),
            "is_backdated": self.is_late,
            "outcome": outcome,
            "comment": self.comment.data or "",
        }

    def bind_typed_paper(self, step: Step) -> None:
        """Tie the village's signed paper to the step that was typed from it."""
        if step.is_typed:
            for document in self.typed_paper.offered:
                if document.id in (self.typed_paper.data or []):
                    document.task_id = step.task.id if step.task else None

    def accepts(self, formdata: Mapping[str, Any]) -> None:
        """Refuse an answer to a question that this step does not ask. Raises Invalid."""
        names = {field.name for field in self}
        for key in formdata:
            if key not in names and key not in ENVELOPE and not self.owns(key):
                raise Invalid(f"这一步没有“{key[:40]}”这一项,请刷新页面后重试。")

    def owns(self, key: str) -> bool:
        """Whether ``key`` belongs to a field made of several inputs (lists, rows)."""
        return key.startswith(SIGNED_PAPER) or any(
            key.startswith(f"{field.name}-")
            for field in self
            if isinstance(field, ChecklistField | RosterField)
            or (isinstance(field, DocumentsField) and key.endswith(("-kind", "-file")))
        )

    def is_valid(self, step: Step) -> bool:
        """Validate fields, dates, reason and the step's own rules; errors stand beside fields."""
        self.validate()
        self._check_dates(step)
        if self.is_late:
            self._check_late_entry(step)
        if step.is_typed and compared(self.handled_by.data or "") == compared(step.actor.name):
            self.fail("handled_by", "代录时,办理人是在村里办理并签字的人,不是录入人。")
        if self.relaxed and not (self.comment.data or "").strip():
            self.fail("comment", "退回、不同意或不通过时,请写明原因。")
        if not self.errors:
            self.check(step, self.outcome)
        if not self.relaxed:
            self._check_holds(step)
        return not self.errors

    @property
    def papers_given(self) -> set[str]:
        """Kinds of the scans that are ticked as answers."""
        fields = (field for field in self if isinstance(field, DocumentsField))
        return {document.kind for field in fields for document in field.chosen}

    @property
    def own_fields(self) -> list[Field]:
        """The fields that only this step asks, in order."""
        return [field for field in self if field.short_name not in COMMON_FIELDS]

    def _with_known(
        self, answers: MultiDict[str, str], known: Mapping[str, Any]
    ) -> MultiDict[str, str]:
        """A row that leaves a question blank keeps what the single page would show there."""
        filled = MultiDict(answers)
        for name in self.row_fields or ():
            if not filled.get(name) and isinstance(known.get(name), str):
                filled[name] = known[name]
        return filled

    def _check_holds(self, step: Step) -> None:
        """No step that says yes to a case passes by a check that waits for somebody."""
        assert step.task is not None
        asked = (step.session, step.application, step.task.node_id)
        # The gate is not overtaken, not even where the worker stands still.
        for sentence in dict.fromkeys([*checks.refusals(*asked), *refusals_if_due(*asked)]):
            self.fail("comment", sentence)

    def _check_late_entry(self, step: Step) -> None:
        if not self.late_reason.data:
            self.fail("late_reason", "这一步按补录办理,请写明补录原因。")
        if not self.has_late_proof(step):
            self.fail("late_scans", "补录要附签字盖章的纸质材料,请上传扫描件或照片并勾选。")

    def _check_dates(self, step: Step) -> None:
        day: dt.date | None = self.happened_on.data
        if day is None:
            return
        assert step.task is not None
        if day > clock.today():
            self.fail("happened_on", f"办理日期不能晚于今天({clock.today():%Y-%m-%d})。")
        elif step.task.not_before and day < step.task.not_before:
            self.fail("happened_on", self.too_early(step.task.not_before))

    @property
    def errors(self) -> dict[str, Any]:
        """Errors by field name; unlike WTForms' own, never cached."""
        return {field.name: field.errors for field in self if field.errors}
