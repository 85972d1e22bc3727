"""Roles: what a lane of a drawing names. A role is what somebody does, not where they work."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Administrative level; its value is stored, its region code length in ``CODE_LENGTH``."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"


CODE_LENGTH = {Level.VILLAGE: 12, Level.TOWNSHIP: 9, Level.COUNTY: 6}


class Role(StrEnum):
    """A role a person may hold; ``notice_keeper`` stands in drawings only."""

    VILLAGE_CLERK = "village_clerk"
    VILLAGE_HEAD = "village_head"
    TOWNSHIP_OFFICER = "township_officer"
    TOWNSHIP_LEADER = "township_leader"
    POVERTY_ALLEVIATION_OFFICE = "poverty_alleviation_office"
    CIVIL_AFFAIRS_BUREAU = "civil_affairs_bureau"
    DISABLED_PERSONS_FEDERATION = "disabled_persons_federation"
    OFFICE_HANDLER = "office_handler"
    OFFICE_APPROVER = "office_approver"
    ASSESSOR = "assessor"
    SITE_SUPERVISOR = "site_supervisor"
    FINANCE_OFFICER = "finance_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    NOTICE_KEEPER = "notice_keeper"


LABELS: dict[Role, str] = {
    Role.VILLAGE_CLERK: "村经办",
    Role.VILLAGE_HEAD: "村主任",
    Role.TOWNSHIP_OFFICER: "乡镇经办",
    Role.TOWNSHIP_LEADER: "乡镇领导",
    Role.POVERTY_ALLEVIATION_OFFICE: "扶贫办审核",
    Role.CIVIL_AFFAIRS_BUREAU: "民政局审核",
    Role.DISABLED_PERSONS_FEDERATION: "残联审核",
    Role.OFFICE_HANDLER: "危改办经办",
    Role.OFFICE_APPROVER: "危改办审批",
    Role.ASSESSOR: "鉴定机构",
    Role.SITE_SUPERVISOR: "现场监督员",
    Role.FINANCE_OFFICER: "财政经办",
    Role.AUDITOR: "审计督查",
    Role.ADMINISTRATOR: "系统管理员",
    Role.NOTICE_KEEPER: "公示经办",
}

ROLE_LEVEL: dict[Role, Level] = {
    Role.VILLAGE_CLERK: Level.VILLAGE,
    Role.VILLAGE_HEAD: Level.VILLAGE,
    Role.TOWNSHIP_OFFICER: Level.TOWNSHIP,
    Role.TOWNSHIP_LEADER: Level.TOWNSHIP,
    Role.SITE_SUPERVISOR: Level.TOWNSHIP,
    Role.POVERTY_ALLEVIATION_OFFICE: Level.COUNTY,
    Role.CIVIL_AFFAIRS_BUREAU: Level.COUNTY,
    Role.DISABLED_PERSONS_FEDERATION: Level.COUNTY,
    Role.OFFICE_HANDLER: Level.COUNTY,
    Role.OFFICE_APPROVER: Level.COUNTY,
    Role.ASSESSOR: Level.COUNTY,
    Role.FINANCE_OFFICER: Level.COUNTY,
    Role.AUDITOR: Level.COUNTY,
    Role.ADMINISTRATOR: Level.COUNTY,
}

KEEPER_OF_LEVEL: dict[Level, Role] = {
    Level.VILLAGE: Role.VILLAGE_CLERK,
    Level.TOWNSHIP: Role.TOWNSHIP_OFFICER,
    Level.COUNTY: Role.OFFICE_HANDLER,
}


def area_at(level: Level, village_code: str) -> str:
    """The region code at ``level`` that contains the 12-digit ``village_code``."""
    return village_code[: CODE_LENGTH[level]]
