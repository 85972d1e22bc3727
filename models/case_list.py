"""Lists (名单): one step done for many households at once, under one number (A.21).

What all rows share stands on the list, what differs on its rows.  A row is done by the same
function as the single form; the list only remembers what to answer.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index
from models.official_document import Numbered
from models.role import Role
from models.sealed import SealedJson

# States of a list.
DRAFT, RUNNING, FINISHED, DISCARDED = "draft", "running", "finished", "discarded"
# States of a row; only a waiting one is taken by the worker. One that was done and taken back is
# done with on this list: its task is open again, for the single page or for another list.
OPEN, WAITING, DONE, REFUSED, TAKEN_BACK = "open", "waiting", "done", "refused", "taken_back"
# States in which a row can still be answered.
ANSWERABLE = frozenset({OPEN, WAITING, REFUSED})


class CaseList(Numbered, Base):
    """One numbered list (MD-2019-00012 of its county) of one step, of one desk and one programme.

    ``answers`` is field -> texts, as the page sends them, its 文号 and date among them until it is
    sent off and so becomes an official document; ``scan_ids`` are documents, the list itself as
    signed and stamped.  ``version`` rises with every change, so that an older sheet or page of it
    is known.  The counts are those of the rows.
    """

    __tablename__ = "case_lists"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        Index("ix_case_lists_desk", "role", "area_code", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    number: Mapped[str] = mapped_column(String(20))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    process_id: Mapped[str] = mapped_column(String(60))
    node_id: Mapped[str] = mapped_column(String(60))
    step_name: Mapped[str] = mapped_column(String(60))
    form_key: Mapped[str] = mapped_column(String(60))
    # The desk it lies on, named as on its tasks.
    role: Mapped[Role] = mapped_column(String(40))
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    title: Mapped[str] = mapped_column(String(120))
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJson("case_lists.answers"))
    scan_ids: Mapped[list[Any]]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[dt.datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    submitted_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    row_count: Mapped[int] = mapped_column(default=0)
    done_count: Mapped[int] = mapped_column(default=0)
    refused_count: Mapped[int] = mapped_column(default=0)
    taken_back_count: Mapped[int] = mapped_column(default=0)


class CaseListRow(Base):
    """One household on a list: the task to be done and what is answered for it alone.

    ``answers`` is field -> texts; it is emptied when the row is done, for the step's own record has
    it then.  ``message`` says why a refused row was refused.
    """

    __tablename__ = "case_list_rows"
    __table_args__ = (
        UniqueConstraint("list_id", "task_id"),
        Index("ix_case_list_rows_list", "list_id", "position"),
        Index("ix_case_list_rows_task", "task_id"),
        partial_index(
            "ix_case_list_rows_waiting",
            "id",
            where="state = 'waiting'",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("case_lists.id"))
    position: Mapped[int]
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    outcome: Mapped[str] = mapped_column(String(40))
    comment: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJson("case_list_rows.answers"))
    state: Mapped[str] = mapped_column(String(12), default=OPEN)
    message: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[dt.datetime | None]
