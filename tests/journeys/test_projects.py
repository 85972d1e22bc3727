"""工程: households that are built, inspected and accepted together (G30, R50, G21)."""

from __future__ import annotations

from models.document import PAYEE_CONSENT
from models.programme import Programme
from models.project import DwellingHandover, ProjectAcceptance
from models.role import Role
from models.stand_in import StandIn
from tests.cast import FOREIGN_COUNTY, add_account
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case
from tests.journeys.walks import walks
from tests.journeys.works import (
    COUNTY_TEAM,
    HANDLER,
    HOME,
    OFFICER,
    PROVIDED,
    SUPERVISOR,
    TOWNSHIP_TEAM,
    Works,
    judged,
    open_project,
    picture,
    registered,
)
from workflows import clock, history
from workflows.parameters import set_parameter


def home(case_at: CaseAt) -> Case:
    return case_at("sign_agreement", **HOME)


def provided(case_at: CaseAt) -> tuple[Case, Works]:
    case = case_at("sign_agreement", **PROVIDED)
    return case, open_project(case.office, title="惠风川兜底房", kind="政府兜底房")


# --- the whole way


@walks("hand_over_dwelling:done", "archive_case:close")
def test_a_household_of_a_mutual_aid_home_follows_its_project_to_the_key(case_at: CaseAt) -> None:
    case = home(case_at)
    works = open_project(case.office).join(case).start()
    case.do("sign_agreement")
    assert case.open_tasks == {}
    assert case.application.started_on == works.row.started_on, "it has begun with its project"
    money = case.office.get(OFFICER, f"/cases/{case.id}/money").words
    assert "元(整个工程“惠风川互助院”)" in money
    waiting = case.office.get(OFFICER, f"/cases/{case.id}").words
    assert "随工程“惠风川互助院”建设,等工程竣工验收" in waiting
    works.finish().check().accept(case)
    assert set(case.open_tasks) == {"hand_over_dwelling"}
    case.do("hand_over_dwelling")
    case.finish()
    done = case.application
    assert (done.result, done.payable_yuan, done.paid_on) == ("case_closed", 0, None)
    assert str(done.measured_area_m2) == "36.00"
    assert done.accepted_on == works.row.finished_on
    assert not {"review_subsidy", "accept_final"} & {task.node_id for task in case.tasks}
    with case.office.database.read() as session:
        row = session.query(DwellingHandover).one()
        assert row.project_number == works.row.number
        assert history.verify(session, works.row) > 6


@walks("hand_over_dwelling:done")
def test_a_house_by_the_government_follows_its_project_and_is_paid_to_the_card(
    case_at: CaseAt,
) -> None:
    case, works = provided(case_at)
    works.built(case).check().accept(case)
    case.do("hand_over_dwelling")
    case.finish()
    done = case.application
    assert (done.result, done.payable_yuan, done.pays_builder) == ("case_closed", 45232, False)
    assert done.card_holder == done.head_name


def test_what_the_machine_takes_over_is_no_persons_act(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case).check().accept(case)
    words = case.office.get(OFFICER, f"/cases/{case.id}/history").words
    assert f"按工程 {works.row.number} 的竣工验收结果记录" in words
    assert "实测面积 36" in words
    papers = case.office.get(OFFICER, f"/cases/{case.id}/papers").words
    assert "工程竣工验收表" in papers


def test_an_area_above_the_cap_is_looked_at_household_by_household(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case).check()
    works.accept(case, **{f"area_{works.member(case).id}": "41"})
    case.do("hand_over_dwelling")
    assert set(case.open_tasks) == {"decide_cancellation"}


# --- joining and leaving


def test_the_agreement_of_a_mutual_aid_home_waits_for_its_project(case_at: CaseAt) -> None:
    case = home(case_at)
    assert "请乡镇经办先在“工程”里把这一户加入工程" in case.refused("sign_agreement")
    open_project(case.office).join(case)
    case.do("sign_agreement")


def test_only_approved_households_of_the_same_method_can_join(case_at: CaseAt) -> None:
    case = home(case_at)
    other = open_project(case.office, title="兜底房", kind="政府兜底房")
    page = case.office.get(OFFICER, f"/projects/{other.id}/households/new")
    assert "现在没有可以加入的农户" in page.words
    sent = {f"dwelling-{case.id}": "1", "csrf_token": case.office.token(OFFICER)}
    refused = case.office.post(OFFICER, f"/projects/{other.id}/households/new", sent)
    assert refused.status == 422
    assert "有的农户现在不能加入" in refused.complaints
    assert case.application.project_id is None


