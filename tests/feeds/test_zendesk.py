"""Zendesk's tickets: every change once, in order, from where the last pull ended; deletions; and errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds.zendesk import connector as zendesk
from feedback_miner.feeds.zendesk.connector import ZendeskConnector
from tests.feeds.places import BROKEN, TOO_MANY, Answer, Place
from tests.feeds.zendesk_place import EMAIL, TOKEN, ZendeskAccount

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = 3_600, 86_400


@pytest.fixture
def account() -> ZendeskAccount:
    """Three tickets of the last three hours."""
    account = ZendeskAccount(now=int(NOON.timestamp()) - 3 * HOUR)
    for n in (1, 2, 3):
        account.put(n, f"Text {n}.")
        account.now += HOUR
    return account


@pytest.fixture
def place(account: ZendeskAccount) -> Iterator[Place]:
    """Where it is found."""
    with Place(account.answer).open() as opened:
        yield opened


def connector(place: Place, **options: str) -> ZendeskConnector:
    given = ZendeskConnector.Options.model_validate(
        {"server": place.url, "email": EMAIL, "token": "desk", **options}
    )
    return ZendeskConnector(given, {"desk": TOKEN}.__getitem__)


def pull(
    place: Place, cursor: str | None = None, *, since: datetime | None = None, **options: str
) -> list[FeedPage]:
    return list(connector(place, **options).pages(cursor, since=since, now=NOON))


def ids(pages: list[FeedPage]) -> list[Any]:
    return [message["id"] for page in pages for message in page.messages]


def test_tickets_come_as_in_a_file_in_the_order_of_their_changes(
    place: Place, account: ZendeskAccount
) -> None:
    (page,) = pull(place)
    assert ids([page]) == [1, 2, 3]
    assert page.messages[0] == account.tickets[1]
    assert place.requests[0].query["start_time"] == str(int((NOON - timedelta(days=30)).timestamp()))


def test_pages_follow_one_another_and_the_next_pull_goes_on_after_the_last(
    place: Place, account: ZendeskAccount
) -> None:
    account.page = 2
    first, second = pull(place)
    assert (ids([first]), ids([second])) == ([1, 2], [3])
    assert ids(pull(place, first.cursor)) == [3]
    assert pull(place, second.cursor) == []
    account.put(2, "Edited.")
    account.put(4, "New.")
    account.now += HOUR
    (third,) = pull(place, second.cursor)
    assert [(m["id"], m["description"]) for m in third.messages] == [(2, "Edited."), (4, "New.")]


def test_the_first_pull_goes_back_to_since(place: Place) -> None:
    assert ids(pull(place, since=NOON - timedelta(hours=2))) == [2, 3]


@pytest.mark.parametrize("since", [NOON, NOON + timedelta(days=1), datetime(1960, 1, 1, tzinfo=UTC)])
def test_a_start_that_zendesk_would_refuse_is_moved(place: Place, since: datetime) -> None:
    pull(place, since=since)
    start = int(place.requests[0].query["start_time"])
    assert 0 <= start <= int(NOON.timestamp()) - 60


def test_deleted_tickets_are_deletions(place: Place, account: ZendeskAccount) -> None:
    (first,) = pull(place)
    account.put(2, "SCRUBBED", status="deleted")
    account.now += HOUR
    (second,) = pull(place, first.cursor)
    assert (second.messages, second.deleted) == ((), ("2",))


def test_tickets_for_agents_alone_are_no_feedback_and_go_where_they_were_public(
    place: Place, account: ZendeskAccount
) -> None:
    account.put(2, "", is_public=False)
    account.put(3, "", is_public=None)
    account.put(4, "", is_public=False, status="deleted")
    account.now += HOUR
    (page,) = pull(place)
    assert (ids([page]), page.deleted) == ([1, 3], ("2", "4"))
    assert page.left_out == {"internal tickets": 1}


def test_what_an_agent_noted_for_a_customer_is_no_feedback(place: Place, account: ZendeskAccount) -> None:
    account.put(1, "He is cross.", is_public=True, submitter_id=3)
    account.put(2, "It broke.", is_public=True, submitter_id=7_002)
    account.now += HOUR
    (page,) = pull(place)
    assert (ids([page]), page.deleted) == ([3, 2], ("1",))
    assert page.left_out == {"agents' tickets": 1}


def test_with_comments_the_customers_are_told_of_a_ticket_that_an_agent_began(
    place: Place, account: ZendeskAccount
) -> None:
    account.say(1, 100, "He is cross.", author=3, public=False, submitter_id=3)
    account.say(1, 101, "Call me.", author=7_001)
    account.put(1, "", is_public=True, submitter_id=3)
    account.put(2, "She is cross.", is_public=True, submitter_id=3)
    account.now += HOUR
    (page,) = pull(place, comments="yes")
    assert ids([page]) == [3, 1]
    assert page.left_out == {"agents' tickets": 1}


def test_a_ticket_that_cannot_be_read_is_counted_and_stops_nothing(
    place: Place, account: ZendeskAccount
) -> None:
    account.tickets[2]["id"] = None
    (page,) = pull(place)
    assert (ids([page]), page.left_out) == ([1, 3], {"unreadable": 1})


@pytest.mark.parametrize(
    ("comment", "changed", "gone"),
    [
        (0, {"public": False}, ("2",)),
        (0, {"plain_body": ""}, ("2",)),
        (0, {"public": False, "author_id": 3}, ()),
        (1, {"public": False}, ("2/101",)),
        (1, {"plain_body": " "}, ("2/101",)),
        (1, {"plain_body": "", "body": "▇▇▇"}, ()),
        (1, {"plain_body": "", "attachments": [{"id": 1}]}, ()),
    ],
)
def test_comments_that_were_made_private_or_redacted_whole_are_deletions(
    place: Place, account: ZendeskAccount, comment: int, changed: dict[str, Any], gone: tuple[str, ...]
) -> None:
    account.say(2, 100, "It broke.", author=7_002)
    account.say(2, 101, "It broke again.", author=7_002)
    account.comments[2][comment].update(changed)
    account.now += HOUR
    (page,) = pull(place, comments="yes")
    assert page.deleted == gone
    assert pull(place)[0].deleted == ()


def test_a_ticket_that_is_told_again_at_every_boundary_ends_all_the_same(
    place: Place, account: ZendeskAccount
) -> None:
    account.repeats_boundary, account.page = True, 2
    pages = pull(place)
    assert [ids([page]) for page in pages] == [[1, 2], [2, 3]]
    assert [ids([page]) for page in pull(place, pages[-1].cursor)] == [[3]]


def test_of_a_ticket_that_comes_twice_the_last_counts(place: Place, account: ZendeskAccount) -> None:
    account.repeated = {
        1: {**account.tickets[1], "description": "Before."},
        3: {**account.tickets[3], "status": "deleted"},
    }
    (page,) = pull(place)
    assert [m["description"] for m in page.messages] == ["Text 1.", "Text 2.", "Text 3."]
    assert page.deleted == ()


def test_comments_come_with_their_ticket_page_by_page(place: Place, account: ZendeskAccount) -> None:
    for n in range(5):
        account.say(2, 100 + n, f"Comment {n}.", author=7_002)
    account.now += HOUR
    account.page = 2
    pages = pull(place, comments="yes")
    comments = {m["id"]: [c["plain_body"] for c in m["comments"]] for page in pages for m in page.messages}
    assert comments == {1: [], 3: [], 2: [f"Comment {n}." for n in range(5)]}
    assert place.requests[0].query["per_page"] == str(zendesk.TICKETS_WITH_COMMENTS)


def test_a_ticket_that_is_deleted_before_its_comments_are_asked_for_comes_without(
    place: Place, account: ZendeskAccount
) -> None:
    place.instead.extend([None, Answer(status=404)])
    (page,) = pull(place, comments="yes")
    assert [m["comments"] for m in page.messages] == [[], [], []]


@pytest.mark.parametrize(
    ("answer", "words", "wait"),
    [
        (TOO_MANY, "too many requests", timedelta(seconds=37)),
        (BROKEN, "status 503", timedelta(seconds=120)),
        (Answer(b'{"tickets": [', missing=100), "connection failed", None),
        (Answer(b"<html>Sign in</html>"), "not what Zendesk's API gives", None),
        (Answer(b'{"tickets": [{"subject": "x"}], "end_of_stream": true}'), "tickets.id", None),
        (Answer(b"[" * 100_000), "not what Zendesk's API gives", None),
    ],
)
def test_pages_before_a_failure_stay_and_the_failure_is_said_in_words(
    place: Place, account: ZendeskAccount, answer: Answer, words: str, wait: timedelta | None
) -> None:
    account.page = 2
    place.instead.extend([None, answer])
    asked = connector(place).pages(None, since=None, now=NOON)
    first = next(asked)
    with pytest.raises(FeedError, match=words) as caught:
        next(asked)
    assert caught.value.retry_after == wait
    assert TOKEN not in str(caught.value)
    assert ids(pull(place, first.cursor)) == [3]


def test_a_wrong_token_is_said_without_the_token(place: Place) -> None:
    given = ZendeskConnector.Options.model_validate({"server": place.url, "email": EMAIL, "token": "desk"})
    wrong = ZendeskConnector(given, {"desk": "guess"}.__getitem__)
    with pytest.raises(FeedError, match="is the secret right") as caught:
        list(wrong.pages(None, since=None, now=NOON))
    assert "guess" not in str(caught.value)


def test_a_place_that_never_moves_on_is_left(place: Place) -> None:
    place.answer = lambda request: Answer(
        b'{"tickets": [{"id": 1}], "after_cursor": "x", "end_of_stream": false}'
    )
    assert ids(pull(place)) == [1, 1]


def test_a_place_without_cursors_begins_anew_each_time(place: Place) -> None:
    place.answer = lambda request: Answer(b'{"tickets": [], "after_cursor": null, "end_of_stream": true}')
    assert pull(place) == []


@pytest.mark.parametrize("cursor", ["", "{", '"x"', '{"start_time": "soon"}', '{"page": 3}'])
def test_a_cursor_that_cannot_be_read_is_said_in_words(place: Place, cursor: str) -> None:
    with pytest.raises(FeedError, match="Remove the source and add it again"):
        pull(place, cursor)


@pytest.mark.parametrize(
    "options",
    [
        {"email": EMAIL, "token": "desk"},
        {"subdomain": "acme", "server": "https://desk.test", "email": EMAIL, "token": "desk"},
        {"subdomain": "acme.evil.test/", "email": EMAIL, "token": "desk"},
        {"server": "http://desk.test", "email": EMAIL, "token": "desk"},
        {"server": "https://a:b@desk.test", "email": EMAIL, "token": "desk"},
        {"subdomain": "acme", "email": "nobody", "token": "desk"},
        {"subdomain": "acme", "email": EMAIL},
        {"subdomain": "acme", "email": EMAIL, "token": "desk", "comments": "maybe"},
        {"subdomain": "acme", "email": EMAIL, "token": "desk", "tickets": "all"},
    ],
)
def test_options_that_cannot_be_meant_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ZendeskConnector.Options.model_validate(options)


def test_a_missing_secret_is_told_before_anything_is_asked() -> None:
    def none(name: str) -> str:
        raise SetupError(f"There is no secret “{name}”.")

    options = ZendeskConnector.Options(subdomain="acme", email=EMAIL, token="desk")
    with pytest.raises(SetupError, match="desk"):
        ZendeskConnector(options, none)
