"""Workspaces, keys, sign-in, notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Row, and_, bindparam, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from feedback_miner.domain import Access, ApiKey, Scope, Workspace
from feedback_miner.errors import Conflict, NotFound, QueryError
from feedback_miner.storage.base import Room
from feedback_miner.storage.engine import upsert
from feedback_miner.storage.ledger import STATEMENT, VERSION, WORKSPACE, Ledger, batches, count_up
from feedback_miner.storage.rows import day_of
from feedback_miner.storage.tables import METADATA

API_KEY = METADATA.tables["api_key"]
TICKET = METADATA.tables["ticket"]
NOTE = METADATA.tables["note"]

#: Made once, for they are asked for all the time.
_WORKSPACE = select(WORKSPACE).where(WORKSPACE.c.id == bindparam("workspace"))
_NOTE = select(NOTE.c.value).where(
    NOTE.c.workspace == bindparam("workspace"), NOTE.c.name == bindparam("name")
)


class WorkspaceRoom(Room):
    """Workspaces and the small facts that they keep."""

    def create_workspace(self, workspace: str, *, name: str, time_zone: str) -> Workspace:
        """Does nothing where it is there. Raises QueryError for an unknown time zone."""
        zone(time_zone)
        with self._db.write() as connection:
            row = {"id": workspace, "name": name, "time_zone": time_zone, "revision": 0}
            new = upsert(connection, WORKSPACE).values(**row, policy=self._policy.version)
            connection.execute(new.on_conflict_do_nothing())
            return _workspace(connection, workspace)

    def workspace(self, workspace: str) -> Workspace:
        """Raises NotFound."""
        with self._db.ask() as connection:
            return _workspace(connection, workspace)

    def workspaces(self) -> list[Workspace]:
        """All, by id."""
        with self._db.ask() as connection:
            return [
                _to_workspace(row) for row in connection.execute(select(WORKSPACE).order_by(WORKSPACE.c.id))
            ]

    def set_time_zone(self, workspace: str, time_zone: str) -> Workspace:
        """Changes the zone and recounts the cells in the same transaction. Raises NotFound, QueryError."""
        there = zone(time_zone)
        with self._db.write() as connection:
            ledger = Ledger.lock(connection, workspace, self._policy)
            connection.execute(
                update(WORKSPACE).where(WORKSPACE.c.id == workspace).values(time_zone=time_zone)
            )
            _move_days(connection, workspace, there)
            ledger.refill()
            return _workspace(connection, workspace)

    def note(self, workspace: str, name: str) -> str | None:
        """A small named fact of the workspace, or None."""
        with self._db.ask() as connection:
            return connection.execute(_NOTE, {"workspace": workspace, "name": name}).scalar_one_or_none()

    def set_note(self, workspace: str, name: str, value: str) -> None:
        """Writes it and counts the revision up, for maps show what notes say. Raises NotFound."""
        with self._db.write() as connection:
            _workspace(connection, workspace)
            statement = upsert(connection, NOTE).values(workspace=workspace, name=name, value=value)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(NOTE.primary_key.columns), set_={"value": value}
                )
            )
            count_up(connection, workspace)

    def set_note_once(self, workspace: str, name: str, value: str) -> str:
        """Writes it where there is none; returns what stands. Raises NotFound."""
        with self._db.write() as connection:
            _workspace(connection, workspace)
            statement = upsert(connection, NOTE).values(workspace=workspace, name=name, value=value)
            connection.execute(statement.on_conflict_do_nothing())
            stands = connection.execute(_NOTE, {"workspace": workspace, "name": name})
            return str(stands.scalar_one())


class KeyRoom(Room):
    """API keys, sign-in links and sessions: all by digest, never by secret."""

    def add_key(
        self, workspace: str, *, key_id: str, name: str, scope: Scope, digest: str, at: datetime
    ) -> ApiKey:
        """Stores a key by its digest alone. Raises NotFound, or Conflict where id or digest is taken."""
        row = {"workspace": workspace, "id": key_id, "name": name, "scope": scope.value}
        with self._db.write() as connection:
            _workspace(connection, workspace)
            try:
                connection.execute(insert(API_KEY), {**row, "digest": digest, "created_at": at})
            except IntegrityError as error:
                raise Conflict(f"there is a key {key_id} already") from error
        return ApiKey(key_id, name, scope, at, None)

    def keys(self, workspace: str) -> list[ApiKey]:
        """All, newest first."""
        query = select(API_KEY).where(API_KEY.c.workspace == workspace)
        with self._db.ask() as connection:
            rows = connection.execute(query.order_by(API_KEY.c.created_at.desc(), API_KEY.c.id))
            return [ApiKey(r.id, r.name, Scope(r.scope), r.created_at, r.revoked_at) for r in rows]

    def revoke_key(self, workspace: str, key_id: str, *, at: datetime) -> None:
        """From now on it opens nothing, nor do links and sessions made with it. Raises NotFound."""
        this = and_(API_KEY.c.workspace == workspace, API_KEY.c.id == key_id)
        with self._db.write() as connection:
            if connection.execute(select(API_KEY.c.id).where(this)).first() is None:
                raise NotFound(f"there is no key {key_id}")
            connection.execute(
                update(API_KEY).where(this, API_KEY.c.revoked_at.is_(None)).values(revoked_at=at)
            )

    def access_of(self, digest: str) -> Access | None:
        """Who holds the (unrevoked) key with this digest."""
        this = and_(API_KEY.c.digest == digest, API_KEY.c.revoked_at.is_(None))
        with self._db.ask() as connection:
            row = connection.execute(select(API_KEY).where(this)).one_or_none()
        return None if row is None else Access(row.workspace, Scope(row.scope), row.id)

    def add_ticket(self, digest: str, access: Access, *, kind: str, expires_at: datetime) -> None:
        """A sign-in ticket by its digest; kind "link" (used once) or "session". Raises QueryError, NotFound."""
        if kind not in ("link", "session"):
            raise QueryError('a ticket is a "link" or a "session"', where="kind")
        row = {"workspace": access.workspace, "scope": access.scope.value, "key_id": access.key_id}
        with self._db.write() as connection:
            _workspace(connection, access.workspace)
            connection.execute(
                insert(TICKET), {**row, "digest": digest, "kind": kind, "expires_at": expires_at}
            )

    def redeem_link(self, digest: str, *, now: datetime) -> Access | None:
        """The access of an unexpired link, which is used up by this. Expired tickets are cleared away."""
        with self._db.write() as connection:
            connection.execute(delete(TICKET).where(TICKET.c.expires_at <= now))
            access = _ticket(connection, digest, "link", now)
            this = delete(TICKET).where(TICKET.c.digest == digest, TICKET.c.kind == "link")
            # Of two who come at once, the one that deletes it has it.
            return access if connection.execute(this).rowcount == 1 else None

    def session(self, digest: str, *, now: datetime) -> Access | None:
        """The access of an unexpired session."""
        with self._db.ask() as connection:
            return _ticket(connection, digest, "session", now)

    def end_session(self, digest: str) -> None:
        """Signs out."""
        with self._db.write() as connection:
            connection.execute(delete(TICKET).where(TICKET.c.digest == digest, TICKET.c.kind == "session"))


def zone(name: str) -> ZoneInfo:
    """The time zone of this name. Raises QueryError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise QueryError(
            f'"{name}" is not a time zone; use a name such as Europe/Berlin', where="time_zone"
        ) from error


