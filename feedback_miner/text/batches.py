"""Running texts through a spaCy pipeline in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

T = TypeVar("T")

#: Texts are run together up to so many characters: a batch of the longest messages must not fill the memory.
_BATCH_CHARACTERS = 100_000


def read_docs(pipeline: Language, texts: Sequence[str], read: Callable[[Doc], T]) -> list[T]:
    """What `read` takes from the doc of each text, in order.

    Docs live only while they are read, and what the pipeline learnt of new words goes with them: a worker that
    runs for months does not grow.
    """
    results: list[T] = []
    for batch in _batches(texts):
        with pipeline.memory_zone():
            results += [read(doc) for doc in pipeline.pipe(batch, batch_size=len(batch))]
    return results


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    characters = 0
    for text in texts:
        if batch and characters + len(text) > _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += len(text)
    if batch:
        yield batch
