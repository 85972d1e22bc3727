"""The household's roster: one row a person, each with a few inputs; works without script."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from forms.fields.nations import NATIONS
from models.household import LEFT_REASONS
from workflows.rosters import HEAD

MAX_ROWS = 12
SPARE_ROWS = 3
RELATIONS = (
    HEAD, "配偶", "儿子", "女儿", "儿媳", "女婿", "父亲", "母亲", "公公", "婆婆", "岳父", "岳母",
    "祖父", "祖母", "孙子", "孙女", "外孙", "外孙女", "兄弟", "姐妹", "侄子", "侄女", "其他",
)  # fmt: skip
_CHOICES = {"relation": RELATIONS, "left_reason": LEFT_REASONS}
COLUMNS = ("name", "id_number", "relation", "nation")
LABELS = {"name": "姓名", "id_number": "身份证号", "relation": "与户主关系", "nation": "民族"}
_LENGTHS = {"name": 40, "id_number": 30, "relation": 10, "nation": 12}
LEFT_COLUMNS = ("left_reason", "left_on")
LEFT_LABELS = {"left_reason": "为什么", "left_on": "哪一天"}
_KEY = re.compile(r"-(\d{1,3})-(name|id_number|relation|nation|left_reason|left_on)")


@dataclasses.dataclass
class Row:
    """One person as typed; ``errors`` is column -> sentence.

    Of somebody who is known already (``is_known``) one is asked whether, why and since when they
    are no longer in the household.
    """

    name: str = ""
    id_number: str = ""
    relation: str = ""
    nation: str = ""
    left_reason: str = ""
    left_on: str = ""
    is_known: bool = False
    errors: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named here; a relation chosen alone names nobody."""
        return not (self.name or self.id_number)

    @property
    def has_left(self) -> bool:
        """Whether anything is said of leaving."""
        return bool(self.left_reason or self.left_on)

    @property
    def left_day(self) -> dt.date | None:
        """The day as a date; None for none and for what is no date."""
        try:
            return dt.date.fromisoformat(self.left_on)
        except ValueError:
            return None


class RosterField(Field):
    """Rows ``members-0-name``, ``members-0-id_number`` …; the data are the rows that name somebody.

    A form reports what is wrong with a row by :meth:`complain`.
    """

    def __init__(
        self, label: str, validators: Sequence[Any] = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kwargs)
        self.flags.needed = True
        self.data: list[Row] = []
        self._strange = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the rows from what was sent, else from what is known."""
        self.process_errors = []
        self.object_data = data
        self.raw_data = [key for key in formdata or () if key.startswith(f"{self.name}-")]
        if formdata is None:
            self.data = list(data) if isinstance(data, list | tuple) else []
            return
        rows: dict[int, Row] = {}
        for key in self.raw_data:
            match = _KEY.fullmatch(key[len(self.name) :])
            if match is None:
                self._strange = True
                continue
            row = rows.setdefault(int(match[1]), Row())
            setattr(row, match[2], _clean(str(formdata.get(key, ""))))
            row.is_known = row.is_known or match[2] in LEFT_COLUMNS
        self.data = [row for _, row in sorted(rows.items()) if not row.is_empty]
        for row in self.data:
            row.nation = _nation(row.nation)

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what no page sends, and too many rows; then look at each row."""
        if self._strange:
            raise StopValidation("家庭成员里有不能识别的内容,请刷新页面后重试。")
        if len(self.data) > MAX_ROWS:
            raise StopValidation(f"最多填写 {MAX_ROWS} 人。")
        for row in self.data:
            self._check(row)

    def _check(self, row: Row) -> None:
        for column, longest in _LENGTHS.items():
            if len(getattr(row, column)) > longest:
                self.complain(row, column, f"最多 {longest} 个字")
        for column in ("name", "id_number", "relation"):
            if not getattr(row, column):
                self.complain(row, column, "还没有填")
        if row.relation and row.relation not in RELATIONS:
            self.complain(row, "relation", "请从给出的答案里选择")
        if row.left_reason and row.left_reason not in LEFT_REASONS:
            self.complain(row, "left_reason", "请从给出的答案里选择")
        if row.nation and row.nation.removesuffix("族") not in NATIONS:
            self.complain(row, "nation", "请填写民族名称,如汉族、达斡尔族")

    def complain(self, row: Row, column: str, sentence: str) -> None:
        """Put an error beside one input of one row, and among the field's errors."""
        if column in row.errors:
            return
        row.errors[column] = f"{sentence}。"
        position = self.data.index(row) + 1
        who = f"第{position}人({row.name})" if row.name else f"第{position}人"
        label = LABELS.get(column) or f"不在这一户了,{LEFT_LABELS[column]}"
        self.errors = [*self.errors, f"{who}{label}:{sentence}。"]

    @property
    def shown_rows(self) -> list[Row]:
        """Every row with somebody in it and a few spare ones, never more than allowed."""
        spare = min(SPARE_ROWS, max(MAX_ROWS - len(self.data), 0))
        rows = [*self.data, *(Row() for _ in range(spare))]
        if rows and not self.data:
            rows[0].relation = HEAD
        return rows

    def row_markup(self, number: int, row: Row, *, legend: str = "", without: str = "") -> Markup:
        """One person as a field set, for a page that asks some rows only."""
        return _row_markup(self.name, number, row, legend, without)

    def widget(self, field: Any, **kwargs: Any) -> Markup:
        """The rows as field sets; script may add rows up to ``data-max``."""
        rows = Markup("").join(
            _row_markup(self.name, i, row) for i, row in enumerate(self.shown_rows)
        )
        nations = Markup("").join(Markup('<option value="{}族">').format(each) for each in NATIONS)
        return Markup(
            '<div class="roster" id="{}" data-roster data-max="{}">{}'
            '<datalist id="{}-nations">{}</datalist></div>'
        ).format(self.id, MAX_ROWS, rows, self.name, nations)


