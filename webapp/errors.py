"""Refusals as pages: the right status, and a sentence that a clerk understands."""

from __future__ import annotations

import structlog
from flask import Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized

from webapp import transactions
from webapp.files.limits import UploadLimits
from webapp.local_paths import path_or_none
from webapp.parts import parts
from webapp.storage import StorageDown
from workflows import engine
from workflows.errors import NotFound, Refused

log = structlog.get_logger()

TITLES = {
    400: "没有办成",
    401: "请先登录",
    403: "不能办理",
    404: "没有找到",
    405: "没有办成",
    409: "已有变化",
    413: "内容太多",
    422: "请改一下",
    429: "请稍等",
    500: "系统出错了",
    503: "系统正忙",
}
SENTENCES = {
    400: "发来的内容不完整或不能识别,请刷新页面后重试。",
    403: "您没有办理这项工作的权限。",
    404: "没有这一页,或者不在您的办理范围内。",
    405: "这个地址不能这样打开,请从页面上的按钮进入。",
    413: "一次发送的内容太多:文字请删短,照片请分几次发送,每个文件不超过 {file} MB。",
    415: "这种格式不能识别。",
    429: "点得太快了,请等一分钟再试。",
    500: "系统出了问题,没有保存任何内容。请稍后重试;仍不行,请告诉系统管理员。",
    503: "现在办理的人多,请稍等几秒后重试,没有保存任何内容。",
}
STORAGE_DOWN = "存放材料的地方现在用不了,没有保存任何内容。请稍后重试;仍不行,请告诉系统管理员。"
BARE = '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
CHANGED = "这一件刚刚被别人办理过,请刷新后再看。"


def init_errors(app: Flask) -> None:
    """Answer every refusal and every failure with a page."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Unauthorized, _log_in_first)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(engine.TaskNotOpen, _changed)
    app.register_error_handler(engine.StaleInstance, _changed)
    app.register_error_handler(engine.UnknownOutcome, _unknown_outcome)
    app.register_error_handler(engine.BadData, _bad_data)
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(DataError, _unreadable)
    app.register_error_handler(StorageDown, _storage_down)


def page(status: int, sentence: str) -> ResponseReturnValue:
    """The page of a refusal; what the request wrote is rolled back first."""
    transactions.abandon()
    title = TITLES.get(status, TITLES[400])
    try:
        return render_template("error.html", title=title, sentence=sentence), status
    except SQLAlchemyError:
        # Without a database nobody knows who is reading: the sentence alone must do.
        log.exception("no_database_for_the_page")
        transactions.abandon()
        return f"{BARE}<title>{title}</title><h1>{title}</h1><p>{escape(sentence)}</p>", status


def _refused(error: Refused) -> ResponseReturnValue:
    # An unknown case and a foreign one must read the same, word for word.
    sentence = SENTENCES[404] if isinstance(error, NotFound) else error.sentence
    return page(error.status, sentence)


def _log_in_first(_error: Unauthorized) -> ResponseReturnValue:
    transactions.abandon()
    if request.method not in transactions.SAFE_METHODS:
        return page(401, "您还没有登录,或者登录已过期。请登录后重新办理。")
    wanted = path_or_none(request.full_path.rstrip("?"))
    return redirect(url_for("login.show", next=wanted if wanted != "/" else None))


def _forged(_error: CSRFError) -> ResponseReturnValue:
    return page(400, "这一页放得太久,或不是从本系统打开的。请返回、刷新页面后重新提交。")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if isinstance(error, InternalServerError):
        # A sentence of success must not survive a failure.
        session.pop("_flashes", None)
    return page(status, sentence_of(status, parts().config.uploads))


def sentence_of(status: int, limits: UploadLimits) -> str:
    """What a refusal of the protocol is called in words."""
    return SENTENCES.get(status, SENTENCES[400]).format(file=limits.file_megabytes)


def _changed(error: Exception) -> ResponseReturnValue:
    log.info("step_was_taken", error=str(error))
    return page(409, CHANGED)


def _unknown_outcome(_error: engine.UnknownOutcome) -> ResponseReturnValue:
    return page(422, "这一步没有这个选项,请刷新页面后重试。")


def _bad_data(error: engine.BadData) -> ResponseReturnValue:
    log.warning("bad_data", error=str(error))
    return page(422, "有一项内容不能识别,请检查后重试。")


def _collided(error: IntegrityError) -> ResponseReturnValue:
    log.warning("collided", error=str(error.orig))
    session.pop("_flashes", None)
    return page(409, CHANGED)


def _busy(error: OperationalError) -> ResponseReturnValue:
    log.error("database_unavailable", error=str(error.orig))
    session.pop("_flashes", None)
    return page(503, SENTENCES[503])


def _storage_down(error: StorageDown) -> ResponseReturnValue:
    log.error("storage_down", error=str(error))
    session.pop("_flashes", None)
    return page(503, STORAGE_DOWN)


def _unreadable(error: DataError) -> ResponseReturnValue:
    """A character or a number that no column can hold, in an address or a small form."""
    log.warning("unreadable_value", error=type(error.orig).__name__)
    return page(400, SENTENCES[400])
