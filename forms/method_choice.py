"""确认改造方式: the household chooses among the methods open to it (R4, R5, R39–R57, R82)."""

from __future__ import annotations

from typing import Any

from forms.fields import (
    ChoiceField,
    DocumentsField,
    LongTextField,
    Needed,
    NumberField,
    ShownField,
)
from forms.signing import SIGNING_GROUP, SignedPaperForm
from models.approval import MethodChoice
from models.method import (
    BUILDERS,
    BY_HOUSEHOLD,
    BY_TOWNSHIP,
    GOVERNMENT_PROVIDED,
    METHODS,
    MUTUAL_AID_HOME,
)
from workflows.decisions import Decision
from workflows.entitlement import AreaVerdict, area_verdict, labels_of
from workflows.facts import evaluate
from workflows.rule_sources import cite
from workflows.steps import Step

RELAX = "relax"
EXCEPTION = "G18"


class MethodChoiceForm(SignedPaperForm):
    """The wish of the application becomes a signed choice; what the table closes is shown why."""

    record = MethodChoice
    lead = "请农户自愿选择改造方式,签字确认后上传确认书。"
    groups = (
        (
            "改造方式",
            (
                "closed_methods",
                "method",
                "builder",
                "planned_area_m2",
                "design_wish",
                "exception_reason",
            ),
        ),
        SIGNING_GROUP,
        ("材料", ("confirmation_ids", "relaxation_application_ids")),
    )

    closed_methods = ShownField("不能选择的方式")
    method = ChoiceField("改造方式", (), [Needed("请选择改造方式。")])
    builder = ChoiceField("由谁建设", BUILDERS, hint="只有政府兜底房需要选择。")
    planned_area_m2 = NumberField(
        "计划建筑面积", minimum=1, maximum=300, places=2, unit="㎡", hint="修缮加固不填。"
    )
    design_wish = LongTextField("对房屋设计的意愿", max_length=500)
    exception_reason = LongTextField(
        "例外理由", max_length=500, hint="选择“原则上”之外的方式时,须逐户说明理由。"
    )
    confirmation_ids = DocumentsField(
        "改造方式确认书", ("改造方式确认书",), [Needed("请上传农户签字的改造方式确认书。")]
    )
    relaxation_application_ids = DocumentsField(
        "放宽面积申请", ("放宽面积申请",), hint="居住人口较多、申请放宽面积时上传。"
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The method in force, else the one wished for when applying."""
        application = step.application
        return super().load(step) | {
            "method": application.method or application.wished_method,
            "builder": application.builder,
            "planned_area_m2": application.planned_area_m2,
        }

    def prepare(self, step: Step) -> None:
        """Offer what the method table allows; tell of the others why not."""
        super().prepare(step)
        self.decisions = {each: evaluate(step, "method", method=each) for each in METHODS}
        self.method.offer([each for each in METHODS if self._is_open(each)])
        for each in METHODS:
            if not self._is_open(each):
                self.closed_methods.show(each, self._why_closed(step, self.decisions[each]))

    def check(self, step: Step, outcome: str) -> None:
        """Builder, reason of an exception, and the area against its cap."""
        super().check(step, outcome)
        method = self.method.data
        if method == GOVERNMENT_PROVIDED and not self.builder.data:
            self.fail("builder", "请选择由乡镇统一实施,还是由农户自行改造。")
        if EXCEPTION in self.decisions[method].rules and not self.exception_reason.data:
            self.fail("exception_reason", "这种方式是例外,请写明理由。")
        normal = self._verdict(step, relaxed=False)
        if normal.cap_m2 is not None and self.planned_area_m2.data is None:
            self.fail("planned_area_m2", "请填写计划建筑面积。")
        elif outcome == RELAX:
            self._check_relaxation(step, normal)
        elif normal.ok is False:
            self.fail("planned_area_m2", _over_cap(normal))

    def save(self, step: Step, outcome: str) -> None:
        """Set the method and forget everything that rested on an earlier one."""
        application = step.application
        application.method = self.method.data
        application.builder = self._builder()
        application.planned_area_m2 = self._area(step)
        application.large_household_application = outcome == RELAX
        application.township_formal_document = None if outcome == RELAX else False
        application.approved_on = application.approved_subsidy_yuan = application.fund = None
        super().save(step, outcome)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The builder follows from the method unless it is asked; a repair has no area."""
        own = {"builder": self._builder(), "planned_area_m2": self._area(step)}
        return super().row(step, outcome) | own

    def _check_relaxation(self, step: Step, normal: AreaVerdict) -> None:
        relaxed = self._verdict(step, relaxed=True)
        if relaxed.cap_m2 == normal.cap_m2:
            rules = cite(relaxed.rules)
            self.fail("planned_area_m2", f"这一户的改造方式或人口不能放宽面积{rules}。")
        elif normal.ok:
            sentence = f"没有超过 {normal.cap_m2} ㎡,不需要放宽,请按“确认方式”提交。"
            self.fail("planned_area_m2", sentence)
        elif relaxed.ok is False:
            self.fail("planned_area_m2", _over_cap(relaxed))
        if not self.relaxation_application_ids.data:
            self.fail("relaxation_application_ids", "请上传农户签字的放宽面积申请。")

    def _verdict(self, step: Step, *, relaxed: bool) -> AreaVerdict:
        area = self.planned_area_m2.data
        facts: dict[str, Any] = {"area_m2": float(area)} if area is not None else {}
        return area_verdict(
            step,
            method=self.method.data,
            large_household_application=relaxed,
            township_formal_document=relaxed,
            area_kind="计划",
            **facts,
        )

    def _area(self, step: Step) -> Any:
        has_cap = self._verdict(step, relaxed=False).cap_m2 is not None
        return self.planned_area_m2.data if has_cap else None

    def _builder(self) -> str:
        if self.method.data == GOVERNMENT_PROVIDED:
            return str(self.builder.data)
        return BY_TOWNSHIP if self.method.data == MUTUAL_AID_HOME else BY_HOUSEHOLD

    def _is_open(self, method: str) -> bool:
        return self.decisions[method].outputs.get("method_allowed") is True

    def _why_closed(self, step: Step, decision: Decision) -> str:
        if reason := decision.outputs.get("method_reason"):
            return f"{reason}{cite(decision.rules)}"
        labels = labels_of(step)
        missing = "、".join(labels.get(fact, fact) for fact in decision.missing_facts)
        return f"还不能确定,缺少:{missing}"


def _over_cap(verdict: AreaVerdict) -> str:
    return (
        f"计划面积 {verdict.area_m2} ㎡ 超过上限 {verdict.cap_m2} ㎡{cite(verdict.rules)},"
        "请减小面积;人口较多的可申请放宽。"
    )
