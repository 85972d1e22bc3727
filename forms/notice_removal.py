"""核对公示情况 (S5, S11, S16): did the notice hang at every place until its days were full?"""

from __future__ import annotations

import datetime as dt

from forms.fields import ChecksField, DocumentsField, ShownField
from forms.notice_photos import ask_for_places, places_lacking
from forms.step_form import StepForm
from models.document import SOME_PLACE, TAKEN_DOWN
from models.notice import NoticeRemoval
from workflows import clock, notice_clock
from workflows.facts import evaluate
from workflows.steps import Step

COMPLETE = "complete"


class NoticeRemovalForm(StepForm):
    """Complete only with all places, all days and a photograph of each place; else repeat."""

    record = NoticeRemoval
    row_fields = ()
    lead = "公示期满后到各处核对、拍照再揭下。贴不满天数或少一处的,选“重新公示”并写明原因。"

    period = ShownField("公示期")
    places = ChecksField("一直张贴到期满的地点")
    photo_ids = DocumentsField("核对照片", (), hint="揭下之前每处拍一张。")

    def prepare(self, step: Step) -> None:
        """Show the period; ask for every place."""
        self.terms = notice_clock.terms(step)
        notice = step.notice
        assert notice.posted_on is not None
        assert notice.ends_at is not None
        self.last_day = clock.local(notice.ends_at).date() - dt.timedelta(days=1)
        self.period.show("张贴日期", notice.posted_on)
        self.period.show("期满", f"{self.last_day:%Y-%m-%d} 24时")
        self.places.offer(self.terms.places or (SOME_PLACE,))
        ask_for_places(self.photo_ids, TAKEN_DOWN, self.terms.places, step.documents)

    def check(self, step: Step, outcome: str) -> None:
        """What is called complete must be so (F18); a repetition only needs its reason."""
        if outcome != COMPLETE:
            return
        if self.happened_on.data <= self.last_day:
            self.fail("happened_on", f"公示到{self.last_day:%Y-%m-%d}24时期满,次日起才能核对揭下。")
        if lacking := places_lacking(self.photo_ids, TAKEN_DOWN):
            self.fail("photo_ids", f"还缺这些地点的照片:{'、'.join(lacking)}。")
        if not self.errors:
            self._check_proof(step)

    def _check_proof(self, step: Step) -> None:
        outputs = evaluate(
            step,
            "notice_proof",
            level=notice_clock.level_name(step),
            notice_from=step.notice.posted_on,
            notice_to=self._last_full_day,
            locations=[each for each in self.places.data or [] if each in self.terms.places],
        ).outputs
        if not outputs["notice_ok"]:
            self.fail("places", f"{outputs['notice_outcome']}。请选择“重新公示”。")
        elif not self.places.data:
            self.fail("places", "请勾选一直张贴到期满的地点;没有的,请选择“重新公示”。")

    @property
    def _last_full_day(self) -> dt.date:
        """The day before it came down, the last that counts."""
        day: dt.date = self.happened_on.data - dt.timedelta(days=1)
        return day

    def save(self, step: Step, outcome: str) -> None:
        """Record the days that the notice has hung."""
        assert step.notice.posted_on is not None
        full_days = max((self._last_full_day - step.notice.posted_on).days, 0)
        row = self.row(step, outcome) | {"places": self.places.data or []}
        step.session.add(NoticeRemoval(**row, notice_id=step.notice.id, full_days=full_days))
