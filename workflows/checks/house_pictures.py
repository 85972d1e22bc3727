"""Which documents are photographs of a house, and what time of the work each kind shows.

Lists on paper (sign-in sheets, posted notices) rightly serve many households: they are never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.application import Application
from models.document import HOUSE_PHOTOS, Document
from models.intake_draft import IntakeDraft
from models.picture import Picture

# Latitude and longitude in degrees.
Point = tuple[float, float]


class Phase(StrEnum):
    """The time of the work that a photograph shows."""

    BEFORE = "before"
    MOVED = "moved"
    CLEARED = "cleared"
    DURING = "during"
    AFTER = "after"


VISIT = "入户调查照片"
PHASES = {
    **dict.fromkeys(HOUSE_PHOTOS, Phase.BEFORE),
    VISIT: Phase.BEFORE,
    "鉴定照片": Phase.BEFORE,
    "施工前照片": Phase.BEFORE,
    "改造前房屋和户主图片": Phase.BEFORE,
    "安置照片": Phase.MOVED,
    "旧房拆除或封存照片": Phase.CLEARED,
    "施工照片": Phase.DURING,
    "整改照片": Phase.DURING,
    "改造后房屋和户主图片": Phase.AFTER,
}
# What is built, and so may not be there before it is approved (F26).
BUILT = frozenset({Phase.DURING, Phase.AFTER})


@dataclass(frozen=True)
class HousePicture:
    """One photograph of a house with what is known of it; ``picture`` None: it tells nothing.

    It belongs to a case, or to a draft of one.
    """

    document: Document
    picture: Picture | None
    application: Application | None = None
    draft: IntakeDraft | None = None

    @property
    def phase(self) -> Phase:
        """The time of the work that it shows."""
        return PHASES[self.document.kind]

    @property
    def position(self) -> Point | None:
        """Latitude and longitude in degrees as the camera wrote them, where both are known."""
        if self.picture is None or self.picture.latitude is None or self.picture.longitude is None:
            return None
        return self.picture.latitude, self.picture.longitude

    @property
    def phone_position(self) -> Point | None:
        """Where the telephone was that sent it, by its browser."""
        picture = self.picture
        if picture is None or picture.phone_latitude is None or picture.phone_longitude is None:
            return None
        return picture.phone_latitude, picture.phone_longitude


def is_house_picture(kind: str) -> bool:
    """Whether documents of ``kind`` are compared with those of other houses."""
    return kind in PHASES
