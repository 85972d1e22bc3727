"""Names of persons: comparing them, refusing placeholders (F12), and initials to search by."""

from __future__ import annotations

import re
import unicodedata

# Minority names keep the mark that the identity card has; people type any of these.
INTERPUNCTS = "·•.・‧∙．"
_TO_ONE_MARK = str.maketrans(dict.fromkeys(INTERPUNCTS, "·"))
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_NAME = re.compile(rf"[{_HAN}]+(?:[{re.escape(INTERPUNCTS)}][{_HAN}]+)*")
PLACEHOLDERS = frozenset(
    {"未知", "无名", "无名氏", "不详", "不清楚", "佚名", "暂无", "没有", "户主", "姓名", "本人"}
    | {"张三", "李四", "王五", "测试", "测试员", "甲乙", "某人", "村民", "农户"}
)
# Family names that are read otherwise than the same character in other words.
SURNAMES = {
    "万俟": "mq", "尉迟": "yc", "单于": "cy", "长孙": "zs", "澹台": "tt",
    "单": "s", "仇": "q", "查": "z", "解": "x", "曾": "z", "区": "o", "朴": "p", "任": "r",
    "盖": "g", "覃": "q", "乐": "y", "缪": "m", "冼": "x", "繁": "p", "种": "c", "召": "s",
    "乜": "n", "句": "g", "祭": "z", "秘": "b", "阚": "k", "粘": "n",
    "员": "y", "隗": "w", "折": "s", "洗": "x", "尉": "w", "翟": "z", "牟": "m", "宓": "f",
}  # fmt: skip

LONG_SURNAMES = frozenset(
    {"万俟", "尉迟", "单于", "长孙", "澹台", "欧阳", "上官", "司马", "诸葛", "夏侯", "东方", "皇甫"}
    | {"慕容", "令狐", "司徒", "宇文", "呼延", "轩辕", "公孙"}
)


def compared(name: str) -> str:
    """The form in which two names are equal: one interpunct, no blanks, nothing invisible."""
    half = unicodedata.normalize("NFKC", name).translate(_TO_ONE_MARK)
    return "".join(c for c in half if not c.isspace() and unicodedata.category(c) != "Cf")


def fault(name: str) -> str | None:
    """Why ``name`` cannot be a person's name, in words; None for a good one."""
    if compared(name) in PLACEHOLDERS or "某" in name:
        return "请填写身份证上的姓名,不能用代称"
    if not _NAME.fullmatch(name) or len(compared(name).replace("·", "")) < 2:
        return "请按身份证填写汉字姓名,少数民族姓名保留间隔号"
    return None


def is_plain(name: str) -> bool:
    """Whether ``name`` is words of any script with marks between them, and nothing else."""
    letters = name.translate(_TO_ONE_MARK).replace("·", "").replace(" ", "")
    return bool(letters) and all(unicodedata.category(each)[0] in "LM" for each in letters)


def split(names: str) -> list[str]:
    """The persons in a line such as 孟和、敖其尔;苏日娜."""
    return [each for each in re.split(r"[、,,;;/\s]+", names.strip()) if each]


def each_once(names: str) -> list[str]:
    """The persons in a text, as first written, each once."""
    return list({compared(name): name for name in split(names)}.values())


def surname(name: str) -> str:
    """The family name as it is compared; empty for a name that has none (with an interpunct).

    A Mongolian name without interpunct reads as if its first character were one.
    """
    plain = compared(name)
    if "·" in plain:
        return ""
    return plain[:2] if plain[:2] in LONG_SURNAMES and len(plain) > 2 else plain[:1]


def misread(letters: str) -> list[tuple[str, str]]:
    """Names that are meant although kept under other initials: (initials, first characters).

    查 is a family name read zh, and the beginning of Mongolian names read ch: who types ``cgbl``
    means 查干巴拉, which is kept as ``zgbl``.
    """
    return [
        (family + letters[len(usual) :], characters)
        for characters, family in SURNAMES.items()
        if (usual := _read(characters)) != family and letters.startswith(usual)
    ]


def initials(name: str) -> str:
    """Pinyin initials in lower case, by which people search: 单雄 is ``sx``."""
    plain = compared(name)
    read = ""
    if "·" not in plain:
        for length in (2, 1):
            if plain[:length] in SURNAMES:
                read, plain = SURNAMES[plain[:length]], plain[length:]
                break
    return (read + _read(plain.replace("·", "")))[:60]


def _read(characters: str) -> str:
    # Loaded at the first name: its dictionaries take as long as a tenth of a whole start.
    from pypinyin import Style, lazy_pinyin

    letters = lazy_pinyin(characters, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letters).lower()
