"""An hour of the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms


class TimeField(wtforms.TimeField):
    """Hours and minutes; an absent answer is None."""

    def __init__(
        self, label: str, validators: Sequence[Any] = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        # Some browsers send the seconds, too.
        super().__init__(
            label, list(validators), format=["%H:%M", "%H:%M:%S"], description=hint, **kwargs
        )

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what the browser sends; blank is no answer."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            super().process_formdata([str(valuelist[0]).strip()])
        except ValueError:
            self.data = None
            raise ValueError("时间应写成 14:30 这样。") from None
