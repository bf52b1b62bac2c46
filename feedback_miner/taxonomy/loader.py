"""The taxonomy as a whole: read from one file, checked, and changed for a workspace."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from feedback_miner.domain import NONE
from feedback_miner.errors import NotSupported, QueryError, SetupError
from feedback_miner.taxonomy import checks
from feedback_miner.taxonomy.changes import PartChange, TaxonomyChanges
from feedback_miner.taxonomy.types import Emotion, Kind, Lens, LensStage, Stage, Touchpoint

Part = TypeVar("Part", Stage, Touchpoint, Emotion)

_NONE_NAMES: Mapping[Kind, str] = {
    "stage": "No stage",
    "touchpoint": "No touchpoint",
    "emotion": "No emotion",
}


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Taxonomy:
    """Stages, touchpoints, emotions and lenses with their names, in the order of the page.

    `stages`, `touchpoints` and `emotions` hold hidden parts too: hidden is only left off the map.
    """

    stages: tuple[Stage, ...]
    touchpoints: tuple[Touchpoint, ...]
    emotions: tuple[Emotion, ...]
    lenses: tuple[Lens, ...]

    def lens(self, key: str) -> tuple[LensStage, ...]:
        """The stages as a lens folds them, hidden ones left out. Raises QueryError for an unknown lens."""
        for lens in self.lenses:
            if lens.key == key:
                return tuple(self._lens_stages(lens))
        known = ", ".join(lens.key for lens in self.lenses)
        raise QueryError(f'There is no lens "{key}". Known lenses: {known}.', where="lens")

    def name_of(self, kind: Kind, key: str) -> str:
        """What people call it; the key itself where it is unknown (labels of another model's taxonomy)."""
        if key == NONE:
            return _NONE_NAMES[kind]
        parts: Mapping[Kind, Sequence[Stage | Touchpoint | Emotion]] = {
            "stage": self.stages,
            "touchpoint": self.touchpoints,
            "emotion": self.emotions,
        }
        return next((part.name for part in parts[kind] if part.key == key), key)

    def emotion(self, key: str) -> Emotion:
        """Raises QueryError for an unknown emotion."""
        for emotion in self.emotions:
            if emotion.key == key:
                return emotion
        raise QueryError(f'There is no emotion "{key}".', where="emotion")

    def changed(self, changes: TaxonomyChanges) -> Taxonomy:
        """This taxonomy with other names and hidden parts.

        Raises NotSupported for a key that is not here (an addition), QueryError where two parts of a kind
        would have one name or no stage would be left.
        """
        changed = replace(
            self,
            stages=_applied("stage", self.stages, changes.stages),
            touchpoints=_applied("touchpoint", self.touchpoints, changes.touchpoints),
            emotions=_applied("emotion", self.emotions, changes.emotions),
        )
        if all(stage.hidden for stage in changed.stages):
            raise QueryError("All stages are hidden. Leave at least one.", where="stages")
        return changed

    def _lens_stages(self, lens: Lens) -> Iterable[LensStage]:
        hidden = {stage.key for stage in self.stages if stage.hidden}
        for part in lens.parts:
            shown = tuple(key for key in part.stages if key not in hidden)
            if shown:
                yield LensStage(part.key, part.name or self.name_of("stage", part.stages[0]), shown)


_ADAPTER = TypeAdapter(Taxonomy)


@cache
def load_default() -> Taxonomy:
    """The taxonomy that the shipped models know. Raises SetupError where its file was damaged."""
    return parse((files(__package__) / "default.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Taxonomy:
    """A taxonomy of TOML text, every key checked against every other. Raises SetupError."""
    try:
        taxonomy = _ADAPTER.validate_python(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SetupError(f"The taxonomy cannot be read: {error}", where="taxonomy") from error
    for complaint in _complaints(taxonomy):
        raise SetupError(complaint, where="taxonomy")
    return taxonomy


def _complaints(taxonomy: Taxonomy) -> Iterable[str]:
    yield from checks.unique("stages", taxonomy.stages)
    yield from checks.unique("touchpoints", taxonomy.touchpoints)
    yield from checks.unique("emotions", taxonomy.emotions)
    yield from checks.unique("lenses", taxonomy.lenses)
    yield from checks.usual_stages(taxonomy.touchpoints, taxonomy.stages)
    yield from checks.tones(taxonomy.emotions)
    for lens in taxonomy.lenses:
        yield from checks.partitions(lens, taxonomy.stages)


def _applied(kind: Kind, parts: tuple[Part, ...], changes: Mapping[str, PartChange]) -> tuple[Part, ...]:
    for key in changes.keys() - {part.key for part in parts}:
        raise NotSupported(
            f'There is no {kind} "{key}" to rename or hide. Adding a {kind} is not supported yet.',
            where=f"{kind}s.{key}",
        )
    changed = tuple(_changed(part, changes[part.key]) if part.key in changes else part for part in parts)
    for name, count in Counter(part.name.casefold() for part in changed).items():
        if count > 1:
            raise QueryError(
                f'Two {kind}s would be called "{name}". Give each a name of its own.', where=f"{kind}s"
            )
    return changed


def _changed(part: Part, change: PartChange) -> Part:
    return replace(part, name=change.name or part.name, hidden=change.hidden)
