"""How a connector comes by its secrets: by their names alone."""

from __future__ import annotations

from collections.abc import Callable

#: The value of a secret by its name. Raises SetupError where there is none.
Secrets = Callable[[str], str]
