"""What is worked out for a comment's card and its reasons, of invented ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from api.pages.comments.cards import card
from api.pages.comments.reasons import reasons_of
from api.pages.comments.titles import narrowed_by, stages_name, title_of
from feedback_miner.domain import (
    Cut,
    FeedbackItem,
    FeedbackView,
    LabelKind,
    Reason,
    Source,
    StatementFilter,
    StatementView,
    Why,
)
from feedback_miner.mining import Comment, ExplainedStatement
from feedback_miner.taxonomy import load_default
from tests.pages.invented import NOW, statement

TAXONOMY = load_default()
ZONE = ZoneInfo("Europe/Vienna")
CUT = Cut(date(2026, 5, 1), date(2026, 5, 31))
SAID = "The parcel came late."


def comment(before: str = "", after: str = "", **item: object) -> Comment:
    """SAID in its message."""
    whole = f"{before}{SAID}{after}"
    one = replace(statement(SAID, "onboarding", -0.6), start=len(before), end=len(before) + len(SAID))
    given = {
        "connection": "c",
        "external_id": "1",
        "source": Source.SURVEY,
        "channel": "survey",
        "language": "en",
    }
    message = FeedbackItem(**given | {"occurred_at": NOW, "text": whole, "statements": ()} | item)  # type: ignore[arg-type]
    return Comment(one, FeedbackView(one.item_id, message, (one,), "imp", "m/1"), None)


def test_a_long_message_is_cut_at_words_and_whole_where_it_is_asked_for() -> None:
    long = comment(before="word " * 200, after=" more" * 200)
    shown = card(long, TAXONOMY, ZONE)
    assert shown.cut
    assert shown.before.startswith("… word word")
    assert shown.after.endswith("more …")
    assert len(shown.before + shown.after) < 500
    whole = card(long, TAXONOMY, ZONE, whole=True)
    assert (whole.cut, whole.before, whole.after) == (False, "word " * 200, " more" * 200)
    assert not card(comment(before="Hello. "), TAXONOMY, ZONE).cut


def test_a_channel_that_repeats_its_source_is_said_once() -> None:
    facts = card(comment(nps=3, rating=2.0, segments={"home_country": "Chile"}), TAXONOMY, ZONE).facts
    assert facts[1:] == ("Survey answer", "home country: Chile", "NPS 3", "rated 2 of 5")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//example.com", "data:text/html,x", None])
def test_only_addresses_of_the_web_are_links(url: str | None) -> None:
    assert card(comment(url=url), TAXONOMY, ZONE).original is None
    assert card(comment(url="https://example.com/1"), TAXONOMY, ZONE).original == "https://example.com/1"


def test_stages_are_called_as_a_lens_calls_them() -> None:
    assert stages_name(("onboarding",), TAXONOMY) == "Onboarding"
    assert stages_name(("onboarding", "purchase"), TAXONOMY) == "Acquisition"
    assert stages_name(("awareness", "support"), TAXONOMY) == "Awareness and Support"
    assert stages_name(tuple(stage.key for stage in TAXONOMY.stages), TAXONOMY) is None
    assert stages_name(None, TAXONOMY) is None
    assert title_of(StatementFilter(stages=("none",)), TAXONOMY) == "No stage: what customers said"


def test_every_filter_is_said() -> None:
    cut = replace(CUT, channel="chat", source="ticket", segments={"plan": "pro"})
    where = StatementFilter(
        sentiment="negative", text="late", corrected=False, outcome="nps", reply_from=3600, reply_before=5400
    )
    assert narrowed_by(cut, where, TAXONOMY) == (
        "1 May 2026 to 31 May 2026",
        "Tickets",
        "chat",
        "plan: pro",
        "negative alone",
        "with the words “late”",
        "labelled by the model",
        "with an NPS score",
        "answered after 1 hour or more",
        "answered within 1.5 hours",
    )


def explained(*reasons: Reason) -> ExplainedStatement:
    """Of the four words of SAID."""
    view: StatementView = statement(SAID, "onboarding", -0.6)
    why = Why(((0, 3), (4, 10), (11, 15), (16, 21)), reasons, "m/2")
    return ExplainedStatement(view, SAID, "m/1", why)


def test_the_words_that_tell_most_are_named_without_their_full_stop() -> None:
    reason = Reason(LabelKind.STAGE, "onboarding", 0.91, 0.1, (0.01, 0.5, -0.2, 0.3))
    found = reasons_of(explained(reason), TAXONOMY)
    (label,) = found.labels
    assert (label.name, label.value) == ("Onboarding", "91%")
    assert (label.carried_by, label.against) == (("parcel", "late"), ("came",))
    assert [word.step for word in label.words] == [0, 2, -1, 2]
    assert (found.model, found.scored_by) == ("m/2", "m/1")


def test_what_makes_a_sentiment_worse_speaks_for_a_negative_one() -> None:
    reason = Reason(LabelKind.SENTIMENT, "", -1.1, 0.0, (0.0, -0.3, 0.1, -0.8))
    (label,) = reasons_of(explained(reason), TAXONOMY).labels
    assert (label.name, label.value) == ("Sentiment", "−1.00")
    assert label.carried_by == ("late", "parcel")


def test_where_no_word_tells_anything_none_is_named() -> None:
    reason = Reason(LabelKind.EMOTION, "anger", 0.6, 0.6, (0.0, 0.0, 0.0, 0.0))
    (label,) = reasons_of(explained(reason), TAXONOMY).labels
    assert (label.carried_by, label.against) == ((), ())
