"""``anju verify-history``: walk every chain of the record and say where one is broken."""

from __future__ import annotations

import click
from sqlalchemy import select
from sqlalchemy.orm import load_only

from models.application import Application
from models.database import Database
from models.project import Project
from webapp.config import from_environment
from workflows import history, system_history


@click.command("verify-history")
@click.option("--database", "url", default="", help="default: ANJU_DATABASE_URL")
def verify_history_command(url: str) -> None:
    """核对办理历程:逐件核对哈希链,指出被改动的记录。Exit status 1 when a chain is broken."""
    url = url or from_environment().database_url
    if not url:
        raise click.ClickException("没有设置 ANJU_DATABASE_URL(数据库地址)。")
    # Nothing that is sealed: whoever checks the record needs no keys.
    chained = (
        select(Application)
        .options(
            load_only(Application.number, Application.history_length, Application.history_head)
        )
        .order_by(Application.id)
    )
    broken: list[str] = []
    rows = cases = 0
    with Database(url).read() as session:
        for application in session.scalars(chained):
            cases += 1
            try:
                rows += history.verify(session, application)
            except history.BrokenChain as error:
                broken.append(f"{application.number or application.id}:第 {error.seq} 条起不一致")
        for project in session.scalars(select(Project).order_by(Project.id)):
            try:
                rows += history.verify(session, project)
            except history.BrokenChain as error:
                broken.append(f"工程 {project.number}:第 {error.seq} 条起不一致")
        try:
            rows += system_history.verify_system(session)
        except system_history.BrokenSystemChain as error:
            broken.append(f"系统记录:第 {error.seq} 条起不一致")
    for sentence in broken:
        click.echo(sentence, err=True)
    if broken:
        raise SystemExit(1)
    click.echo(f"{cases} 件、{rows} 条记录,全部一致。")
