"""The printer: wkhtmltopdf under a time limit, few at once, with nothing but the page in its hands.

The page is handed in whole: styles and pictures inside it, files of this machine out of reach.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from functools import cached_property
from pathlib import Path

import pdfkit

from webapp.printing.calibration import Unmeasurable, zoom_of
from webapp.printing.finishing import finished
from webapp.printing.typeface import typeface
from workflows.errors import Refused

PROGRAM = "wkhtmltopdf"
NOT_INSTALLED = "这台服务器没有安装打印程序,不能生成 PDF。可以用浏览器打印本页。"
FAILED = "PDF 没有生成,请稍后再试,或者用浏览器打印本页。"
BUSY = "正在打印的人太多,请过一会儿再试,或者用浏览器打印本页。"
# Sides and margins belong to the page's own boxes; what is printed may fetch nothing.
OPTIONS: dict[str, str | None] = {
    "page-size": "A4",
    "margin-top": "0",
    "margin-right": "0",
    "margin-bottom": "0",
    "margin-left": "0",
    "encoding": "UTF-8",
    "disable-local-file-access": None,
    "disable-plugins": None,
}


class CannotPrint(Refused):
    """No PDF; the sentence says why to the one who asked for it."""

    status = 503


class TooBusy(CannotPrint):
    """As many pages are being printed as may be at once."""


class Printer:
    """Prints HTML. ``folder`` keeps the measure of the program; times are in seconds."""

    def __init__(
        self,
        folder: Path,
        *,
        program: str | None = None,
        time_limit: float = 30.0,
        at_once: int = 2,
        patience: float = 20.0,
    ) -> None:
        self.folder = folder
        self.program = program if program is not None else shutil.which(PROGRAM) or ""
        self.time_limit, self.patience = time_limit, patience
        self._places = threading.BoundedSemaphore(at_once)

    @property
    def why_not(self) -> str:
        """Why there can be no PDF here; empty when there can."""
        return "" if self.program else NOT_INSTALLED

    @cached_property
    def zoom(self) -> float:
        """The factor that the page must be set with to come out in its true size."""
        if self.why_not:
            raise CannotPrint(self.why_not)
        try:
            return zoom_of(self.folder, self._version(), self._run)
        except Unmeasurable as error:
            raise CannotPrint(FAILED) from error

    def print(self, html: str, title: str) -> bytes:
        """The PDF of a page that was made with :attr:`zoom`. Raises CannotPrint."""
        if self.why_not:
            raise CannotPrint(self.why_not)
        if not self._places.acquire(timeout=self.patience):
            raise TooBusy(BUSY)
        try:
            pdf = self._run(html)
        finally:
            self._places.release()
        face = typeface()
        return finished(pdf, title, face.everyday if face else {})

    def _run(self, html: str) -> bytes:
        """One call of the program; pdfkit writes its command line, but would wait for ever."""
        settings = pdfkit.configuration(wkhtmltopdf=self.program)
        made = pdfkit.PDFKit(html, "string", options=OPTIONS, configuration=settings)
        return self._outcome(made.command(), made.source.to_s().encode())

    def _version(self) -> str:
        return self._outcome([self.program, "--version"], b"").decode(errors="replace").strip()

    def _outcome(self, command: list[str], given: bytes) -> bytes:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            out, _ = process.communicate(given, timeout=self.time_limit)
        except subprocess.TimeoutExpired as error:
            # With everything that it started.
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise CannotPrint(FAILED) from error
        if process.returncode != 0 or not out:
            raise CannotPrint(FAILED)
        return out
