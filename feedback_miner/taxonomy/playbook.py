"""The playbook: what teams commonly do about pain at a touchpoint, and what customers are after at a stage."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from feedback_miner.errors import QueryError, SetupError
from feedback_miner.taxonomy.loader import Taxonomy, load_default
from feedback_miner.taxonomy.types import Key

_STRICT = ConfigDict(extra="forbid")

#: a sentence or two on one line
Sentence = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
#: a word in lower case, or how one begins; two words with a space between stand for themselves
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9 '-]{1,29}$")]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Suggestion:
    """What teams commonly do about one kind of pain."""

    #: as customers have it
    pain: Sentence
    remedy: Sentence
    #: it fits where one of these begins a word of the customers'
    words: Annotated[tuple[Word, ...], Field(max_length=30)] = ()
    #: it fits where one of these emotions is common
    emotions: Annotated[tuple[Key, ...], Field(max_length=18)] = ()


@dataclass(frozen=True, slots=True, config=_STRICT)
class StageAdvice:
    """What a customer is after at a stage, and the one thing to see to there."""

    stage: Key
    goal: Sentence
    action: Sentence


@dataclass(frozen=True, slots=True, config=_STRICT)
class TouchpointAdvice:
    """What teams commonly do about pain at a touchpoint."""

    touchpoint: Key
    suggestions: Annotated[tuple[Suggestion, ...], Field(min_length=1, max_length=20)]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Playbook:
    """Advice for stages and touchpoints, each at most once. Where there is none, nothing is suggested."""

    stages: Annotated[tuple[StageAdvice, ...], Field(max_length=40)] = field(default_factory=tuple)
    touchpoints: Annotated[tuple[TouchpointAdvice, ...], Field(max_length=100)] = field(default_factory=tuple)

    @classmethod
    def from_data(cls, data: object) -> Playbook:
        """Of parsed JSON, checked against the taxonomy. Raises QueryError."""
        try:
            return _ADAPTER.validate_python(data).checked()
        except ValidationError as error:
            raise _explained(error) from None

    @classmethod
    def from_json(cls, text: str) -> Playbook:
        """Of JSON text, as `to_json` writes it. Raises QueryError."""
        return cls.from_data(json.loads(text))

    def to_data(self) -> dict[str, Any]:
        """As plain data: what `from_data` reads."""
        data: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return data

    def to_json(self) -> str:
        """As JSON text; equal playbooks give equal text."""
        return json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True)

    def stage(self, key: str) -> StageAdvice | None:
        """None where nothing is said of it."""
        return next((advice for advice in self.stages if advice.stage == key), None)

    def suggestions(self, touchpoint: str) -> tuple[Suggestion, ...]:
        """Empty where nothing is said of it."""
        found = (advice.suggestions for advice in self.touchpoints if advice.touchpoint == touchpoint)
        return next(found, ())

    def checked(self) -> Playbook:
        """Itself. Raises QueryError where it names what the taxonomy does not know, or a part twice."""
        for where, complaint in _complaints(self, load_default()):
            raise QueryError(complaint, where=where)
        return self

    def changed(self, changes: Playbook) -> Playbook:
        """This playbook, where what `changes` says of a stage or touchpoint takes the place of what it says itself."""
        stages: Mapping[str, StageAdvice] = {
            advice.stage: advice for advice in (*self.stages, *changes.stages)
        }
        touchpoints: Mapping[str, TouchpointAdvice] = {
            advice.touchpoint: advice for advice in (*self.touchpoints, *changes.touchpoints)
        }
        return replace(self, stages=tuple(stages.values()), touchpoints=tuple(touchpoints.values()))


_ADAPTER = TypeAdapter(Playbook)


@cache
def load_playbook() -> Playbook:
    """The playbook that is shipped. Raises SetupError where its file was damaged."""
    return parse_playbook((files(__package__) / "playbook.toml").read_text(encoding="utf-8"))


def parse_playbook(text: str) -> Playbook:
    """A playbook of TOML text, every key checked against the taxonomy. Raises SetupError."""
    try:
        return _ADAPTER.validate_python(tomllib.loads(text)).checked()
    except (tomllib.TOMLDecodeError, ValidationError, QueryError) as error:
        raise SetupError(f"The playbook cannot be read: {error}", where="playbook") from error


def _complaints(playbook: Playbook, taxonomy: Taxonomy) -> Iterable[tuple[str, str]]:
    emotions = {emotion.key for emotion in taxonomy.emotions}
    named = {
        "stages": ([advice.stage for advice in playbook.stages], {part.key for part in taxonomy.stages}),
        "touchpoints": (
            [advice.touchpoint for advice in playbook.touchpoints],
            {part.key for part in taxonomy.touchpoints},
        ),
    }
    for kind, (keys, known) in named.items():
        for key, times in Counter(keys).items():
            if key not in known:
                yield f"{kind}.{key}", f"There is no {kind[:-1]} “{key}”: /v1/taxonomy lists the {kind}."
            if times > 1:
                yield f"{kind}.{key}", f"“{key}” is here twice. Say all of it at one place."
    for advice in playbook.touchpoints:
        for suggestion in advice.suggestions:
            for key in suggestion.emotions:
                if key not in emotions:
                    yield f"touchpoints.{advice.touchpoint}", f"There is no emotion “{key}”."


def _explained(error: ValidationError) -> QueryError:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"]) or "playbook"
    return QueryError(
        f"{first['msg']}. A stage has goal and action; a touchpoint has 1 to 20 suggestions, each with pain, remedy, "
        "and where it fits: words in lower case and emotions.",
        where=place,
    )
