"""What is asked of a Discourse forum: stretches of its posts by their ids, and what its search finds.

Plain requests: pydiscourse has had no release since 2024, waits in place on 429, and reads answers of any size.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, TypeVar

from feedback_miner.errors import FeedError
from feedback_miner.feeds.web.http import Client

#: Ids that one request surely spans. A forum gives the 50 newest posts before an id; older versions, with it.
SPAN = 49
#: Most pages of one search, of 50 posts each.
MAX_SEARCH_PAGES = 10
#: Largest answer that is read, in bytes.
MAX_ANSWER = 20_000_000

_MAX_ID = 2**63 - 1

#: As the API has it.
Post = Mapping[str, Any]
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search says of a post: not its words."""

    id: int
    at: datetime


class DiscourseClient(AbstractContextManager["DiscourseClient"]):
    """One pull's connection to a forum. Every method raises FeedError, which names the forum and no secret."""

    def __init__(self, forum: str, headers: Mapping[str, str]) -> None:
        self._forum = forum
        self._client = Client(headers=headers, max_answer=MAX_ANSWER)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def latest(self) -> list[Post]:
        """The newest posts that everybody, or the key's user, is shown in lists, oldest first."""
        return self._posts({})

    def between(self, low: int, newest: int) -> Iterator[list[Post]]:
        """The listed posts with ids after `low` and up to `newest`, oldest first; some may come twice.

        Where few are listed, one request spans more ids: an older post among the answers says that none is missing.
        """
        span = SPAN
        while low < newest:
            answered = self._before(low + span + 1)
            if span > SPAN and (not answered or answered[0]["id"] > low):
                span = max(span // 2, SPAN)
                continue
            if posts := [post for post in answered if post["id"] > low]:
                yield posts
            low += span
            span = 2 * span if len(posts) < SPAN // 2 else SPAN

    def listed(self, ids: Sequence[int]) -> list[Post]:
        """Of the posts with these ids those that are listed, oldest first. One request answers for `SPAN` ids."""
        posts: dict[int, Post] = {}
        covered_from: int | None = None
        for post_id in sorted(ids, reverse=True):
            if covered_from is None or post_id < covered_from:
                posts |= {post["id"]: post for post in self._before(post_id + 1)}
                covered_from = post_id - SPAN + 1
        return [posts[post_id] for post_id in sorted(ids) if post_id in posts]

    def id_before(self, when: datetime, newest: int) -> int:
        """An id up to which all posts are older, and not many after it are.

        Ids grow with time: it is looked for in steps back from `newest` that double, and then by halves.
        """
        too_new, step = newest, SPAN
        while (low := max(too_new - step, 0)) and not self._is_older(low, when):
            too_new, step = low, 2 * step
        while too_new - low > max(SPAN, (newest - too_new) // 4):
            middle = (low + too_new) // 2
            low, too_new = (middle, too_new) if self._is_older(middle, when) else (low, middle)
        return low

    def search(self, words: str, day: datetime, end: datetime) -> tuple[list[Hit], bool]:
        """What the search finds from one day to before another (UTC), oldest first; and whether that is all."""
        query = f"{words} after:{day:%Y-%m-%d} before:{end:%Y-%m-%d} order:latest"
        hits: dict[int, Hit] = {}
        goes_on = True
        for page in range(1, MAX_SEARCH_PAGES + 1):
            found, goes_on = self._ask("search.json", {"q": query, "page": str(page)}, _hits)
            hits |= {hit.id: hit for hit in found}
            if not goes_on:
                break
        return sorted(hits.values(), key=lambda hit: hit.id), not goes_on

    def _is_older(self, post_id: int, when: datetime) -> bool:
        """Whether all posts up to this id seem to be older; not where none is listed, which says nothing."""
        posts = self._before(post_id + 1)
        return bool(posts) and all(datetime.fromisoformat(post["created_at"]) < when for post in posts)

    def _before(self, post_id: int) -> list[Post]:
        return self._posts({"before": str(post_id)})

    def _posts(self, params: Mapping[str, str]) -> list[Post]:
        return self._ask("posts.json", params, _posts)

    def _ask(self, path: str, params: Mapping[str, str], read: Callable[[Any], Read]) -> Read:
        body = self._client.get(f"{self._forum}/{path}", params)
        try:
            return read(json.loads(body))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            raise FeedError("Its answer is none of a Discourse forum.", where=self._forum) from None


def _posts(answer: dict[str, Any]) -> list[Post]:
    posts: list[Post] = answer["latest_posts"]
    for post in posts:
        if (
            not (type(post["id"]) is int and 0 < post["id"] <= _MAX_ID)
            or datetime.fromisoformat(post["created_at"]).tzinfo is None
        ):
            raise ValueError
    return sorted(posts, key=lambda post: post["id"])


def _hits(answer: dict[str, Any]) -> tuple[list[Hit], bool]:
    """The hits of a page, and whether more pages follow."""
    hits = [Hit(int(post["id"]), datetime.fromisoformat(post["created_at"])) for post in answer["posts"]]
    return hits, bool(hits and answer["grouped_search_result"].get("more_full_page_results"))
