"""Writing what a look at statements changes: themes are born, drawn anew, merged, and statements are placed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, exists, func, select, update

from feedback_miner.domain import Regrouping, ThemeDraft
from feedback_miner.domain.themes import UNNAMED
from feedback_miner.storage.bulk import among, insert_rows, next_ids
from feedback_miner.storage.ledger import STATEMENT, VERSION
from feedback_miner.storage.staging import in_workspace
from feedback_miner.storage.theme_erasure import unname_unsaid
from feedback_miner.storage.theme_rows import THEME, centre_bytes


def regroup(connection: Connection, workspace: str, regrouping: Regrouping) -> dict[int, int]:
    """Numbers of the themes to be born → their ids. One of which no statement is left is not born.

    What names a theme that is gone, or of another model, is passed over; one that went into another stands for that.
    """
    there = _those_there(connection, workspace, regrouping)
    born = _bear(connection, workspace, regrouping, there)
    stood = _themes(connection, workspace, regrouping.model)
    heirs = _heirs(stood, born, regrouping.merged)
    unnamed = _draw_anew(connection, regrouping.drafts, heirs)
    _merge(connection, workspace, stood, heirs)
    _place(connection, regrouping.placed, there, heirs)
    # Those whose words the names are may have been erased since they were read.
    unname_unsaid(connection, workspace, unnamed)
    return born


def _those_there(connection: Connection, workspace: str, regrouping: Regrouping) -> dict[int, int]:
    """Statement → day, of those to be placed that are still there, have vectors of this model, and are in no theme."""
    of_model = exists().where(VERSION.c.id == STATEMENT.c.version_id, VERSION.c.model == regrouping.model)
    mine = (in_workspace(STATEMENT, workspace), among(connection, STATEMENT.c.id, list(regrouping.placed)))
    free = func.coalesce(STATEMENT.c.theme_id, 0) == 0
    query = select(STATEMENT.c.id, STATEMENT.c.day).where(*mine, of_model, free)
    return {row.id: row.day for row in connection.execute(query)}


def _bear(
    connection: Connection, workspace: str, regrouping: Regrouping, there: Mapping[int, int]
) -> dict[int, int]:
    first: dict[int, int] = {}
    for statement, number in regrouping.placed.items():
        if number < 0 and statement in there:
            first[number] = min(first.get(number, there[statement]), there[statement])
    # The first of them has the lowest id.
    born = dict(zip(sorted(first, reverse=True), next_ids(connection, THEME, len(first)), strict=True))
    rows = [
        {
            "id": theme,
            "workspace": workspace,
            **_drawn(regrouping.drafts[number]),
            "model": regrouping.model,
            "born_on": first[number],
        }
        for number, theme in born.items()
    ]
    insert_rows(connection, THEME, rows)
    return born


def _themes(connection: Connection, workspace: str, model: str) -> dict[int, int | None]:
    """Theme → the one that it went into, of all that are of this model."""
    mine = (THEME.c.workspace == workspace, THEME.c.model == model)
    query = select(THEME.c.id, THEME.c.merged_into).where(*mine)
    return {row.id: row.merged_into for row in connection.execute(query)}


def _heirs(
    stood: Mapping[int, int | None], born: Mapping[int, int], merged: Mapping[int, int]
) -> dict[int, int]:
    """Theme, or number of one to be born → the living theme that it is from now on."""
    into = dict(stood)
    for number, other_number in merged.items():
        theme, other = born.get(number, number), born.get(other_number, other_number)
        lives = theme in into and into[theme] is None
        if lives and other in into and _heir(into, other) != theme:
            into[theme] = other
    heirs = {theme: _heir(into, theme) for theme in into}
    return heirs | {number: heirs[theme] for number, theme in born.items()}


def _heir(into: Mapping[int, int | None], theme: int) -> int:
    while (other := into[theme]) is not None:
        theme = other
    return theme


def _draw_anew(
    connection: Connection, drafts: Mapping[int, ThemeDraft], heirs: Mapping[int, int]
) -> list[int]:
    """Those that had no name."""
    living = [number for number in drafts if heirs.get(number) == number]
    rows = [{"at_id": number, **_drawn(drafts[number])} for number in living]
    before = select(THEME.c.id, THEME.c.name).where(among(connection, THEME.c.id, living))
    unnamed = [row.id for row in connection.execute(before) if row.name == UNNAMED]
    if rows:
        connection.execute(update(THEME).where(THEME.c.id == bindparam("at_id")), rows)
    return unnamed


def _drawn(draft: ThemeDraft) -> dict[str, object]:
    return {
        "tone": draft.tone.value,
        "stage": draft.stage,
        "touchpoint": draft.touchpoint,
        "name": draft.name,
        "centre": centre_bytes(draft.centre),
    }


def _merge(
    connection: Connection, workspace: str, stood: Mapping[int, int | None], heirs: Mapping[int, int]
) -> None:
    for theme, before in stood.items():
        heir = heirs[theme]
        if heir not in (theme, before):
            connection.execute(update(THEME).where(THEME.c.id == theme).values(merged_into=heir))
            # Named as the index has it: those that are not current may be so again.
            either = (STATEMENT.c.workspace == workspace, STATEMENT.c.current.in_([True, False]))
            theirs = update(STATEMENT).where(*either, STATEMENT.c.theme_id == theme)
            connection.execute(theirs.values(theme_id=heir))


def _place(
    connection: Connection, placed: Mapping[int, int], there: Mapping[int, int], heirs: Mapping[int, int]
) -> None:
    members: defaultdict[int, list[int]] = defaultdict(list)
    for statement, number in placed.items():
        theme = 0 if number == 0 else heirs.get(number)
        if statement in there and theme is not None:
            members[theme].append(statement)
    for theme, ids in sorted(members.items()):
        these = among(connection, STATEMENT.c.id, ids)
        connection.execute(update(STATEMENT).where(these).values(theme_id=theme))