def test_a_household_joins_in_order_and_in_a_dwelling(case_at: CaseAt) -> None:
    case = home(case_at)
    works, dwelling = open_project(case.office), f"dwelling-{case.id}"
    for answers, sentence in (
        ({dwelling: "1-1", "joined_on": "2019-03-01"}, "不能在批准以前加入工程"),
        ({dwelling: "1-1", "joined_on": "2031-01-01"}, "不能晚于今天"),
        ({dwelling: "1-1", "joined_on": "三月"}, "日期应写成"),
        ({dwelling: ""}, "填写房号"),
        ({dwelling: "一" * 21}, "房号最多"),
    ):
        page = works.act(OFFICER, "households/new", **answers)
        assert sentence in page.complaints
        assert page.tree.xpath(f"//input[@name='{dwelling}']/@value") == [answers[dwelling]]
    assert case.application.project_id is None


def test_a_mutual_aid_home_is_left_only_for_another(case_at: CaseAt) -> None:
    case = home(case_at)
    works = open_project(case.office).join(case)
    address = f"households/{works.member(case).id}/leave"
    told = {"reason": "房子不够住。"}
    assert "只能转入另一个工程" in works.refused(OFFICER, address, **told)
    second = open_project(case.office, title="河西互助院")
    moved = {**told, "to_project_id": str(second.id), "dwelling_number": "2-5"}
    works.done(OFFICER, address, **moved)
    assert case.application.project_id == second.id
    assert second.member(case).dwelling_number == "2-5"
    assert "已经退出" in works.page().words or "已退出" in works.page().words


