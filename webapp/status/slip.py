"""The slip (回执) that a household takes home: its number, what comes next, and the way to ask."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp import transactions
from webapp.cases.frame import CaseFrame, load_frame
from webapp.papers.press import characters_of, pdf_answer
from webapp.parts import parts
from webapp.public_addresses import public_address, qr_code
from webapp.readings import log_reading
from webapp.status.state import State, state_of
from webapp.status.tokens import token_of
from webapp.user import user
from workflows import clock
from workflows.authorities import villagers_committee
from workflows.errors import Refused
from workflows.slips import replace_slip as replace_slip_of

NOT_FILED = "申请提交以后才有编号和回执。请先办结“提出申请”。"
TITLE = "农村危房改造申请回执"


class NotFiledYet(Refused):
    """There is no slip before the case has its number."""

    status = 409


@dataclass(frozen=True)
class Slip:
    """What stands on the slip; ``address`` is empty where the server has no public address."""

    case: CaseFrame
    state: State
    committee: str
    address: str

    @property
    def code(self) -> Markup:
        """The address as a QR code."""
        return qr_code(self.address)


def slip(application_id: int) -> ResponseReturnValue:
    """The slip as a PDF of one page; as a page to print where the printing program is not there."""
    session = transactions.session()
    frame = load_frame(session, parts().runtime, user().actor, application_id)
    state = state_of(session, application_id)
    if state is None:
        raise NotFiledYet(NOT_FILED)
    village = villagers_committee(frame.village)
    made = Slip(frame, state, village, slip_address(application_id, state.slip_edition))
    body = Markup(render_template("status/slip.html", slip=made, title=TITLE, today=clock.today()))
    title, number = f"{TITLE} · {frame.application.head_name}", state.number
    log_reading("打印:申请回执", "", application_id)
    printer = parts().printer
    if printer.why_not:
        return render_template(
            "status/slip_page.html",
            title=title,
            body=body,
            why_not=printer.why_not,
            rare=characters_of(body),
            back=url_for("cases.show", application_id=application_id),
        )
    return pdf_answer(body, title, f"slip-{number}.pdf")


def replace_slip(application_id: int) -> ResponseReturnValue:
    """The household's slip was lost: whoever finds it opens nothing, and a new one is printed."""
    actor = user().actor
    load_frame(transactions.reading(), parts().runtime, actor, application_id)
    session = transactions.session()
    replace_slip_of(session, actor, application_id)
    flash("旧回执上的二维码已作废。请打印新的回执交给农户。")
    return redirect(url_for("receipt.show", application_id=application_id), 303)


def slip_address(application_id: int, edition: int = 0) -> str:
    """Where the QR code leads; empty where the server has no public address."""
    token = token_of(parts().runtime.digest_key, application_id, edition)
    return public_address(url_for("status.by_slip", token=token))
