"""Messages to time things on: our own writing, all of one length, no two alike."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from feedback_miner.errors import FileError

#: Our own writing.
AUTHORED = Path(__file__).resolve().parents[2] / "models" / "training" / "authored"

#: Tokens of a message, with the two that begin and end it.
TOKENS = 28

_SEED = 0


def invent_messages(authored: Path, tokenizer: Tokenizer, count: int) -> list[str]:
    """So many different messages of `TOKENS` tokens, cut from the authored ones in a random order.

    Raises FileError where there is not enough text for them.
    """
    statements = authored_statements(authored)
    random.Random(_SEED).shuffle(statements)
    found: dict[str, None] = {}
    for text in _cut(statements, tokenizer):
        found[text] = None
        if len(found) == count:
            return list(found)
    raise FileError(
        f"{count:,} messages are needed, and the text here is enough for {len(found):,}: take fewer rounds or messages",
        where=str(authored),
    )


def authored_statements(authored: Path = AUTHORED) -> list[str]:
    """What was written for the models to learn from, in the order of its files."""
    return [
        statement["text"]
        for path in sorted(authored.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for statement in json.loads(line)["statements"]
    ]


def _cut(statements: Sequence[str], tokenizer: Tokenizer) -> Iterator[str]:
    """Neighbours joined until they are long enough, the rest of the last cut off."""
    joined = ""
    for statement in statements:
        joined = f"{joined} {statement}".strip()
        encoded = tokenizer.encode(joined, add_special_tokens=False)
        if len(encoded.ids) >= TOKENS - 2:
            yield joined[: encoded.offsets[TOKENS - 3][1]]
            joined = ""
