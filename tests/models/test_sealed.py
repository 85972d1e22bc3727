"""Personal data in the database: unreadable without the key, and not to be moved elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from models.database import Database
from models.household import Household
from models.keyring import KeyFile, KeyFileFault, Keyring, Unreadable, create_key_file
from models.region import Region
from models.sealed import sealed_columns
from tests.keys import KEYRING

NUMBER, PLACE = "13847001234", "households.telephone"
OTHER = Keyring({"of-tests": b"another 16 bytes"}, "of-tests")


def add_household(session: Session) -> int:
    session.add(Region(code="150783100201", name="惠风川村"))
    session.flush()
    household = Household(village_code="150783100201", address="二组", telephone=NUMBER)
    session.add(household)
    session.flush()
    return household.id


def test_what_is_sealed_is_read_back_and_lies_unreadable(database: Database) -> None:
    with database.write() as session:
        add_household(session)
        session.commit()
    with database.read() as session:
        assert session.scalar(select(Household.telephone)) == NUMBER
        raw = session.scalar(text("SELECT telephone FROM households"))
    assert raw.startswith("s1.of-tests.")
    assert NUMBER not in raw


def test_the_same_number_never_looks_the_same() -> None:
    assert KEYRING.seal(NUMBER, PLACE) != KEYRING.seal(NUMBER, PLACE)


@pytest.mark.parametrize(
    ("keyring", "place", "sealed"),
    [
        (OTHER, PLACE, KEYRING.seal(NUMBER, PLACE)),
        (KEYRING, "persons.id_number", KEYRING.seal(NUMBER, PLACE)),
        (KEYRING, PLACE, KEYRING.seal(NUMBER, PLACE)[:-4] + "AAA="),
        (KEYRING, PLACE, "s1.of-tests.AAAA"),
        (KEYRING, PLACE, "s1.unknown0." + KEYRING.seal(NUMBER, PLACE)[12:]),
        (KEYRING, PLACE, NUMBER),
    ],
    ids=["another key", "another column", "changed", "cut short", "key gone", "in clear"],
)
def test_what_was_not_sealed_here_is_not_taken_for_a_number(
    keyring: Keyring, place: str, sealed: str
) -> None:
    with pytest.raises(Unreadable):
        keyring.open(sealed, place)
    assert not keyring.opens(sealed, place)


def test_every_sealed_column_is_bound_to_its_own_name() -> None:
    columns = sealed_columns()

    assert [each.type.place for each in columns] == [str(each) for each in columns]
    assert {"persons.id_number", "applications.card_number", "households.telephone"} <= {
        each.type.place for each in columns
    }


def test_a_sealed_column_cannot_be_compared() -> None:
    with pytest.raises(TypeError, match="digest"):
        _ = Household.telephone == NUMBER


def test_a_database_opened_without_keys_says_so(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.write() as session, pytest.raises(StatementError, match="keyring"):
        add_household(session)
    database.dispose()


def test_a_key_file_is_its_owners_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    create_key_file(path)

    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(KeyFileFault, match="已经存在"):
        create_key_file(path)


def test_a_running_server_takes_up_a_new_key_by_itself(tmp_path: Path) -> None:
    operator = create_key_file(tmp_path / "keys")
    server = KeyFile(tmp_path / "keys")
    before = server.seal(NUMBER, PLACE)

    key_id = operator.add()
    operator.write_with(key_id)
    by_operator = operator.seal(NUMBER, PLACE)

    assert server.open(by_operator, PLACE) == server.open(before, PLACE) == NUMBER
    assert server.seal(NUMBER, PLACE).startswith(f"s1.{key_id}.")
