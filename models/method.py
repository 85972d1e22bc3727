"""改造方式: the words of the programme document, as decision tables read them (R39)."""

from __future__ import annotations

SELF_BUILT = "自建房屋"
GOVERNMENT_PROVIDED = "政府兜底房"
MUTUAL_AID_HOME = "互助院"
REPAIR = "修缮加固"
NEW_BUILT_C = "新建(C级自愿)"
METHODS = (SELF_BUILT, GOVERNMENT_PROVIDED, MUTUAL_AID_HOME, REPAIR, NEW_BUILT_C)

# Who builds (R40, R44, R50).
BY_HOUSEHOLD = "农户自行改造"
BY_TOWNSHIP = "乡镇统一实施"
BUILDERS = (BY_TOWNSHIP, BY_HOUSEHOLD)
