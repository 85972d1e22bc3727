"""The account that the subsidy goes to: sealed on the case, found by its digest (F43, F45)."""

from __future__ import annotations

from models.application import Application
from workflows.personal_data import digest


def keep_account(
    application: Application, key: bytes, *, number: str, holder: str | None, bank: str | None
) -> None:
    """The case's account from now on; ``key`` is that of the digests."""
    application.card_holder, application.card_bank = holder, bank
    application.card_number, application.card_digest = number, digest(key, number)


def drop_account(application: Application) -> None:
    """The case has no account any more."""
    application.card_holder = application.card_bank = None
    application.card_number = application.card_digest = None
