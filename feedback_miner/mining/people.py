"""Use cases about people: corrections by the team, a customer's journey, erasure, workspaces, keys, sign-in."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback_miner.domain import (
    NEUTRAL,
    NONE,
    Access,
    ApiKey,
    FeedbackView,
    Labels,
    Scope,
    StatementView,
    Workspace,
)
from feedback_miner.errors import AccessDenied, Conflict, NotFound, QueryError
from feedback_miner.identity import Identities, digest, new_token
from feedback_miner.mining.imports import Imports
from feedback_miner.ports import Store
from feedback_miner.taxonomy import Taxonomy, load_default

LINK_TIME = timedelta(hours=12)
SESSION_TIME = timedelta(days=14)


class Corrections:
    """A person's labels count at once; what the model said is kept."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def correct(self, access: Access, statement_id: int, labels: Labels) -> StatementView:
        """Raises QueryError where a key is not of the taxonomy, NotFound."""
        checked = _checked(labels, load_default())
        return self._store.correct(
            access.workspace, statement_id, checked, by=access.key_id, at=self._clock()
        )

    def withdraw(self, access: Access, statement_id: int) -> StatementView:
        """The model's labels count again. Raises NotFound."""
        return self._store.uncorrect(access.workspace, statement_id)


class Customers:
    """Customers are pseudonyms here: who knows the reference can look it up, nobody can go back."""

    def __init__(
        self, store: Store, identities: Identities, imports: Imports, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._identities = identities
        self._imports = imports
        self._clock = clock

    def lookup(self, workspace: str, reference: str) -> str:
        """The pseudonym of an e-mail address, user name or number. Raises QueryError for an empty one."""
        pseudonym = self._identities.pseudonym(workspace, reference)
        if pseudonym is None:
            raise QueryError("The customer reference is empty.", where="reference")
        return pseudonym

    def journey(self, workspace: str, customer: str) -> list[FeedbackView]:
        """A customer's messages, oldest first. Raises NotFound."""
        items = self._store.customer_items(workspace, customer)
        if not items:
            raise NotFound("Nothing is known of this customer.")
        return items

    def erase(self, workspace: str, customer: str) -> int:
        """Removes every trace, for good; later imports leave this customer out. Returns the items removed."""
        if not customer.startswith("c_") or len(customer) > 64:
            raise QueryError(
                "This is no pseudonym. POST /v1/customers/lookup gives a customer's.", where="customer"
            )
        removed = self._store.erase_customer(workspace, customer, at=self._clock())
        self._imports.drop_waiting(workspace)
        return removed


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: the only time that its secret is shown."""

    key: ApiKey
    secret: str


class Doors:
    """Who may come in: keys for programs, links and sessions for people."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def open_workspace(self, workspace: str, *, time_zone: str) -> Workspace:
        """Makes the workspace where it is not there."""
        return self._store.create_workspace(workspace, name=workspace, time_zone=time_zone)

    def make_key(self, workspace: str, *, name: str, scope: Scope) -> NewKey:
        """A new key; its secret is not stored."""
        if not name.strip() or len(name) > 100:
            raise QueryError("A key needs a name of 1 to 100 characters.", where="name")
        secret = new_token("fm")
        key_id = "key_" + secrets.token_hex(6)
        key = self._store.add_key(
            workspace, key_id=key_id, name=name.strip(), scope=scope, digest=digest(secret), at=self._clock()
        )
        return NewKey(key, secret)

    def keys(self, workspace: str) -> list[ApiKey]:
        """All keys, newest first, without their secrets."""
        return self._store.keys(workspace)

    def revoke_key(self, workspace: str, key_id: str) -> None:
        """The key opens nothing from now on. Raises NotFound."""
        self._store.revoke_key(workspace, key_id, at=self._clock())

    def enter(self, secret: str) -> Access:
        """Who holds this key. Raises AccessDenied."""
        access = self._store.access_of(digest(secret))
        if access is None:
            raise AccessDenied("This key is not known, or was revoked. `feedback-miner keys add` makes one.")
        return access

    def make_link(self, workspace: str, *, scope: Scope) -> str:
        """The token of a sign-in link that works once, for twelve hours."""
        token = new_token("link")
        access = Access(workspace, scope, "link")
        self._store.add_ticket(digest(token), access, kind="link", expires_at=self._clock() + LINK_TIME)
        return token

    def sign_in_by_link(self, token: str) -> str:
        """The token of a new session. Raises AccessDenied where the link was used or is too old."""
        access = self._store.redeem_link(digest(token), now=self._clock())
        if access is None:
            raise AccessDenied(
                "This sign-in link was used before or is too old. `feedback-miner keys link` makes a new one."
            )
        return self._start_session(access)

    def sign_in_by_key(self, secret: str) -> str:
        """The token of a new session for who holds this key. Raises AccessDenied."""
        return self._start_session(self.enter(secret))

    def session(self, token: str) -> Access:
        """Who is signed in. Raises AccessDenied."""
        access = self._store.session(digest(token), now=self._clock())
        if access is None:
            raise AccessDenied("You are signed out. Sign in again.")
        return access

    def sign_out(self, token: str) -> None:
        """Ends the session."""
        self._store.end_session(digest(token))

    def _start_session(self, access: Access) -> str:
        token = new_token("session")
        self._store.add_ticket(digest(token), access, kind="session", expires_at=self._clock() + SESSION_TIME)
        return token


def _checked(labels: Labels, taxonomy: Taxonomy) -> Labels:
    """The labels, where each key is of the taxonomy; "neutral" is the empty list."""
    known = {
        "stage": {s.key for s in taxonomy.stages} | {NONE},
        "touchpoint": {t.key for t in taxonomy.touchpoints} | {NONE},
        "emotions": {e.key for e in taxonomy.emotions} | {NEUTRAL},
    }
    said = {"stage": (labels.stage,), "touchpoint": (labels.touchpoint,), "emotions": labels.emotions}
    for field, keys in said.items():
        for key in keys:
            if key not in known[field]:
                raise QueryError(
                    f"“{key}” is not known. Known: {', '.join(sorted(known[field]))}.", where=field
                )
    if not -1 <= labels.sentiment <= 1:
        raise QueryError("Sentiment is a number from −1 to 1.", where="sentiment")
    emotions = tuple(dict.fromkeys(key for key in labels.emotions if key != NEUTRAL))
    if len(emotions) > 3:
        raise QueryError("At most three emotions.", where="emotions")
    if labels.stage == NONE and labels.touchpoint != NONE:
        raise Conflict(
            "A statement without a stage has no touchpoint: send “none” for both.", where="touchpoint"
        )
    return Labels(labels.stage, labels.touchpoint, labels.sentiment, emotions)
