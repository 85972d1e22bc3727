"""核对公示情况 (S5, S11, S16): did the notice hang at every place until its days were full?"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from forms.fields import ChecksField, DocumentsField, ShownField
from forms.notice_photos import (
    ONE_TWICE,
    accept_statement,
    ask_for_places,
    places_lacking,
    shared_sheet,
    shows_one_twice,
)
from forms.step_form import StepForm
from models.document import SOME_PLACE, TAKEN_DOWN
from models.notice import NoticePosting, NoticeRemoval
from models.role import Level
from workflows import notice_clock
from workflows.facts import evaluate
from workflows.notices import changed_since
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
        noticed = step.noticed
        assert noticed.posted_on is not None
        assert noticed.ends_at is not None
        self.terms = notice_clock.terms(step, noticed.level)
        self.shared_sheet = shared_sheet(step)
        self.last_day = notice_clock.last_day_of(noticed.ends_at)
        self.period.show("公示编号", step.notice.number)
        self.period.show("张贴日期", noticed.posted_on)
        self.period.show("期满", f"{self.last_day:%Y-%m-%d} 24时")
        self.places.offer(self.terms.places or (SOME_PLACE,))
        ask_for_places(self.photo_ids, TAKEN_DOWN, self.terms.places, step.documents)
        if self.is_late and self._was_posted_late(step):
            accept_statement(self, self.photo_ids, step.documents)

    def check(self, step: Step, outcome: str) -> None:
        """What is called complete must be so (F18); a repetition only needs its reason."""
        if outcome != COMPLETE:
            return
        if self.happened_on.data <= self.last_day:
            self.fail("happened_on", self.too_early(self.last_day))
        if lacking := places_lacking(self.photo_ids, TAKEN_DOWN):
            self.fail("photo_ids", f"还缺这些地点的照片:{'、'.join(lacking)}。")
        if shows_one_twice(self.photo_ids):
            self.fail("photo_ids", ONE_TWICE)
        if changed := changed_since(step, step.noticed):
            before, now = next(iter(changed.values()))
            self.fail(
                "places",
                f"公示的内容已变更(由“{before}”变为“{now}”),请选择“重新公示”。",
            )
        if not self.errors:
            self._check_proof(step)

    def has_late_proof(self, step: Step) -> bool:
        """Its photographs or a stamped statement; that is asked above. A repetition needs none."""
        return self.outcome != COMPLETE or not places_lacking(self.photo_ids, TAKEN_DOWN)

    def too_early(self, not_before: dt.date) -> str:
        """A notice comes down when its days are full, counted on the days told (F54)."""
        if self.is_late:
            return (
                f"按填写的日期只公示了满{self._full_days}天(须满{self.terms.days}天,"
                f"到{self.last_day:%Y-%m-%d}24时期满),不能按期满补录;"
                "请核对日期,确实未满的选“重新公示”。"
            )
        return f"公示到{self.last_day:%Y-%m-%d}24时期满,次日起才能核对揭下。"

    def _was_posted_late(self, step: Step) -> bool:
        """Whether its posting was entered afterwards: a live notice is proven by photographs."""
        posted_late = step.session.scalar(
            select(NoticePosting.is_backdated)
            .where(NoticePosting.noticed_id == step.noticed.id)
            .order_by(NoticePosting.id.desc())
            .limit(1)
        )
        return bool(posted_late)

    def _check_proof(self, step: Step) -> None:
        outputs = evaluate(
            step,
            "notice_proof",
            level=notice_clock.LEVEL_NAMES[Level(step.noticed.level)],
            notice_from=step.noticed.posted_on,
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

    @property
    def _full_days(self) -> int:
        assert self.step.noticed.posted_on is not None
        return max((self._last_full_day - self.step.noticed.posted_on).days, 0)

    def save(self, step: Step, outcome: str) -> None:
        """Record the days that the notice has hung."""
        row = self.row(step, outcome) | {"places": self.places.data or []}
        noticed = step.noticed
        step.session.add(
            NoticeRemoval(
                **row,
                noticed_id=noticed.id,
                notice_id=noticed.notice_id,
                full_days=self._full_days,
            )
        )
