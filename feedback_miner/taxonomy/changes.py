"""What a workspace changes of the taxonomy: other names, and parts that are hidden."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from feedback_miner.errors import QueryError
from feedback_miner.taxonomy.types import Name


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class PartChange:
    """How one part differs from the default: another name (None keeps it), or hidden."""

    name: Name | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class TaxonomyChanges:
    """Every difference from the default, by kind and key. An empty one is the default itself."""

    stages: Mapping[str, PartChange] = field(default_factory=dict)
    touchpoints: Mapping[str, PartChange] = field(default_factory=dict)
    emotions: Mapping[str, PartChange] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: object) -> TaxonomyChanges:
        """Of parsed JSON: `{"stages": {"use": {"name": "Flying", "hidden": false}}}`. Raises QueryError."""
        try:
            return _ADAPTER.validate_python(data)
        except ValidationError as error:
            raise _explained(error) from None

    @classmethod
    def from_json(cls, text: str | bytes) -> TaxonomyChanges:
        """Of JSON text, as `to_json` writes it. Raises QueryError."""
        try:
            return _ADAPTER.validate_json(text)
        except ValidationError as error:
            raise _explained(error) from None

    def to_data(self) -> dict[str, dict[str, dict[str, object]]]:
        """As plain data: what `from_data` reads."""
        return {
            kind: {key: {"name": part.name, "hidden": part.hidden} for key, part in sorted(parts.items())}
            for kind, parts in (
                ("stages", self.stages),
                ("touchpoints", self.touchpoints),
                ("emotions", self.emotions),
            )
        }

    def to_json(self) -> str:
        """As JSON text; equal changes give equal text."""
        return json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True)


_ADAPTER = TypeAdapter(TaxonomyChanges)


def _explained(error: ValidationError) -> QueryError:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"]) or "taxonomy"
    return QueryError(
        f"{first['msg']}. Stages, touchpoints and emotions can have a name (1 to 40 characters) and hidden.",
        where=place,
    )
