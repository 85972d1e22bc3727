"""The facts of a case in groups, as the 概况 and 资金 tabs show them."""

from __future__ import annotations

from dataclasses import dataclass

from models.application import Application
from models.household import House, Household
from models.project import Project
from webapp import wording
from workflows.fact_labels import label_of, spoken
from workflows.personal_data import mask_account, mask_telephone
from workflows.processing_time import ProcessingTime

# What the household could not tell: an open question to whoever reviews.
TO_ASK = "不清楚(入户时再问)"


@dataclass(frozen=True)
class Group:
    """Facts under one heading: (label, words); what is not known shows a dash."""

    title: str
    facts: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is known yet."""
        return all(value == wording.UNKNOWN for _, value in self.facts)


def overview(application: Application, house: House | None, agency: str) -> list[Group]:
    """What the household declared, what was established, what was chosen."""
    return [
        Group(
            "申请",
            _facts(
                application,
                "filed_on",
                "identities",
                "hukou",
                "long_term_rural",
                "dwelling",
                "suspected_grade",
                "annual_income_yuan",
                "wished_method",
                "signing",
            ),
        ),
        Group("住址与房屋", _home(application.household, house)),
        Group(
            "审核与鉴定",
            [
                *_facts(
                    application,
                    "marked_in_archive",
                    "in_relocation_plan",
                    "stable_out_of_poverty",
                    "building_difficulty",
                    "grade",
                ),
                ("鉴定机构", agency or wording.UNKNOWN),
            ],
        ),
        Group(
            "改造",
            _facts(
                application,
                "method",
                "builder",
                "planned_area_m2",
                "approved_on",
                "registry_number",
                "measured_area_m2",
                "accepted_on",
            ),
        ),
    ]


def statements(application: Application) -> list[tuple[str, str]]:
    """What the household wrote about itself, as far as it did."""
    names = ("hukou_statement", "income_statement", "danger_statement", "wish_statement")
    return [(label_of(n), getattr(application, n)) for n in names if getattr(application, n)]


def money(application: Application, project: Project | None = None) -> list[tuple[str, str]]:
    """From the approved amount to the day it was paid; the account is masked.

    What the whole ``project`` costs is its own line: it is not this household's money (G5, G30).
    """
    facts = _facts(
        application,
        "fund",
        "approved_subsidy_yuan",
        "repair_cost_yuan",
        "payable_yuan",
        "paid_on",
        "card_holder",
        "card_bank",
    )
    card = mask_account(application.card_number or "") or wording.UNKNOWN
    if application.pays_builder:
        facts += [("付给", "施工单位,农户已书面同意"), ("收款账号", card)]
    else:
        facts.append(("一卡通账号", card))
    if project is not None:
        whole = f"{wording.yuan(project.contract_yuan)}(整个工程“{project.title}”)"
        facts.append(("工程合同金额", whole))
    return facts


def _home(household: Household | None, house: House | None) -> list[tuple[str, str]]:
    if household is None:
        return [("住址", wording.UNKNOWN)]
    facts = [
        ("住址", home_address(household)),
        ("电话", mask_telephone(household.telephone) if household.telephone else wording.UNKNOWN),
    ]
    if house is None:
        return [*facts, ("现有房屋", "无房")]
    return [
        *facts,
        ("结构", f"{house.structure},{house.storeys} 层 {house.rooms} 间"),
        ("建造年份", f"{house.built_year} 年" if house.built_year else TO_ASK),
        ("房屋面积", wording.area(house.area_m2) if house.area_m2 else TO_ASK),
    ]


def home_address(household: Household) -> str:
    """Group and address; a group that the address names itself is not said twice."""
    group, address = household.group_name, household.address
    return address if group in address else f"{group} {address}"


def house_in_short(house: House | None, application: Application) -> str:
    """砖木 1986 年 · 68.5 ㎡ · 疑似C级."""
    words = []
    if house is not None:
        year = f"{house.built_year} 年" if house.built_year else "年份不清"
        area = wording.area(house.area_m2) if house.area_m2 else "面积不清"
        words += [f"{house.structure} {year}", area]
    elif application.dwelling:
        words.append(application.dwelling)
    if application.grade:
        words.append(f"{application.grade}级")
    elif application.suspected_grade:
        words.append(f"疑似{application.suspected_grade}级")
    return " · ".join(words) or wording.UNKNOWN


def category(application: Application) -> str:
    """建档立卡 · 疑似C级, or from approval on the method."""
    words = ["、".join(application.identities or []) or "身份未填"]
    if application.grade:
        words.append(f"{application.grade}级")
    elif application.suspected_grade in ("C", "D"):
        words.append(f"疑似{application.suspected_grade}级")
    if application.method:
        words.append(application.method)
    return " · ".join(words)


def took(time: ProcessingTime | None) -> Group:
    """How long it took, without the days on which nobody in an office could go on."""
    worked = stood = wording.UNKNOWN
    if time is not None:
        worked, stood = f"{time.worked} 个工作日", f"{time.stood} 个工作日"
    return Group("办理用时", [("各级办理", worked), ("补正、中止(不计入)", stood)])


def _facts(application: Application, *names: str) -> list[tuple[str, str]]:
    return [
        (
            label_of(name),
            TO_ASK
            if name in (application.unclear or ())
            else wording.UNKNOWN
            if (value := getattr(application, name)) in (None, "", [])
            else spoken(name, value),
        )
        for name in names
    ]
