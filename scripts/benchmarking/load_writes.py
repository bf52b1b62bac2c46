"""Whether what a service took in is there: in the database, after the service has ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import ImportState
from feedback_miner.errors import NotFound
from feedback_miner.settings import Settings
from feedback_miner.storage.engine import Database
from feedback_miner.storage.tables import METADATA
from scripts.benchmarking.load_results import Log

ITEM = METADATA.tables["item"]


def lost_writes(settings: Settings, log: Log) -> Iterator[str]:
    """What is missing, in words; last, whether the counts are those of the rows."""
    with open_house(settings) as house:
        yield from _lost_uploads(house, log)
        yield from _lost_corrections(house, log.corrections)
        if not house.store.recount(settings.workspace):
            yield "the cells are not those of a recount"


def _lost_uploads(house: House, log: Log) -> Iterator[str]:
    stored = _stored_ids(house.settings)
    for upload in log.uploads:
        job = house.mining.imports.get(house.settings.workspace, upload.id)
        if job.state is not ImportState.DONE or job.report.added != len(upload.ids):
            yield f"import {upload.id} is {job.state.value} with {job.report.added} of {len(upload.ids)} messages"
        missing = [one for one in upload.ids if (upload.connection, one) not in stored]
        if missing:
            yield f"messages of import {upload.id} are not there: {', '.join(missing)}"


def _lost_corrections(house: House, corrections: Mapping[int, Mapping[str, Any] | None]) -> Iterator[str]:
    for number, labels in corrections.items():
        try:
            statement = house.store.statement(house.settings.workspace, number)
        except NotFound:
            yield f"statement {number} is not there"
            continue
        said = statement.labels.sentiment if statement.corrected else None
        wanted = labels["sentiment"] if labels else None
        if said != wanted:
            yield f"statement {number} has the sentiment {said} by a person, and {wanted} was said last"


def _stored_ids(settings: Settings) -> set[tuple[str, str]]:
    """Connection and external id of every message that stands."""
    database = Database(settings.url)
    mine = (ITEM.c.workspace == settings.workspace, ITEM.c.version_id.is_not(None))
    with database.read() as connection:
        found = {(row.connection, row.external_id) for row in connection.execute(select(ITEM).where(*mine))}
    database.close()
    return found
