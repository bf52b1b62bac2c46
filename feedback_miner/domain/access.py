"""Who asks: workspaces, keys, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key may do; each includes those before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Access:
    """Who is asking: established once at the door from a key or a session."""

    workspace: str
    scope: Scope
    key_id: str

    def allows(self, needed: Scope) -> bool:
        """Whether this access includes the needed scope."""
        order = list(Scope)
        return order.index(self.scope) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A team's own part of the house. Days are days in its zone."""

    id: str
    name: str
    time_zone: str
    #: counts up with every change of what the map shows
    revision: int


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is listed: never the secret itself."""

    id: str
    name: str
    scope: Scope
    created_at: datetime
    revoked_at: datetime | None
