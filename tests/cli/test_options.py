"""Options that commands share: written once, shown and parsed as if each command had them."""

from __future__ import annotations

from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from feedback_miner.cli.answers import Answers
from feedback_miner.cli.options import Options, shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.errors import QueryError

runner = CliRunner()


def _pair(left: Annotated[int, typer.Option()] = 1, right: int = 2) -> tuple[int, int]:
    return left, right


Pair = Annotated[tuple[int, int], Options(_pair)]


def test_a_parameter_stands_for_the_options_that_it_is_made_of() -> None:
    app = typer.Typer()

    @app.command()
    @shared_options
    def add(name: str, pair: Pair, times: int = 1) -> None:
        """Adds."""
        typer.echo(f"{name}: {sum(pair) * times}")

    assert runner.invoke(app, ["sum"]).output == "sum: 3\n"
    assert runner.invoke(app, ["sum", "--left", "5", "--times", "2"]).output == "sum: 14\n"
    shown = runner.invoke(app, ["--help"]).output
    assert "Adds." in shown
    assert shown.index("--times") < shown.index("--left") < shown.index("--right")


def test_a_command_may_not_have_an_option_twice() -> None:
    def clash(left: int, pair: Pair) -> None:
        """Never called."""

    with pytest.raises(ValueError, match="left"):
        shared_options(clash)


def test_a_question_and_the_forms_of_its_answer() -> None:
    app = typer.Typer()

    @app.command()
    @shared_options
    def ask(question: Asked, answers: Answers) -> None:
        """Asks."""
        typer.echo(
            f"{question.first_day} {dict(question.segments)} {question.lens} {answers.json} {answers.csv}"
        )

    given = [
        "--from",
        "2026-05-01",
        "--segment",
        "plan=pro",
        "--segment",
        "a=b=c",
        "--json",
        "--csv",
        "x.csv",
    ]
    assert runner.invoke(app, given).output == "2026-05-01 {'plan': 'pro', 'a': 'b=c'} full True x.csv\n"
    assert isinstance(runner.invoke(app, ["--segment", "plan"]).exception, QueryError)
