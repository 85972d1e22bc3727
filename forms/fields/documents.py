"""Documents of the case as answers to a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from models.document import Document


class DocumentsField(SelectMultipleField):
    """Documents of the case of given kinds; uploads go through a route of their own.

    The data is the list of document ids ticked; a document of another case is not offered.
    """

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str,
        kinds: Sequence[str],
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            list(validators),
            coerce=int,
            description=hint,
            validate_choice=False,
            **kwargs,
        )
        self.kinds = tuple(kinds)
        self.offered: list[Document] = []
        self.is_attested = False

    def attest(self) -> None:
        """A stamped statement stands for every document that is asked here."""
        self.is_attested = True

    def offer(self, documents: Sequence[Document]) -> None:
        """Keep those documents of the case that are of the kinds asked."""
        self.offered = [each for each in documents if each.kind in self.kinds]
        self.choices = [(each.id, each.filename) for each in self.offered]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Numbers of documents; anything else was not sent by a page."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("所选材料不能识别,请重新选择。") from error

    def kinds_given(self) -> set[str]:
        """Kinds of the documents that are ticked, or that a statement stands for."""
        if self.is_attested:
            return set(self.kinds)
        return {each.kind for each in self.chosen}

    @property
    def chosen(self) -> list[Document]:
        """The documents that are ticked."""
        return [each for each in self.offered if each.id in (self.data or [])]

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse a document that is not this case's."""
        offered = {each.id for each in self.offered}
        if any(value not in offered for value in self.data or []):
            self.data = []
            raise StopValidation("所选材料已被替换或不属于这一件,请重新选择。")
