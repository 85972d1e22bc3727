"""What an installation decides, and the refusal to start with something unsafe."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.keyring import KeyFile, KeyFileFault
from webapp.files.limits import UploadLimits, upload_limits_from
from webapp.storage.settings import S3Settings, s3_settings_from

SHORTEST_SECRET = 32
FEWEST_DIFFERENT_CHARACTERS = 10
WELL_KNOWN = ("secret", "changeme", "default", "password", "development", "example", "anju")


class UnsafeStartError(Exception):
    """The server must not start like this; every sentence says what to mend."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class PasswordCost:
    """The work that one password check costs (argon2id): rounds, memory, lanes."""

    rounds: int = 3
    memory_kib: int = 65_536
    lanes: int = 2


@dataclass(frozen=True)
class Throttle:
    """How many failed log-ins are allowed in a window, by user name and by address."""

    per_username: int = 5
    per_address: int = 30
    window_minutes: int = 15


@dataclass(frozen=True)
class StatusThrottle:
    """How many wrong answers the public status page takes in a window, by case and by address.

    Four digits are guessed in ten thousand tries: ten a day for one case leave that hopeless.
    """

    per_case: int = 10
    per_address: int = 60
    window_minutes: int = 24 * 60


@dataclass(frozen=True)
class ObjectionLimits:
    """What the public form takes: how often, how fast, how much.

    A village may have one computer, so an address is let in several times an hour; a page lives for
    a day, and nobody writes an objection in less than ``least_seconds``.
    """

    per_address: int = 6
    address_minutes: int = 60
    per_notice: int = 60
    notice_minutes: int = 24 * 60
    wrong_codes: int = 30
    token_hours: int = 24
    least_seconds: int = 3
    receipt_minutes: int = 60
    photographs: int = 3

    @property
    def token_life(self) -> dt.timedelta:
        """How long a page may lie open."""
        return dt.timedelta(hours=self.token_hours)

    @property
    def least_time(self) -> dt.timedelta:
        """In which nobody reads the page and writes."""
        return dt.timedelta(seconds=self.least_seconds)


@dataclass(frozen=True)
class Config:
    """Settings of one server. ``digest_key`` keys the digests of identity numbers.

    ``public_url`` is where households reach the server; it stands in the QR codes of slips.
    """

    database_url: str
    secret_key: str
    digest_key: str
    storage_dir: Path
    # Where the keys lie that seal personal data; the demo makes its own.
    key_file: Path | None = None
    demo: bool = False
    debug: bool = False
    secure_cookies: bool = True
    session_hours: int = 8
    trusted_proxies: int = 0
    password_cost: PasswordCost = field(default_factory=PasswordCost)
    throttle: Throttle = field(default_factory=Throttle)
    uploads: UploadLimits = field(default_factory=UploadLimits)
    s3: S3Settings | None = None
    public_url: str = ""
    status_throttle: StatusThrottle = field(default_factory=StatusThrottle)
    objections: ObjectionLimits = field(default_factory=ObjectionLimits)


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """The settings of a real installation, from variables that begin with ``ANJU_``."""
    return Config(
        database_url=environ.get("ANJU_DATABASE_URL", ""),
        secret_key=environ.get("ANJU_SECRET_KEY", ""),
        digest_key=environ.get("ANJU_DIGEST_KEY", ""),
        storage_dir=Path(environ.get("ANJU_STORAGE_DIR", "var/documents")),
        key_file=Path(path) if (path := environ.get("ANJU_KEY_FILE", "")) else None,
        debug=environ.get("ANJU_DEBUG", "") not in ("", "0"),
        secure_cookies=environ.get("ANJU_INSECURE_COOKIES", "") in ("", "0"),
        trusted_proxies=int(environ.get("ANJU_TRUSTED_PROXIES", "0")),
        uploads=upload_limits_from(environ),
        s3=s3_settings_from(environ),
        public_url=environ.get("ANJU_PUBLIC_URL", "").rstrip("/"),
    )


def refuse_unsafe(config: Config) -> None:
    """Raise :class:`UnsafeStartError` unless ``config`` is fit for real households' data."""
    if config.demo:
        return
    sentences = []
    if not config.database_url:
        sentences.append("没有设置 ANJU_DATABASE_URL(数据库地址)。")
    if fault := _fault_of_secret(config.secret_key):
        sentences.append(f"ANJU_SECRET_KEY {fault}")
    if fault := _fault_of_secret(config.digest_key):
        sentences.append(f"ANJU_DIGEST_KEY {fault}")
    elif config.digest_key == config.secret_key:
        sentences.append("ANJU_DIGEST_KEY 不能与 ANJU_SECRET_KEY 相同。")
    if fault := _fault_of_key_file(config.key_file):
        sentences.append(fault)
    if config.debug:
        sentences.append("正式环境不能打开调试(ANJU_DEBUG)。")
    if config.public_url and not config.public_url.startswith("https://"):
        sentences.append("ANJU_PUBLIC_URL(回执二维码里的网址)应以 https:// 开头。")
    if not config.secure_cookies:
        sentences.append("正式环境只能通过 HTTPS 使用,不能打开 ANJU_INSECURE_COOKIES。")
    sentences += config.uploads.faults
    if config.s3 is not None:
        sentences += config.s3.faults
    if sentences:
        raise UnsafeStartError(sentences)


def keyring_for(config: Config) -> KeyFile:
    """The keys of this installation. Raises UnsafeStartError."""
    if fault := _fault_of_key_file(config.key_file):
        raise UnsafeStartError([fault])
    assert config.key_file is not None
    return KeyFile(config.key_file)


def _fault_of_key_file(path: Path | None) -> str:
    if path is None:
        return (
            "没有设置 ANJU_KEY_FILE(加密身份证号、账号、电话的密钥文件):"
            "新装的请运行 `anju keys new 文件名` 生成,再设置。"
        )
    try:
        KeyFile(path)
    except KeyFileFault as error:
        return error.sentence
    return ""


def _fault_of_secret(value: str) -> str:
    if not value:
        return "没有设置:请用 `anju new-secret` 生成一个并妥善保存。"
    if len(value) < SHORTEST_SECRET:
        return f"太短:至少 {SHORTEST_SECRET} 个字符,请用 `anju new-secret` 生成。"
    lower = value.lower()
    if len(set(value)) < FEWEST_DIFFERENT_CHARACTERS or any(w in lower for w in WELL_KNOWN):
        return "太容易猜到:请用 `anju new-secret` 生成一个随机的。"
    return ""
