"""A server on a free port of this machine, run by waitress in a thread of the test."""

from __future__ import annotations

from threading import Thread

from flask import Flask
from waitress import wasyncore

from webapp.serving import open_listener

HOST = "127.0.0.1"


class Server:
    """Serves ``app`` from the moment it is made until :meth:`stop`."""

    def __init__(self, app: Flask) -> None:
        self._server = open_listener(app, host=HOST, port=0, threads=4)
        self.port = int(self._server.effective_port)
        self.address = f"http://{HOST}:{self.port}"
        self._thread = Thread(target=self._server.run, name=f"server {self.address}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and wait until the thread has ended."""
        # Inside the server's own loop: sockets closed under its feet would make it stumble.
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._server._map))
        self._thread.join(timeout=10)
        assert not self._thread.is_alive(), f"{self._thread.name} does not stop"
        self._server.task_dispatcher.shutdown()
