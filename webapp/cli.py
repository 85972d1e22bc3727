"""The command line: ``anju serve``, ``worker``, ``demo``, ``init-db``, ``create-admin`` …"""

from __future__ import annotations

import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from models.database import Database
from webapp.commands.decide import decide_command
from webapp.commands.keys import keys_command
from webapp.commands.storage import storage_command
from webapp.commands.verify_history import verify_history_command
from webapp.config import UnsafeStartError, from_environment, keyring_for, refuse_unsafe
from workflows.decisions import DecisionError
from workflows.engine import DrawingError

DEMO_DATABASE = Path("var/anju.sqlite")


@click.group()
def main() -> None:
    """安居:农村危房改造全过程办理。"""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=8, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Serve the pages (settings from ANJU_… variables)."""
    from webapp.serving import open_server, serve_until_stopped

    with refusals():
        config = from_environment()
        refuse_unsafe(config)
        app = open_server(config)
    serve_until_stopped(app, host=host, port=port, threads=threads)


@main.command()
def worker() -> None:
    """Fire due timers, deliver messages and do lists until stopped; may run several times."""
    from forms.list_rows import complete_row
    from webapp.parts import EXTENSION
    from webapp.serving import open_server
    from webapp.worker_jobs import JOBS
    from workflows.worker import run_forever

    with refusals():
        config = from_environment()
        refuse_unsafe(config)
        parts = open_server(config).extensions[EXTENSION]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_forever(parts.database, parts.runtime, stop, complete_row=complete_row, jobs=JOBS)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--database", "path", type=click.Path(path_type=Path), default=DEMO_DATABASE)
def demo(host: str, port: int, path: Path) -> None:
    """Serve the demo county with its worker; makes it on the first start."""
    from webapp.demo_county import open_demo, serve_demo

    with refusals():
        app = open_demo(path, say=click.echo)
    serve_demo(app, host=host, port=port)


@main.command("init-db")
def init_db() -> None:
    """Bring the database to the present schema; seed what is new, or came with this version."""
    from models.migration import upgrade
    from webapp.installing import add_new_parameters, seed_new_database
    from workflows.data_keys import register_keys

    config = from_environment()
    if not config.database_url:
        raise click.ClickException("没有设置 ANJU_DATABASE_URL(数据库地址)。")
    with refusals():
        keyring = keyring_for(config)
    database = Database(config.database_url, keyring=keyring)
    upgrade(database.engine)
    with database.write() as session:
        seeded = seed_new_database(session)
        added = add_new_parameters(session)
        register_keys(session, keyring)
        session.commit()
    click.echo("数据库已就绪。" + ("已写入方案参数、地区和工作日历。" if seeded else ""))
    if added:
        click.echo(f"新版本带来 {added} 项方案参数,已按方案写入,请在“方案”里核对。")


@main.command("create-admin")
@click.option("--username", prompt="用户名")
@click.option("--name", prompt="姓名")
@click.option("--area", prompt="地区代码(6 位)", help="the county's six digits")
@click.password_option(prompt="密码", confirmation_prompt="再输一次")
def create_admin(username: str, name: str, area: str, password: str) -> None:
    """Make the first administrator, who makes all other accounts in the browser."""
    from webapp.installing import add_administrator

    with refusals():
        config = from_environment()
        refuse_unsafe(config)
        with Database(config.database_url).write() as session:
            add_administrator(session, config.password_cost, username, name, area, password)
            session.commit()
    click.echo(f"已创建系统管理员 {username}。")


@main.command("new-secret")
def new_secret() -> None:
    """Print a random secret for ANJU_SECRET_KEY or ANJU_DIGEST_KEY."""
    click.echo(secrets.token_urlsafe(48))


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal to start into its sentences and exit status 1."""
    try:
        yield
    except UnsafeStartError as error:
        for sentence in error.sentences:
            click.echo(f"不能启动:{sentence}", err=True)
        raise SystemExit(1) from None
    except (DrawingError, DecisionError) as error:
        click.echo(f"不能启动:流程图或决策表有误。\n{error}", err=True)
        raise SystemExit(1) from None


main.add_command(decide_command, "decide")
main.add_command(verify_history_command)
main.add_command(storage_command)
main.add_command(keys_command)
