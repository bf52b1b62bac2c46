"""How a connector comes by its secrets: by their names alone."""

from __future__ import annotations

from collections.abc import Callable

from feedback_miner.errors import SetupError

#: The value of a secret by its name. Raises SetupError where there is none.
Secrets = Callable[[str], str]


def checked_secret(value: str) -> str:
    """Without what editors add: a mark of the encoding, spaces and line ends around it.

    Raises SetupError for what no place gives out and no request can carry; the key file of a service account, a JSON
    object, may have lines.
    """
    secret = value.removeprefix("\ufeff").strip()
    if secret.startswith("{") or (secret.isascii() and secret.isprintable()):
        return secret
    raise SetupError(
        "The secret has a line end, or a letter that is no plain ASCII: was more copied than the secret, or was it "
        "changed on the way? Copy it anew from the place that gave it."
    )
