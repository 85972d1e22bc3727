"""The stages of a case and its ends in words that a household understands; no names, no reasons."""

from __future__ import annotations

from models.role import Role
from workflows.authorities import (
    finance_bureau,
    renovation_office,
    township_government,
    villagers_committee,
)

# Stage of the top level -> what is being done.
STAGES = {
    "village_review": "村里正在受理、评议和公示",
    "township_review": "乡镇正在入户核查和公示",
    "identity_verification": "有关部门正在核对家庭身份",
    "house_grading": "正在鉴定房屋的危险等级",
    "county_approval": "县里正在审批和公示",
    "construction": "正在改造施工",
    "acceptance": "正在验收",
    "payment_and_closing": "正在发放补助",
}
# How a case ended: the end event of the drawing -> in plain words.
ENDS = {
    "case_closed": "全部办完,补助已经发放。",
    "not_reported": "这次没有上报。",
    "not_listed": "这次没有列入改造。",
    "not_approved": "这次没有批准。",
    "eligibility_cancelled": "改造资格已经取消。",
    "withdrawn": "申请已经撤回。",
    "refused": "已经登记为不愿意改造。",
    "terminated": "办理已经终止。",
}
ASK_WHY = "为什么、不同意怎么办,请到村委会或乡镇人民政府当面询问,可以要求书面答复。"
# Steps at which everything waits for the household itself.
ASKED_OF_HOUSEHOLD = {
    "supplement_application": "材料还没有交齐。请带上通知书到村委会补交。",
    "choose_method": "请到村委会商量、确认怎样改造。",
    "sign_agreement": "请与施工队签订建房协议。",
    "rectify_defects": "验收发现要整改的地方,请和施工队一起改好。",
    "rectify_finding": "施工中发现要整改的地方,请和施工队一起改好。",
    "repair_account": "收款账户有误,请带一卡通到乡镇核对。",
    "confirm_payee": "请到乡镇核对收款人。",
    "vacate_old_house": "请按约定拆除或封存旧房。",
}
DEPARTMENTS = {
    Role.POVERTY_ALLEVIATION_OFFICE: "扶贫办",
    Role.CIVIL_AFFAIRS_BUREAU: "民政局",
    Role.DISABLED_PERSONS_FEDERATION: "残联",
}
VILLAGE = (Role.VILLAGE_CLERK, Role.VILLAGE_HEAD)
TOWNSHIP = (Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER, Role.SITE_SUPERVISOR)


def desk_of(role: Role, village: str, township: str, county: str) -> str:
    """The body on whose desk a step of ``role`` lies."""
    if role in VILLAGE:
        return villagers_committee(village)
    if role in TOWNSHIP:
        return township_government(township)
    if role in DEPARTMENTS:
        return f"{county}{DEPARTMENTS[role]}"
    if role is Role.ASSESSOR:
        return "房屋鉴定机构"
    return finance_bureau(county) if role is Role.FINANCE_OFFICER else renovation_office(county)
