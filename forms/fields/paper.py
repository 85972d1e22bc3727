"""One paper sent together with the form, kept by the page while other answers are mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.validators import StopValidation

# What a chooser of files offers; phones give HEIC under several names.
ACCEPTED_FILES = "image/jpeg,image/png,image/heic,image/heif,.heic,.heif,application/pdf"


class PaperField(Field):
    """A scan or photograph of the paper that an act rests on.

    The page that receives the file calls :meth:`take`; ``data`` is then the page's own token for
    it, sent back hidden, so that a wrong answer elsewhere does not cost the upload.
    """

    def __init__(
        self, label: str, kind: str, validators: Sequence[Any] = (), *, hint: str = "", **more: Any
    ) -> None:
        super().__init__(label, list(validators), description=hint, **more)
        self.kind = kind
        self.filename = ""
        self.problem = ""

    def take(self, token: str, filename: str) -> None:
        """The file has arrived; ``token`` stands for it."""
        self.data, self.filename = token, filename

    def refuse(self, sentence: str) -> None:
        """The file cannot be used."""
        self.data, self.problem = None, sentence

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The token of a file that arrived with an earlier attempt."""
        self.data = str(valuelist[0]) if valuelist and valuelist[0] else None

    def pre_validate(self, _form: Any) -> None:
        """Say what is wrong with the file that was sent."""
        if self.problem:
            raise StopValidation(self.problem)

    def widget(self, field: Any, **_kwargs: Any) -> Markup:
        """A file input; what has arrived already is named and kept."""
        kept = Markup("")
        if self.data:
            kept = Markup(
                '<input type="hidden" name="{0}" value="{1}">'
                '<p class="hint">已收到“{2}”,不用再选;要换一份,请重新选择。</p>'
            ).format(self.name, self.data, self.filename)
        chosen = Markup(
            '<label class="file"><span aria-hidden="true">选择文件</span>'
            '<input type="file" id="{0}" name="{0}-file"'
            ' accept="{2}" aria-label="{1}"{3}></label>'
        ).format(
            self.name,
            self.label.text,
            ACCEPTED_FILES,
            Markup(" required") if self.flags.needed and not self.data else "",
        )
        return kept + chosen
