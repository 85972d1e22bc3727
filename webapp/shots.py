"""The fixed list of photographs for each stage of the work, each with an example to stand by.

The whole house with a fixed reference object and the head from the front are the programme's
(R92); the others make acceptance possible without a second journey (F31).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from models.document import HOUSE_PHOTOS, Document
from models.method import REPAIR

WITHOUT_HOUSE = "无房"
REFERENCE, HEAD = HOUSE_PHOTOS
VISIT, GRADING, MOVED, CLEARED = "入户调查照片", "鉴定照片", "安置照片", "旧房拆除或封存照片"
BEFORE, DURING, AFTER = "施工前照片", "施工照片", "改造后房屋和户主图片"


@dataclass(frozen=True)
class Shot:
    """One photograph to take: of which kind of document, what it shows, and its example."""

    kind: str
    title: str
    hint: str
    silhouette: str
    of_new_build: bool = False


@dataclass(frozen=True)
class Wanted:
    """A shot of the list, and whether as many photographs of its kind are there."""

    shot: Shot
    is_there: bool


SHOTS = (
    Shot(REFERENCE, "房屋全貌", "整座房屋和一个不会移动的参照物(水井、电杆、大树)同框。", "whole"),
    Shot(HEAD, "户主在屋前", "户主正面朝镜头,看得清脸,身后是房屋。", "head"),
    Shot(VISIT, "正面", "站在院里,整面墙和屋顶都拍到。", "front"),
    Shot(VISIT, "左侧", "面对大门,左手一侧的山墙。", "left"),
    Shot(VISIT, "右侧", "面对大门,右手一侧的山墙。", "right"),
    Shot(VISIT, "背面", "房后整面墙。", "back"),
    Shot(VISIT, "屋内", "站在门口向里拍,看得到墙、梁和顶棚。", "inside"),
    Shot(GRADING, "房屋全貌", "整座房屋,看得出结构和层数。", "front"),
    Shot(GRADING, "危险部位", "每一处裂缝、倾斜、腐朽各拍一张,旁边放尺子或手掌。", "part"),
    Shot(GRADING, "屋内", "梁、柱、檩条和墙角。", "inside"),
    Shot(MOVED, "临时住处", "屋内看得到床铺和取暖。", "inside"),
    Shot(CLEARED, "旧房拆除或封存", "与申请时同一个位置、同一个参照物。", "whole"),
    Shot(BEFORE, "施工前", "与申请时同一个位置、同一个参照物。", "whole"),
    Shot(DURING, "地基基础", "基槽或基础完成时。", "foundation", of_new_build=True),
    Shot(DURING, "墙体", "墙体和圈梁完成时。", "walls", of_new_build=True),
    Shot(DURING, "屋面", "屋架、檩条和屋面施工时。", "roof", of_new_build=True),
    Shot(DURING, "加固部位", "每一处危险部位加固时各拍一张。", "part"),
    Shot(AFTER, "改造后全貌和户主", "与申请时同一个位置,户主正面朝镜头。", "head"),
    Shot(AFTER, "改造后屋内", "站在门口向里拍。", "inside"),
)


def shots(
    kinds: Collection[str],
    documents: Iterable[Document] = (),
    *,
    dwelling: str | None = None,
    method: str | None = None,
) -> list[Wanted]:
    """The shots of ``kinds`` that this case needs, in order, and which of them are there.

    Nobody without a house is asked for its pictures; a repair has no foundation to show.
    Photographs of one kind are not told apart: as many shots are there as photographs.
    """
    there: dict[str, int] = {}
    for document in documents:
        there[document.kind] = there.get(document.kind, 0) + 1
    wanted = []
    for shot in SHOTS:
        if shot.kind not in kinds or not _is_needed(shot, dwelling, method):
            continue
        wanted.append(Wanted(shot, there.get(shot.kind, 0) > 0))
        there[shot.kind] = there.get(shot.kind, 0) - 1
    return wanted


def _is_needed(shot: Shot, dwelling: str | None, method: str | None) -> bool:
    if dwelling == WITHOUT_HOUSE and shot.kind in (*HOUSE_PHOTOS, VISIT, GRADING):
        return False
    if shot.kind != DURING or method is None:
        return True
    return shot.of_new_build is (method != REPAIR)
