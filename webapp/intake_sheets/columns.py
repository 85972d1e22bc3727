"""The columns of a sheet of households, with the heads that townships write for them."""

from __future__ import annotations

from dataclasses import dataclass

from forms.application import IDENTITIES
from forms.fields.roster import RELATIONS
from models.household import STRUCTURES
from models.method import METHODS
from webapp.sheets.table import head_of
from workflows.facts import NO_HOUSE


@dataclass(frozen=True)
class Column:
    """One column: its key, its head, other heads for it, and how its cells are read.

    ``kind`` is text, choice, choices, yes_no, whole, area, year, telephone, or one that only the
    roster reads; ``choices`` are what may stand there.  Of a column that is not ``offered`` the
    template says nothing: where people bring it, it is compared with the identity number.
    """

    key: str
    label: str
    others: tuple[str, ...] = ()
    kind: str = "text"
    choices: tuple[str, ...] = ()
    hint: str = ""
    width: float = 12
    longest: int = 120
    bounds: tuple[int, int] = (0, 0)
    offered: bool = True


PERSON = (
    Column("name", "姓名", ("户主姓名", "家庭成员姓名", "成员姓名", "农户姓名", "户主"), "person"),
    Column(
        "id_number",
        "身份证号",
        ("身份证号码", "公民身份号码", "身份证", "证件号", "位身份证号", "户主身份证号"),
        "person",
        hint="按文本填写 18 位;末位的 x 不分大小写。",
        width=22,
    ),
    Column(
        "relation",
        "与户主关系",
        ("家庭关系", "关系", "成员关系", "与户主的关系", "户主关系"),
        "person",
        RELATIONS,
        hint="户主填“户主”;家里其他人写在下面各行,一人一行。",
    ),
    Column("nation", "民族", (), "person", width=10),
    Column("sex", "性别", (), "person", offered=False),
    Column("born_on", "出生日期", ("出生年月", "出生年月日", "生日"), "person", offered=False),
)
VILLAGE = Column("village", "村", ("所在村", "村名", "行政村", "村委会", "嘎查村", "嘎查"), "place")
HOUSEHOLD = (
    VILLAGE,
    Column("group_name", "组(屯)", ("村民小组", "小组", "自然屯", "组", "屯"), longest=40),
    Column("address", "住址", ("家庭住址", "详细地址", "地址", "家庭地址"), width=24),
    Column("telephone", "联系电话", ("电话", "手机号", "电话号码", "手机"), "telephone"),
    Column("hukou", "户口性质", ("户籍性质", "户口"), "choice", ("农业", "非农业")),
    Column("long_term_rural", "长期居住在农村", ("是否长期居住农村", "长期居住"), "yes_no"),
    Column(
        "identities",
        "身份类别",
        ("农户类型", "贫困类型", "农户类别", "贫困户类型", "人员类别"),
        "choices",
        IDENTITIES,
        hint="几种都是的,用顿号隔开。",
        width=18,
    ),
    Column("certificate_number", "证件号码", ("低保证号", "残疾证号", "证件编号"), longest=60),
    Column(
        "annual_income_yuan",
        "全家年收入(元)",
        ("家庭年收入", "年收入", "全家年收入"),
        "whole",
        bounds=(0, 10_000_000),
    ),
    Column(
        "dwelling",
        "住房情况",
        ("住房类型", "是否唯一住房"),
        "choice",
        ("唯一住房", NO_HOUSE, "有其他住房"),
    ),
    Column("whole_household_no_house", "全家名下都没有住房", (), "yes_no", hint="只有无房户填。"),
    Column("structure", "房屋结构", ("结构形式", "结构", "房屋结构类型"), "choice", STRUCTURES),
    Column("built_year", "建造年份", ("建造年代", "建房年份"), "year", bounds=(1900, 2100)),
    Column("area_m2", "建筑面积(㎡)", ("面积", "房屋面积", "住房面积"), "area", bounds=(1, 2000)),
    Column("rooms", "间数", ("房屋间数", "开间数"), "whole", bounds=(1, 50), width=8),
    Column("storeys", "层数", ("房屋层数",), "whole", bounds=(1, 10), width=8),
    Column("wished_method", "希望的改造方式", ("改造方式", "拟改造方式"), "choice", METHODS),
)  # fmt: skip
COLUMNS = (HOUSEHOLD[0], *PERSON, *HOUSEHOLD[1:])
OFFERED = tuple(each for each in COLUMNS if each.offered)
BY_KEY = {each.key: each for each in COLUMNS}
LABELS = {head_of(label): each.key for each in COLUMNS for label in (each.label, *each.others)}
NEEDED = ("name", "id_number")
