"""Hooks: places that send to us. Each delivery is signed, must be fresh, and is taken once.

The signature is that of many services that send webhooks: the header says `t=SECONDS,v1=HEX`, where HEX is the
HMAC-SHA-256 (RFC 2104), with the shared secret, of the seconds since 1970, a full stop, and the body as it was sent.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from feedback_miner.domain import REFUSED_DELIVERY, Delivery, FeedPage
from feedback_miner.errors import AccessDenied, FileError
from feedback_miner.feeds.options.secrets import Secrets
from feedback_miner.sources import preset_names

#: How far the sender's clock may be from ours; older deliveries are refused.
FRESH = timedelta(minutes=5)
#: Most messages of one delivery.
MAX_MESSAGES = 1_000

_SIGNATURE = re.compile(r"t=([0-9]{1,10}),\s*v1=([0-9a-f]{64})")


class HookOptions(BaseModel):
    """What a hook asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: name of the secret that both sides know
    secret: str
    #: which preset knows the keys of the messages
    preset: str = "feedback-miner"

    @field_validator("preset")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in preset_names():
            raise ValueError(f"“{value}” is no preset; known: {', '.join(preset_names())}")
        return value


class HookConnector:
    """A place that sends to us; nothing is pulled from it."""

    Options = HookOptions

    def __init__(self, options: HookOptions, secrets: Secrets) -> None:
        self._secret = secrets(options.secret).encode()
        self._preset = options.preset

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return self._preset

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:  # noqa: ARG002
        """None: what it has, it sends."""
        return iter(())

    def receive(self, body: bytes, signature: str, *, now: datetime) -> tuple[FeedPage, Delivery]:
        """What was sent. Raises AccessDenied for a wrong or old signature, FileError for what is no message.

        The body is one JSON object, a list of them, or {"messages": [...], "deleted": [ids]}.
        """
        match = _SIGNATURE.fullmatch(signature.strip())
        if match is None:
            raise AccessDenied(REFUSED_DELIVERY)
        expected = hmac.new(self._secret, match[1].encode() + b"." + body, sha256).hexdigest()
        if not hmac.compare_digest(expected, match[2]):
            raise AccessDenied(REFUSED_DELIVERY)
        sent_at = datetime.fromtimestamp(int(match[1]), UTC)
        if abs(now - sent_at) > FRESH:
            raise AccessDenied(
                f"The signature is more than {FRESH.seconds // 60} minutes old, or of the future."
            )
        return _page(body), Delivery(
            sha256(f"{match[1]}.{match[2]}".encode()).hexdigest(), sent_at + 2 * FRESH
        )


def _page(body: bytes) -> FeedPage:
    try:
        said = json.loads(body, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise FileError("The body is no JSON.") from error
    envelope: Mapping[str, Any] = (
        said if isinstance(said, dict) and {"messages", "deleted"} & said.keys() else {}
    )
    messages = envelope.get("messages", []) if envelope else said if isinstance(said, list) else [said]
    deleted = envelope.get("deleted", [])
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise FileError("The body is no JSON object, and no list of them.")
    if not isinstance(deleted, list) or not all(_is_id(one) for one in deleted):
        raise FileError("“deleted” is no list of ids.")
    if len(messages) + len(deleted) > MAX_MESSAGES:
        raise FileError(f"A delivery holds at most {MAX_MESSAGES:,} messages.")
    return FeedPage(tuple(messages), None, deleted=tuple(str(one) for one in deleted))


def _is_id(one: object) -> bool:
    """Half of a surrogate pair, or a NUL, no database takes."""
    return isinstance(one, int) or (isinstance(one, str) and one.isprintable())
