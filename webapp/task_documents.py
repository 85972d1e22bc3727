"""Papers and pictures that come from inside the form of a task, by a page or by its script."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forms.fields import DocumentsField
from forms.submission import open_form
from models.document import Document
from webapp import transactions
from webapp.checks.rows import warnings_of
from webapp.files.uploads import keep, keep_all, receive_all
from webapp.fragments import refused_fragment
from webapp.parts import parts
from webapp.user import user
from workflows.errors import Invalid, NotFound


@dataclass(frozen=True)
class Sent:
    """What was ``kept`` of the files sent to the question ``name``, and what is wrong with others.

    ``refused`` is one refusal for all of these.
    """

    name: str
    kept: list[Document]
    refused: Invalid | None

    @property
    def numbers(self) -> list[str]:
        """The documents as the question's answers."""
        return [str(each.id) for each in self.kept]


def take_documents(task_id: int, name: str) -> Sent:
    """Keep the files sent to the question ``name`` of a task.

    Raises NotFound for a question without files, Invalid for a kind that it does not take, and as
    steps.view_task.  Without a file that is good nothing was written.
    """
    actor = user().actor
    form = open_form(transactions.reading(), parts().runtime, actor, task_id)
    field = form._fields.get(name)
    if not isinstance(field, DocumentsField):
        raise NotFound
    kind = request.form.get(f"{name}-kind") or field.kinds[0]
    if kind not in field.kinds:
        raise Invalid("请选择这份材料是什么。", "kind")
    application_id = form.step.application.id
    uploads, refused = receive_all(request.files.getlist(f"{name}-file"), parts().storage)
    if not uploads:
        return Sent(name, [], refused)
    kept, used = keep_all(
        uploads, partial(keep, transactions.session(), actor, application_id, kind)
    )
    if used:
        refused = Invalid((refused.sentence if refused is not None else "") + used, "file")
    return Sent(name, kept, refused)


def fragment_of(sent: Sent) -> ResponseReturnValue:
    """The new check boxes, or why there are none."""
    if sent.refused is not None and not sent.kept:
        return refused_fragment(sent.refused)
    warnings = warnings_of(transactions.session(), sent.kept)
    return render_template(
        "tasks/_documents.html", name=sent.name, documents=sent.kept, warnings=warnings
    )
