"""张贴公示 (S5, S11, S16): the notice goes up at its places; from that day its clock runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from forms.fields import DocumentsField, Needed, ShownField, TextField
from forms.notice_photos import (
    ONE_TWICE,
    accept_statement,
    ask_for_places,
    places_lacking,
    places_shown,
    shared_sheet,
    shows_one_twice,
)
from forms.same_papers import same_papers
from forms.step_form import StepForm
from models.document import POSTED
from models.notice import NoticePosting
from workflows import clock, notice_clock
from workflows.engine import JsonScalar
from workflows.notice_sheets import make_for_paper
from workflows.notices import changed_since
from workflows.steps import Step

NOT_IN_TIME = (
    "这份公示是在系统里编制的,要在公示期内录入张贴,过后不能补录;请把它作废,重新编制后再张贴。"
)
NOT_LISTED = "这一户还没有编入公示,请先编制公示,打印后再张贴。"


class NoticePostingForm(StepForm):
    """The day of posting is 办理日期; where the programme names no place, the clerk says which."""

    record = NoticePosting
    row_fields = ()
    lead = "把公示贴到规定的地点,每处拍一张照片。“办理日期”填实际张贴的日期,当日不计入公示天数。"

    terms_shown = ShownField("公示要求")
    place = TextField("张贴地点", [Needed("请填写张贴地点。")], max_length=60)
    photo_ids = DocumentsField("张贴照片", (), [Needed("请上传张贴照片,每处一张。")])

    def load(self, step: Step) -> dict[str, Any]:
        """The day that the sheet names."""
        self.sheet = step.notice if step.noticed.notice_id is not None else None
        return {"happened_on": self.sheet.planned_on} if self.sheet is not None else {}

    @property
    def needs_sheet(self) -> bool:
        """Whether the household must be put on a sheet before it can be posted."""
        return self.sheet is None and self.step.statement is None and not self.is_late

    def prepare(self, step: Step) -> None:
        """Ask for a photograph of each place that the programme names."""
        self.terms = notice_clock.terms(step, step.noticed.level)
        self.shared_sheet = shared_sheet(step)
        if self.sheet is not None:
            self.terms_shown.show("公示编号", self.sheet.number)
        self.terms_shown.show("公示天数", f"满{self.terms.days}天")
        self.terms_shown.show(
            "公示地点", list(self.terms.places) or "由张贴人选择便于群众看到的地点"
        )
        ask_for_places(self.photo_ids, POSTED, self.terms.places, step.documents)
        if self.terms.places:
            del self.place
        if self.is_late:
            accept_statement(self, self.photo_ids, step.documents)

    def check(self, step: Step, outcome: str) -> None:
        """Of the sheet that was printed, on its day, with a photograph of every place (R95)."""
        self._check_sheet(step)
        if lacking := places_lacking(self.photo_ids, POSTED):
            self.fail("photo_ids", f"还缺这些地点的照片:{'、'.join(lacking)}。")
        if shows_one_twice(self.photo_ids):
            self.fail("photo_ids", ONE_TWICE)
        if same_papers(step.documents, self.photo_ids.data or [], self._photos_before(step)):
            self.fail("photo_ids", "这些照片是上一次张贴时的;重新公示要重新拍照。")

    def _check_sheet(self, step: Step) -> None:
        """What hangs is what was frozen; a live notice is never entered as one of the past."""
        day = self.happened_on.data
        if self.sheet is not None:
            if day != self.sheet.planned_on:
                self.fail(
                    "happened_on",
                    f"公示上写的张贴日期是{self.sheet.planned_on:%Y-%m-%d};不是这一天张贴的,"
                    "请把这份公示作废,重新编制后再张贴。",
                )
            elif self.is_late or self._is_over(step, day):
                self.fail("happened_on", NOT_IN_TIME)
            if changed_since(step, step.noticed):
                self.fail("happened_on", "公示编制以后内容有变更,请作废后重新编制。")
        elif self.needs_sheet:
            self.fail("happened_on", NOT_LISTED)
        elif step.statement is None and not self._is_over(step, day):
            self.fail("happened_on", f"{NOT_LISTED}公示期已满的纸质公示才能补录。")

    @staticmethod
    def _is_over(step: Step, posted_on: dt.date) -> bool:
        """Whether the days of a notice that hung from ``posted_on`` are full already."""
        return notice_clock.period_ends(step, step.noticed.level, posted_on) <= clock.now()

    @staticmethod
    def _photos_before(step: Step) -> list[int]:
        """Photographs of the earlier postings of this household (F18)."""
        rows = step.session.scalars(
            select(NoticePosting.photo_ids).where(
                NoticePosting.application_id == step.application.id
            )
        )
        return [number for photos in rows for number in photos]

    def has_late_proof(self, step: Step) -> bool:
        """A finished paper notice is proven by its photographs or by a stamped statement (F54)."""
        return not places_lacking(self.photo_ids, POSTED)

    def save(self, step: Step, outcome: str) -> None:
        """Start the clock and say on the record until when it runs."""
        if self.sheet is None:
            make_for_paper(step, self.happened_on.data)
        self.ends_at = notice_clock.start(step, self.happened_on.data)
        places = places_shown(self.photo_ids, POSTED) if self.terms.places else [self.place.data]
        step.session.add(
            NoticePosting(
                **self.row(step, outcome),
                noticed_id=step.noticed.id,
                notice_id=step.noticed.notice_id,
                places=places,
                ends_at=self.ends_at,
            )
        )
        step.note(
            "notice_posted",
            {
                "notice": step.noticed.notice_id,
                "number": step.notice.number,
                "places": places,
                "ends_at": clock.local(self.ends_at).isoformat(timespec="minutes"),
            },
            by_machine=False,
        )

    def routing(self, step: Step, outcome: str) -> Mapping[str, JsonScalar]:
        """When the notice has hung long enough."""
        return {"notice_until": self.ends_at.isoformat()}
