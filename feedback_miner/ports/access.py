"""What workspaces, keys and sign-in need of the store."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from feedback_miner.domain import Access, ApiKey, Scope, Workspace


class AccessStore(Protocol):
    """Workspaces, keys, sign-in."""

    def create_workspace(self, workspace: str, *, name: str, time_zone: str) -> Workspace:
        """Does nothing where it is there."""

    def workspace(self, workspace: str) -> Workspace:
        """Raises NotFound."""

    def workspaces(self) -> list[Workspace]:
        """All, by id."""

    def set_time_zone(self, workspace: str, time_zone: str) -> Workspace:
        """Changes the zone and recounts the cells in the same transaction."""

    def add_key(
        self, workspace: str, *, key_id: str, name: str, scope: Scope, digest: str, at: datetime
    ) -> ApiKey:
        """Stores a key by its digest alone."""

    def keys(self, workspace: str) -> list[ApiKey]:
        """All, newest first."""

    def revoke_key(self, workspace: str, key_id: str, *, at: datetime) -> None:
        """Raises NotFound."""

    def access_of(self, digest: str) -> Access | None:
        """Who holds the (unrevoked) key with this digest."""

    def add_ticket(self, digest: str, access: Access, *, kind: str, expires_at: datetime) -> None:
        """A sign-in ticket by its digest; kind "link" (used once) or "session"."""

    def redeem_link(self, digest: str, *, now: datetime) -> Access | None:
        """The access of an unexpired link, which is used up by this."""

    def session(self, digest: str, *, now: datetime) -> Access | None:
        """The access of an unexpired session."""

    def end_session(self, digest: str) -> None:
        """Signs out."""

    def note(self, workspace: str, name: str) -> str | None:
        """A small named fact of the workspace: the taxonomy's changes, the sample's anchor."""

    def set_note(self, workspace: str, name: str, value: str) -> None:
        """Writes it, and counts the revision up: maps may show it."""

    def set_note_once(self, workspace: str, name: str, value: str) -> str:
        """Writes it where there is none; returns what stands."""
