"""A server that speaks S3 on this machine, in a process of its own thread."""

from __future__ import annotations

import logging
import urllib.request

from moto.server import ThreadedMotoServer

from webapp.storage.settings import S3Settings

BUCKET = "anju"


class S3Server:
    """Runs until :meth:`stop`; what is written to it is gone with it."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.address = f"http://{host}:{port}"

    def bucket(self, name: str) -> S3Settings:
        """A new bucket, with the settings that lead to it."""
        made = urllib.request.Request(f"{self.address}/{name}", method="PUT")
        with urllib.request.urlopen(made) as answer:
            assert answer.status == 200
        return self.settings(name)

    def settings(self, name: str) -> S3Settings:
        """Settings that lead to a bucket, which need not be there."""
        return S3Settings(
            bucket=name,
            access_key_id="somebody",
            secret_access_key="a secret of the tests",
            endpoint=self.address,
            prefix="documents",
        )

    def stop(self) -> None:
        """End the server."""
        self._server.stop()
