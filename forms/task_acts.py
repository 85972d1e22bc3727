"""The small forms beside an open or finished task: hand on, take back."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import LongTextField, Needed, PickField

# In the list of colleagues: nobody in particular.
TO_THE_POST = "post"


class HandingOnForm(Form):  # type: ignore[misc, unused-ignore]
    """转办: to whom, or back to the desk of the post, and why."""

    to = PickField("转给谁", (), [Needed("请选择要转给的人。")])
    reason = LongTextField("原因", [Needed("请写明原因。")], max_length=500)

    def __init__(
        self,
        formdata: MultiDict[str, str] | None,
        *,
        colleagues: Sequence[tuple[int, str]],
        is_assigned: bool,
    ) -> None:
        super().__init__(formdata)
        people = [(str(number), name) for number, name in colleagues]
        self.to.offer(people + ([(TO_THE_POST, "收回,由本岗位办理")] if is_assigned else []))

    @property
    def to_id(self) -> int | None:
        """The account chosen; None for the desk of the post."""
        return None if self.to.data == TO_THE_POST else int(self.to.data)


class TakingBackForm(Form):  # type: ignore[misc, unused-ignore]
    """取回: why."""

    reason = LongTextField("取回原因", [Needed("请写明取回的原因。")], max_length=500)
