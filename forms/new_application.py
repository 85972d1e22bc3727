"""A new application: under which programme, in which village; its first task asks the rest."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import Needed, PickField
from models.programme import Programme
from models.region import Region


class NewApplicationForm(Form):
    """Field names are the arguments of workflows.applications.open_case."""

    programme_id = PickField("方案", (), [Needed("请选择方案。")])
    village_code = PickField("村", (), [Needed("请选择村。")])

    def __init__(
        self,
        formdata: MultiDict[str, str] | None,
        *,
        programmes: Sequence[Programme],
        villages: Sequence[Region],
    ) -> None:
        known = {"village_code": villages[0].code} if len(villages) == 1 else {}
        super().__init__(formdata, data=known)
        self.programme_id.offer([(str(each.id), each.title) for each in programmes])
        self.village_code.offer([(each.code, each.name) for each in villages])

    @property
    def answers(self) -> tuple[int, str]:
        """(programme id, village code) of a valid form."""
        return int(self.programme_id.data), str(self.village_code.data)
