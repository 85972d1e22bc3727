"""The sheet of cases in mid-course: one row a household, one group of columns for each step.

Each step tells its event date with the one who handled it, and the few data that it cannot do
without; everything else stands on the paper, which is asked for afterwards (待补纸质).
"""

from __future__ import annotations

from forms.application import IDENTITIES
from models.construction import SITE_TYPES
from models.household import STRUCTURES
from models.method import BUILDERS, METHODS
from models.role import Level, Role
from webapp.imports.asked import (
    YES_NO,
    Asked,
    SheetStep,
    has_house,
    has_no_house,
    is_grade_d,
    is_new_build,
    is_repair,
    optional,
)
from workflows.facts import NO_HOUSE

HOUSEHOLD = (
    Asked("village", "村", hint="写“蘑菇气镇惠风川村”,或 12 位代码。", width=20),
    Asked("group", "组(屯)", needed=optional),
    Asked("head", "户主姓名"),
    Asked("head_id", "户主身份证号", width=22),
    Asked("head_nation", "户主民族", needed=optional, width=8),
    Asked(
        "members",
        "其他家庭成员",
        hint="每人写“姓名 关系 身份证号 民族”,几个人用分号隔开;没有就留空。",
        needed=optional,
        width=40,
    ),
    Asked("address", "住址", width=24),
    Asked("telephone", "电话", needed=optional, width=14),
    Asked("hukou", "户口性质", ("农业", "非农业")),
    Asked("rural", "长期居住农村", YES_NO),
    Asked(
        "identities", "身份类别", hint=f"可写几个,用顿号隔开:{'、'.join(IDENTITIES)}。", width=18
    ),
    Asked(
        "certificate",
        "证件号码",
        hint="低保证、五保证、残疾证号码;建档立卡户不填。",
        needed=optional,
    ),
    Asked("income", "全家年收入(元)", needed=optional),
    Asked("dwelling", "住房情况", ("唯一住房", NO_HOUSE)),
    Asked("no_house", "整户无房", YES_NO, needed=has_no_house),
    Asked("structure", "房屋结构", STRUCTURES, needed=has_house),
    Asked("built_year", "建造年份", needed=has_house, width=8),
    Asked("house_area", "房屋面积", needed=has_house, width=8),
    Asked("rooms", "间数", needed=has_house, width=6),
    Asked("paper_number", "纸质档案号", width=16),
    Asked("village_by", "村办理人"),
    Asked("township_by", "乡镇办理人", needed=optional),
    Asked("leader_by", "乡镇审定人", needed=optional),
    Asked("department_by", "身份审核人", needed=optional),
    Asked("county_by", "危改办办理人", needed=optional),
    Asked("approver_by", "危改办审批人", needed=optional),
    Asked("finance_by", "财政办理人", needed=optional),
)


def _notice(level: Level, title: str, role: Role, by: str) -> tuple[SheetStep, SheetStep]:
    return (
        SheetStep(f"post_notice_{level}", f"{title}公示张贴", role, by),
        SheetStep(f"take_down_notice_{level}", f"{title}公示揭下", role, by),
    )


def _verification(key: str, title: str, role: Role, plan: str, *more: Asked) -> SheetStep:
    """Plan A asks the 扶贫办 alone; of plan B's departments some are enough (R27-R29)."""
    fields = (Asked(f"list_{key}", f"{title}名单文号", width=16), *more)
    return SheetStep(
        key, f"{title}审核", role, "department_by", fields, plans=plan, on_the_way=plan == "A"
    )