def test_a_house_by_the_government_that_leaves_is_built_by_itself(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.join(case).start()
    case.do("sign_agreement")
    works.done(OFFICER, f"households/{works.member(case).id}/leave", reason="改由本户自己建设。")
    assert set(case.open_tasks) == {"start_construction"}
    case.do("start_construction")
    assert "退出工程" in case.office.get(OFFICER, f"/cases/{case.id}/history").words


def test_nobody_leaves_after_the_acceptance_or_joins_after_completion(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case)
    assert case.office.get(OFFICER, f"/projects/{works.id}/households/new").status == 409
    works.check().accept(case)
    page = works.act(OFFICER, f"households/{works.member(case).id}/leave", reason="不住了。")
    assert page.status == 409
    assert case.application.project_id == works.id


def test_a_household_whose_case_ends_leaves_its_dwelling(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.join(case).start()
    case.do("sign_agreement")
    assert case.ask_to_end(OFFICER).status == 303
    case.do("decide_termination_approved", "terminate")
    assert (case.application.result, case.application.project_id) == ("terminated", None)
    assert works.member(case).left_reason == "这一件已经终止。"
    page = works.act(OFFICER, "completion", **{"photo-file": picture()})
    assert "工程里还没有农户" in page.complaints


def test_the_acceptance_reaches_a_suspended_case_when_it_goes_on(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case).check()
    assert case.act_on_paper(OFFICER, "suspension").status == 303
    works.accept(case)
    assert case.application.accepted_on is None
    assert case.act(OFFICER, "resumption", reason="家属回来了。").status == 303
    case.office.work()
    assert set(case.open_tasks) == {"hand_over_dwelling"}
    assert case.application.accepted_on == clock.today()


# --- works


def test_work_begins_under_a_contract_and_a_trained_supervisor(case_at: CaseAt) -> None:
    office = home(case_at).office
    works = open_project(office, contract_number="", supervisor_trained="no")

    def refused(**answers: str) -> str:
        return works.refused(OFFICER, "start", **{"photo-file": picture(), **answers})

    assert "合同编号" in refused()
    works.done(OFFICER, "facts", contract_number="HT2019-08")
    assert "须接受过培训" in refused()
    works.done(OFFICER, "facts", supervisor_trained="yes")
    assert "不能早于合同日期" in refused(started_on="2019-02-01")
    works.start()
    assert "更改合同编号" in works.page().words


def test_the_facts_of_a_project_are_checked(case_at: CaseAt) -> None:
    office = home(case_at).office
    for facts, sentence in (
        ({"builder_credit_code": "91110000600037341X"}, "统一社会信用代码不对"),
        ({"builder_account": "123"}, "账号应是"),
        ({"contract_yuan": "-1"}, "应在"),
        ({"title": ""}, "请填写工程名称"),
        ({"township_code": "150783102"}, "请从给出的答案里选择"),
    ):
        page = registered(office, **facts)
        assert page.status == 422
        assert sentence in page.complaints


def test_two_officers_do_not_write_over_each_other(case_at: CaseAt) -> None:
    works = open_project(home(case_at).office)
    path = f"/projects/{works.id}/facts"
    old = works.office.get(OFFICER, path).form(path).values
    works.done(OFFICER, "facts", address="村部西侧")
    page = works.office.post(OFFICER, path, {**old, "address": "村部南侧"})
    assert page.status == 422
    assert "刚被同事改过" in page.complaints
    assert works.row.address == "村部西侧"
    again = works.office.post(OFFICER, path, {**page.form(path).values})
    assert again.status == 303


def test_completion_waits_for_the_agreement_of_every_household(case_at: CaseAt) -> None:
    case = home(case_at)
    works = open_project(case.office).join(case).start()
    name = case.application.head_name
    refused = works.refused(OFFICER, "completion", **{"photo-file": picture()})
    assert f"{name}在这一天以前还没有签订建房协议" in refused
    case.do("sign_agreement")
    works.finish()
    assert case.application.completed_on == clock.today()


def test_a_finding_stands_in_the_way_until_it_is_settled(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.join(case).start().find()
    case.do("sign_agreement")
    works.finish()
    refused = works.refused(OFFICER, "acceptances/township", **judged("pass"))
    assert "还有 1 条整改没有复查合格" in refused
    deputy = stand_in_for_the_handler(case)
    for status in (303, 409):
        told = {"settlement": "已加密钢筋。", "photo-file": picture()}
        assert works.act(deputy, "inspections/1/settlement", **told).status == status
    works.check()
    # What a deputy has settled the handler has settled: it is for others to judge the work.
    told = {**judged("pass"), **works.areas(case), "members": COUNTY_TEAM}
    assert "竣工验收须由他人办理" in works.act(HANDLER, "acceptances/county", **told).words


def stand_in_for_the_handler(case: Case) -> str:
    """The name of an account of another county that stands in for the office's handler today."""
    office, today = case.office, clock.today()
    with office.database.write() as session:
        deputy = add_account(session, "deputy", "乌兰", (Role.OFFICE_HANDLER, FOREIGN_COUNTY))
        handler = office.people.account_id(Role.OFFICE_HANDLER)
        asked = {"first_day": today, "last_day": today, "reason": "外出", "made_at": clock.now()}
        session.add(StandIn(account_id=handler, deputy_id=deputy.id, made_by_id=handler, **asked))
        session.commit()
    return "deputy"


# --- acceptance


def test_the_township_accepts_before_the_county(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.join(case).start()
    for level, who in (("township", OFFICER), ("county", HANDLER)):
        assert works.office.get(who, f"/projects/{works.id}/acceptances/{level}").status == 409
    case.do("sign_agreement")
    works.finish()
    assert works.office.get(HANDLER, f"/projects/{works.id}/acceptances/county").status == 409
    assert works.office.get(HANDLER, f"/projects/{works.id}/acceptances/township").status == 403
    assert works.office.get(OFFICER, f"/projects/{works.id}/acceptances/moon").status == 404


def test_what_stands_in_the_way_of_the_final_acceptance(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case).check()
    [area] = works.areas(case)
    for answers, sentence in (
        ({"checklist-wall_mm": "369"}, "墙体370mm以上"),
        ({"checklist-indoor_stove": None}, "请逐项验收"),
        ({"members": "吴建国 住建局"}, "验收组至少 2 人"),
        ({"members": "吴建国\n苏日娜 结构工程师"}, "请在每人姓名后写明单位"),
        ({"members": TOWNSHIP_TEAM}, "至少 2 人须没有参加过初步验收"),
        ({"happened_on": "2019-03-05"}, "不能早于初验日期"),
        ({area: None}, "请填写实测建筑面积"),
        ({"sheet-file": None}, "请上传签字盖章的验收表"),
        ({"outcome": "fail"}, "请写明问题和整改期限"),
    ):
        told = {**judged("pass"), "members": COUNTY_TEAM, area: "36", **answers}
        assert sentence in works.refused(HANDLER, "acceptances/county", **told)
    assert works.row.state == "checked"
    assert case.application.accepted_on is None


def test_what_fails_is_put_right_and_accepted_anew_by_both(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case).check()
    failing = {"findings": "屋面漏雨。", "rectify_by": clock.today().isoformat()}
    told = {**judged("fail"), "members": COUNTY_TEAM, **failing}
    works.done(HANDLER, "acceptances/county", **told)
    assert works.row.state == "finished"
    assert "整改没有复查合格" in works.refused(OFFICER, "acceptances/township", **judged("pass"))
    settled = {"settlement": "重做防水。", "photo-file": picture()}
    works.done(SUPERVISOR, "inspections/1/settlement", **settled)
    works.check().accept(case, handled_by="吴建国")
    assert set(case.open_tasks) == {"hand_over_dwelling"}
    with case.office.database.read() as session:
        assert session.query(ProjectAcceptance).count() == 4


def test_nobody_accepts_what_they_supervised(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.join(case).start()
    seen = {"stage": "基础", "findings": "合格。", "photo-file": picture()}
    works.done(HANDLER, "inspections/new", **seen)
    case.do("sign_agreement")
    works.finish().check()
    told = {**judged("pass"), **works.areas(case), "members": COUNTY_TEAM}
    page = works.act(HANDLER, "acceptances/county", **told)
    assert page.status == 403
    assert "竣工验收须由他人办理" in page.words
    assert works.row.state == "checked"


def test_a_second_acceptance_finds_it_done(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case).check()
    path = f"/projects/{works.id}/acceptances/county"
    told = {**judged("pass"), **works.areas(case), "members": COUNTY_TEAM}
    sent = {**works.office.get(HANDLER, path).form(path).values, **told}
    works.accept(case)
    assert works.office.post(HANDLER, path, sent).status == 409
    with case.office.database.read() as session:
        assert session.query(ProjectAcceptance).filter_by(level="county").count() == 1


def test_the_old_house_goes_before_the_key_is_handed_over(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case).check().accept(case)
    refused = case.refused("hand_over_dwelling", old_house_demolished="no")
    assert "旧房必须拆除后才能交付入住" in refused


# --- who is paid


def set_builder_may_be_paid(case: Case) -> None:

    with case.office.database.write() as session:
        programme = session.get_one(Programme, case.office.people.programmes["A"])
        set_parameter(
            session,
            programme,
            name="builder_may_be_paid",
            value=True,
            valid_from=clock.today(),
            kind="proposed",
            source="G21",
            note="统建的付给施工单位",
            set_by_id=None,
        )
        session.commit()


def test_the_builder_is_paid_only_with_the_households_consent(case_at: CaseAt) -> None:
    case = case_at("sign_agreement", **PROVIDED)
    account = {"builder_account": "15050160664100000123", "builder_bank": "农业银行扎兰屯支行"}
    works = open_project(case.office, title="兜底房", kind="政府兜底房", **account)
    set_builder_may_be_paid(case)
    works.built(case).check().accept(case)
    case.do("hand_over_dwelling")
    case.advance_to("review_subsidy")
    refused = case.refused("review_subsidy", payee="施工单位")
    assert "请上传农户签字的委托支付同意书" in refused
    paper = case.upload("review_subsidy", "consent_ids", PAYEE_CONSENT)
    case.do("review_subsidy", payee="施工单位", consent_ids=[paper])
    done = case.application
    assert (done.pays_builder, done.card_holder) == (True, "兴达建筑工程有限公司")
    page = case.office.get("finance_officer", f"/tasks/{case.task('approve_subsidy').id}")
    assert "施工单位,农户已书面同意" in page.words
    case.finish()
    assert (case.application.result, case.application.payable_yuan) == ("case_closed", 45232)


def test_without_the_countys_rule_nobody_is_asked_for_another_payee(case_at: CaseAt) -> None:
    case, works = provided(case_at)
    works.built(case).check().accept(case)
    case.do("hand_over_dwelling")
    case.advance_to("review_subsidy")
    form = case.office.get(HANDLER, f"/tasks/{case.task('review_subsidy').id}")
    assert "付给谁" not in form.words
