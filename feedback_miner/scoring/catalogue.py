"""Which of the installed models is meant by a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from feedback_miner.errors import ModelError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_VERSION = re.compile(r"\d{1,9}(\.\d{1,9})*")


def find_model(models: Path, wanted: str) -> Path:
    """The folder of the model `wanted`: NAME/VERSION, or NAME alone for its newest version.

    Newest is the highest number; versions that are no dotted numbers must be named whole. Raises ModelError, which
    lists what there is.
    """
    installed = _installed(models)
    name, _, version = wanted.partition("/")
    if version and version in installed.get(name, ()):
        return models / name / version
    numbered = [known for known in installed.get(name, ()) if _VERSION.fullmatch(known)]
    if numbered and not version:
        return models / name / max(numbered, key=_number)
    known = [f"{name}/{version}" for name, versions in sorted(installed.items()) for version in versions]
    raise ModelError(
        f"there is no model “{wanted}” here; there is {', '.join(known) or 'none'}", where=str(models)
    )


def find_models(models: Path, wanted: Sequence[str] | None) -> tuple[Path, ...]:
    """The folders of the models wanted, or the newest version of each that is there. Raises ModelError."""
    numbered = (n for n, versions in _installed(models).items() if any(map(_VERSION.fullmatch, versions)))
    names = wanted or list(numbered)
    if not names:
        raise ModelError("there is no model here", where=str(models))
    return tuple(find_model(models, name) for name in names)


def _installed(models: Path) -> dict[str, list[str]]:
    """NAME → its versions; folders without a config.json (drafts, other things) are none."""
    found: dict[str, list[str]] = {}
    for config in sorted(models.glob("*/*/config.json")):
        name, version = config.parts[-3:-1]
        if _NAME.fullmatch(name) and _NAME.fullmatch(version):
            found.setdefault(name, []).append(version)
    return found


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
