"""The Chinese names of a case's facts, and how their values read."""

from __future__ import annotations

from typing import Any

LABELS = {
    "number": "编号",
    "programme_id": "方案",
    "village_code": "村",
    "filed_on": "申请日期",
    "head_name": "户主",
    "household_size": "家庭人口",
    "identities": "身份类别",
    "certificate_number": "证件编号",
    "hukou": "户口性质",
    "long_term_rural": "长期在村居住",
    "dwelling": "住房情况",
    "whole_household_no_house": "全家无房",
    "suspected_grade": "疑似等级",
    "hukou_statement": "户籍说明",
    "income_statement": "家庭收入说明",
    "danger_statement": "住房危险程度说明",
    "wish_statement": "改造意愿说明",
    "annual_income_yuan": "家庭年收入",
    "wished_method": "希望的改造方式",
    "signing": "户主签字",
    "unclear": "说不清、待核实的",
    "papers": "已查看的材料",
    "marked_in_archive": "扶贫档案标注",
    "in_relocation_plan": "列入易地搬迁",
    "stable_out_of_poverty": "稳定脱贫",
    "house_code": "农房编码",
    "building_difficulty": "建房确有困难",
    "grade": "鉴定等级",
    "agency_id": "鉴定机构",
    "method": "改造方式",
    "builder": "建房方",
    "planned_area_m2": "计划面积",
    "large_household_application": "放宽面积申请",
    "township_formal_document": "乡镇正式文件",
    "approved_on": "批准日期",
    "approved_subsidy_yuan": "核定补助",
    "fund": "资金来源",
    "registry_number": "全国系统编号",
    "measured_area_m2": "实测面积",
    "repair_cost_yuan": "修缮费用",
    "started_on": "开工日期",
    "completed_on": "完工日期",
    "accepted_on": "验收合格日期",
    "payable_yuan": "应付金额",
    "paid_on": "发放日期",
    "card_holder": "一卡通户名",
    "card_number": "一卡通账号",
    "card": "一卡通账号",
    "card_bank": "开户银行",
    "pays_builder": "付给施工单位",
}

# What a household may not know of its house; the rest are facts of the case.
UNCLEAR_LABELS = {"built_year": "建造年份", "area_m2": "房屋面积"}


def label_of(name: str) -> str:
    """The Chinese name of a fact; an unknown one keeps its own."""
    return LABELS.get(name, name)


def spoken(name: str, value: Any) -> str:
    """A value as an official would read it aloud."""
    if value is None or value == "" or value == []:
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "unclear":
        return "、".join(UNCLEAR_LABELS.get(each) or label_of(each) for each in value)
    if isinstance(value, list):
        return "、".join(spoken(name, each) for each in value)
    if isinstance(value, dict):
        return "、".join(f"{key}:{spoken(name, each)}" for key, each in value.items())
    if name.endswith("_yuan") and isinstance(value, int):
        return f"{value:,} 元"
    if name.endswith("_m2"):
        return f"{float(value):g} ㎡"
    if name in ("grade", "suspected_grade") and value in ("A", "B", "C", "D"):
        return f"{value}级"
    return str(value)
