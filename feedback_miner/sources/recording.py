"""Recorded HTTP answers (betamax, VCR): the bodies of the answers, decoded and unpacked."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Any

from feedback_miner.sources.limits import BODY_BYTES

#: Where a recording has its request–answer pairs.
INTERACTIONS = ("http_interactions", "item")

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class UnreadableBody(Exception):
    """A recorded body cannot be decoded; the message says why."""


def recorded_body(interaction: Mapping[str, Any]) -> bytes | None:
    """The body of a recorded answer; None where the answer was none (an error, an empty body)."""
    response = interaction.get("response")
    if not isinstance(response, dict) or not _succeeded(response.get("status")):
        return None
    body = response.get("body")
    packed = _packed(body) if isinstance(body, dict) else str(body or "").encode()
    if not packed:
        return None
    return _unpack(packed) if packed[:2] == b"\x1f\x8b" else packed


def _succeeded(status: object) -> bool:
    code = status.get("code") if isinstance(status, dict) else status
    return code is None or str(code).startswith("2")


def _packed(body: Mapping[str, Any]) -> bytes:
    if not body.get("base64_string"):
        return str(body.get("string") or "").encode()
    try:
        return base64.b64decode(str(body["base64_string"]), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableBody("The recorded body is no base64.") from error


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        body = unpacker.decompress(packed, BODY_BYTES)
    except zlib.error as error:
        raise UnreadableBody("The recorded body is damaged: it cannot be unpacked.") from error
    if unpacker.unconsumed_tail:
        raise UnreadableBody(f"The recorded body is larger than {BODY_BYTES // 2**20} MB when unpacked.")
    if not unpacker.eof:
        raise UnreadableBody("The recorded body is cut off.")
    return body
