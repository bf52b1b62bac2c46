"""`keys`: make, list, revoke; and sign-in links."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from feedback_miner.cli.context import JsonFlag, house_of, out, show_json
from feedback_miner.domain import Scope

app = typer.Typer(no_args_is_help=True)


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: Annotated[
        Scope, typer.Option(help="read, write (imports, corrections) or admin (erasure, keys).")
    ] = Scope.READ,
    json_: JsonFlag = False,
) -> None:
    """Make a key. Its secret is shown once and not stored."""
    with house_of(context) as house:
        made = house.mining.doors.make_key(house.settings.workspace, name=name, scope=scope)
    if json_:
        show_json({**asdict(made.key), "secret": made.secret})
    else:
        out.print(
            f"{made.secret}\nKeep it: it is not shown again. Use it as: Authorization: Bearer …", markup=False
        )


@app.command("list")
def list_keys(context: typer.Context, json_: JsonFlag = False) -> None:
    """All keys, without their secrets."""
    with house_of(context) as house:
        keys = house.mining.doors.keys(house.settings.workspace)
    if json_:
        show_json([asdict(key) for key in keys])
        return
    table = Table("key", "name", "scope", "made", "revoked", box=None)
    for key in keys:
        revoked = f"{key.revoked_at:%Y-%m-%d}" if key.revoked_at else ""
        table.add_row(key.id, key.name, key.scope.value, f"{key.created_at:%Y-%m-%d}", revoked)
    out.print(table if keys else "No keys yet. `feedback-miner keys add NAME` makes one.")


@app.command("revoke")
def revoke(context: typer.Context, key_id: str, json_: JsonFlag = False) -> None:
    """The key opens nothing from now on."""
    with house_of(context) as house:
        house.mining.doors.revoke_key(house.settings.workspace, key_id)
    if json_:
        show_json({"revoked": key_id})
    else:
        out.print(f"{key_id} is revoked.", markup=False)


@app.command("link")
def link(
    context: typer.Context,
    base: Annotated[str, typer.Option(help="Where the service is reached.")] = "http://127.0.0.1:8000",
    scope: Annotated[Scope, typer.Option(help="What who signs in may do.")] = Scope.ADMIN,
    json_: JsonFlag = False,
) -> None:
    """A sign-in link that works once, for twelve hours."""
    with house_of(context) as house:
        token = house.mining.doors.make_link(house.settings.workspace, scope=scope)
    url = f"{base.rstrip('/')}/sign-in?token={token}"
    if json_:
        show_json({"url": url})
    else:
        out.print(url, markup=False, soft_wrap=True)
