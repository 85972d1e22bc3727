"""Places for documents keep one contract, in a folder and in a bucket of a real S3 server."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.webapp.storage.bucket import S3Server
from webapp.cli import main
from webapp.config import Config, UnsafeStartError, from_environment, refuse_unsafe
from webapp.storage import FileStorage, Storage, StorageDown, copy_name
from webapp.storage.copying import COPIED, DAMAGED, PRESENT, carry
from webapp.storage.opening import check_storage, open_storage
from webapp.storage.s3 import S3Storage
from webapp.storage.settings import S3Settings

CONTENT = b"a scanned paper"
KEY = hashlib.sha256(CONTENT).hexdigest()
LONG = bytes(range(256)) * 4096
UNKNOWN = "0" * 64


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    started = S3Server()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    return (f"bucket-{number}" for number in itertools.count())


@pytest.fixture
def settings(server: S3Server, names: Iterator[str]) -> S3Settings:
    """A bucket that nobody has used."""
    return server.bucket(next(names))


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """An empty place; each test runs once on each kind."""
    if request.param == "folder":
        return FileStorage(tmp_path / "documents")
    return S3Storage(request.getfixturevalue("settings"))


def test_what_is_put_comes_back_under_its_hash(storage: Storage) -> None:
    assert storage.put(CONTENT) == KEY
    assert storage.get(KEY) == CONTENT
    assert storage.size(KEY) == len(CONTENT)


def test_the_same_bytes_are_kept_once(storage: Storage) -> None:
    assert storage.put(CONTENT) == storage.put(CONTENT)
    assert list(storage.originals()) == [KEY]


def test_long_files_come_in_pieces(storage: Storage) -> None:
    pieces = list(storage.stream(storage.put(LONG)))

    assert len(pieces) > 1
    assert b"".join(pieces) == LONG


@pytest.mark.parametrize("act", ["get", "stream", "size"])
def test_what_is_not_there_is_said_at_once(storage: Storage, act: str) -> None:
    with pytest.raises(FileNotFoundError):
        getattr(storage, act)(UNKNOWN)


def test_a_copy_lies_beside_its_original_and_gives_way_to_a_newer_one(storage: Storage) -> None:
    storage.put(CONTENT)
    storage.put_copy(KEY, "display-64", b"one")
    storage.put_copy(KEY, "display-64", b"another")

    assert storage.get(copy_name(KEY, "display-64")) == b"another"
    assert storage.get(KEY) == CONTENT
    assert list(storage.originals()) == [KEY]


def test_a_look_at_the_place_leaves_nothing_behind(storage: Storage, tmp_path: Path) -> None:
    storage.check()

    assert list(storage.originals()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_nothing_half_written_stays_in_a_folder_that_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageDown):
        FileStorage(tmp_path).put(CONTENT)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_bucket_that_is_not_there_is_told_at_the_start(server: S3Server) -> None:
    with pytest.raises(UnsafeStartError, match="不能读写"):
        check_storage(S3Storage(server.settings("nowhere")))


def test_a_server_that_does_not_answer_is_told_apart_from_a_missing_document(
    settings: S3Settings,
) -> None:
    # A port that nobody listens on: refused at once.
    storage = S3Storage(replace(settings, endpoint="http://127.0.0.1:9"))

    with pytest.raises(StorageDown):
        storage.get(KEY)


# --- the settings


def test_the_settings_name_the_place(config: Config, settings: S3Settings) -> None:
    assert isinstance(open_storage(config), FileStorage)
    assert isinstance(open_storage(replace(config, s3=settings)), S3Storage)


def test_the_secret_comes_from_the_environment_and_is_never_shown() -> None:
    told = {
        "ANJU_S3_BUCKET": "anju",
        "ANJU_S3_ENDPOINT": "https://s3.county.invalid",
        "ANJU_S3_ACCESS_KEY_ID": "somebody",
        "ANJU_S3_SECRET_ACCESS_KEY": "nobody knows it",
    }
    config = from_environment(told)

    assert config.s3 is not None
    assert config.s3.secret_access_key == "nobody knows it"
    assert "nobody knows it" not in repr(config)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"secret_access_key": ""}, "ANJU_S3_SECRET_ACCESS_KEY"),
        ({"endpoint": "http://s3.county.invalid"}, "https://"),
    ],
)
def test_a_bucket_that_is_not_safe_is_refused(
    config: Config, settings: S3Settings, wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UnsafeStartError, match=sentence):
        refuse_unsafe(replace(config, s3=replace(settings, **wrong)))  # type: ignore[arg-type]


# --- carrying documents


def results(source: Storage, target: Storage) -> dict[str, str]:
    return {each.key: each.result for each in carry(source, target)}


@pytest.fixture
def folder(tmp_path: Path) -> FileStorage:
    """A folder with three originals and a copy."""
    made = FileStorage(tmp_path / "documents")
    for content in (CONTENT, LONG, b"a photograph"):
        made.put(content)
    made.put_copy(KEY, "display-64", b"a copy")
    return made


def test_originals_are_carried_into_a_bucket(folder: FileStorage, settings: S3Settings) -> None:
    bucket = S3Storage(settings)

    assert set(results(folder, bucket).values()) == {COPIED}
    assert sorted(bucket.originals()) == sorted(folder.originals())
    assert bucket.get(KEY) == CONTENT


def test_a_carrying_that_was_cut_off_goes_on_where_it_stood(
    folder: FileStorage, settings: S3Settings
) -> None:
    bucket = S3Storage(settings)
    first = next(carry(folder, bucket)).key

    again = results(folder, bucket)

    assert again.pop(first) == PRESENT
    assert set(again.values()) == {COPIED}


def test_a_damaged_original_is_named_and_not_carried(
    folder: FileStorage, settings: S3Settings
) -> None:
    (folder.folder / KEY[:2] / KEY).write_bytes(b"something else")
    bucket = S3Storage(settings)

    assert results(folder, bucket)[KEY] == DAMAGED
    with pytest.raises(FileNotFoundError):
        bucket.get(KEY)


@pytest.fixture
def environment(settings: S3Settings, folder: FileStorage) -> dict[str, str]:
    """The variables of a server that has moved into a bucket."""
    return {
        "ANJU_STORAGE_DIR": str(folder.folder),
        "ANJU_S3_BUCKET": settings.bucket,
        "ANJU_S3_ENDPOINT": settings.endpoint,
        "ANJU_S3_PREFIX": settings.prefix,
        "ANJU_S3_ACCESS_KEY_ID": settings.access_key_id,
        "ANJU_S3_SECRET_ACCESS_KEY": settings.secret_access_key,
    }


def test_the_command_says_what_it_carried(
    environment: dict[str, str], folder: FileStorage, settings: S3Settings
) -> None:
    carried = CliRunner().invoke(main, ["storage", "copy"], env=environment)
    assert (carried.exit_code, carried.output) == (0, "新抄 3 份,原已在 0 份,损坏 0 份。\n")

    (folder.folder / KEY[:2] / KEY).write_bytes(b"something of another length")
    again = CliRunner().invoke(main, ["storage", "copy"], env=environment)
    assert again.exit_code == 1
    assert KEY in again.output
    assert S3Storage(settings).get(KEY) == CONTENT


def test_the_command_needs_a_bucket(environment: dict[str, str]) -> None:
    without = environment | {"ANJU_S3_BUCKET": ""}
    refused = CliRunner().invoke(main, ["storage", "copy"], env=without)

    assert refused.exit_code == 1
    assert "ANJU_S3_BUCKET" in refused.output


def test_a_place_that_can_be_used_is_said_so(environment: dict[str, str]) -> None:
    assert CliRunner().invoke(main, ["storage", "check"], env=environment).exit_code == 0
