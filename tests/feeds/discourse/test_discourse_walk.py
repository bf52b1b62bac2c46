"""Discourse: the walk by ids misses no post and brings none twice, and a quiet minute costs a request."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_miner.errors import FeedError
from tests.feeds.discourse_place import LIMITED, DiscoursePlace, follow, pull
from tests.feeds.places import Place
from tests.feeds.times import NOON, hours, minutes


@pytest.mark.parametrize("inclusive", [False, True])
def test_a_back_fill_goes_upward_by_ids_and_misses_none(
    place: Place, forum: DiscoursePlace, *, inclusive: bool
) -> None:
    forum.inclusive = inclusive
    for n in range(400):
        forum.post(NOON - timedelta(days=30) + hours(n), f"Old {n}.")
    ids = [forum.post(NOON - timedelta(days=6) + minutes(20 * n), f"Post {n}.") for n in range(430)]
    feed = follow(place)
    pages = list(feed.pages(now=NOON))
    assert [message["id"] for page in pages for message in page.messages] == ids
    assert max(len(page.messages) for page in pages) <= 51
    assert pull(feed, now=NOON) == {}


@settings(max_examples=10, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 120), st.sampled_from([0, 0, 0, 1, 48, 49, 50, 130]), st.booleans()),
        min_size=1,
        max_size=60,
    ),
    inclusive=st.booleans(),
    pages=st.integers(0, 4),
)
def test_whatever_lies_between_every_listed_post_comes_once(
    steps: list[tuple[int, int, bool]], *, inclusive: bool, pages: int
) -> None:
    """Steps: minutes to the next post, ids that nobody is shown before it, and whether it is listed itself."""
    forum, at, listed = DiscoursePlace(inclusive=inclusive), NOON - hours(160), []
    for number, (wait, hidden, is_listed) in enumerate(steps):
        at += minutes(min(wait, 60))
        forum.skip(hidden)
        post = forum.post(at, f"Post {number}.")
        if is_listed:
            listed.append(post)
        else:
            forum.unlisted.add(post)
    with Place(forum.answer).open() as place:
        feed = follow(place)
        first = islice(feed.pages(now=NOON), pages)
        came = [message["id"] for page in first for message in page.messages]
        came += pull(feed, now=NOON)
    assert sorted(came) == listed


def test_a_pull_that_was_cut_short_goes_on_where_its_last_page_ended(
    place: Place, forum: DiscoursePlace
) -> None:
    ids = [forum.post(NOON - hours(100) + minutes(5 * n), f"Post {n}.") for n in range(600)]
    feed = follow(place)
    pages = feed.pages(now=NOON)
    came = [message["id"] for _ in range(4) for message in next(pages).messages]
    place.instead.append(LIMITED)
    with pytest.raises(FeedError, match="too many requests") as failed:
        next(pages)
    assert failed.value.retry_after == timedelta(seconds=23)
    place.requests.clear()
    rest = list(pull(feed, now=NOON))
    assert sorted(came + rest) == ids
    assert len(rest) < 600 - 150


def test_a_quiet_minute_costs_a_request(place: Place, forum: DiscoursePlace) -> None:
    for n in range(300):
        forum.post(NOON - hours(100) + minutes(20 * n), f"Post {n}.")
    feed = follow(place)
    pull(feed, now=NOON)
    new = forum.post(NOON, "New.")
    place.requests.clear()
    assert pull(feed, now=NOON + minutes(1)) == {new: "New."}
    assert len(place.requests) == 1
    cursor = feed.cursor
    assert pull(feed, now=NOON + minutes(2)) == {}
    assert feed.cursor == cursor


def test_a_post_that_was_moved_with_its_old_date_ends_no_back_fill(
    place: Place, forum: DiscoursePlace
) -> None:
    ids = [forum.post(NOON - hours(100) + minutes(10 * n), f"Post {n}.") for n in range(150)]
    forum.post(NOON - timedelta(days=90), "Moved.")
    ids += [forum.post(NOON - hours(50) + minutes(10 * n), f"Post {150 + n}.") for n in range(49)]
    assert sorted(pull(follow(place), now=NOON)) == ids


def test_a_leap_of_the_ids_costs_few_requests(place: Place, forum: DiscoursePlace) -> None:
    ids = [forum.post(NOON - hours(150) + minutes(10 * n), f"Post {n}.") for n in range(60)]
    forum.skip(10**9)
    ids += [forum.post(NOON - hours(50) + minutes(10 * n), f"Post {60 + n}.") for n in range(60)]
    assert sorted(pull(follow(place), now=NOON)) == ids
    assert len(place.requests) < 200
