"""The place that the settings name."""

from __future__ import annotations

from webapp.config import Config, UnsafeStartError
from webapp.storage.files import FileStorage
from webapp.storage.place import Storage, StorageDown


def open_storage(config: Config) -> Storage:
    """Files in a folder, or the bucket where one is named. Raises UnsafeStartError."""
    if config.s3 is None:
        return FileStorage(config.storage_dir)
    try:
        from webapp.storage.s3 import S3Storage
    except ImportError:
        raise UnsafeStartError(["设置了 S3 存储,但没有安装:请安装 anju[s3]。"]) from None
    return S3Storage(config.s3)


def check_storage(storage: Storage) -> None:
    """Raise UnsafeStartError for a place that does not take and give back documents."""
    try:
        storage.check()
    except StorageDown as error:
        raise UnsafeStartError(
            [f"存放材料的地方不能读写,请检查 ANJU_STORAGE_DIR 或 ANJU_S3_… 设置({error})。"]
        ) from None
