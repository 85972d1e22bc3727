"""``anju keys``: make, check and rotate the keys that seal personal data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from sqlalchemy import Column

from models.database import Database
from models.keyring import KeyFile, KeyFileFault, create_key_file
from models.sealed import sealed_columns
from webapp.config import UnsafeStartError, from_environment, keyring_for
from workflows import data_keys
from workflows.rights import MACHINE
from workflows.system_history import record_system


@click.group("keys")
def keys_command() -> None:
    """加密身份证号、账号、电话的密钥。"""


@keys_command.command("new")
@click.argument("path", type=click.Path(path_type=Path))
def new(path: Path) -> None:
    """Make a key file with one key; never overwrites one."""
    try:
        create_key_file(path)
    except KeyFileFault as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"已生成密钥文件 {path},请设置 ANJU_KEY_FILE={path},并另存一份在别处保管。")
    click.echo("丢失密钥文件,就再也读不出身份证号、账号和电话;不要与数据库备份放在一起。")


@keys_command.command("check")
def check() -> None:
    """核对密钥文件与数据库。Exit status 1 when a value cannot be read."""
    keyring, database = _opened()
    with database.read() as session:
        faults = data_keys.faults_of_keys(session, keyring)
        counts = data_keys.count_by_key(session)
        broken = [] if faults else list(data_keys.unreadable(session, keyring))
    for key_id, count in sorted(counts.items()):
        use = "(正在使用)" if key_id == keyring.writing else ""
        sealed_by = "没有加密" if key_id == data_keys.IN_CLEAR else f"密钥 {key_id}"
        click.echo(f"{sealed_by}:{count} 个值{use}")
    for sentence in faults:
        click.echo(sentence, err=True)
    for place, values in broken:
        click.echo(f"不能读出:{place},主键 {'、'.join(map(str, values))}", err=True)
    if faults or broken:
        raise SystemExit(1)
    click.echo("密钥与数据库一致,所有加密的值都能读出。")


@keys_command.command("rotate")
def rotate() -> None:
    """换用新密钥并重新加密;中断以后再运行一次,会从断处继续。"""
    keyring, database = _opened()
    with database.read() as session:
        if faults := data_keys.faults_of_keys(session, keyring):
            raise click.ClickException("\n".join(faults))
        is_unfinished = data_keys.has_older(session, keyring.writing)
    newest = list(keyring.keys)[-1]
    if is_unfinished or newest != keyring.writing:
        click.echo("继续上一次没有做完的轮换。")
    else:
        newest = keyring.add()
    # The database knows a key before anything is sealed with it.
    with database.write() as session:
        data_keys.register_keys(session, keyring)
        session.commit()
    if newest != keyring.writing:
        keyring.write_with(newest)
    count = sum(_seal_column(database, keyring, column) for column in sealed_columns())
    with database.write() as session:
        record_system(session, MACHINE, "data_keys_rotated", {"key": newest, "values": count})
        session.commit()
    click.echo(f"已换用密钥 {newest},重新加密了 {count} 个值。旧密钥留在文件里,用来读旧的备份。")


def _seal_column(database: Database, keyring: KeyFile, column: Column[Any]) -> int:
    """Seal one column anew, a short transaction for each batch; returns how many values."""
    count = 0
    after: tuple[Any, ...] | None = None
    while True:
        with database.write() as session:
            batch = data_keys.seal_anew(session, keyring, column, after)
            session.commit()
        count, after = count + batch.count, batch.last
        if after is None:
            return count


def _opened() -> tuple[KeyFile, Database]:
    config = from_environment()
    if not config.database_url:
        raise click.ClickException("没有设置 ANJU_DATABASE_URL(数据库地址)。")
    try:
        keyring = keyring_for(config)
    except UnsafeStartError as error:
        raise click.ClickException("\n".join(error.sentences)) from error
    return keyring, Database(config.database_url, keyring=keyring)
