"""`doctor`: looks at everything that a running service needs, and says what to do."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import typer

from feedback_miner.bootstrap import House
from feedback_miner.cli.context import FAILED, JsonFlag, house_of, out, show_json
from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import SetupError

#: Below this much room, in bytes, an import may not find place.
LITTLE_ROOM = 1024**3


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    ok: bool
    says: str


def doctor(context: typer.Context, json_: JsonFlag = False) -> None:
    """Check the installation: database, model, language pipeline, secret, disk."""
    with house_of(context) as house:
        findings = [_find(name, check, house) for name, check in _CHECKS]
    if json_:
        show_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark = "[green]ok  [/]" if finding.ok else "[bold red]FAIL[/]"
            out.print(f"{mark} {finding.check:10}", end=" ")
            out.print(finding.says, markup=False, soft_wrap=True)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else FAILED)


def _find(name: str, check: Callable[[House], str], house: House) -> Finding:
    try:
        return Finding(name, ok=True, says=check(house))
    except Exception as error:
        return Finding(name, ok=False, says=f"{error}")


def _python(_house: House) -> str:
    return f"Python {sys.version.split()[0]}"


def _database(house: House) -> str:
    house.store.ping()
    return house.settings.url if house.settings.url.startswith("sqlite") else "reached"


def _cells(house: House) -> str:
    workspace = house.settings.workspace
    if not house.store.recount(workspace):
        raise SetupError(
            "The cells were not equal to the rows; they were counted anew. Please report this as a defect."
        )
    return "equal to a recount from the rows"


def _model(house: House) -> str:
    scorer = house.scorer()
    text = "My card was declined at checkout."
    scorer.score([ScorableMessage(text, "review", "app", ((0, len(text)),))])
    return scorer.name


def _pipeline(house: House) -> str:
    redacted = house.preparer().redact(["Write to me@example.com"])[0]
    if "@" in redacted:
        raise SetupError(
            "Personal data is not taken out: the language pipeline is broken. Run make setup again."
        )
    return "personal data is taken out"


def _secret(house: House) -> str:
    if house.settings.secret.get_secret_value():
        return "given by FEEDBACK_MINER_SECRET"
    path = house.settings.data_dir / "secret"
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SetupError(f"Others can read {path}: chmod 600 {path}")
    return f"{path} (keep a copy: without it customers get other pseudonyms)"


def _disk(house: House) -> str:
    free = shutil.disk_usage(house.settings.data_dir).free
    if free < LITTLE_ROOM:
        raise SetupError(f"Only {free / 1e9:.1f} GB left in {house.settings.data_dir}.")
    return f"{free / 1e9:.0f} GB free in {house.settings.data_dir}"


_CHECKS: tuple[tuple[str, Callable[[House], str]], ...] = (
    ("python", _python),
    ("database", _database),
    ("cells", _cells),
    ("model", _model),
    ("language", _pipeline),
    ("secret", _secret),
    ("disk", _disk),
)
