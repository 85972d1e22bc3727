"""The kinds of question that forms ask, each with its limits and its words."""

from forms.fields.checklist import Answered, ChecklistField, Question
from forms.fields.choice import ChecksField, ChoiceField, PickField, YesNoField
from forms.fields.day import DayField
from forms.fields.documents import DocumentsField
from forms.fields.needed import Needed
from forms.fields.number import NumberField
from forms.fields.people import PeopleField
from forms.fields.shown import ShownField
from forms.fields.text import LongTextField, TextField
from forms.fields.time import TimeField

__all__ = [
    "Answered",
    "ChecklistField",
    "ChecksField",
    "ChoiceField",
    "DayField",
    "DocumentsField",
    "LongTextField",
    "Needed",
    "NumberField",
    "PeopleField",
    "PickField",
    "Question",
    "ShownField",
    "TextField",
    "TimeField",
    "YesNoField",
]
