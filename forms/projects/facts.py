"""What is told of a project when it is opened or changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stdnum.cn import uscc
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField

from forms.card import MAX_DIGITS, MIN_DIGITS, digits
from forms.fields import (
    ChoiceField,
    DayField,
    LongTextField,
    Needed,
    NumberField,
    PickField,
    TextField,
    YesNoField,
)
from forms.fields.not_future import NotFuture
from forms.fields.paper import PaperField
from models.document import CONTRACT
from models.project import KINDS, Project
from workflows.projects.building import Facts

Offer = Sequence[tuple[str, str]]
# Fixed when the project is opened: its households were chosen by them.
FIXED = ("kind", "programme_id", "township_code")
MOST_YUAN = 1_000_000_000


class ProjectForm(Form):
    """Field names are those of workflows.projects.building.Facts, and the arguments beside them."""

    seen = HiddenField()
    title = TextField("工程名称", [Needed("请填写工程名称。")], max_length=80)
    kind = ChoiceField("改造方式", KINDS, [Needed("请选择改造方式。")])
    programme_id = PickField("方案", (), [Needed("请选择方案。")])
    township_code = PickField("乡镇", (), [Needed("请选择乡镇。")])
    site_village_code = PickField("建设地点所在村")
    address = TextField("建设地点", [Needed("请填写建设地点。")], max_length=120)
    contract_number = TextField("合同编号", max_length=60, hint="开工以前补全合同和施工单位。")
    contract_on = DayField("合同日期", [NotFuture()])
    contract_yuan = NumberField("合同金额", minimum=1, maximum=MOST_YUAN, unit="元")
    contract_paper = PaperField("合同扫描件", CONTRACT, hint="照片或 PDF。")
    builder_name = TextField("施工单位", max_length=80)
    builder_credit_code = TextField(
        "统一社会信用代码", max_length=18, filters=[lambda text: digits(text).upper()]
    )
    builder_account = TextField("施工单位账号", max_length=40, filters=[digits])
    builder_bank = TextField("开户银行", max_length=60)
    supervisor_name = TextField("现场监督人员", max_length=40)
    supervisor_trained = YesNoField("监督人员接受过培训")
    note = LongTextField("备注", max_length=1000)

    def __init__(
        self,
        formdata: MultiDict[str, str] | None,
        *,
        programmes: Offer,
        townships: Offer,
        villages: Offer,
        project: Project | None = None,
    ) -> None:
        super().__init__(formdata, data=_known(project, townships))
        self.programme_id.offer(programmes)
        self.township_code.offer(townships)
        self.site_village_code.offer(villages)
        if project is not None:
            for name in FIXED:
                del self[name]
            self.builder_account.description = (
                f"已登记尾号 {project.builder_account[-4:]},不改的不填。"
                if project.builder_account
                else ""
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also the check digit of the code, and an account that can be one."""
        super().validate(extra_validators)
        code, account = self.builder_credit_code.data, self.builder_account.data
        if code and not uscc.is_valid(code):
            self._fail("builder_credit_code", "统一社会信用代码不对,请与营业执照核对。")
        is_plain = (account or "").isascii() and (account or "").isdecimal()
        if account and not (is_plain and MIN_DIGITS <= len(account) <= MAX_DIGITS):
            self._fail("builder_account", f"账号应是 {MIN_DIGITS} 到 {MAX_DIGITS} 位数字。")
        return not self.errors

    def facts(self, project: Project | None = None) -> Facts:
        """What was told; an account that is not typed again stays."""
        data = {name: self[name].data for name in Facts.__dataclass_fields__}
        if project is not None and not data["builder_account"]:
            data["builder_account"] = project.builder_account
        return Facts(**data)

    def _fail(self, name: str, sentence: str) -> None:
        self[name].errors = [*self[name].errors, sentence]


def _known(project: Project | None, townships: Offer) -> dict[str, Any]:
    if project is None:
        return {"township_code": townships[0][0]} if len(townships) == 1 else {}
    known = {name: getattr(project, name) for name in Facts.__dataclass_fields__}
    return known | {"builder_account": "", "seen": str(project.history_length)}