def _workspace(connection: Connection, workspace: str) -> Workspace:
    row = connection.execute(_WORKSPACE, {"workspace": workspace}).one_or_none()
    if row is None:
        raise NotFound(f'there is no workspace "{workspace}"')
    return _to_workspace(row)


def _to_workspace(row: Row[*tuple[Any, ...]]) -> Workspace:
    return Workspace(row.id, row.name, row.time_zone, row.revision)


def _ticket(connection: Connection, digest: str, kind: str, now: datetime) -> Access | None:
    revoked = exists().where(
        API_KEY.c.workspace == TICKET.c.workspace,
        API_KEY.c.id == TICKET.c.key_id,
        API_KEY.c.revoked_at.is_not(None),
    )
    this = and_(TICKET.c.digest == digest, TICKET.c.kind == kind, TICKET.c.expires_at > now, ~revoked)
    row = connection.execute(select(TICKET).where(this)).one_or_none()
    return None if row is None else Access(row.workspace, Scope(row.scope), row.key_id)


def _move_days(connection: Connection, workspace: str, there: ZoneInfo) -> None:
    for table in (VERSION, STATEMENT):
        query = select(table.c.id, table.c.day, table.c.occurred_at).where(table.c.workspace == workspace)
        days = ((row.id, row.day, day_of(row.occurred_at, there)) for row in connection.execute(query).all())
        moved = [{"at_id": row_id, "day": day} for row_id, before, day in days if before != day]
        for some in batches(moved):
            connection.execute(update(table).where(table.c.id == bindparam("at_id")), some)
