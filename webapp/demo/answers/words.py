"""Opinions and reasons as officials write them, by task and outcome."""

from __future__ import annotations

from webapp.demo.answers.asked import Asked

# (task, outcome): reasons; what is not here takes one of REASONS.
GIVEN: dict[tuple[str, str], tuple[str, ...]] = {
    ("check_application", "decline"): (
        "该户在城区另有一套住房，不属于唯一住房，按规定不予受理。",
        "户口为非农业户口，不符合农业户口的条件，不予受理。",
    ),
    ("review_declined", "return"): ("请补交房产查询证明，说明城区住房的产权情况后再行受理。",),
    ("hold_appraisal", "fail"): (
        "多数代表认为该户儿子在镇里有楼房，老人长期随子女居住，旧房仅作仓房使用。",
    ),
    ("state_appraisal", "reappraise"): ("到会人数差得较多，请通知全体代表，重新召开评议。",),
    ("take_down_notice", "repeat"): (
        "第三天刮大风，主要街道的公示单被吹落，公示天数不足，重新张贴。",
        "雨后公示栏进水，字迹模糊，需重新公示。",
    ),
    ("review_file", "return"): (
        "改造意愿说明过于简单，请写明希望采取的方式；户主联系电话与户口簿登记不一致，请核对。",
        "户籍证明出具日期已超过半年，请重新开具后补交。",
    ),
    ("review_file", "reject"): ("该户2017年已享受过危房改造补助，不应重复申报，请核实。",),
    ("visit_household", "return"): (
        "入户时量得房屋面积与申报不一致，请核实房屋面积后补正。",
        "户主长子常年在外，家庭收入说明中的务工收入请补充说明。",
    ),
    ("visit_household", "reject"): ("入户时该房无人居住，邻居反映该户在城区已购房。",),
    ("decide_case", "return"): ("困难情况写得不够具体，请补充家庭收支和患病情况。",),
    ("decide_case", "reject"): ("家庭经济条件与申报不符，退回村委会说明。",),
    ("hold_meeting", "reject"): ("会上反映该户房屋去年已自行翻修，请村委会核实后再报。",),
    ("handle_return", "drop"): ("经核实，该户确有其他住房，户主同意不再申报。",),
    ("verify_poverty", "mismatch"): ("系统登记的户主姓名与申报不一致，一字之差，请核对后补正。",),
    ("verify_civil_affairs", "mismatch"): ("证件编号与台账不一致，请核对证件后补正。",),
    ("verify_disability", "mismatch"): ("残疾证号码少一位，请按证件更正。",),
    ("verify_poverty", "fail"): ("经系统比对，该户2018年底已退出，不在建档立卡名单内。",),
    ("verify_civil_affairs", "fail"): ("经核查，该户低保已于2018年12月停发，不符合条件。",),
    ("verify_disability", "fail"): ("残疾证已过有效期且未重新评定，本次不予认定。",),
    ("confirm_grading", "return"): ("报告中墙体照片缺失，请补充后重新提交。",),
    ("confirm_grading", "dispute"): (
        "农户反映西山墙已倾斜，对B级结论有异议，申请另一家机构复鉴一次。",
    ),
    ("report_relaxation", "decline"): ("该户实际居住人口为三人，不属于居住人口较多，不同意放宽。",),
    ("review_archive", "return"): (
        "申请审批表中户主签字日期漏填，请补正。",
        "改造前照片看不清固定参照物，请重新拍摄上传。",
    ),
    ("review_archive", "choose_again"): ("计划面积与家庭人口不相称，请与农户商量后重新确认。",),
    ("approve_case", "return"): ("入户调查表只有一人签字，请补齐后再报。",),
    ("approve_case", "reject"): ("公示后核实该户2016年已享受过危房改造补助，按规定不予批准。",),
    ("approve_case", "postpone"): ("本批指标已满，列入下一批。",),
    ("inspect_site", "finding"): (
        "北墙圈梁钢筋搭接长度不够，箍筋间距偏大，须返工后再浇筑。",
        "屋面保温板铺设有缝隙，檐口未封严，影响保温。",
        "西山墙拉筋未按要求设置，须补设。",
    ),
    ("recheck_finding", "again"): ("箍筋间距仍有三处不符合要求，继续整改。",),
    ("accept_preliminary", "fail"): (
        "屋面保温层厚度不足，东侧窗缝漏风，限期整改。",
        "地基散水未做，墙根有返潮，限期整改。",
    ),
    ("accept_final", "fail"): (
        "梁下支座处有细小裂缝，须加固处理后重新验收。",
        "炕面烟道倒烟，室内未通风，须整改。",
    ),
    ("decide_cancellation", "cancel"): (
        "实测面积超过上限，农户不同意拆除超出部分，按规定取消补助资格。",
    ),
    ("decide_cancellation", "rectify"): ("农户同意拆除西侧加建的偏厦，限期拆除后重新验收。",),
    ("approve_subsidy", "return"): ("户名与身份证姓名的间隔号写法不一致，请核对户名后再报。",),
    ("pay_subsidy", "failed"): ("银行回盘：户名与账号不符，款项退回。",),
    ("verify_account", "return"): ("银行反馈该账户为睡眠户，请农户激活后重新填报。",),
    ("archive_case", "missing"): ("协议扫描件缺第二页，改造后照片缺户主本人，请补齐。",),
    ("sign_refusal_township", "return"): ("户主儿子近日返乡，建议再做一次工作。",),
    ("investigate_objection", "upheld"): (
        "经查，户主名下在镇区确有一处住房，异议反映的情况属实，异议成立。",
    ),
    ("investigate_objection", "nobody_free"): ("村干部都与该户沾亲，请镇里派人调查。",),
    ("judge_late_objection", "keep"): ("公示期满十日后提出，所说情况入户时已经核实，不影响结果。",),
    ("judge_late_objection", "stop"): ("所说情况若属实将影响资格，先停下来调查。",),
    ("screen_objection", "repetition"): ("与上一件说的是同一套房子，没有新的情况。",),
    ("investigate_objection", "dismissed"): (
        "经查，异议所说的房屋系户主弟弟所有，与申请户无关，异议不成立。",
        "经走访邻居并查看户口簿，该户确只有这一处住房，异议不成立。",
    ),
}
REASONS = ("材料与实际情况不一致，请核实后再报。",)
# Opinions of those who let a case go on; most people write none.
APPROVALS: dict[str, tuple[str, ...]] = {
    "check_application": ("材料齐全，予以受理。", "已当面核对原件，受理。", ""),
    "review_file": ("材料齐全，同意入户调查。", "经审核材料完整，内容清楚。", "合格。"),
    "visit_household": (
        "{structure}房屋，建于{year}年，墙体开裂，与申报一致。",
        "入户核实，全家{size}口人，长期在村居住，情况属实。",
        "房屋破损严重，户主{age}岁，无力自行修建，建议纳入。",
    ),
    "decide_case": ("同意。", "情况属实，同意公示。", "审定合格。"),
    "hold_meeting": ("会议研究同意上报。", ""),
    "verify_poverty": ("经系统比对，系建档立卡贫困户，身份属实。", "在册，通过。"),
    "verify_civil_affairs": ("经核对台账，身份属实。", "在保，通过。"),
    "verify_disability": ("证件有效，身份属实。",),
    "confirm_grading": ("结果清楚，予以确认。", ""),
    "review_archive": ("档案资料齐全，拟同意。", "经核对无误，提交审批。"),
    "approve_case": ("同意纳入2019年度改造计划。", "批准。", "同意。"),
    "inspect_site": ("", "", "施工规范，现场整洁。"),
    "accept_preliminary": ("初验合格。", "房屋安全，农户满意。"),
    "accept_final": ("竣工验收合格。", "经现场查验，达到安全住房标准。"),
    "approve_subsidy": ("同意拨付。", ""),
    "archive_case": ("一户一档齐全，予以销号。", ""),
    "urge_supplement": ("农户生病住院，家属答应出院后补交，同意延期。",),
}


def comment_on(asked: Asked) -> str:
    """The opinion or the reason that goes with the button pressed; often none."""
    if asked.needs_reason:
        return asked.one_of(GIVEN.get((asked.node, asked.outcome), REASONS))
    return asked.one_of(APPROVALS.get(asked.node, ("",)))
