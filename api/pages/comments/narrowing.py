"""The form that narrows a list of comments: stage, touchpoint, emotion, sentiment, words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.pages.form import Form
from feedback_miner.domain import NONE
from feedback_miner.taxonomy import Kind, Taxonomy

_FIELDS = ("stage", "touchpoint", "emotion", "sentiment", "q")
_SENTIMENTS = (("", "Any"), ("negative", "Negative"), ("neutral", "Neutral"), ("positive", "Positive"))

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The form, and what can be chosen in it: value and words."""

    form: Form
    #: None where the list is of several stages
    stages: Options | None
    touchpoints: Options
    emotions: Options
    sentiments: Options
    #: what else the address asks for, to go along
    kept: tuple[tuple[str, str], ...]


def narrowing(query: Sequence[tuple[str, str]], taxonomy: Taxonomy) -> Narrowing:
    """The form of a list with what its address asks for chosen."""
    said = dict(query)
    stages = [value for name, value in query if name == "stage"]
    fields = [name for name in _FIELDS if name != "stage" or len(stages) < 2]
    lens = taxonomy.lens(said.get("lens", "full"))
    return Narrowing(
        form=Form("only", {name: said[name] for name in fields if name in said}),
        stages=_any(((one.key, one.name) for one in lens), "stage", taxonomy) if "stage" in fields else None,
        touchpoints=_any(
            ((one.key, one.name) for one in taxonomy.touchpoints if not one.hidden), "touchpoint", taxonomy
        ),
        emotions=(("", "Any"), *((one.key, one.name) for one in taxonomy.emotions if not one.hidden)),
        sentiments=_SENTIMENTS,
        kept=tuple((name, value) for name, value in query if name not in fields),
    )


def _any(options: Iterable[tuple[str, str]], kind: Kind, taxonomy: Taxonomy) -> Options:
    return (("", "Any"), *options, (NONE, taxonomy.name_of(kind, NONE)))
