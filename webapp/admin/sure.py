"""Acts that cannot be undone by going back are asked once more, in words of what will happen."""

from __future__ import annotations

from flask import render_template, request

SURE = "sure"


def ask_once(title: str, happens: str, button: str, *, back: str) -> str:
    """The page that asks; empty once the reader has said yes on it.

    It sends the same form to the same address again, so it works without script.
    """
    if SURE in request.form:
        return ""
    kept = [(name, value) for name, value in request.form.items() if name != "csrf_token"]
    return render_template(
        "admin/sure.html", title=title, happens=happens, button=button, back=back, kept=kept
    )
