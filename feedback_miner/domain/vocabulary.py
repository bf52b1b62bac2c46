"""The words and numbers that every room shares."""

from __future__ import annotations

from enum import StrEnum

#: Sentiment is stored and summed as an integer: 0.1234 is 1234, so that increments equal a recount to the last digit.
SENTIMENT_SCALE = 10_000


#: The key of "no stage", "no touchpoint can be told".
NONE = "none"


#: The key of the emotion "neutral": no emotion above its threshold.
NEUTRAL = "neutral"


#: Who judged a statement that a person has labelled; every other judge is a model, by its NAME/VERSION.
PERSON = "person"


#: Languages that are scored: English, which the shipped models read, and texts too short to tell, most of it English.
SCORED_LANGUAGES = frozenset({"en", "und"})


class Source(StrEnum):
    """The kind of place where people wrote: it decides how a text reads."""

    TICKET = "ticket"
    SURVEY = "survey"
    REVIEW = "review"
    SOCIAL = "social"


class LabelKind(StrEnum):
    """What a label says."""

    STAGE = "stage"
    TOUCHPOINT = "touchpoint"
    SENTIMENT = "sentiment"
    EMOTION = "emotion"


class AuthorRole(StrEnum):
    """Who wrote a message. Only what customers write is scored."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
