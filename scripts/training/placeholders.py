"""Puts the placeholders of redaction into training texts, so that the model has read them before it serves.

These patterns are generous on purpose: here a false hit costs nothing. They are no redaction.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scripts.training.examples import Example

#: Token → words whose embeddings it starts from, since some of them occur in few training texts.
PLACEHOLDERS = {
    "<EMAIL>": ("email", "address"),
    "<PHONE>": ("phone", "number"),
    "<CARD>": ("card", "number"),
    "<IBAN>": ("bank", "account", "number"),
    "<PERSON>": ("john", "mary", "person"),
}

_NAMES = Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8").split()

_PATTERNS = (
    ("<EMAIL>", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("<IBAN>", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b")),
    ("<CARD>", re.compile(r"\b(?:\d{4}[ -]?){3}\d{4}\b")),
    ("<PHONE>", re.compile(r"(?<!\w)\+?\d[\d() -]{8,14}\d\b")),
    ("<PERSON>", re.compile(rf"\b(?:{'|'.join(_NAMES)})\b(?: [A-Z][a-z]+)?")),
)


def with_placeholders(examples: Sequence[Example], share: float, seed: int) -> list[Example]:
    """The examples, a seeded share of them with placeholders where there is a match, spans moved along."""
    draw = random.Random(seed)
    return [_rewrite(example) if draw.random() < share else example for example in examples]


def _rewrite(example: Example) -> Example:
    text, spans = example.message.text, example.message.spans
    for placeholder, pattern in _PATTERNS:
        for match in reversed(list(pattern.finditer(text))):
            start, end = match.span()
            if any(start < border < end for span in spans for border in span):
                continue
            text = text[:start] + placeholder + text[end:]
            grown = len(placeholder) - (end - start)
            spans = tuple((a + grown * (a >= end), b + grown * (b >= end)) for a, b in spans)
    return replace(example, message=replace(example.message, text=text, spans=spans))
