"""`backup` and `restore`: all that a service cannot make anew, in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from feedback_miner.backup import Backups, Manifest
from feedback_miner.cli.context import JsonFlag, out, read_settings, show_json
from feedback_miner.storage import open_copies


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file where it is there.")] = False,
    json_: JsonFlag = False,
) -> None:
    """Write database, secret and open uploads to one file, while the service runs.

    The file is as confidential as the data: it holds the key of the pseudonyms, and uploads as they came in.
    """
    manifest = _backups(context).make(file.absolute(), replacing=force)
    _tell(manifest, file, "Backed up to", as_json=json_)


def restore(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="A file that `backup` wrote. Restore only what you made yourself.")
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Replace all that is in the database, and the secret.")
    ] = False,
    json_: JsonFlag = False,
) -> None:
    """Put a backup back, while the service is stopped. Everything is checked before anything is changed."""
    manifest = _backups(context).restore(file.absolute(), replacing=force)
    _tell(manifest, file, "Restored", as_json=json_)


def _backups(context: typer.Context) -> Backups:
    settings = read_settings(**context.obj)
    return Backups(
        open_copies(settings.url),
        settings.data_dir,
        settings.secret.get_secret_value(),
        clock=lambda: datetime.now(UTC),
    )


def _tell(manifest: Manifest, file: Path, done: str, *, as_json: bool) -> None:
    if as_json:
        show_json({"file": str(file), **manifest.model_dump(mode="json", exclude={"secret_mark"})})
        return
    size = sum(part.size for part in manifest.parts) / 1e6
    out.print(
        f"{done} {file}: {manifest.kind}, {size:,.1f} MB, {manifest.uploads} open uploads, made"
        f" {manifest.made_at:%Y-%m-%d %H:%M} UTC by {manifest.program}.",
        markup=False,
        soft_wrap=True,
    )
