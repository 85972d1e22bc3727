"""``anju decide``: what the decision tables say about given facts; needs no database."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click

from workflows.decisions.command import UnusableFacts, answer_text


@click.command("decide")
@click.option(
    "--facts",
    type=click.File("rb"),
    required=True,
    help="JSON file with one household's facts or a list of them; - reads standard input.",
)
def decide_command(facts: BinaryIO) -> None:
    """Answer every question that the facts allow, naming row and rule of each answer."""
    try:
        click.echo(answer_text(facts.read().decode("utf-8-sig")))
    except UnicodeDecodeError:
        _refuse("文件不是UTF-8编码。")
    except UnusableFacts as error:
        _refuse(error.sentence)


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(2)
