"""The text for the village loudspeaker: sentences to be read aloud as they stand."""

from __future__ import annotations

from typing import Any

from webapp.notice_prints import spoken
from webapp.notice_prints.printed import PrintedNotice

GREETING = "村民朋友们请注意,现在广播一份农村危房改造公示。"
FREE = "提意见、申请、鉴定、验收都不收钱。提意见的人是谁,不会告诉被公示的农户。"
END = "广播完了,请大家相互转告。"


def paragraphs(notice: PrintedNotice) -> list[str]:
    """What is read, one breath after the other."""
    content = notice.content
    return [
        GREETING,
        f"这份公示是:{spoken.years_in(notice.title)}。公示单位是{content['maker']}。",
        f"这次公示的一共{spoken.number(len(notice.lines))}户。",
        *(_household(line) for line in notice.lines),
        f"公示从{spoken.day(notice.first_day)}开始,到{spoken.day(notice.last_day)}夜里十二点结束。",
        f"公示贴在{'、'.join(content['places'])}。" if content["places"] else "",
        *_where_to_object(content["objections"]),
        FREE,
        END,
    ]


def text_of(notice: PrintedNotice) -> str:
    """The paragraphs as plain text, an empty line between them."""
    return "\n\n".join(each for each in paragraphs(notice) if each) + "\n"


def _household(line: dict[str, Any]) -> str:
    said = [f"第{spoken.number(line['position'])}户", f"{line.get('village') or ''}{line['name']}"]
    if line.get("group"):
        said.append(str(line["group"]))
    if "method" not in line:
        said.append(str(line["result"]))
    elif line["method"]:
        said.append(str(line["method"]))
    if line.get("grade"):
        said.append(f"房屋{line['grade']}级")
    if line.get("subsidy_yuan") is not None:
        said.append(f"补助{spoken.number(line['subsidy_yuan'])}元")
    return ",".join(said) + "。"


def _where_to_object(objections: dict[str, str]) -> list[str]:
    """Two sentences: that everybody may object, and where."""
    where = f"请在公示的这几天里到{objections['office']}说"
    if objections.get("telephone"):
        where += f",也可以打电话,电话号码是{spoken.telephone(objections['telephone'])}"
    return ["对公示的内容有不同意见的,写不写名字都可以。", f"{where}。"]
