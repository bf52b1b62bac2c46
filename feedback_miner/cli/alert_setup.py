"""`alerts rules` and `alerts targets`: what is watched, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from feedback_miner.cli.answers import Answers, Columns, print_table
from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Segments, segments_of
from feedback_miner.domain.team.alert_targets import AlertTarget, TargetKind
from feedback_miner.domain.team.alerts import AlertRule, Direction, Each, Measure, Sensitivity
from feedback_miner.errors import QueryError

rules = typer.Typer(no_args_is_help=True)
targets = typer.Typer(no_args_is_help=True)

RuleId = Annotated[str, typer.Argument(help="Small letters, digits, “-”, “_”.")]
TargetName = Annotated[str, typer.Argument(help="Yours to choose: small letters, digits, “-”, “_”.")]

_RULES: Columns[AlertRule] = {
    "id": lambda one: one.id,
    "title": lambda one: one.title,
    "measure": lambda one: one.emotion or one.measure.value,
    "direction": lambda one: one.direction.value,
    "at": lambda one: _place(one),
    "sensitivity": lambda one: one.sensitivity.value,
    "state": lambda one: "paused" if one.paused else "watched",
}
_TARGETS: Columns[AlertTarget] = {
    "name": lambda one: one.id,
    "by": lambda one: one.by.value,
    "options": lambda one: ", ".join(f"{name}={value}" for name, value in one.shown_options.items()),
    "rules": lambda one: ", ".join(one.rules) or "all",
}


@rules.command("list")
@shared_options
def list_rules(context: typer.Context, shown: Answers) -> None:
    """What is watched; some of it without any set-up."""
    from api.schemas.alerts import RuleOut, RulesOut  # the same JSON as GET /v1/alerts/rules

    with house_of(context) as house:
        found = house.mining.alerts.rules(house.settings.workspace)
    answer = RulesOut(items=[RuleOut.from_domain(rule) for rule in found])
    shown.show(answer, lambda: print_table(found, _RULES))


@rules.command("put")
def put_rule(
    context: typer.Context,
    rule: RuleId,
    measure: Annotated[Measure, typer.Argument(help="theme: new and fast-growing ones.")],
    title: Annotated[str, typer.Option(help="Default: its id.")] = "",
    direction: Direction = Direction.UP,
    each: Annotated[Each | None, typer.Option(help="Look at these one by one.")] = None,
    stage: str | None = None,
    touchpoint: str | None = None,
    channel: str | None = None,
    source: str | None = None,
    segment: Segments = None,
    emotion: Annotated[str | None, typer.Option(help="Key, of a rule on an emotion.")] = None,
    sensitivity: Sensitivity = Sensitivity.USUAL,
    paused: Annotated[bool, typer.Option("--paused", help="Keep it, and do not look.")] = False,
    json_: JsonFlag = False,
) -> None:
    """Add a rule, or change one: all of it anew."""
    wanted = AlertRule(
        id=rule,
        title=title or rule,
        measure=measure,
        direction=direction,
        each=each,
        stage=stage,
        touchpoint=touchpoint,
        channel=channel.casefold() if channel else None,
        source=source,
        segments=segments_of(segment),
        emotion=emotion,
        sensitivity=sensitivity,
        paused=paused,
    )
    with house_of(context) as house:
        kept = house.mining.alerts.put_rule(house.settings.workspace, wanted)
    if json_:
        from api.schemas.alerts import RuleOut

        show_json(RuleOut.from_domain(kept).model_dump(mode="json"))
    else:
        out.print(f"{rule} is {'kept, and paused' if paused else 'watched'}.", markup=False)


@rules.command("remove")
def remove_rule(context: typer.Context, rule: RuleId, json_: JsonFlag = False) -> None:
    """Remove a rule; a changed one that is there without set-up is as it was again."""
    with house_of(context) as house:
        house.mining.alerts.remove_rule(house.settings.workspace, rule)
    _removed(rule, as_json=json_)


@targets.command("list")
@shared_options
def list_targets(context: typer.Context, shown: Answers) -> None:
    """Who is told, without secrets."""
    from api.schemas.alert_targets import TargetOut, TargetsOut  # the same JSON as GET /v1/alerts/targets

    with house_of(context) as house:
        found = house.mining.alerts.targets(house.settings.workspace)
    answer = TargetsOut(items=[TargetOut.from_domain(target) for target in found])
    shown.show(answer, lambda: print_table(found, _TARGETS) if found else out.print("Nobody is told yet."))


@targets.command("put")
def put_target(
    context: typer.Context,
    name: TargetName,
    by: TargetKind,
    options: Annotated[
        list[str] | None,
        typer.Argument(metavar="OPTION=VALUE", help="Such as url=https://… secret=desk (a secret's name)."),
    ] = None,
    rule: Annotated[list[str] | None, typer.Option(help="Only alerts of this rule; repeatable.")] = None,
    ends: Annotated[bool, typer.Option(help="Tell the end of alerts, too.")] = True,
    json_: JsonFlag = False,
) -> None:
    """Add who is told, or change it. A secret is given by name: it reads FEEDBACK_MINER_SECRET_DEFAULT__NAME."""
    target = AlertTarget(name, by, _pairs(options or ()), datetime.now(UTC), tuple(rule or ()), ends)
    with house_of(context) as house:
        kept = house.mining.alerts.put_target(house.settings.workspace, target)
    if json_:
        from api.schemas.alert_targets import TargetOut

        show_json(TargetOut.from_domain(kept).model_dump(mode="json"))
    else:
        out.print(f"{name} is told. `feedback-miner alerts test {name}` sends a sample.", markup=False)


@targets.command("remove")
def remove_target(context: typer.Context, name: TargetName, json_: JsonFlag = False) -> None:
    """Tell it no more."""
    with house_of(context) as house:
        house.mining.alerts.remove_target(house.settings.workspace, name)
    _removed(name, as_json=json_)


def _removed(what: str, *, as_json: bool) -> None:
    if as_json:
        show_json({"removed": what})
    else:
        out.print(f"{what} is removed.", markup=False)


def _place(rule: AlertRule) -> str:
    filters = (rule.stage, rule.touchpoint, rule.channel, rule.source)
    segments = (f"{name}={value}" for name, value in rule.segments.items())
    each = f"each {rule.each}" if rule.each else ""
    return ", ".join(filter(None, (*filters, *segments, each))) or "everywhere"


def _pairs(options: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals:
            raise QueryError(f"“{option}” is not OPTION=VALUE, such as url=https://…", where="options")
        pairs[name.strip()] = value.strip()
    return pairs