def _clean(text: str) -> str:
    """Without control characters and outer blanks; half-width, as identity cards are read."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(kept.split())


def _nation(text: str) -> str:
    return f"{text}族" if text in NATIONS else text


def _row_markup(name: str, number: int, row: Row, legend: str = "", without: str = "") -> Markup:
    inputs = Markup("").join(
        _input_markup(name, number, row, column) for column in COLUMNS if column != without
    )
    left = _departure_markup(name, number, row) if row.is_known else ""
    return Markup(
        '<fieldset class="roster-row" data-roster-row><legend>{}</legend>{}{}</fieldset>'
    ).format(legend or f"第{number + 1}人", inputs, left)


def _departure_markup(name: str, number: int, row: Row) -> Markup:
    """Folded away: of most people it is not asked."""
    inputs = Markup("").join(_input_markup(name, number, row, column) for column in LEFT_COLUMNS)
    is_open = row.has_left or any(column in row.errors for column in LEFT_COLUMNS)
    return Markup(
        '<details class="roster-left"{}><summary>已去世,或不在这一户了</summary>'
        '<div class="roster-gone">{}</div></details>'
    ).format(Markup(" open") if is_open else "", inputs)


def _input_markup(name: str, number: int, row: Row, column: str) -> Markup:
    key = f"{name}-{number}-{column}"
    error = row.errors.get(column, "")
    return Markup(
        '<div class="roster-cell roster-{}"><label class="form-label" for="{}">{}</label>{}{}</div>'
    ).format(
        column,
        key,
        LABELS.get(column) or LEFT_LABELS[column],
        _control(name, key, row, column, invalid=bool(error)),
        Markup('<p class="invalid-feedback d-block" id="{}-error">{}</p>').format(key, error)
        if error
        else "",
    )


def _control(name: str, key: str, row: Row, column: str, *, invalid: bool) -> Markup:
    value = getattr(row, column)
    described = (
        Markup(' aria-invalid="true" aria-describedby="{}-error"').format(key) if invalid else ""
    )
    mark = " is-invalid" if invalid else ""
    if column in _CHOICES:
        return Markup('<select class="form-select{}" id="{}" name="{}"{}>{}</select>').format(
            mark, key, key, described, _options(_CHOICES[column], value)
        )
    if column == "left_on":
        return Markup(
            '<input class="form-control{}" type="date" id="{}" name="{}" value="{}"{}>'
        ).format(mark, key, key, value, described)
    extra: Markup | str = ""
    if column == "nation":
        extra = Markup(' list="{}-nations"').format(name)
    elif column == "id_number":
        extra = Markup(' autocapitalize="characters" spellcheck="false"')
    return Markup(
        '<input class="form-control{}" id="{}" name="{}" value="{}" maxlength="{}"'
        ' autocomplete="off"{}{}>'
    ).format(mark, key, key, value, _LENGTHS[column], extra, described)


def _options(choices: Iterable[str], chosen: str) -> Markup:
    options = [Markup('<option value="">请选择</option>')]
    options += [
        Markup('<option value="{}"{}>{}</option>').format(
            each, Markup(" selected") if each == chosen else "", each
        )
        for each in choices
    ]
    return Markup("").join(options)
