"""The form by which a person says what a comment's labels should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from api.pages.form import Form
from api.schemas.statements import LabelsIn
from feedback_miner.domain import NEUTRAL, NONE, Labels
from feedback_miner.journey import signed, tone, tone_word
from feedback_miner.taxonomy import Taxonomy

FIELDS = ("stage", "touchpoint", "emotions", "sentiment")

#: what a step of the scale, −3 … 3, stands for where a person chooses it
_STEPS = (-0.75, -0.38, -0.16, 0.0, 0.16, 0.38, 0.75)
#: between several emotions in one choice
_AND = "."

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LabelForm:
    """The form, and what can be chosen in it: value and words."""

    form: Form
    stages: Options
    touchpoints: Options
    emotions: Options
    sentiments: Options


def label_form(
    statement_id: int, labels: Labels, taxonomy: Taxonomy, refused: Form | None = None
) -> LabelForm:
    """The form with the labels that count chosen; `refused`: as it was sent."""
    return LabelForm(
        form=refused or Form(form_id(statement_id), said_of(labels)),
        stages=tuple(
            [(one.key, one.name) for one in taxonomy.stages if not one.hidden or one.key == labels.stage]
            + [(NONE, taxonomy.name_of("stage", NONE))]
        ),
        touchpoints=tuple(_touchpoints(labels, taxonomy)),
        emotions=tuple(_emotions(labels, taxonomy)),
        sentiments=tuple(_sentiments(labels.sentiment)),
    )


def form_id(statement_id: int) -> str:
    """Begins the ids of its fields."""
    return f"labels-{statement_id}"


def said_of(labels: Labels) -> dict[str, str]:
    """Labels as the fields of the form."""
    return {
        "stage": labels.stage,
        "touchpoint": labels.touchpoint,
        "emotions": _AND.join(labels.emotions) or NEUTRAL,
        "sentiment": str(labels.sentiment),
    }


def labels_of(said: Mapping[str, str]) -> Labels:
    """What was chosen. A comment without a stage has no touchpoint. Raises pydantic's ValidationError."""
    stage = said.get("stage", "")
    emotions = said.get("emotions", NEUTRAL).split(_AND)
    return LabelsIn.model_validate(
        {
            "stage": stage,
            "touchpoint": NONE if stage == NONE else said.get("touchpoint", ""),
            "sentiment": said.get("sentiment", ""),
            "emotions": [] if emotions == [NEUTRAL] else emotions,
        }
    ).to_domain()


def written(labels: Labels) -> str:
    """Labels in one parameter of an address."""
    return urlencode(said_of(labels))


def read_again(text: str) -> dict[str, str]:
    """What `written` wrote, as fields; what is no field is left out."""
    return {name: value for name, value in parse_qsl(text) if name in FIELDS}


def _touchpoints(labels: Labels, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Those that are usual at the stage first."""
    shown = [one for one in taxonomy.touchpoints if not one.hidden or one.key == labels.touchpoint]
    for one in sorted(shown, key=lambda one: labels.stage not in one.stages):
        yield one.key, one.name
    yield NONE, taxonomy.name_of("touchpoint", NONE)


def _emotions(labels: Labels, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    if len(labels.emotions) > 1:
        yield (
            _AND.join(labels.emotions),
            ", ".join(taxonomy.name_of("emotion", one) for one in labels.emotions),
        )
    for one in taxonomy.emotions:
        if not one.hidden or one.key in labels.emotions:
            yield one.key, one.name


def _sentiments(now: float) -> Iterator[tuple[str, str]]:
    """The step that it stands on keeps its number: who changes the stage alone changes nothing else."""
    for step in _STEPS:
        if tone(step) == tone(now):
            yield str(now), f"{tone_word(now).capitalize()} ({signed(now)})"
        else:
            yield str(step), tone_word(step).capitalize()
