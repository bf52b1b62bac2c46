"""Workspaces, keys, sign-in, notes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback_miner.domain import Access, Scope
from feedback_miner.errors import Conflict, NotFound, QueryError
from feedback_miner.storage import SqlStore
from tests.storage.builders import NOON

LATER = NOON + timedelta(minutes=10)
ACCESS = Access("w", Scope.WRITE, "k")


def test_a_workspace_is_made_once(store: SqlStore) -> None:
    first = store.create_workspace("a", name="First", time_zone="Europe/Berlin")
    assert store.create_workspace("a", name="Second", time_zone="UTC") == first
    assert [w.id for w in store.workspaces()] == ["a", "w"]
    assert store.workspace("a") == first
    with pytest.raises(NotFound):
        store.workspace("b")


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd", "/etc/passwd", "Europe"])
def test_a_time_zone_must_be_known(store: SqlStore, zone: str) -> None:
    with pytest.raises(QueryError):
        store.create_workspace("a", name="A", time_zone=zone)
    with pytest.raises(QueryError):
        store.set_time_zone("w", zone)


def test_a_key_opens_until_it_is_revoked(store: SqlStore) -> None:
    made = store.add_key("w", key_id="k", name="Key", scope=Scope.WRITE, digest="d", at=NOON)
    newer = store.add_key("w", key_id="l", name="Other", scope=Scope.READ, digest="e", at=LATER)
    assert store.keys("w") == [newer, made]
    assert store.access_of("d") == ACCESS
    store.add_ticket("s", ACCESS, kind="session", expires_at=LATER)
    store.revoke_key("w", "k", at=NOON)
    store.revoke_key("w", "k", at=LATER)
    assert store.access_of("d") is None
    assert store.session("s", now=NOON) is None
    assert store.keys("w")[1].revoked_at == NOON
    assert store.access_of("unknown") is None
    with pytest.raises(NotFound):
        store.revoke_key("w", "m", at=NOON)
    with pytest.raises(Conflict):
        store.add_key("w", key_id="k", name="Key", scope=Scope.READ, digest="f", at=NOON)
    with pytest.raises(Conflict):
        store.add_key("w", key_id="n", name="Key", scope=Scope.READ, digest="d", at=NOON)


def test_a_link_is_used_once(store: SqlStore) -> None:
    store.add_ticket("d", ACCESS, kind="link", expires_at=LATER)
    assert store.session("d", now=NOON) is None
    assert store.redeem_link("d", now=NOON) == ACCESS
    assert store.redeem_link("d", now=NOON) is None


def test_tickets_expire(store: SqlStore) -> None:
    store.add_ticket("d", ACCESS, kind="link", expires_at=LATER)
    store.add_ticket("s", ACCESS, kind="session", expires_at=LATER)
    assert store.session("s", now=NOON) == ACCESS
    assert store.session("s", now=LATER) is None
    assert store.redeem_link("d", now=LATER) is None
    assert store.session("s", now=NOON) is None


def test_a_session_ends(store: SqlStore) -> None:
    store.add_ticket("s", ACCESS, kind="session", expires_at=LATER)
    assert store.redeem_link("s", now=NOON) is None
    store.end_session("s")
    assert store.session("s", now=NOON) is None


def test_a_ticket_is_one_of_two_kinds(store: SqlStore) -> None:
    with pytest.raises(QueryError):
        store.add_ticket("d", ACCESS, kind="pass", expires_at=LATER)


def test_notes(store: SqlStore) -> None:
    assert store.note("w", "anchor") is None
    assert store.set_note_once("w", "anchor", "monday") == "monday"
    assert store.set_note_once("w", "anchor", "tuesday") == "monday"
    store.set_note("w", "anchor", "")
    assert store.note("w", "anchor") == ""
    assert store.set_note_once("w", "anchor", "tuesday") == ""
    with pytest.raises(NotFound):
        store.set_note("nobody's", "anchor", "x")


def test_a_changed_note_counts_the_revision_up(store: SqlStore) -> None:
    before = store.workspace("w").revision
    store.set_note("w", "taxonomy", "{}")
    assert store.workspace("w").revision == before + 1
    store.set_note_once("w", "taxonomy", "else")
    assert store.workspace("w").revision == before + 1
