"""张贴公示 (S5, S11, S16): the notice goes up at its places; from that day its clock runs."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from forms.fields import DocumentsField, Needed, ShownField, TextField
from forms.notice_photos import (
    accept_statement,
    ask_for_places,
    places_lacking,
    places_shown,
)
from forms.same_papers import same_papers
from forms.step_form import StepForm
from models.document import POSTED
from models.notice import NoticePosting
from workflows import clock, notice_clock
from workflows.engine import JsonScalar
from workflows.steps import Step


class NoticePostingForm(StepForm):
    """The day of posting is 办理日期; where the programme names no place, the clerk says which."""

    record = NoticePosting
    row_fields = ()
    lead = "把公示贴到规定的地点,每处拍一张照片。“办理日期”填实际张贴的日期,当日不计入公示天数。"

    terms_shown = ShownField("公示要求")
    place = TextField("张贴地点", [Needed("请填写张贴地点。")], max_length=60)
    photo_ids = DocumentsField("张贴照片", (), [Needed("请上传张贴照片,每处一张。")])

    def prepare(self, step: Step) -> None:
        """Ask for a photograph of each place that the programme names."""
        self.terms = notice_clock.terms(step)
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
        """A photograph of every place (R95)."""
        if lacking := places_lacking(self.photo_ids, POSTED):
            self.fail("photo_ids", f"还缺这些地点的照片:{'、'.join(lacking)}。")
        if same_papers(step.documents, self.photo_ids.data or [], self._photos_before(step)):
            self.fail("photo_ids", "这些照片是上一次张贴时的;重新公示要重新拍照。")

    @staticmethod
    def _photos_before(step: Step) -> list[int]:
        """Photographs of the earlier postings of this notice (F18)."""
        rows = step.session.scalars(
            select(NoticePosting.photo_ids).where(NoticePosting.notice_id == step.notice.id)
        )
        return [number for photos in rows for number in photos]

    def has_late_proof(self, step: Step) -> bool:
        """A finished paper notice is proven by its photographs or by a stamped statement (F54)."""
        return not places_lacking(self.photo_ids, POSTED)

    def save(self, step: Step, outcome: str) -> None:
        """Start the clock and say on the record until when it runs."""
        self.ends_at = notice_clock.start(step, self.happened_on.data)
        places = places_shown(self.photo_ids, POSTED) if self.terms.places else [self.place.data]
        step.session.add(
            NoticePosting(
                **self.row(step, outcome),
                notice_id=step.notice.id,
                places=places,
                ends_at=self.ends_at,
            )
        )
        step.note(
            "notice_posted",
            {
                "notice": step.notice.id,
                "places": places,
                "ends_at": clock.local(self.ends_at).isoformat(timespec="minutes"),
            },
            by_machine=False,
        )

    def routing(self, step: Step, outcome: str) -> Mapping[str, JsonScalar]:
        """When the notice has hung long enough."""
        return {"notice_until": self.ends_at.isoformat()}
