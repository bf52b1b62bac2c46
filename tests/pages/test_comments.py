"""The comments behind a number, through the real app in a signed-in browser without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope, StatementFilter
from feedback_miner.errors import Busy
from feedback_miner.journey import signed
from tests.api.house import bring, feedback_csv, open_test_house
from tests.pages.visiting import QUESTION, Visitor, first_of, ids, one, text, url_of, visitor

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def read_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """200 messages; nothing may be changed."""
    with open_test_house(tmp_path_factory.mktemp("house")) as house:
        bring(house, feedback_csv(200))
        yield house


@pytest.fixture(scope="module")
def reader(read_house: House) -> Visitor:
    return visitor(read_house, Scope.READ)


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"stages": ("support",)},
        {"stages": ("use", "support"), "sentiment": "negative"},
        {"emotion": "joy"},
        {"text": "parcel"},
        {"outcome": "nps"},
        {"stages": ("awareness",)},
    ],
)
def test_a_list_holds_exactly_what_its_number_counts(
    read_house: House, reader: Visitor, where: dict[str, object]
) -> None:
    counted = read_house.mining.maps.count_statements("default", QUESTION, StatementFilter(**where))  # type: ignore[arg-type]
    page = reader.get(url_of(read_house, **where))
    summary, shown = text(one(page, ".summary")), ids(page)
    while more := page.select("a[data-more]"):
        page = reader.get(str(more[0]["href"]))
        assert text(one(page, ".summary")) == summary, "of all pages, not of this one"
        shown += ids(page)
    assert len(shown) == len(set(shown)) == counted
    if counted:
        assert summary.startswith(f"{counted} comment")
    else:
        assert summary.startswith("No comments match")


def test_the_mean_and_its_range_are_the_maps(read_house: House, reader: Visitor) -> None:
    journey = read_house.mining.maps.read("default", QUESTION)
    for stage in journey.stages:
        if stage.figures.sentiment is None or stage.figures.interval is None:
            continue
        summary = text(one(reader.get(url_of(read_house, stages=stage.stages)), ".summary"))
        low, high = signed(stage.figures.interval.low), signed(stage.figures.interval.high)
        assert f"of {stage.figures.customers} customers" in summary
        assert f"mean {signed(stage.figures.sentiment)} ({low} to {high}, 95 % range)" in summary


def test_a_comment_is_marked_in_its_message(read_house: House, reader: Visitor) -> None:
    page = reader.get(url_of(read_house, stages=("onboarding",)))
    marked = 0
    for card in page.select("article.comment"):
        comment = read_house.mining.comments.one("default", int(str(card["id"]).removeprefix("comment-")))
        assert one(card, "q").get_text() == comment.message.item.text
        for mark in card.select("mark"):
            assert mark.get_text() == comment.statement.text
            marked += 1
    assert marked, "some messages say more than this"


def test_a_card_says_where_a_comment_comes_from(read_house: House, reader: Visitor) -> None:
    page = reader.get(url_of(read_house, stages=("support",), sentiment="negative") + "&channel=chat")
    card = page.select("article.comment")[0]
    facts = text(one(card, ".words + .muted"))
    assert re.match(r"\d+ (Apr|May) 2026 · Survey answer · chat · plan: (pro|free)( · NPS \d+)?$", facts), (
        facts
    )
    labels = [text(label) for label in card.select(".labels li")]
    assert labels[0] == "Support 100% sure"
    assert labels[-1] == "very negative −0.80"
    assert one(card, "a[href^='/customers/c_']")


def test_the_heading_says_what_the_list_is_of(read_house: House, reader: Visitor) -> None:
    page = reader.get(url_of(read_house, stages=("support",), emotion="joy") + "&channel=chat")
    assert text(one(page, "h1")) == "Support: what customers said"
    narrowed = text(one(page, "[data-part=comments] > .muted"))
    assert re.fullmatch(r"\d+ Apr 2026 to 31 May 2026 · chat · Delighted", narrowed), narrowed
    folded = reader.get(url_of(read_house, stages=("purchase", "onboarding"), touchpoint="delivery"))
    assert text(one(folded, "h1")) == "Acquisition, Delivery: what customers said"
    everything = reader.get(url_of(read_house))
    assert text(one(everything, "h1")) == "What customers said"


def test_who_may_only_read_is_offered_nothing_else(read_house: House, reader: Visitor) -> None:
    page = reader.get(url_of(read_house, stages=("support",)))
    assert "Why this label?" in page.get_text()
    assert "Wrong label?" not in page.get_text()
    assert not page.select("main form[method=post]")
    number, token = ids(page)[0], str(one(page, "[name=csrf]")["value"])
    reader.get(f"/comments/{number}/labels", 403)
    for path in (f"{number}/labels", f"{number}/labels/withdraw", f"{number}/voice", "notes"):
        reader.send(f"/comments/{path}", {"csrf": token, "stage": "use"}, 403)


def test_what_was_asked_is_words(read_house: House, reader: Visitor) -> None:
    page = reader.get("/comments", params={"q": HOSTILE, "segment.plan": HOSTILE})
    assert text(one(page, "[data-part=comments] > .muted")).count(HOSTILE) == 2
    assert one(page, "[name=q]")["value"] == HOSTILE


def test_what_stands_for_personal_data_is_a_chip(tmp_path: Path) -> None:
    said = "The parcel came late. Write to ann@example.com now."
    with open_test_house(tmp_path) as house:
        bring(house, feedback_csv(1, text=lambda _: said))
        page = visitor(house, Scope.READ).get(url_of(house, text="came late."))
    card = one(page, "article.comment")
    assert text(one(card, "q")) == "The parcel came late. Write to e-mail address now."
    assert text(one(card, ".chip")) == "e-mail address"


def test_why_is_a_page_too(read_house: House, reader: Visitor) -> None:
    number = first_of(read_house, stages=("support",))
    page = reader.get(f"/comments/{number}/why")
    assert "rules/1.0.0" in text(one(page, f"[data-part=why-{number}]"))


def test_while_another_reason_is_worked_out_it_says_so(
    read_house: House, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy("Ask again in some seconds.")

    monkeypatch.setattr(type(read_house.mining.reasons), "explain", busy)
    number = first_of(read_house, stages=("support",))
    part = one(reader.get(f"/comments/{number}/why", 503), f"[data-part=why-{number}]")
    assert text(part) == "Ask again in some seconds. Try again"
    assert one(part, "a")["href"] == f"/comments/{number}/why"


def test_a_comment_that_is_not_there(reader: Visitor) -> None:
    for path in ("/comments/999999", "/comments/999999/why"):
        reader.get(path, 404)
    reader.get("/comments?stage=nowhere", 422)
