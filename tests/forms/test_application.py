"""提出申请: who the household is, what it declares, and what is refused (S2, R86–R92)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forms.submission import InvalidForm
from models.application import Application
from models.household import House, Person
from models.village import Filing
from tests.cast import Cast
from tests.forms.stage import Stage
from tests.forms.village_case import (
    FAMILY,
    HOUSE,
    MAN,
    SON,
    WIFE,
    application,
    identity,
    opened,
    roster,
)

FILE = "file_application"


@pytest.fixture
def stage(session: Session, people: Cast) -> Stage:
    return opened(session, people)


def persons(stage: Stage) -> list[Person]:
    return list(stage.session.scalars(select(Person).order_by(Person.id)))


def test_a_filed_application_has_number_day_household_and_house(stage: Stage) -> None:
    stage.submit(FILE, **application())
    case = stage.application
    assert case.number == "150783-2019-A-00001"
    assert case.filed_on is not None
    assert (case.head_name, case.household_size) == ("阿拉坦·巴图", 3)
    assert (case.identities, case.signing) == (["建档立卡"], "本人签字")
    house = stage.last(House)
    assert (house.structure, house.built_year, house.area_m2) == (
        "土木结构",
        1986,
        Decimal("48.5"),
    )
    assert stage.open_tasks() == {"check_application"}


def test_the_filing_records_who_saw_which_papers(stage: Stage) -> None:
    stage.submit(FILE, **application(handled_by="孙文书"))
    filing = stage.last(Filing)
    assert filing.handled_by == "孙文书"
    assert filing.papers == ["户籍证明", "扶贫办证明原件", "扶贫办证明复印件"]


def test_sex_birth_and_initials_come_from_number_and_name(stage: Stage) -> None:
    stage.submit(FILE, **application())
    head, wife, _ = persons(stage)
    assert (head.sex, head.born_on, head.pinyin_initials) == ("男", dt.date(1968, 3, 12), "altbt")
    assert (wife.sex, wife.relation, wife.is_head) == ("女", "配偶", False)
    assert head.is_head


def test_a_nation_is_written_in_full_and_an_interpunct_is_kept(stage: Stage) -> None:
    stage.submit(FILE, **application(**{"members-0-name": "阿拉坦•巴图"}))
    head = persons(stage)[0]
    assert (head.name, head.nation) == ("阿拉坦•巴图", "蒙古族")


def test_rows_that_name_nobody_are_left_out(stage: Stage) -> None:
    stage.submit(FILE, **application(**{"members-7-relation": "儿子", "members-7-name": ""}))
    assert len(persons(stage)) == 3


def test_a_small_x_and_blanks_in_a_number_are_tolerated(stage: Stage) -> None:
    with_x = next(n for i in range(101, 400) if (n := identity("19680312", i)).endswith("X"))
    typed = f" {with_x[:6]} {with_x[6:].lower()}"
    stage.submit(FILE, **application(roster(("包青山", typed, "户主"))))
    assert persons(stage)[0].id_number == with_x


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110105194912310021", "校验码错误"),
        ("11010519491331002X", "出生日期码非法"),
        ("15078319680312", "号码长度错误"),
        ("15078319680312A018", "含有非法字符"),
    ],
)
def test_a_wrong_number_is_refused_beside_its_row(stage: Stage, number: str, words: str) -> None:
    errors = stage.errors(FILE, **application(**{"members-1-id_number": number}))
    assert errors == {"members": [f"第2人(乌云)身份证号:{words},请对照身份证核对。"]}
    assert persons(stage) == []


@pytest.mark.parametrize("name", ["张三", "未知", "李某某", "test", "王"])
def test_a_placeholder_is_no_name(stage: Stage, name: str) -> None:
    errors = stage.errors(FILE, **application(**{"members-0-name": name}))
    assert list(errors) == ["members"]
    assert "姓名:" in errors["members"][0]


def test_nobody_can_be_named_twice(stage: Stage) -> None:
    twice = {"members-2-id_number": WIFE, "members-2-relation": "其他"}
    errors = stage.errors(FILE, **application(**twice))
    assert errors["members"] == ["第3人(巴特尔)身份证号:这个号码填了两次。"]


def test_there_is_one_head(stage: Stage) -> None:
    errors = stage.errors(FILE, **application(**{"members-1-relation": "户主"}))
    assert errors["members"] == ["户主应有且只有一人,请在“与户主关系”里选择。"]


def test_a_head_must_be_of_age_on_the_day_of_filing(stage: Stage) -> None:
    young = identity(f"{dt.date.today().year - 10}0101", 101)
    errors = stage.errors(FILE, **application(roster(("巴特尔", young, "户主"))))
    assert "户主未满18周岁" in errors["members"][0]


def test_a_roster_is_needed(stage: Stage) -> None:
    nobody = dict.fromkeys(FAMILY, "")
    errors = stage.errors(FILE, **application(**nobody))
    assert errors == {"members": ["请填写户主和家庭成员。"]}


def test_a_row_key_that_no_page_sends_is_refused(stage: Stage) -> None:
    errors = stage.errors(FILE, **application(**{"members-0-is_admin": "1"}))
    assert "不能识别" in errors["members"][0]


def test_somebody_with_an_open_application_cannot_be_in_another(
    session: Session, people: Cast, stage: Stage
) -> None:
    stage.submit(FILE, **application())
    stage.submit("check_application", "decline", **_declined())
    other = opened(session, people, "B")
    family = roster(("布和", identity("19600101", 101), "户主"), ("巴特尔", SON, "儿子"))
    errors = other.errors(FILE, **application(family))
    assert errors["members"] == ["第2人(巴特尔)身份证号:已在另一件申请里,一人只能有一件。"]


def test_somebody_of_an_ended_case_may_apply_again_unless_it_was_paid(
    session: Session, people: Cast, stage: Stage
) -> None:
    stage.submit(FILE, **application())
    first = stage.application
    session.execute(update(Application).values(state="ended", result="withdrawn"))
    second = opened(session, people)
    second.submit(FILE, **application())
    assert second.application.number == "150783-2019-A-00002"

    session.execute(update(Application).values(state="ended"))
    session.execute(
        update(Application).where(Application.id == first.id).values(paid_on=dt.date(2019, 9, 1))
    )
    third = opened(session, people)
    assert "已领取过危房改造补助" in third.errors(FILE, **application())["members"][0]


def test_a_household_without_a_house_is_not_asked_for_one(stage: Stage) -> None:
    nothing = dict.fromkeys(HOUSE, "")
    stage.submit(FILE, **application(dwelling="无房", whole_household_no_house="yes", **nothing))
    assert stage.last(House) is None
    assert stage.application.whole_household_no_house is True
    assert stage.application.danger_statement == ""


def test_no_house_asks_whether_anybody_has_one(stage: Stage) -> None:
    errors = stage.errors(FILE, **application(dwelling="无房"))
    assert list(errors) == ["whole_household_no_house"]


def test_a_house_is_described_unless_there_is_none(stage: Stage) -> None:
    errors = stage.errors(FILE, **application(structure=None, rooms=""))
    assert set(errors) == {"structure", "rooms"}


@pytest.mark.parametrize("area", ["-1", "0", "abc", "48.555"])
def test_an_impossible_area_is_refused(stage: Stage, area: str) -> None:
    assert list(stage.errors(FILE, **application(area_m2=area))) == ["area_m2"]


def test_a_house_of_the_future_is_refused(stage: Stage) -> None:
    errors = stage.errors(FILE, **application(built_year=str(dt.date.today().year + 1)))
    assert errors == {"built_year": ["建造年份不能晚于今年。"]}


def test_not_knowing_is_an_answer(stage: Stage) -> None:
    stage.submit(FILE, **application(long_term_rural="unknown"))
    assert stage.application.long_term_rural is None


def test_missing_statements_and_signature_do_not_hinder_filing(stage: Stage) -> None:
    stage.submit(FILE, **application(wish_statement="", signing=None, papers=None))
    assert stage.application.signing is None
    assert stage.open_tasks() == {"check_application"}


@pytest.mark.parametrize(
    ("signing", "needed"),
    [
        ("捺印见证", {"first_witness"}),
        ("监护代签", {"agent", "first_witness", "second_witness"}),
        ("委托代签", {"agent", "phone_confirmed_on"}),
    ],
)
def test_each_way_of_signing_needs_its_people(stage: Stage, signing: str, needed: set[str]) -> None:
    assert set(stage.errors(FILE, **application(signing=signing))) == needed


def test_a_guardian_signs_before_two_witnesses(stage: Stage) -> None:
    stage.submit(
        FILE,
        **application(
            signing="监护代签", agent="乌云", first_witness="斯琴", second_witness="布和"
        ),
    )
    filing = stage.last(Filing)
    assert (filing.agent, filing.second_witness) == ("乌云", "布和")
    assert (filing.asked_by, filing.asker) == ("户主本人", "")


def test_a_guardian_who_came_and_asked_is_written_once(stage: Stage) -> None:
    answers = {"asker": "白舅舅", "first_witness": "斯琴", "second_witness": "布和"}
    stage.submit(FILE, **application(signing="监护代签", **answers))
    filing = stage.last(Filing)
    assert (filing.asked_by, filing.asker, filing.agent) == ("监护人", "白舅舅", "白舅舅")


def test_one_person_is_not_two_witnesses(stage: Stage) -> None:
    answers = application(
        signing="监护代签", agent="乌云", first_witness="斯琴", second_witness="斯琴"
    )
    assert list(stage.errors(FILE, **answers)) == ["first_witness"]


def test_a_telephone_is_digits(stage: Stage) -> None:
    assert list(stage.errors(FILE, **application(telephone="问村长"))) == ["telephone"]


def test_a_paper_that_is_not_on_the_list_cannot_be_ticked(stage: Stage) -> None:
    assert list(stage.errors(FILE, **application(papers=["房产证"]))) == ["papers"]


def test_the_papers_offered_are_those_of_the_table(stage: Stage) -> None:
    offered = [value for value, _ in stage.form(FILE).papers.choices]
    assert {"户籍证明", "低保证原件", "残疾证复印件", "无房情况说明"} <= set(offered)
    assert not {"户主签字", "改造意愿说明", "危房照片-固定参照物"} & set(offered)


def test_numbers_typed_into_texts_do_not_reach_the_record(stage: Stage) -> None:
    answers = application(
        hukou_statement=f"户主身份证{MAN}。", certificate_number=f"{MAN}42", comment=f"见{MAN}"
    )
    stage.submit(FILE, **answers)
    written = str(stage.record("task_completed"))
    assert MAN not in written
    assert f"**{MAN[-4:]}" in written
    assert stage.application.hukou_statement == f"户主身份证{MAN}。"


def test_the_page_shows_spare_rows_and_the_head_first(stage: Stage) -> None:
    html = str(stage.form(FILE).members())
    assert html.count("<fieldset") == 3
    assert '<option value="户主" selected>' in html


def test_what_was_typed_is_escaped_and_shown_again_with_its_error(stage: Stage) -> None:
    answers = application(**{"members-0-name": '"><script>'})
    with pytest.raises(InvalidForm) as refused:
        stage.submit(FILE, **answers)
    html = str(refused.value.form.members())
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'aria-invalid="true"' in html


def _declined() -> dict[str, Any]:
    return {
        "comment": "不是本村户籍。",
        "delivered_on": dt.date.today().isoformat(),
        "delivery": "当面送达",
        "received_by": "阿拉坦·巴图",
    }
