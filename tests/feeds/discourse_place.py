"""A Discourse forum as it answers: stretches of its public posts by id, and its search."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.follower import Follower
from tests.feeds.places import Answer, Place, Request

USER, KEY = "ann", "an-api-key-that-nobody-sees"
_AFTER, _BEFORE = re.compile(r"after:(\S+)"), re.compile(r"before:(\S+)")

Post = dict[str, Any]

#: As `render_rate_limit_error` of Discourse has it.
LIMITED = Answer(
    json.dumps(
        {"errors": ["Slow down"], "error_type": "rate_limit", "extras": {"wait_seconds": 23}}
    ).encode(),
    429,
    {"Content-Type": "application/json; charset=utf-8", "Retry-After": "23"},
)


@dataclass
class DiscoursePlace:
    """Posts by id. Of a topic the first post is its lowest id."""

    posts: dict[int, Post] = field(default_factory=dict)
    #: ids of posts that nobody is shown in lists: of private messages, or unlisted topics
    unlisted: set[int] = field(default_factory=set)
    page: int = 50
    #: older versions give `before` itself too
    inclusive: bool = False
    members_only: bool = False
    #: hits of one page of the search
    hits: int = 50
    #: whether the search shows but the newest post of each topic
    newest_alone: bool = False
    _last: int = 1_000

    def post(
        self, at: datetime, text: str, *, by: str = "lid_fan", topic: int | None = None, **other: Any
    ) -> int:
        """A post that was written then, in a topic of its own, or a further one in `topic`. Returns its id."""
        self._last += 1
        topic_id = topic or 10 * self._last
        number = 1 + sum(post["topic_id"] == topic_id for post in self.posts.values())
        self.posts[self._last] = {
            "id": self._last,
            "name": by.title(),
            "username": by,
            "avatar_template": "/letter/l.png",
            "created_at": _iso(at),
            "cooked": f"<p>{text}</p>",
            "post_number": number,
            "post_type": 1,
            "updated_at": _iso(at),
            "topic_id": topic_id,
            "topic_slug": f"topic-{topic_id}",
            "topic_title": f"Topic {topic_id}",
            "category_id": 5,
            "version": 1,
            "raw": text,
            "moderator": False,
            "admin": False,
            "staff": False,
            "user_id": 31,
            "hidden": False,
            "deleted_at": None,
            "user_deleted": False,
            "score": 0.2,
            **other,
        }
        return self._last

    def skip(self, ids: int) -> None:
        """So many posts are written where nobody is shown them."""
        self._last += ids

    def edit(self, post_id: int, text: str) -> None:
        """Other words under the same id, soon enough not to count as a version."""
        self.posts[post_id] |= {"raw": text, "cooked": f"<p>{text}</p>"}

    def answer(self, request: Request) -> Answer:
        """What the forum says."""
        headers = request.headers
        if self.members_only and (headers.get("api-key"), headers.get("api-username")) != (KEY, USER):
            return _json({"errors": ["You need to be logged in"], "error_type": "not_logged_in"}, status=403)
        if request.path == "/posts.json":
            return _json({"latest_posts": self._listed(int(request.query.get("before", "0")))})
        if request.path == "/search.json":
            return self._search(request)
        return _json({"errors": ["not found"], "error_type": "not_found"}, status=404)

    def _listed(self, before: int) -> list[Post]:
        below = before + self.inclusive if before else self._last + 1
        ids = sorted((i for i in self.posts if i < below and i not in self.unlisted), reverse=True)
        return [self.posts[i] for i in ids[: self.page]]

    def _search(self, request: Request) -> Answer:
        query, page = request.query["q"], int(request.query["page"])
        word = query.split()[0].casefold()
        after, before = _AFTER.search(query), _BEFORE.search(query)
        found = [
            post
            for i, post in sorted(self.posts.items(), reverse=True)
            if i not in self.unlisted
            and word in post["raw"].casefold()
            and (after is None or post["created_at"] > after[1])
            and (before is None or post["created_at"] < before[1])
        ]
        if self.newest_alone:
            found = list({post["topic_id"]: post for post in reversed(found)}.values())[::-1]
        shown = found[(page - 1) * self.hits : page * self.hits]
        keys = ("id", "name", "username", "created_at", "topic_id", "post_number")
        return _json(
            {
                "posts": [{**{key: post[key] for key in keys}, "blurb": post["raw"][:200]} for post in shown],
                "topics": [{"id": post["topic_id"], "title": post["topic_title"]} for post in shown],
                "grouped_search_result": {
                    "term": query,
                    "more_full_page_results": True if len(found) > page * self.hits else None,
                },
            }
        )


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _json(thing: object, status: int = 200) -> Answer:
    return Answer(json.dumps(thing).encode(), status, {"Content-Type": "application/json; charset=utf-8"})


def follow(place: Place, **options: str) -> Follower:
    """Whoever follows this forum, and knows the key."""
    connectors = KnownConnectors(lambda _, name: {"FORUM": KEY}[name], NOWHERE)
    return Follower(connectors.open("w", "discourse", {"server": place.url, **options}))


def pull(feed: Follower, *, now: datetime, since: datetime | None = None) -> dict[int, str]:
    """id → words of what came."""
    return {message["id"]: message["raw"] for message in feed.messages(now=now, since=since)}
