"""`alerts`: what was noticed unasked, by which rules, and who is told."""

from __future__ import annotations

from typing import Annotated

import typer

from feedback_miner.cli.alert_setup import rules, targets
from feedback_miner.cli.answers import Answers, Columns, count, print_table
from feedback_miner.cli.context import FAILED, JsonFlag, err, house_of, out, show_json
from feedback_miner.cli.options import shared_options
from feedback_miner.mining import AlertReport

app = typer.Typer(no_args_is_help=True)
app.add_typer(rules, name="rules", help="What is watched: list, put, remove.")
app.add_typer(targets, name="targets", help="Who is told: list, put, remove.")

_COLUMNS: Columns[AlertReport] = {
    "id": lambda one: one.alert.id,
    "what": lambda one: one.alert.title,
    "since": lambda one: one.alert.first_day.isoformat(),
    "until": lambda one: one.alert.last_day.isoformat() if one.alert.last_day else "lasts",
    "#comments": lambda one: count(one.alert.evidence.statements),
    "figures": lambda one: one.text.splitlines()[0].removeprefix(f"{one.alert.title}: "),
}


@app.command("list")
@shared_options
def list_alerts(
    context: typer.Context,
    shown: Answers,
    lasting: Annotated[bool | None, typer.Option("--lasting/--ended", help="Only these.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most so many.")] = 50,
) -> None:
    """What was noticed: what lasts first, then the newest."""
    with house_of(context) as house:
        found = house.mining.alerts.reports(house.settings.workspace, lasting=lasting, limit=limit)
    _show(found, shown)


@app.command("look")
@shared_options
def look(context: typer.Context, shown: Answers) -> None:
    """Look now, tell who is to be told, and print what lasts: fit for cron."""
    with house_of(context) as house:
        alerts, workspace = house.mining.alerts, house.settings.workspace
        alerts.look(workspace)
        found = alerts.reports(workspace, lasting=True, limit=200)
    _show(found, shown)


@app.command("show")
def show(context: typer.Context, alert: str, json_: JsonFlag = False) -> None:
    """One alert, with customers' words, and who was told."""
    with house_of(context) as house:
        report = house.mining.alerts.report(house.settings.workspace, alert)
    if json_:
        from api.schemas.alerts import AlertReportOut

        show_json(AlertReportOut.of(report).model_dump(mode="json"))
        return
    told = [
        f"{one.at:%Y-%m-%d %H:%M}  {one.phase} → {one.target}: {one.state} {one.trouble or ''}"
        for one in report.deliveries
    ]
    for line in (report.text, *(f"“{quote.text}”" for quote in report.quotes), *told):
        out.print(line.rstrip(), markup=False, soft_wrap=True)


@app.command("test")
def send_sample(
    context: typer.Context,
    target: Annotated[str | None, typer.Argument(help="Its name; without it, all.")] = None,
    json_: JsonFlag = False,
) -> None:
    """Send a sample to who is told. Exit status 1 where one did not take it."""
    with house_of(context) as house:
        tested = house.mining.alerts.test(house.settings.workspace, target)
    if json_:
        from api.schemas.alert_targets import TestedOut

        show_json([TestedOut.from_domain(one).model_dump() for one in tested])
    else:
        for one in tested:
            if one.trouble:
                err.print(f"{one.target}: {one.trouble}", markup=False, soft_wrap=True)
            else:
                out.print(f"{one.target}: taken", markup=False)
        if not tested:
            out.print("Nobody is told yet. `feedback-miner alerts targets put NAME webhook …` adds somebody.")
    raise typer.Exit(FAILED if any(one.trouble for one in tested) else 0)


def _show(found: list[AlertReport], shown: Answers) -> None:
    from api.schemas.alerts import AlertOut, AlertsOut  # the same JSON as GET /v1/alerts

    answer = AlertsOut(items=[AlertOut.of(report) for report in found])
    shown.show(answer, lambda: print_table(found, _COLUMNS) if found else out.print("Nothing was noticed."))
