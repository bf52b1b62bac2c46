"""Secrets and names: pseudonyms of customers, digests of keys. One secret, kept outside the database."""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from feedback_miner.errors import SetupError

#: Shortest secret that is taken: 256 bits as hexadecimal digits, or as many characters of another kind.
MIN_SECRET = 32


class Identities:
    """Derives a workspace's key from the secret, and pseudonyms from that: one customer, one pseudonym."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < MIN_SECRET:
            raise SetupError(
                f"The secret must have at least {MIN_SECRET} characters: `openssl rand -hex 32` makes one."
            )
        self._secret = secret
        self._keys: dict[str, bytes] = {}

    def pseudonym(self, workspace: str, reference: str) -> str | None:
        """The pseudonym of a customer reference (an e-mail address, a user name, a number), or None for an empty one.

        References are normalised first: NFKC, lower case, no space around, no leading "@" or "mailto:".
        HMAC-SHA-256 (RFC 2104), the first 128 bits.
        """
        normal = normalize("NFKC", reference).strip().casefold().removeprefix("mailto:").lstrip("@").strip()
        if not normal:
            return None
        key = self._keys.get(workspace) or self._keys.setdefault(workspace, self._key(workspace))
        return "c_" + hmac.digest(key, normal.encode(), "sha256").hex()[:32]

    def _key(self, workspace: str) -> bytes:
        return hmac.digest(self._secret, f"workspace:{workspace}".encode(), "sha256")


def load_secret(given: str, folder: Path) -> bytes:
    """The secret given in the settings, else that of the file `secret` in the data folder (made at first use, 0600)."""
    if given:
        return given.encode()
    path = folder / "secret"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make_secret(path)
    return path.read_bytes().strip()


def _make_secret(path: Path) -> None:
    """Linked into place when it is whole: of several processes that start at once, one makes the secret of all."""
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=".secret-"
    ) as file:  # readable by its owner alone
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)


def new_token(prefix: str) -> str:
    """A fresh unguessable token, such as a key: 256 bits."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def digest(token: str) -> str:
    """What is stored of a token. It has 256 bits of its own, so that a plain SHA-256 is enough."""
    return sha256(token.encode()).hexdigest()
