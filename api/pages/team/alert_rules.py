"""The pages of what is watched, and who is told, as text. No storage, no clock."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from api.pages.chrome import Chrome
from api.pages.environment import template
from api.pages.form import Form, given, with_said
from api.pages.source_names import SOURCES
from api.pages.team.alert_targets import KINDS
from feedback_miner.domain.team.alert_targets import AlertTarget
from feedback_miner.domain.team.alerts import DEFAULT_RULES, AlertRule, Direction, Each, Measure, Sensitivity
from feedback_miner.mining import Tested
from feedback_miner.mining.insights.alert_words import place_name
from feedback_miner.taxonomy import Emotion, Stage, Taxonomy, Touchpoint

#: of the form of a rule, as the API calls them; those of segments are "segment.NAME"
RULE_FIELDS = (
    "title", "measure", "emotion", "direction", "each", "stage", "touchpoint", "channel", "source", "sensitivity",
)  # fmt: skip
SEGMENT = "segment."

_MEASURES = {
    Measure.SENTIMENT: "Mean sentiment",
    Measure.VOLUME: "Comments a day",
    Measure.EMOTION: "Share of comments that show an emotion",
    Measure.THEME: "Themes that are new or grow fast",
}
_DIRECTIONS = {Direction.DOWN: "Falls", Direction.UP: "Rises"}
_COMMENTS = {Direction.DOWN: "Far fewer comments a day", Direction.UP: "Many more comments a day"}
_EACH = {
    Each.STAGE: "Each stage",
    Each.TOUCHPOINT: "Each touchpoint",
    Each.CHANNEL: "Each channel",
    Each.SOURCE: "Each source",
}
_SENSITIVITIES = {
    Sensitivity.LOW: "Low: fewer false alarms",
    Sensitivity.USUAL: "Usual",
    Sensitivity.HIGH: "High: more false alarms",
}
_MOST_ID = 60

Options = list[tuple[str, str]]
Key = TypeVar("Key", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in words."""

    rule: AlertRule
    watches: str
    where: str
    sensitivity: str


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Everything that the page of rules shows. Targets are empty for who may not see them."""

    rules: tuple[AlertRule, ...]
    targets: tuple[AlertTarget, ...]
    taxonomy: Taxonomy
    #: what can be filtered by: "channel" and "segment.NAME" → value → how many
    dimensions: Mapping[str, Mapping[str, int]]
    form: Form
    chrome: Chrome
    #: what became of a sample that was just sent
    tested: Tested | None = None


@dataclass(frozen=True, slots=True)
class RulePage:
    """Everything that the page of one rule shows."""

    rule: AlertRule
    taxonomy: Taxonomy
    dimensions: Mapping[str, Mapping[str, int]]
    form: Form
    chrome: Chrome

    @property
    def is_default(self) -> bool:
        """Whether it is there without set-up."""
        return self.rule.id in {rule.id for rule in DEFAULT_RULES}

    @property
    def is_changed(self) -> bool:
        """Whether it is another than the one that is there without set-up."""
        return self.rule not in DEFAULT_RULES


def render_rules(view: RulesPage) -> str:
    """The page at `/alerts/rules`."""
    titles = {rule.id: rule.title for rule in view.rules}
    return template("alert_rules.html").render(
        view=view,
        chrome=view.chrome,
        form=view.form,
        rows=[_row(rule, view.taxonomy) for rule in view.rules],
        told_of={
            target.id: "; ".join(titles.get(rule, rule) for rule in target.rules) or "All rules"
            for target in view.targets
        },
        kinds=KINDS,
        choices=_choices(view.taxonomy, with_said(view.dimensions, view.form)),
    )


def render_rule(view: RulePage) -> str:
    """The page at `/alerts/rules/ID`."""
    return template("alert_rule.html").render(
        view=view,
        chrome=view.chrome,
        form=view.form,
        row=_row(view.rule, view.taxonomy),
        choices=_choices(view.taxonomy, with_said(view.dimensions, view.form)),
    )


def form_of(rule: AlertRule) -> Form:
    """The form with a rule in it."""
    said = {name: str(value) for name in RULE_FIELDS if (value := getattr(rule, name))}
    return Form("change", said | {SEGMENT + name: value for name, value in rule.segments.items()})


def rule_body(said: Mapping[str, str]) -> dict[str, object]:
    """What a form of a rule says, as the API takes it."""
    segments = {
        name.removeprefix(SEGMENT): value
        for name, value in said.items()
        if name.startswith(SEGMENT) and value
    }
    return {**given(said, RULE_FIELDS), "segments": segments}


def new_rule_id(title: str, taken: Collection[str]) -> str:
    """An id that reads like the title: "pro-frustration", "pro-frustration-2"."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:_MOST_ID].strip("-") or "rule"
    found, number = plain, 1
    while found in taken:
        number += 1
        found = f"{plain[: _MOST_ID - 4]}-{number}"
    return found


def _row(rule: AlertRule, taxonomy: Taxonomy) -> RuleRow:
    watches = _MEASURES[rule.measure]
    if rule.measure is Measure.EMOTION:
        watches = f"Share of comments that show {taxonomy.name_of('emotion', rule.emotion or '').lower()}"
    if rule.measure is Measure.VOLUME:
        watches = _COMMENTS[rule.direction]
    elif rule.measure is not Measure.THEME:
        watches += f" {_DIRECTIONS[rule.direction].lower()}"
    where = place_name(_filters_of(rule), "", taxonomy) or "Whole journey"
    if rule.each:
        where = f"{_EACH[rule.each]}{'' if where == 'Whole journey' else f' of {where}'}"
    return RuleRow(rule, watches, where, rule.sensitivity.value.capitalize())


def _filters_of(rule: AlertRule) -> AlertRule:
    """The rule's filters alone."""
    return AlertRule(
        rule.id, rule.title, rule.measure, stage=rule.stage, touchpoint=rule.touchpoint, channel=rule.channel,
        source=rule.source, segments=rule.segments,
    )  # fmt: skip


def _choices(taxonomy: Taxonomy, dimensions: Mapping[str, Mapping[str, int]]) -> Mapping[str, Options]:
    segments: dict[str, Options] = {
        name: [("", "All"), *((value, value) for value in sorted(values))]
        for name, values in sorted(dimensions.items())
        if name.startswith(SEGMENT)
    }
    return segments | {
        "measure": _options(_MEASURES),
        "direction": _options(_DIRECTIONS),
        "each": [("", "All of it together"), *_options(_EACH)],
        "sensitivity": [
            (key.value, _SENSITIVITIES[key]) for key in (Sensitivity.USUAL, Sensitivity.LOW, Sensitivity.HIGH)
        ],
        "stage": [("", "All stages"), *_named(taxonomy.stages)],
        "touchpoint": [("", "All touchpoints"), *_named(taxonomy.touchpoints)],
        "emotion": [("", "No emotion"), *_named([e for e in taxonomy.emotions if e.key != "neutral"])],
        "channel": [
            ("", "All channels"), *((value, value) for value in sorted(dimensions.get("channel", {}))),
        ],
        "source": [("", "All sources"), *SOURCES.items()],
    }  # fmt: skip


def _options(words: Mapping[Key, str]) -> Options:
    return [(key.value, said) for key, said in words.items()]


def _named(parts: Sequence[Stage | Touchpoint | Emotion]) -> Options:
    return [(part.key, part.name) for part in parts if not part.hidden]
