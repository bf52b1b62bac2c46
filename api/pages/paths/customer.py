"""The pages of one customer as text: looked up by a reference, seen across time, erased. No storage, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.pages.chrome import Chrome
from api.pages.environment import day, template
from api.pages.form import Form
from api.pages.moments import moments
from api.pages.paths.customer_drawing import draw_customer
from api.pages.source_names import SOURCES
from api.questions import comments_url
from feedback_miner.domain import Cut, FeedbackItem, FeedbackView, StatementFilter, StatementView
from feedback_miner.insights.customer_steps import customer_steps
from feedback_miner.taxonomy import Taxonomy

PATH = "/customers"
FIELDS = ("reference",)

#: characters of a pseudonym that tell one customer from another to the eye
_SHORT = 10
#: messages that are listed
_LISTED = 200


@dataclass(frozen=True, slots=True)
class LookupPage:
    """Everything that the page of the look-up shows."""

    chrome: Chrome
    form: Form
    #: messages of the customer who was just erased
    erased: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Everything that the page of one customer shows."""

    chrome: Chrome
    taxonomy: Taxonomy
    pseudonym: str
    #: oldest first, at least one
    messages: Sequence[FeedbackView]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message: with its statement, where it is one."""

    text: str
    statement: StatementView | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is listed. `mood` is that of its step; None where it speaks of no stage."""

    id: int
    at: str
    facts: tuple[str, ...]
    pieces: tuple[Piece, ...]
    stage: str
    mood: float | None


def render_lookup(view: LookupPage) -> str:
    """The page at `/customers`."""
    return template("customers.html").render(view=view, chrome=view.chrome, one=view.form)


def render_customer(view: CustomerPage) -> str:
    """The page at `/customers/ID`."""
    steps = customer_steps(view.messages)
    zone = ZoneInfo(view.chrome.workspace.time_zone)
    days = [one.item.occurred_at.astimezone(zone).date() for one in view.messages]
    moods = {step.message.id: step for step in steps}
    in_words = moments(view.chrome.workspace)
    listed = list(reversed(view.messages))[:_LISTED]
    return template("customer.html").render(
        view=view,
        chrome=view.chrome,
        short=view.pseudonym[: _SHORT + 2],
        drawing=draw_customer(steps) if steps else None,
        stage_of=lambda key: view.taxonomy.name_of("stage", key),
        taxonomy=view.taxonomy,
        day_of=lambda step: day(step.message.item.occurred_at.astimezone(zone)),
        comments=sum(len(one.statements) for one in view.messages),
        comments_url=comments_url(Cut(min(days), max(days)), StatementFilter(customer=view.pseudonym)),
        first=min(days),
        last=max(days),
        messages=[
            Message(
                id=one.id,
                at=in_words(one.item.occurred_at),
                facts=tuple(_facts(one.item)),
                pieces=tuple(_pieces(one)),
                stage=view.taxonomy.name_of("stage", moods[one.id].stage) if one.id in moods else "",
                mood=moods[one.id].sentiment if one.id in moods else None,
            )
            for one in listed
        ],
    )


def _facts(item: FeedbackItem) -> Iterator[str]:
    yield SOURCES[item.source]
    yield item.channel
    if item.author_role != "customer":
        yield f"written by the {item.author_role}"
    if item.nps is not None:
        yield f"NPS {item.nps}"
    if item.csat is not None:
        yield f"Satisfaction {item.csat:g} of 5"
    if item.rating is not None:
        yield f"Rating {item.rating:g} of 5"


def _pieces(message: FeedbackView) -> Iterator[Piece]:
    """The message cut at its statements; nothing of it is left out."""
    text, here = message.item.text, 0
    for statement in sorted(message.statements, key=lambda one: one.start):
        if statement.start > here:
            yield Piece(text[here : statement.start], None)
        yield Piece(text[max(here, statement.start) : statement.end], statement)
        here = max(here, statement.end)
    if text[here:].strip():
        yield Piece(text[here:], None)
