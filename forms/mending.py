"""补正 page by page: the pages of the application, of which those asked for come first.

What is kept is what was typed on the pages that were opened; of the others the case says what they
hold, so that nothing is put back that others have changed meanwhile.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from werkzeug.datastructures import MultiDict

from forms.declared_facts import CARD
from forms.fields import DocumentsField, LongTextField, ShownField
from forms.fields.roster import LEFT_COLUMNS
from forms.grouped_form import GroupedForm
from forms.intake_groups import BY_KEY, GROUPS, HEAD_ROW, Group
from forms.registry import TASK_FORMS
from forms.roster_questions import RosterForm
from forms.signed_anew import SIGNED_ANEW
from forms.unchanged import unchanged
from models.document import SIGNATURES
from workflows.required_documents import missing_documents
from workflows.rosters import HEAD
from workflows.step import Step

# Beside the answers of a draft: keys of the pages that were opened. A draft of the one long page
# has none, for it holds everything.
OPENED = "opened-pages"
# And there, too: numbers of the signatures that were given on their page.
SIGNED = "signed-anew"
WANTED, CHANGED, SAME, OPTIONAL, TO_WRITE = "要改", "已改", "没有改动", "不用改", "还没有写"
SIGNATURE = "signature"
# The row in which the form tells what lacks.
LACKING = "现在还缺"
EXPLANATIONS = ("supplied", "explanation")
PAPERS = ("papers", "new_papers", "document_ids", "documents")
_TOLD = Group("told", "补正情况", "写明改了什么、补了什么;要求补正的人先看这里。", EXPLANATIONS)
_CARD = Group("card", "一卡通", "账号有误的才填;不改请留空。", CARD)
_PAPERS = dataclasses.replace(
    BY_KEY["papers"],
    title="材料和照片",
    lead="补交的材料、照片在这里上传;看过原件的,勾选。",
    fields=PAPERS,
    kinds=(),
)
_OF_APPLICATION = [_PAPERS if each.key == "papers" else each for each in GROUPS]
PAGES = (*(each for each in _OF_APPLICATION if each.key != "photos"), _CARD, _TOLD)


@dataclass(frozen=True)
class Part:
    """One page with how it stands."""

    group: Group
    state: str

    @property
    def is_wanted(self) -> bool:
        """Whether something is still to be done on it."""
        return self.state in (WANTED, TO_WRITE)


class Mending(GroupedForm):
    """The form of a 补正 with what was ``typed`` so far; ``known`` is the form untouched."""

    def __init__(self, step: Step, typed: Mapping[str, Sequence[str]] | None) -> None:
        assert step.task is not None
        made = TASK_FORMS[step.task.form_key]
        known = made(None, step)
        assert isinstance(known, RosterForm)
        self.step, self.known = step, known
        self.before = _as_shown(unchanged(known))
        kept = {name: list(values) for name, values in (typed or {}).items()}
        self.signed = kept.pop(SIGNED, [])
        self.opened = kept.pop(OPENED, [group.key for group in PAGES] if kept else [])
        self.answers = self.before | self._of_opened(kept)
        papers = next(each.name for each in known.own_fields if isinstance(each, DocumentsField))
        self.answers[papers] = [*self.answers.get(papers, []), *self.signed]
        form = made(MultiDict(self.answers), step)
        assert isinstance(form, RosterForm)
        self.form = form

    def _of_opened(self, kept: dict[str, list[str]]) -> dict[str, list[str]]:
        """The answers of the pages that were opened; what was not sent there is not answered."""
        owned = [name for name in self.before if self._is_of_opened(name)]
        told = {name: values for name, values in kept.items() if self._is_of_opened(name)}
        return {name: [] for name in owned} | told

    def _is_of_opened(self, name: str) -> bool:
        group = page_of(name)
        return group is not None and group.key in self.opened

    @cached_property
    def pages(self) -> list[Group]:
        """The pages on which this form asks something; a signature where the programme asks it."""
        asked = [
            group
            for group in PAGES
            if self.fields(group) or (group.shares_roster and self.asks_roster)
        ]
        if self.step.parameters[SIGNED_ANEW]:
            return [*(each for each in asked if each.key != SIGNATURE), BY_KEY[SIGNATURE]]
        return [each for each in asked if each.key != SIGNATURE]

    @cached_property
    def parts(self) -> list[Part]:
        """Every page with how it stands, the one that says what was mended last."""
        return [Part(group, self._state(group)) for group in self.pages]

    def _state(self, group: Group) -> str:
        if group.key == _TOLD.key:
            has_told = any(field.data for field in self.fields(group))
            return CHANGED if has_told else TO_WRITE
        if group.key == SIGNATURE:
            return CHANGED if self.new_signatures else WANTED
        if self.is_changed(group):
            return CHANGED
        if group.key in self.opened:
            return SAME
        return WANTED if group.key in self.wanted else OPTIONAL

    def is_changed(self, group: Group) -> bool:
        """Whether an answer of the page differs from what the case says."""
        names = [name for name in self.answers if page_of(name) == group]
        return any(self._said(name) != _said(self.before, name) for name in names)

    def _said(self, name: str) -> list[str]:
        return [value for value in _said(self.answers, name) if value not in self.signed]

    @cached_property
    def missing(self) -> list[str]:
        """Required papers that are not here now."""
        return missing_documents(self.step)

    @property
    def reason(self) -> str:
        """Why the case came back, as the form shows it."""
        asked = self.form["asked"]
        assert isinstance(asked, ShownField)
        rows = asked.rows
        return "\n".join(str(why) for name, why, matters in rows if matters and name != LACKING)

    @cached_property
    def wanted(self) -> set[str]:
        """Keys of the pages that the reason names, or whose papers are missing (S3)."""
        reason = self.reason
        # 身份证明 among the papers does not ask for the number of the identity card.
        for name in self.missing:
            reason = reason.replace(name, "")
        named = {group.key for group in self.pages if self._is_named(group, reason)}
        return named | ({_PAPERS.key} if self.missing else set())

    def _is_named(self, group: Group, reason: str) -> bool:
        labels = [field.label.text for field in self.fields(group)]
        names = [row.name for row in self.others] if group.key == "members" else []
        return any(each in reason for each in (group.title, *group.words, *labels, *names) if each)

    # --- papers ---------------------------------------------------------------------------------

    @property
    def papers(self) -> DocumentsField:
        """The question to which papers are sent."""
        found = [each for each in self.form.own_fields if isinstance(each, DocumentsField)]
        return found[0]

    @property
    def new_signatures(self) -> list[int]:
        """Numbers of the signatures that were given for what is mended now."""
        return [each.id for each in self.papers.chosen if each.kind in SIGNATURES]

    # --- what was mended ------------------------------------------------------------------------

    def suggest(self) -> None:
        """Begin the words on what was mended with the pages that were changed."""
        for field in self.fields(_TOLD):
            if not field.data and isinstance(field, LongTextField):
                changed = [part.group.title for part in self.parts if part.state == CHANGED]
                field.data = f"已更改:{'、'.join(changed)}。" if changed else ""

    def check(self) -> None:
        """Look at every answer; afterwards :meth:`faults` tells what is wrong."""
        self.form.validate()


def page_of(name: str) -> Group | None:
    """The page on which the answer ``name`` is given."""
    return next((group for group in PAGES if group.owns(name)), None)


def kept_of(
    mending: Mending,
    group: Group,
    typed: Mapping[str, Sequence[str]],
    signed: Sequence[str],
) -> dict[str, list[str]]:
    """What a draft keeps once ``typed`` came from the page ``group``.

    ``signed`` are the numbers of the signatures that stand from now on.
    """
    others = set(mending.opened) - {group.key}
    kept = {
        name: [value for value in values if value not in mending.signed]
        for name, values in mending.answers.items()
        if (page := page_of(name)) is not None and page.key in others
    }
    told = {name: list(values) for name, values in typed.items() if group.owns(name)}
    opened = list(dict.fromkeys([*mending.opened, group.key]))
    return {**kept, **told, SIGNED: list(signed), OPENED: opened}


def _as_shown(answers: dict[str, list[str]]) -> dict[str, list[str]]:
    """``answers`` with the head in the first row and, of those known, what is asked of leaving."""
    rows: dict[int, dict[str, list[str]]] = {}
    shown = {}
    for name, values in answers.items():
        if not name.startswith("members-"):
            shown[name] = values
            continue
        _, number, column = name.split("-", 2)
        rows.setdefault(int(number), {})[column] = values
    ordered = sorted(rows.values(), key=lambda row: row.get("relation") != [HEAD])
    for place, row in enumerate(ordered, HEAD_ROW):
        for column, values in (row | {each: [""] for each in LEFT_COLUMNS}).items():
            shown[f"members-{place}-{column}"] = values
    return shown


def _said(answers: Mapping[str, Sequence[str]], name: str) -> list[str]:
    return sorted(value for value in answers.get(name, ()) if value.strip())


def whole(step: Step, kept: Mapping[str, Sequence[str]]) -> MultiDict[str, str]:
    """The answers of a draft as the one long page has them."""
    told = Mending(step, kept).answers if OPENED in kept else kept
    return MultiDict({name: list(values) for name, values in told.items()})
