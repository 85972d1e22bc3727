"""Which bucket documents lie in; without one they lie in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class S3Settings:
    """A bucket for documents; an empty ``endpoint`` is that of the region."""

    bucket: str
    access_key_id: str
    secret_access_key: str = field(repr=False)
    endpoint: str = ""
    region: str = "us-east-1"
    prefix: str = ""
    is_virtual_hosted: bool = False

    @property
    def faults(self) -> list[str]:
        """What an administrator has to mend, in words."""
        sentences = []
        if not self.access_key_id or not self.secret_access_key:
            sentences.append("没有设置 ANJU_S3_ACCESS_KEY_ID 或 ANJU_S3_SECRET_ACCESS_KEY。")
        address = urlsplit(self.endpoint)
        if address.scheme == "http" and address.hostname not in LOOPBACK:
            sentences.append("ANJU_S3_ENDPOINT 应使用 https:// 地址。")
        return sentences


def s3_settings_from(environ: Mapping[str, str]) -> S3Settings | None:
    """A bucket is used when it is named; its secret comes from nowhere but the environment."""
    bucket = environ.get("ANJU_S3_BUCKET", "")
    if not bucket:
        return None
    return S3Settings(
        bucket=bucket,
        access_key_id=environ.get("ANJU_S3_ACCESS_KEY_ID", ""),
        secret_access_key=environ.get("ANJU_S3_SECRET_ACCESS_KEY", ""),
        endpoint=environ.get("ANJU_S3_ENDPOINT", ""),
        region=environ.get("ANJU_S3_REGION", "us-east-1"),
        prefix=environ.get("ANJU_S3_PREFIX", ""),
        is_virtual_hosted=environ.get("ANJU_S3_VIRTUAL_HOSTED", "") not in ("", "0"),
    )
