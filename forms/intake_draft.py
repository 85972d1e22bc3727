"""A draft as the application form sees it: what lacks on which page, and what is complete."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import orjson
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from forms.application import DECLARED, ApplicationForm
from forms.grouped_form import Fault, GroupedForm
from forms.intake_groups import BARRING, BY_KEY, GROUPS, Group
from models.document import HOUSE_PHOTOS, SIGNATURES, Document
from models.intake_draft import FROM_SHEET, IntakeDraft
from workflows import clock
from workflows.draft_steps import LEFT_OUT, DraftStep, draft_step
from workflows.facts import NO_HOUSE
from workflows.required_documents import missing_documents
from workflows.rights import Actor
from workflows.runtime import Runtime

DONE, OPEN, LOCKED = "已完成", "未完成", "还不能填"
# What the household signed: for each signature its document and the answers as they were then.
SIGNED_OVER = "signed-over"
KEPT_BY_SERVER = (LEFT_OUT, SIGNED_OVER)


class DraftForm(GroupedForm):
    """The application form filled from a draft, read page by page."""

    form: ApplicationForm
    answers: dict[str, list[str]]

    def __init__(
        self, step: DraftStep, draft: IntakeDraft, answers: dict[str, list[str]] | None = None
    ) -> None:
        self.step, self.draft = step, draft
        self.answers = draft.answers if answers is None else answers
        told = {name: self.answers[name] for name in self.answers if name not in KEPT_BY_SERVER}
        typed: MultiDict[str, str] = MultiDict(told)
        typed["handled_by"], typed["happened_on"] = step.actor.name, clock.today().isoformat()
        typed.setlist("document_ids", [str(each.id) for each in step.documents])
        self.sent = typed
        self.form = ApplicationForm(typed, step)
        self._declare(step)
        # Filing is the handing in of what is written here.
        step.application.filed_on = clock.today()
        self.form.signing.flags.needed = True

    def _declare(self, step: DraftStep) -> None:
        """Write on the case in memory what was answered, but for what no rule could read.

        A draft keeps whatever was typed; on the page it is told what is wrong with it.
        """
        self.form.declare(step.application)
        for name in (*DECLARED, "hukou", "dwelling"):
            field = self.form[name]
            if field.data and not field.validate(self.form):
                setattr(step.application, name, None)
            field.errors = []

    # --- what lacks -----------------------------------------------------------------------------

    def check(self) -> None:
        """Look at every answer; afterwards :meth:`faults` tells what is wrong."""
        self.form.validate()
        if not self.form.signing.data:
            self.form.fail("signing", "请选择怎样签署。")

    def faults(self, group: Group) -> list[Fault]:
        """What has to be mended on one page; call :meth:`check` first."""
        found = super().faults(group)
        if group.key == "signature":
            found += self._signature_faults()
        if group.key == "photos" and self.must_have_photos:
            found += [Fault("f-photos", kind, "还没有拍。") for kind in self.missing_photos]
        return found

    def _signature_faults(self) -> list[Fault]:
        if not self.form.signing.data:
            return []
        if not self.signatures:
            sentence = "还没有签字:请在屏幕上签、拍手印,或者打印出来签好再拍。"
            return [Fault("f-signature", "签字", sentence)]
        over = self.answers.get(SIGNED_OVER, ())
        documents = self.step.documents
        if not any(signed_by(each, self.answers, documents) in over for each in self.signatures):
            sentence = "签字以后内容、照片或材料又改过,请念给农户听、给农户看,再签一次。"
            return [Fault("f-signature", "签字", sentence)]
        return []

    @property
    def signatures(self) -> list[int]:
        """Numbers of the documents that bear the household's signature."""
        return [each.id for each in self.step.documents if each.kind in SIGNATURES]

    @property
    def missing_photos(self) -> list[str]:
        """Pictures of the house that lack; a household without a house has none to take (R92)."""
        if self.form.dwelling.data == NO_HOUSE:
            return []
        present = {each.kind for each in self.step.documents}
        return [kind for kind in HOUSE_PHOTOS if kind not in present]

    @property
    def must_have_photos(self) -> bool:
        """Nobody has seen the household of a sheet's row: it is not filed without its pictures."""
        return self.draft.origin == FROM_SHEET

    @property
    def missing(self) -> list[str]:
        """Required papers by rule that are not here (R86-R93); they do not hinder filing."""
        return missing_documents(self.step)

    # --- how far it is --------------------------------------------------------------------------

    def states(self) -> dict[str, str]:
        """已完成, 未完成 or 还不能填 for each page; call :meth:`check` first."""
        states = {}
        for group in GROUPS:
            is_done = group.key in self.draft.groups and not self.faults(group)
            if group.key == "photos":
                is_done = not self.missing_photos and self.form.dwelling.data is not None
            states[group.key] = DONE if is_done else OPEN
        before = [key for key in BARRING if key != "signature"]
        if states["signature"] == OPEN and any(states[key] != DONE for key in before):
            states["signature"] = LOCKED
        return states

    @property
    def hindering(self) -> list[Group]:
        """Pages without which the application is not filed; call :meth:`check` first."""
        states = self.states()
        keys = (*BARRING, "photos") if self.must_have_photos else BARRING
        return [BY_KEY[key] for key in keys if states[key] != DONE]


def form_of_draft(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    draft: IntakeDraft,
    answers: dict[str, list[str]] | None = None,
) -> DraftForm:
    """The form of a draft, with ``answers`` in place of what is kept. Raises NotFound."""
    return DraftForm(draft_step(session, runtime, actor, draft), draft, answers)


def keep_states(form: DraftForm, *visited: str) -> None:
    """Note which pages were gone through and how they stand, for lists that open no form."""
    form.draft.groups = {**form.draft.groups, **dict.fromkeys(visited, OPEN)}
    form.check()
    states = form.states()
    seen = {*form.draft.groups, "photos"}
    form.draft.groups = {key: states[key] for key in states if key in seen}


def undone(draft: IntakeDraft) -> list[str]:
    """Titles of the pages that are not complete, from what was kept at the last saving."""
    return [group.title for group in GROUPS if draft.groups.get(group.key) != DONE]


def signed_by(
    document_id: int, answers: dict[str, list[str]], documents: Iterable[Document]
) -> str:
    """That the signature ``document_id`` stands for answers and files, as it is kept beside them.

    ``documents`` are those of the draft that become part of the application.
    """
    return f"{signed_content(answers, documents)}-{document_id}"


def signed_content(answers: dict[str, list[str]], documents: Iterable[Document]) -> str:
    """A digest of everything that a signature stands for: what is said, shown and brought along."""
    signature: Sequence[str] = BY_KEY["signature"].fields
    told = {
        name: values
        for name, values in answers.items()
        if name not in (*KEPT_BY_SERVER, *signature) and any(values)
    }
    files = sorted((each.kind, each.sha256) for each in documents if each.kind not in SIGNATURES)
    return hashlib.sha256(orjson.dumps([told, files], option=orjson.OPT_SORT_KEYS)).hexdigest()
