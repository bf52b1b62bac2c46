"""`actions`: what a team changed, and whether it helped."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from feedback_miner.cli.answers import Answers, Columns, count, interval, print_table, signed
from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.cli.options import MAX_ROW_ID, shared_options
from feedback_miner.domain.team.actions import Action
from feedback_miner.mining import ActionReport

app = typer.Typer(no_args_is_help=True)

ActionId = Annotated[str, typer.Argument(help="The action's id.")]

_COLUMNS: Columns[ActionReport] = {
    "id": lambda one: one.action.id,
    "date": lambda one: one.action.on.isoformat(),
    "what": lambda one: one.action.title,
    "where": lambda one: _where(one.action),
    "#before": lambda one: signed(one.effect.before.sentiment),
    "#after": lambda one: signed(one.effect.after.sentiment),
    "#more than elsewhere": lambda one: signed(one.effect.sentiment.value if one.effect.sentiment else None),
    "95 %": lambda one: interval(one.effect.sentiment.interval if one.effect.sentiment else None),
}


@app.command("add")
def add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(help="What was changed.")],
    on: Annotated[
        datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="First day customers could notice it.")
    ],
    stage: Annotated[str | None, typer.Option(help="Key of a stage.")] = None,
    touchpoint: Annotated[str | None, typer.Option(help="Key of a touchpoint.")] = None,
    theme: Annotated[int | None, typer.Option(min=1, max=MAX_ROW_ID, help="Id of a theme.")] = None,
    owner: str = "",
    goal: str = "",
    note: str = "",
    json_: JsonFlag = False,
) -> None:
    """Record what was changed, and where: the map marks it."""
    action = Action("", title, on.date(), stage, touchpoint, theme, owner, goal, note)
    with house_of(context) as house:
        kept = house.mining.actions.add(house.settings.workspace, action)
    if json_:
        from api.schemas.actions import ActionOut

        show_json(ActionOut.from_domain(kept).model_dump(mode="json", by_alias=True))
    else:
        out.print(f"{kept.id} is kept. `feedback-miner actions show {kept.id}` says whether it helped.")


@app.command("list")
@shared_options
def list_actions(
    context: typer.Context,
    shown: Answers,
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many.")] = 20,
) -> None:
    """What was changed, newest first, and whether it helped."""
    from api.schemas.actions import ActionReportOut, ActionsOut  # the same JSON as GET /v1/actions

    with house_of(context) as house:
        found = house.mining.actions.reports(house.settings.workspace, limit=limit)
    answer = ActionsOut(items=[ActionReportOut.of(report) for report in found])
    shown.show(answer, lambda: print_table(found, _COLUMNS) if found else out.print("No actions yet."))


@app.command("show")
def show(context: typer.Context, action: ActionId, json_: JsonFlag = False) -> None:
    """Before and after, against touchpoints that were not touched."""
    with house_of(context) as house:
        report = house.mining.actions.report(house.settings.workspace, action)
    if json_:
        from api.schemas.actions import ActionReportOut

        show_json(ActionReportOut.of(report).model_dump(mode="json", by_alias=True))
    else:
        _print(report)


@app.command("remove")
def remove(context: typer.Context, action: ActionId, json_: JsonFlag = False) -> None:
    """Remove the record of an action."""
    with house_of(context) as house:
        house.mining.actions.remove(house.settings.workspace, action)
    if json_:
        show_json({"removed": action})
    else:
        out.print(f"{action} is removed.", markup=False)


def _print(report: ActionReport) -> None:
    action, effect = report.action, report.effect
    lines = [f"{action.on}  {action.title}  ({_where(action)})"]
    lines += [f"goal: {action.goal}"] if action.goal else []
    for name, side, cut in (("before", effect.before, report.before), ("after", effect.after, report.after)):
        if cut:
            lines.append(
                f"{name}: {signed(side.sentiment)}, {count(side.statements)} comments of "
                f"{count(side.customers)} customers, {cut.first_day} to {cut.last_day}"
            )
    if effect.sentiment:
        said = f"Sentiment rose {signed(effect.sentiment.value)} more than at {len(effect.untouched)} touchpoints"
        lines.append(f"{said} that nobody touched (95 %: {interval(effect.sentiment.interval)}).")
    lines += [effect.missing] if effect.missing else []
    if report.beside:
        lines.append(f"Not told apart from: {', '.join(report.beside)}, at the same place in these days.")
    for line in lines:
        out.print(line, markup=False, soft_wrap=True)


def _where(action: Action) -> str:
    theme = f"theme {action.theme}" if action.theme else ""
    return ", ".join(filter(None, (action.stage, action.touchpoint, theme)))
