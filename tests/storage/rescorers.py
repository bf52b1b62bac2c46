"""Two models of the tests, and what carries a re-scoring out piece by piece."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from feedback_miner.domain import (
    RescoredPortion,
    RescoredVersion,
    ScorableVersion,
    Scores,
    StatementFilter,
    StatementView,
)
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER, NOON, bring, scored, scores, vector

OLD, NEW = "tiny/1", "tiny/9"
ANYTHING = StatementFilter()


def said_by(model: str, words: str) -> Scores:
    """What a model of the tests says: always the same, and other than the others."""
    return scores(words if model in (OLD, "tiny/2") else f"{model}: {words}")


def vector_by(model: str, words: str) -> bytes | None:
    """What words are about, by a model of the tests: always the same, and other than by the others."""
    return vector(words if model in (OLD, "tiny/2") else f"{model}: {words}" if words.strip() else "")


def answers(model: str, versions: Sequence[ScorableVersion]) -> tuple[RescoredVersion, ...]:
    return tuple(_answer(model, version) for version in versions)


def _answer(model: str, version: ScorableVersion) -> RescoredVersion:
    said = [version.message.text[start:end] for start, end in version.message.spans]
    scores = tuple(said_by(model, words) for words in said)
    return RescoredVersion(version.version_id, scores, tuple(vector_by(model, words) for words in said))


def begin_rescore(store: SqlStore, *, model: str = NEW, name: str = "r", workspace: str = "w") -> str:
    """A re-scoring in chunks of two items."""
    begun = store.begin_rescore(workspace, name, model=model, chunk_items=2, at=NOON)
    assert begun is not None
    assert begun.open
    return begun.id


def carry(store: SqlStore, name: str, number: int, *, model: str = NEW, workspace: str = "w") -> None:
    portion = store.rescore_portion(workspace, name, number)
    assert portion is not None
    store.write_rescore_chunk(
        workspace, name, RescoredPortion(number, answers(model, portion.versions)), at=NOON
    )


def carry_all(store: SqlStore, name: str = "r", *, model: str = NEW) -> None:
    for number in store.rescore_chunks_left("w", name):
        carry(store, name, number, model=model)


def finish(store: SqlStore, name: str = "r", *, model: str = NEW) -> None:
    carry_all(store, name, model=model)
    while not store.switch_rescore("w", name, at=NOON):
        store.write_late_versions("w", name, answers(model, store.late_versions("w", name)))


def sweep(store: SqlStore) -> None:
    while store.sweep_rescores():
        pass


def shown(store: SqlStore) -> dict[str, StatementView]:
    page = store.statements("w", EVER, ANYTHING, cursor=None, limit=100)
    return {statement.text: statement for statement in page.items}


def judges(store: SqlStore) -> set[str]:
    return {total.judge for total in store.totals("w", EVER).judged}


def rows(store: SqlStore, query: str) -> int:
    with store._db.read() as connection:
        return int(connection.execute(text(query)).scalar_one())


def five(store: SqlStore) -> None:
    """Five items by the old model, of two customers, and two that no model reads."""
    items = [
        scored(str(n), f"Words {n}.\nMore of {n}.", customer=f"c{n % 2}", segments={"plan": "pro"})
        for n in range(5)
    ]
    bring(store, "i", *items, scored("de", "Hallo.", language="de"), scored("rating", "", rating=2.0))
