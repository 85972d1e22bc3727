"""Invented names: Han, Mongolian, Daur, Evenki and Oroqen, as they are given in the county.

No name is anybody's on purpose; surnames and given names are drawn apart and put together by lot.
"""

from __future__ import annotations

from random import Random

HAN, MONGOLIAN, DAUR, EVENKI, OROQEN = "汉族", "蒙古族", "达斡尔族", "鄂温克族", "鄂伦春族"
MALE, FEMALE = "男", "女"
YOUNG_BORN_AFTER = 1975

# How often each nation comes up in a draw; Han households are the most, as in the county.
NATIONS = (HAN,) * 12 + (MONGOLIAN,) * 4 + (DAUR,) * 2 + (EVENKI,) * 2 + (OROQEN,)

HAN_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋"
    "蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段"
)
HAN_OLD = {
    MALE: (
        "德发 长海 福林 玉山 景春 占国 凤山 殿臣 贵田 忠义 万才 永和 "
        "连喜 宝林 庆余 守田 长有 成富 国栋 振江 洪林 文举 万祥 树森"
    ),
    FEMALE: (
        "桂兰 秀芬 玉珍 淑琴 凤英 桂荣 秀珍 素梅 春芝 玉芬 "
        "淑芳 翠兰 桂芝 凤霞 秀荣 玉兰 淑华 亚琴 桂英 素云"
    ),
}
HAN_YOUNG = {
    MALE: (
        "建军 志强 海涛 晓东 立新 永刚 春雷 海龙 宏伟 大鹏 "
        "子轩 浩然 明辉 家兴 文博 国强 景阳 佳明 学军 延平"
    ),
    FEMALE: (
        "海燕 晓梅 丽娟 春艳 雪梅 思雨 欣怡 佳慧 立红 艳秋 "
        "玉洁 丹丹 梦瑶 红霞 小芳 冬梅 美玲 秋菊 诗琪 晶晶"
    ),
}
MONGOLIAN_SURNAMES = "包 白 韩 吴 何 陈 金 梁 佟 齐"
MONGOLIAN_GIVEN = {
    MALE: ("巴图 青山 格日乐图 那日苏 苏和 布和 宝音 额尔敦 朝鲁 乌力吉 胡日查 特木勒 阿古拉"),
    FEMALE: ("乌云 其木格 斯琴 萨仁 娜仁 高娃 托娅 乌兰 塔娜 通拉嘎 阿茹娜 哈斯 琪琪格 萨日娜"),
}
# nation: clan names (written with the interpunct of the identity card) and short surnames.
CLANS = {
    DAUR: ("敖拉 郭博勒 莫日登 鄂嫩 沃热 德都勒", "敖 郭 孟 鄂 沃 多 吴 苏 德 金"),
    EVENKI: ("杜拉尔 涂克冬 那哈塔 敖拉 阿尔本千", "杜 涂 那 何 敖 阿 哈 索"),
    OROQEN: ("莫拉呼尔 葛瓦依尔 白依尔 魏拉依尔 古拉依尔", "孟 关 吴 莫 葛 白 魏 何"),
}
CLAN_GIVEN = {
    DAUR: {
        MALE: "哈根 阿尔斯愣 毕力格 绰格 德力格尔 满都 额尔登 岱钦",
        FEMALE: "其木格 娜日 萨娜 乌仁 梅芳 苏日娜 艾吉 玉娟",
    },
    EVENKI: {
        MALE: "阿荣 金山 呼格 索罗 图新 巴雅尔 乌日图 古香",
        FEMALE: "玛尼 梅花 安娜 诺敏 敖登 乌娜吉 索丽娅 其其",
    },
    OROQEN: {
        MALE: "山林 诺诺 托布 阿雅 春山 松青 柯尔特 猎林",
        FEMALE: "山杏 红梅 莎丽 柳枝 金花 都柿 雪晴 吉若",
    },
}


def surname(rng: Random, nation: str) -> str:
    """A surname of ``nation``; a clan name ends with the interpunct that the card shows."""
    if nation == MONGOLIAN:
        return rng.choice([*MONGOLIAN_SURNAMES.split(), ""])
    if nation in CLANS:
        clans, short = CLANS[nation]
        return rng.choice([*(f"{clan}·" for clan in clans.split()), *short.split()])
    return rng.choice(HAN_SURNAMES)


def given_name(rng: Random, nation: str, sex: str, born_year: int) -> str:
    """A given name of the nation, sex and generation."""
    if nation == MONGOLIAN:
        return rng.choice(MONGOLIAN_GIVEN[sex].split())
    if nation in CLANS:
        return rng.choice(CLAN_GIVEN[nation][sex].split())
    return rng.choice((HAN_YOUNG if born_year > YOUNG_BORN_AFTER else HAN_OLD)[sex].split())


def full_name(rng: Random, nation: str, sex: str, born_year: int) -> str:
    """Surname and given name of one person."""
    return surname(rng, nation) + given_name(rng, nation, sex, born_year)
