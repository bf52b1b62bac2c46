"""A comment as a card: its words in its message, where it comes from, its labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.pages.environment import day
from api.pages.shapes import tone_class
from api.pages.source_names import MESSAGES
from feedback_miner.domain import NONE, FeedbackItem
from feedback_miner.journey import signed, tone_word
from feedback_miner.mining import Comment, VoiceState
from feedback_miner.taxonomy import Taxonomy

#: characters of a message that a card shows on either side of the comment
_AROUND = 240


@dataclass(frozen=True, slots=True)
class Label:
    """What the comment was labelled; `sure`: the model's probability, where it is one label of many."""

    text: str
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A comment as it is shown."""

    id: int
    #: the message before and after it; `cut`: not the whole of it
    before: str
    said: str
    after: str
    cut: bool
    tone: str
    #: day, source, channel, segments, scores
    facts: tuple[str, ...]
    labels: tuple[Label, ...]
    #: a person gave the labels
    corrected: bool
    #: pseudonym
    customer: str | None
    #: of the message where it was written
    original: str | None
    voice: VoiceState | None


def card(comment: Comment, taxonomy: Taxonomy, zone: ZoneInfo, *, whole: bool = False) -> Card:
    """The card of a comment; `whole`: with all of its message."""
    said, item = comment.statement, comment.message.item
    before, after = item.text[: said.start], item.text[said.end :]
    cut = not whole and max(len(before), len(after)) > _AROUND
    return Card(
        id=said.id,
        before=_end_of(before) if cut else before,
        said=said.text,
        after=_begin_of(after) if cut else after,
        cut=cut,
        tone=tone_class(said.labels.sentiment),
        facts=(day(said.occurred_at.astimezone(zone)), *_origin(item)),
        labels=tuple(_labels(comment, taxonomy)),
        corrected=said.corrected,
        customer=said.customer,
        original=item.url if item.url and item.url.startswith(("https://", "http://")) else None,
        voice=comment.voice,
    )


def _labels(comment: Comment, taxonomy: Taxonomy) -> Iterator[Label]:
    said = comment.statement
    labels, model = said.labels, not said.corrected
    yield Label(taxonomy.name_of("stage", labels.stage), said.stage_confidence if model else None)
    if labels.touchpoint != NONE:
        sure = said.touchpoint_confidence if model else None
        yield Label(taxonomy.name_of("touchpoint", labels.touchpoint), sure)
    for emotion in labels.emotions:
        yield Label(taxonomy.name_of("emotion", emotion))
    yield Label(f"{tone_word(labels.sentiment)} {signed(labels.sentiment)}")


def _origin(item: FeedbackItem) -> Iterable[str]:
    source = MESSAGES[item.source]
    yield source
    if item.channel and item.channel.casefold() not in source.casefold():
        yield item.channel
    for name, value in sorted(item.segments.items()):
        yield f"{name.replace('_', ' ')}: {value}"
    if item.nps is not None:
        yield f"NPS {item.nps}"
    if item.csat is not None:
        yield f"satisfaction {item.csat:g} of 5"
    if item.rating is not None:
        yield f"rated {item.rating:g} of 5"


def _end_of(text: str) -> str:
    """The last words of a text."""
    if len(text) <= _AROUND:
        return text
    return "… " + text[-_AROUND:].partition(" ")[2]


def _begin_of(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND].rpartition(" ")[0] + " …"
