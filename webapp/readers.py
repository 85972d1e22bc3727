"""Who looks at cases: asked before a list is read."""

from __future__ import annotations

from models.role import Role
from webapp.user import user
from workflows.errors import Forbidden
from workflows.rights import AREA_READERS, Actor


def case_reader() -> Actor:
    """Who looks; an administrator sees no case. Raises Forbidden."""
    actor = user().actor
    if all(authority.role is Role.ADMINISTRATOR for authority in actor.authorities):
        raise Forbidden("您的职责不查看申请。")
    return actor


def area_reader() -> Actor:
    """Somebody who answers for an area, whose delays concern them. Raises Forbidden."""
    actor = user().actor
    if not actor.holds(*AREA_READERS):
        raise Forbidden("这里供乡镇和市级的经办、领导查看本辖区的情况。")
    return actor
