"""扎兰屯市 as the programme document lays it out: 16 township units, invented villages, agencies.

Names of the units are the document's (R146); their codes are the published ones (N38).  Villages
are invented: their names sound like the place, their codes begin at 201 in each township.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.organisation import Organisation
from models.region import Region
from workflows.installation import seed_calendar, seed_programme
from workflows.programmes import load_programmes

COUNTY_CODE = "150783"
COUNTY_NAME = "扎兰屯市"
FIRST_VILLAGE = 201

# code: name and villages of each of the 16 units of R146.
TOWNSHIPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "150783100": ("蘑菇气镇", ("松岭村", "榛柴岗村", "暖泉村", "柳条沟村", "北大营子村")),
    "150783102": ("卧牛河镇", ("卧龙泉村", "桦皮窑村", "长青村", "二道桥子村")),
    "150783103": ("成吉思汗镇", ("繁荣屯村", "古城子村", "红毛柳村", "新立屯村", "东德胜村")),
    "150783104": ("大河湾镇", ("金河湾村", "稻香村", "渡口村", "暖水村")),
    "150783105": ("浩饶山镇", ("白桦岭村", "石门子村")),
    "150783106": ("柴河镇", ("月亮泡村", "韭菜沟村", "松树林村")),
    "150783107": ("中和镇", ("中兴村", "向阳沟村", "福泉村", "大架子村")),
    "150783108": ("哈多河镇", ("哈达沟村", "富林村", "杨树泉村")),
    "150783200": ("达斡尔民族乡", ("满都岗村", "郭尔本村", "库木勒村")),
    "150783201": ("南木鄂伦春民族乡", ("猎民新村", "樟子松村", "大兴沟村")),
    "150783202": ("萨马街鄂温克民族乡", ("鹿泉村", "红花尔基沟村", "东升村")),
    "150783203": ("洼堤乡", ("靠河村", "五一村", "兴隆泉村")),
    "150783004": ("向阳办事处", ("南菜园村", "河沿村")),
    "150783005": ("高台子办事处", ("高台村", "果园村", "砖瓦窑村")),
    "150783006": ("铁东办事处", ("道东村", "苗圃村")),
    "150783007": ("河西办事处", ("河西村", "西山根村")),
}
HOME_TOWNSHIP = "150783100"
AGENCIES = (
    "呼伦贝尔安居房屋安全鉴定有限公司",
    "兴安岭建筑工程检测鉴定中心",
    "雅鲁河房屋质量检测有限公司",
)
AGENCY_KIND = "assessment_agency"


def villages() -> dict[str, str]:
    """12-digit code -> name of every village, township by township."""
    return {
        f"{township}{FIRST_VILLAGE + index}": name
        for township, (_, names) in TOWNSHIPS.items()
        for index, name in enumerate(names)
    }


def township_name(code: str) -> str:
    """The name of the township that contains ``code``."""
    return TOWNSHIPS[code[:9]][0]


def seed_county(session: Session) -> None:
    """Write regions, agencies, both programmes and the calendar into an empty database."""
    session.add(Region(code=COUNTY_CODE, name=COUNTY_NAME))
    session.flush()
    session.add_all(
        Region(code=code, name=name, parent_code=COUNTY_CODE)
        for code, (name, _) in TOWNSHIPS.items()
    )
    session.flush()
    session.add_all(
        Region(code=code, name=name, parent_code=code[:9]) for code, name in villages().items()
    )
    session.add_all(
        Organisation(name=name, kind=AGENCY_KIND, area_code=COUNTY_CODE) for name in AGENCIES
    )
    session.flush()
    for definition in load_programmes():
        seed_programme(session, definition)
    seed_calendar(session)
