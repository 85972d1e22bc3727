"""Where a photograph is found again: its 60 bits in three bands, each with an entry of its own."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PictureBand(Base):
    """One band of the hash of one picture.

    ``key`` is the band's number and its 20 bits in one; pictures that are alike share a key of at
    least one band.  The whole ``hash`` stands beside it, so that who asks reads this table alone.
    """

    __tablename__ = "picture_bands"
    # The table is its key: there is no other order in which it is read.
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id"), primary_key=True, autoincrement=False
    )
    hash: Mapped[int] = mapped_column(BigInteger)
