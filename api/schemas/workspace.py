"""The workspace, its keys, and its taxonomy."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, ConfigDict, Field

from api.schemas.common import In, Line, Out
from feedback_miner.domain import ApiKey, Scope, Workspace
from feedback_miner.mining import NewKey
from feedback_miner.taxonomy import Emotion, Lens, Stage, Taxonomy, Touchpoint

_KEY_EXAMPLE: dict[str, Any] = {
    "id": "key_2f6a0b9c1d3e",
    "name": "nightly export",
    "scope": "write",
    "created_at": "2026-06-01T09:30:00Z",
    "revoked_at": None,
}
_TAXONOMY_EXAMPLE: dict[str, Any] = {
    "stages": [
        {
            "key": "use",
            "name": "Flying",
            "description": "Using the product or service itself.",
            "hidden": False,
        }
    ],
    "touchpoints": [
        {
            "key": "delivery",
            "name": "Delivery",
            "description": "Shipping, tracking, handing over.",
            "stages": ["onboarding"],
            "hidden": False,
        }
    ],
    "emotions": [
        {
            "key": "anxiety",
            "name": "Anxiety",
            "description": "Worry about what may come.",
            "valence": -1,
            "tone": -1,
            "hatched": True,
            "hidden": False,
        }
    ],
    "lenses": [
        {"key": "full", "name": "Full journey", "parts": [{"key": "use", "stages": ["use"], "name": None}]}
    ],
}


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("This is no time zone of the IANA list, such as Europe/Vienna.")
    return name


class WorkspaceOut(Out):
    """A team's own part of the service. Days are days in its time zone."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": "default", "name": "default", "time_zone": "Europe/Vienna", "revision": 42}]
        }
    )

    id: str
    name: str
    time_zone: str
    revision: int = Field(description="Counts up with every change of what the map shows.")

    @classmethod
    def from_domain(cls, workspace: Workspace) -> WorkspaceOut:
        """Mirrors the domain's."""
        return cls(
            id=workspace.id, name=workspace.name, time_zone=workspace.time_zone, revision=workspace.revision
        )


class WorkspaceIn(In):
    """The zone in which days begin. Changing it counts everything anew."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"time_zone": "Europe/Vienna"}]})

    time_zone: Annotated[Line, AfterValidator(_known_zone)]


class KeyOut(Out):
    """A key, without its secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [_KEY_EXAMPLE]})

    id: str
    name: str
    scope: Scope
    created_at: datetime
    revoked_at: datetime | None

    @classmethod
    def from_domain(cls, key: ApiKey) -> KeyOut:
        """Mirrors the domain's."""
        return cls(
            id=key.id, name=key.name, scope=key.scope, created_at=key.created_at, revoked_at=key.revoked_at
        )


class KeysOut(Out):
    """All keys, newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_KEY_EXAMPLE]}]})

    items: list[KeyOut]


class KeyIn(In):
    """A key to make. `write` includes `read`, `admin` includes both."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "nightly export", "scope": "write"}]})

    name: Annotated[Line, Field(max_length=100)]
    scope: Scope


class NewKeyOut(Out):
    """A key just made. This is the only time that its secret is shown."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": _KEY_EXAMPLE, "secret": "fm_…"}]})

    key: KeyOut
    secret: str

    @classmethod
    def from_domain(cls, made: NewKey) -> NewKeyOut:
        """Mirrors the use case's."""
        return cls(key=KeyOut.from_domain(made.key), secret=made.secret)


class TaxonomyOut(Out):
    """Stages, touchpoints, emotions and lenses, with the workspace's own names; hidden parts too."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TAXONOMY_EXAMPLE]})

    stages: list[Stage]
    touchpoints: list[Touchpoint]
    emotions: list[Emotion]
    lenses: list[Lens]

    @classmethod
    def from_domain(cls, taxonomy: Taxonomy) -> TaxonomyOut:
        """Mirrors the domain's."""
        return cls(
            stages=list(taxonomy.stages),
            touchpoints=list(taxonomy.touchpoints),
            emotions=list(taxonomy.emotions),
            lenses=list(taxonomy.lenses),
        )
