"""``anju keys``: made once, rotated while others work, and gone on with after a kill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select, text

from models.database import Database
from models.history import HistoryEntry
from models.household import Household
from models.keyring import KeyFile, create_key_file
from models.region import Region
from tests.cast import VILLAGE
from webapp.cli import main
from webapp.config import UnsafeStartError
from webapp.startup_checks import check_keys
from workflows import data_keys, system_history

HOUSEHOLDS = 12


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_key_file(tmp_path / "data-keys")
    return tmp_path / "data-keys"


@pytest.fixture
def county(database_url: str, path: Path) -> Iterator[Database]:
    """Some households, sealed with the only key; on both databases."""
    keyring = KeyFile(path)
    opened = Database(database_url, keyring=keyring)
    with opened.write() as session:
        data_keys.register_keys(session, keyring)
        session.add(Region(code=VILLAGE, name="惠风川村"))
        session.flush()
        session.execute(
            insert(Household),
            [
                {"village_code": VILLAGE, "address": "二组", "telephone": telephone(number)}
                for number in range(HOUSEHOLDS)
            ],
        )
        session.commit()
    yield opened
    opened.dispose()


def telephone(number: int) -> str:
    return f"138470012{number:02d}"


def run(county: Database, path: Path, *arguments: str) -> Result:
    url = county.engine.url.render_as_string(hide_password=False)
    environment = {"ANJU_DATABASE_URL": url, "ANJU_KEY_FILE": str(path)}
    return CliRunner().invoke(main, ["keys", *arguments], env=environment)


def by_key(county: Database) -> dict[str, int]:
    with county.read() as session:
        return data_keys.count_by_key(session)


def telephones(county: Database) -> list[str]:
    with county.read() as session:
        return list(session.scalars(select(Household.telephone).order_by(Household.id)))


def kinds(county: Database) -> list[str]:
    with county.read() as session:
        system_history.verify_system(session)
        return list(session.scalars(select(HistoryEntry.kind).order_by(HistoryEntry.id)))


ALL = [telephone(number) for number in range(HOUSEHOLDS)]


def test_a_new_key_seals_everything_anew_and_a_running_server_reads_on(
    county: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_keys, "BATCH", 5)
    old = KeyFile(path).writing

    done = run(county, path, "rotate")

    assert done.exit_code == 0, done.output
    new = KeyFile(path).writing
    assert new != old
    assert by_key(county) == {new: HOUSEHOLDS}
    assert telephones(county) == ALL
    assert kinds(county) == ["data_keys_added", "data_keys_added", "data_keys_rotated"]


def test_a_rotation_that_was_killed_goes_on_with_the_same_key(
    county: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_keys, "BATCH", 5)
    keyring = KeyFile(path)
    key_id = keyring.add()
    with county.write() as session:
        data_keys.register_keys(session, keyring)
        session.commit()
    keyring.write_with(key_id)
    with county.write() as session:
        data_keys.seal_anew(session, keyring, Household.__table__.c.telephone, None)
        session.commit()
    assert sorted(by_key(county).values()) == [5, 7]

    done = run(county, path, "rotate")

    assert "继续上一次没有做完的轮换" in done.output
    assert by_key(county) == {key_id: HOUSEHOLDS}
    assert telephones(county) == ALL


def test_what_somebody_writes_meanwhile_is_not_lost(county: Database, path: Path) -> None:
    keyring = KeyFile(path)
    column = Household.__table__.c.telephone
    keyring.write_with(keyring.add())
    with county.write() as session:
        session.scalars(select(Household)).first().telephone = "13900000000"  # type: ignore[union-attr]
        session.commit()
    with county.write() as session:
        data_keys.seal_anew(session, keyring, column, None)
        session.commit()

    assert telephones(county) == ["13900000000", *ALL[1:]]


def test_keys_that_fit_are_told_so(county: Database, path: Path) -> None:
    done = run(county, path, "check")

    assert (done.exit_code, f"{HOUSEHOLDS} 个值(正在使用)" in done.output) == (0, True)


def test_a_value_that_was_tampered_with_is_found(county: Database, path: Path) -> None:
    with county.engine.begin() as connection:
        connection.execute(text("UPDATE households SET telephone = '13800000000' WHERE id = 1"))

    done = run(county, path, "check")

    assert done.exit_code == 1
    assert "没有加密:1 个值" in done.output
    assert "households.telephone,主键 1" in done.output


def test_another_key_file_opens_no_server_and_rotates_nothing(
    county: Database, tmp_path: Path
) -> None:
    foreign = create_key_file(tmp_path / "foreign")
    county.keyring = foreign

    with pytest.raises(UnsafeStartError, match="缺少这个数据库用过的密钥"):
        check_keys(county)
    refused = run(county, tmp_path / "foreign", "rotate")
    assert refused.exit_code == 1
    assert "缺少" in refused.output
    assert len(KeyFile(tmp_path / "foreign").keys) == 1


def test_a_key_of_the_same_name_that_is_another_is_known(
    county: Database, path: Path, tmp_path: Path
) -> None:
    other = create_key_file(tmp_path / "other")
    content = other.path.read_text().replace(other.writing, KeyFile(path).writing)
    other.path.write_text(content)
    county.keyring = KeyFile(other.path)

    with pytest.raises(UnsafeStartError, match="不是这个数据库的密钥"):
        check_keys(county)


def test_a_database_that_knows_no_keys_is_told_to_be_prepared(sqlite_url: str, path: Path) -> None:
    fresh = Database(sqlite_url, keyring=KeyFile(path))
    with pytest.raises(UnsafeStartError, match="init-db"):
        check_keys(fresh)
    fresh.dispose()


def test_a_key_file_is_made_once(tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["keys", "new", str(tmp_path / "keys")])
    again = CliRunner().invoke(main, ["keys", "new", str(tmp_path / "keys")])

    assert (made.exit_code, again.exit_code) == (0, 1)
    assert "保管" in made.output
    assert "已经存在" in again.output