_POVERTY = Role.POVERTY_ALLEVIATION_OFFICE
_RELOCATION = Asked("relocation", "已列入易地搬迁", YES_NO)
_STABLE = Asked("stable", "稳定脱贫", YES_NO)
_MARKED = Asked("marked", "档案标注无房户", YES_NO, needed=has_no_house)
STEPS = (
    SheetStep("file_application", "申请", Role.VILLAGE_CLERK, "village_by"),
    SheetStep("check_application", "受理", Role.VILLAGE_CLERK, "village_by"),
    SheetStep(
        "hold_appraisal",
        "民主评议",
        Role.VILLAGE_CLERK,
        "village_by",
        (
            Asked("meeting_kind", "会议形式", ("村民大会", "村民代表大会"), width=14),
            Asked("meeting_place", "会议地点"),
            Asked("meeting_led", "主持人、记录人", names=2, width=14),
            Asked(
                "votes", "评议票数", hint="应到/实到/赞成/反对/弃权,写成 30/26/24/1/1。", width=16
            ),
        ),
    ),
    *_notice(Level.VILLAGE, "村", Role.VILLAGE_CLERK, "village_by"),
    SheetStep(
        "report_application",
        "村上报",
        Role.VILLAGE_HEAD,
        "village_by",
        (Asked("form_signed", "审批表已签字盖章", YES_NO),),
    ),
    SheetStep("review_file", "乡镇审核", Role.TOWNSHIP_OFFICER, "township_by"),
    SheetStep(
        "visit_household",
        "入户调查",
        Role.TOWNSHIP_OFFICER,
        "township_by",
        (
            Asked("visitors", "入户人员", hint="两个人,用顿号隔开。", names=2, width=14),
            Asked("visit_agrees", "入户与申报一致", YES_NO),
            Asked("difficulty", "建房确有困难", YES_NO),
        ),
    ),
    SheetStep("decide_case", "乡镇审定", Role.TOWNSHIP_LEADER, "leader_by"),
    *_notice(Level.TOWNSHIP, "乡镇", Role.TOWNSHIP_OFFICER, "township_by"),
    SheetStep(
        "hold_meeting",
        "立会研究",
        Role.TOWNSHIP_LEADER,
        "leader_by",
        (
            Asked("minutes_number", "会议纪要编号"),
            Asked("attendees", "参会人员", hint="用顿号隔开。", names=2, width=20),
        ),
    ),
    SheetStep(
        "report_notice_result",
        "上报公示结果",
        Role.TOWNSHIP_OFFICER,
        "township_by",
        (Asked("report_letter", "上报文号"),),
    ),
    _verification("verify_poverty", "扶贫", _POVERTY, "A", _RELOCATION, _STABLE, _MARKED),
    _verification("verify_poverty", "扶贫", _POVERTY, "B", _RELOCATION),
    _verification("verify_civil_affairs", "民政", Role.CIVIL_AFFAIRS_BUREAU, "B"),
    _verification("verify_disability", "残联", Role.DISABLED_PERSONS_FEDERATION, "B"),
    SheetStep(
        "commission_grading",
        "委托鉴定",
        Role.OFFICE_HANDLER,
        "county_by",
        (Asked("agency", "鉴定机构", width=24), Asked("commission_number", "委托书编号")),
        applies=has_house,
    ),
    SheetStep(
        "grade_house",
        "入户鉴定",
        Role.ASSESSOR,
        "assessors",
        (
            Asked("report_number", "鉴定报告编号", width=16),
            Asked("assessors", "鉴定人员", hint="两个人,用顿号隔开。", names=2, width=14),
            Asked("site_safe", "场地安全", YES_NO),
            Asked(
                "parts",
                "部位评定",
                hint="地基基础/承重墙/梁柱/楼屋盖/围护,写成 b/c/b/c/b;没有的部位写“无”。",
                width=14,
            ),
            Asked("grade", "鉴定等级", ("C", "D")),
        ),
        applies=has_house,
    ),
    SheetStep("confirm_grading", "核对鉴定", Role.OFFICE_HANDLER, "county_by", applies=has_house),
    SheetStep(
        "resettle_household",
        "安置",
        Role.TOWNSHIP_OFFICER,
        "township_by",
        (Asked("lodging", "安置方式", ("租房", "借住")), Asked("lodging_address", "安置地址")),
        applies=is_grade_d,
        on_the_way=False,
    ),
    SheetStep(
        "vacate_old_house",
        "旧房处理",
        Role.TOWNSHIP_OFFICER,
        "township_by",
        (Asked("disposal", "旧房处理方式", ("拆除", "封存")),),
        applies=is_grade_d,
        on_the_way=False,
    ),
    SheetStep(
        "choose_method",
        "确认方式",
        Role.VILLAGE_CLERK,
        "village_by",
        (
            Asked("method", "改造方式", METHODS, width=14),
            Asked("builder", "由谁建设", BUILDERS, needed=optional, width=14),
            Asked("planned_area", "计划面积", needed=is_new_build, width=8),
        ),
    ),
    SheetStep(
        "review_archive",
        "档案审核",
        Role.OFFICE_HANDLER,
        "county_by",
        (Asked("file_complete", "档案齐全", YES_NO),),
    ),
    SheetStep(
        "approve_case",
        "审批",
        Role.OFFICE_APPROVER,
        "approver_by",
        (Asked("amount", "批准补助金额(元)"),),
    ),
    *_notice(Level.COUNTY, "市级", Role.OFFICE_HANDLER, "county_by"),
    SheetStep(
        "record_registry_entry",
        "录入全国系统",
        Role.OFFICE_HANDLER,
        "county_by",
        (Asked("registry_number", "系统编号", width=22),),
    ),
    SheetStep(
        "sign_agreement",
        "建房协议",
        Role.VILLAGE_HEAD,
        "village_by",
        (
            Asked("contractor", "施工方", width=16),
            Asked("contractor_certificate", "施工合格证编号"),
            Asked("finish_by", "约定竣工日期", is_day=True, width=14),
            Asked("site_type", "建房用地", SITE_TYPES[:-1], needed=is_new_build),
            Asked("fits_plans", "符合规划和设计", YES_NO, needed=is_new_build),
        ),
    ),
    SheetStep(
        "start_construction",
        "开工",
        Role.VILLAGE_CLERK,
        "village_by",
        (Asked("supervisor", "现场监督员"), Asked("supervisor_trained", "监督员经过培训", YES_NO)),
    ),
    SheetStep("inspect_site", "现场巡查", Role.SITE_SUPERVISOR, "supervisor"),
    SheetStep(
        "declare_completion",
        "完工",
        Role.VILLAGE_CLERK,
        "village_by",
        (Asked("cost", "实际改造费用(元)", needed=is_repair),),
    ),
    SheetStep(
        "accept_preliminary",
        "初步验收",
        Role.TOWNSHIP_OFFICER,
        "township_by",
        (
            Asked("first_team", "初验人员", hint="三个人以上,用顿号隔开。", names=2, width=24),
            Asked("first_passed", "初验项目全部合格", YES_NO),
            Asked("wall_mm", "墙体厚度(mm)", needed=is_new_build, width=8),
            Asked("old_house_gone", "旧房已拆除", YES_NO, needed=optional),
        ),
    ),
    SheetStep(
        "accept_final",
        "竣工验收",
        Role.OFFICE_HANDLER,
        "county_by",
        (
            Asked(
                "final_team",
                "验收组",
                hint="“姓名 单位”,几个人用分号隔开,与初验人员不同。",
                width=36,
            ),
            Asked("final_passed", "竣工项目全部合格", YES_NO),
            Asked("measured_area", "实测面积", needed=is_new_build, width=8),
        ),
    ),
    SheetStep(
        "review_subsidy",
        "资金审核",
        Role.OFFICE_HANDLER,
        "county_by",
        (
            Asked("card_number", "一卡通账号", width=24),
            Asked("card_bank", "开户银行", width=18),
        ),
    ),
    SheetStep("approve_subsidy", "审批拨付", Role.FINANCE_OFFICER, "finance_by"),
    SheetStep(
        "pay_subsidy",
        "发放",
        Role.FINANCE_OFFICER,
        "finance_by",
        (
            Asked("batch_number", "发放批次号"),
            Asked("bank_reference", "银行流水号", needed=optional),
        ),
    ),
)
VERIFICATIONS = ("verify_poverty", "verify_civil_affairs", "verify_disability")


def steps_of(plan: str) -> list[SheetStep]:
    """The steps that a sheet of ``plan`` asks, in their order."""
    return [step for step in STEPS if plan in step.plans]


def columns_of(plan: str) -> list[Asked]:
    """Every column of a sheet of ``plan``, in order."""
    return [
        *HOUSEHOLD,
        *(column for step in steps_of(plan) for column in (step.day, *step.fields)),
    ]
