"""``anju storage``: look at the place for documents, or carry them into a bucket."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from webapp.config import UnsafeStartError, from_environment
from webapp.storage import FileStorage, Storage, StorageDown
from webapp.storage.copying import COPIED, DAMAGED, PRESENT, carry
from webapp.storage.opening import check_storage, open_storage

SAID_EVERY = 500


@click.group("storage")
def storage_command() -> None:
    """存放照片和扫描件的地方。"""


@storage_command.command("check")
def check_command() -> None:
    """检查能不能读写。"""
    _opened()
    click.echo("可以读写。")


@storage_command.command("copy")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help="default: ANJU_STORAGE_DIR",
)
def copy_command(folder: Path | None) -> None:
    """把文件夹里的原件逐份抄到 ANJU_S3_… 所设的存储并核对;中断后可以再来一次。

    Exit status 1 when something is damaged or the place fails.
    """
    config = from_environment()
    if config.s3 is None:
        raise click.ClickException("没有设置 ANJU_S3_BUCKET,不知道要抄到哪里。")
    source, target = FileStorage(folder or config.storage_dir), _opened()
    counts: Counter[str] = Counter()
    try:
        for carried in carry(source, target):
            counts[carried.result] += 1
            if carried.result == DAMAGED:
                click.echo(f"与编号不符,没有抄:{carried.key}", err=True)
            if counts.total() % SAID_EVERY == 0:
                click.echo(f"已看 {counts.total()} 份……")
    except StorageDown as error:
        raise click.ClickException(f"存储不应答({error}),已抄的都在;请稍后再来一次。") from None
    click.echo(f"新抄 {counts[COPIED]} 份,原已在 {counts[PRESENT]} 份,损坏 {counts[DAMAGED]} 份。")
    if counts[DAMAGED]:
        raise SystemExit(1)


def _opened() -> Storage:
    config = from_environment()
    try:
        storage = open_storage(config)
        check_storage(storage)
    except UnsafeStartError as error:
        raise click.ClickException("".join(error.sentences)) from None
    return storage
