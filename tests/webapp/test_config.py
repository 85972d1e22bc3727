"""A server that is not fit for real households' data does not start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text, update

from models.account import Account
from models.database import Database, open_engine
from models.migration import upgrade
from tests.keys import key_file
from tests.webapp.conftest import DIGEST_KEY
from webapp.app import create_app
from webapp.config import Config, UnsafeStartError, from_environment, refuse_unsafe
from webapp.startup_checks import check_database, check_no_demo, check_open_sets
from workflows.runtime import Runtime

GOOD = {
    "ANJU_DATABASE_URL": "postgresql:///anju",
    "ANJU_SECRET_KEY": "Zk3-9vQ2-mmT7-pL0x-W8ae-Rr41-Yq66-uD5s",
    "ANJU_DIGEST_KEY": "qP8-1wE5-nnB2-kJ7c-T6gh-Vv90-Xs33-zF4d",
}


@pytest.fixture
def good(tmp_path: Path) -> dict[str, str]:
    """The variables of an installation that may start."""
    return {**GOOD, "ANJU_KEY_FILE": str(key_file(tmp_path))}


def test_a_safe_configuration_starts(good: dict[str, str]) -> None:
    refuse_unsafe(from_environment(good))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ANJU_SECRET_KEY": ""}, "ANJU_SECRET_KEY 没有设置"),
        ({"ANJU_SECRET_KEY": "short-9vQ2"}, "ANJU_SECRET_KEY 太短"),
        ({"ANJU_SECRET_KEY": "a" * 40}, "ANJU_SECRET_KEY 太容易猜到"),
        ({"ANJU_SECRET_KEY": "changeme-9vQ2-mmT7-pL0x-W8ae-Rr41-Yq66"}, "太容易猜到"),
        ({"ANJU_DIGEST_KEY": ""}, "ANJU_DIGEST_KEY 没有设置"),
        ({"ANJU_DIGEST_KEY": GOOD["ANJU_SECRET_KEY"]}, "不能与 ANJU_SECRET_KEY 相同"),
        ({"ANJU_DATABASE_URL": ""}, "ANJU_DATABASE_URL"),
        ({"ANJU_KEY_FILE": ""}, "没有设置 ANJU_KEY_FILE"),
        ({"ANJU_KEY_FILE": "/nowhere/data-keys"}, "找不到密钥文件"),
        ({"ANJU_DEBUG": "1"}, "不能打开调试"),
        ({"ANJU_INSECURE_COOKIES": "1"}, "只能通过 HTTPS"),
    ],
)
def test_an_unsafe_configuration_is_refused_with_a_sentence(
    good: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UnsafeStartError, match=sentence):
        refuse_unsafe(from_environment(good | wrong))


def test_a_key_file_that_others_may_read_is_refused(good: dict[str, str]) -> None:
    Path(good["ANJU_KEY_FILE"]).chmod(0o644)

    with pytest.raises(UnsafeStartError, match="chmod 600"):
        refuse_unsafe(from_environment(good))


@pytest.mark.parametrize("content", ["", "{}", '{"writing": "a", "keys": {"a": "c2hvcnQ="}}'])
def test_a_key_file_that_holds_no_keys_is_refused(good: dict[str, str], content: str) -> None:
    Path(good["ANJU_KEY_FILE"]).write_text(content)

    with pytest.raises(UnsafeStartError, match="内容不对"):
        refuse_unsafe(from_environment(good))


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(UnsafeStartError) as refused:
        refuse_unsafe(from_environment({}))

    assert len(refused.value.sentences) == 4


def test_no_server_is_made_from_an_unsafe_configuration(
    config: Config, db: Database, runtime: Runtime
) -> None:
    with pytest.raises(UnsafeStartError):
        create_app(replace(config, secret_key=""), database=db, runtime=runtime)


def test_the_demo_needs_no_secret_of_yours(config: Config, db: Database, runtime: Runtime) -> None:
    demo = replace(config, secret_key="demo", demo=True)

    assert create_app(demo, database=db, runtime=runtime)


def test_an_empty_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeStartError, match="init-db"):
        check_database(Database(f"sqlite:///{tmp_path / 'empty.sqlite'}"))


def test_a_database_without_its_migrations_is_refused(db: Database) -> None:
    # The test's schema was made from the code: no migration ever ran in it.
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))

    with pytest.raises(UnsafeStartError, match="结构不是本程序的"):
        check_database(db)


def test_a_migrated_database_starts_and_without_a_trigger_it_does_not(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    upgrade(open_engine(url))
    database = Database(url)
    check_database(database)

    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER history_no_update"))

    with pytest.raises(UnsafeStartError, match="history_no_update"):
        check_database(database)


def test_tables_that_are_not_those_of_the_code_are_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'draft.sqlite'}")
    upgrade(database.engine)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE settings SET value = '\"of an older draft\"'"))

    with pytest.raises(UnsafeStartError, match="结构不是本程序的"):
        check_database(database)


def test_no_real_server_opens_on_accounts_of_the_demo(db: Database) -> None:
    check_no_demo(db)
    with db.write() as session:
        session.execute(update(Account).where(Account.username == "auditor").values(is_demo=True))
        session.commit()

    with pytest.raises(UnsafeStartError, match="演示账号 auditor"):
        check_no_demo(db)


def test_every_set_of_drawings_in_use_is_bound(db: Database, runtime: Runtime) -> None:
    check_open_sets(db, runtime)


def test_the_digest_key_is_the_one_of_the_configuration(runtime: Runtime) -> None:
    assert runtime.digest_key == DIGEST_KEY.encode()
