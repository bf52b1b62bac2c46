"""Version 2 of X's API as its documentation has it: the recent search, and posts by their ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.feeds.places import Answer, Request

TOKEN = "AAAA-a-bearer-token-that-nobody-sees"
SEARCHED = timedelta(days=7)
_PROBLEMS = "https://api.twitter.com/2/problems/"


def problem(status: int, title: str, detail: str, kind: str = "") -> Answer:
    """How X says what is wrong."""
    said = {"title": title, "detail": detail, "type": f"{_PROBLEMS}{kind}" if kind else "about:blank"}
    return Answer(json.dumps(said).encode(), status)


@dataclass
class XPlace:
    """Every version of every post by id; `answer` is what a `Place` serves. `now` is X's clock."""

    now: datetime
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    #: ids of posts that their authors show to followers alone
    protected: set[str] = field(default_factory=set)
    #: ids of posts that the search does not find
    unlisted: set[str] = field(default_factory=set)
    #: most posts of a page, whatever is asked for
    page: int = 100
    _written: int = 0

    def post(self, at: datetime, text: str, *, who: str = "ann", **more: Any) -> str:
        """A new post; its id."""
        self._written += 1
        post_id = str((int(at.timestamp() * 1000) - 1_288_834_974_657 << 22) + self._written)
        author = next((i for i, name in self.users.items() if name == who), str(500 + len(self.users)))
        self.users[author] = who
        self.posts[post_id] = {
            "id": post_id,
            "text": text,
            "author_id": author,
            "conversation_id": post_id,
            "created_at": _iso(at),
            "edit_history_tweet_ids": [post_id],
            "lang": "en",
            **more,
        }
        return post_id

    def edit(self, post_id: str, text: str, at: datetime) -> str:
        """A new version of a post, with an id of its own; all versions name each other."""
        history = self.posts[post_id]["edit_history_tweet_ids"]
        newest = self.post(at, text, who=self.users[self.posts[post_id]["author_id"]])
        for version in [*history, newest]:
            self.posts[version]["edit_history_tweet_ids"] = [*history, newest]
        return newest

    def delete(self, post_id: str) -> None:
        """All versions of a post."""
        for version in self.posts[post_id]["edit_history_tweet_ids"]:
            del self.posts[version]

    def answer(self, request: Request) -> Answer:
        """As X does."""
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return problem(401, "Unauthorized", "Unauthorized")
        if request.path == "/2/tweets/search/recent":
            return self._search(request)
        if request.path == "/2/tweets":
            return self._by_id(request)
        return problem(404, "Not Found Error", "Not Found")

    def _search(self, request: Request) -> Answer:
        asked = request.query
        start, end = asked["start_time"], asked.get("end_time", _iso(self.now + timedelta(days=1)))
        if start < _iso(self.now - SEARCHED) or max(start, end if "end_time" in asked else "") > _iso(
            self.now - timedelta(seconds=10)
        ):
            return _invalid("Invalid 'start_time' or 'end_time'.")
        if asked["query"].count('"') % 2:
            return _invalid("There were errors processing your request: missing EOF")
        found = [
            post
            for post in self.posts.values()
            if start <= post["created_at"] < end and post["id"] == post["edit_history_tweet_ids"][-1]
        ]
        found = [post for post in found if not {post["id"]} & (self.protected | self.unlisted)]
        found.sort(key=lambda post: int(post["id"]), reverse=True)
        first, size = int(asked.get("next_token", "b0")[1:]), min(self.page, int(asked["max_results"]))
        page = found[first : first + size]
        more = {"next_token": f"b{first + size}"} if first + size < len(found) else {}
        return self._answer(page, request, {"meta": {"result_count": len(page), **more}})

    def _by_id(self, request: Request) -> Answer:
        ids = request.query["ids"].split(",")
        if len(ids) > 100:
            return _invalid("The number of values in the `ids` query parameter list is not between 1 and 100")
        errors = [_unshown(i, "resource-not-found") for i in ids if i not in self.posts]
        errors += [_unshown(i, "not-authorized-for-resource") for i in ids if i in self.protected]
        there = [self.posts[i] for i in ids if i in self.posts and i not in self.protected]
        return self._answer(there, request, {"errors": errors} if errors else {})

    def _answer(self, posts: Sequence[dict[str, Any]], request: Request, beside: dict[str, Any]) -> Answer:
        wanted = {"id", "text", "edit_history_tweet_ids", *request.query["tweet.fields"].split(",")}
        data = [{key: value for key, value in post.items() if key in wanted} for post in posts]
        said = {"data": data, "includes": {"users": self._users(posts)}} if data else {}
        return Answer(json.dumps({**said, **beside}).encode(), headers={"Content-Type": "application/json"})

    def _users(self, posts: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
        authors = dict.fromkeys(post["author_id"] for post in posts)
        return [{"id": i, "name": str(self.users[i]).title(), "username": self.users[i]} for i in authors]


def _unshown(post_id: str, kind: str) -> dict[str, str]:
    return {
        "value": post_id,
        "resource_id": post_id,
        "resource_type": "tweet",
        "parameter": "ids",
        "title": "Not Found Error" if kind == "resource-not-found" else "Authorization Error",
        "detail": f"Could not find tweet with ids: [{post_id}].",
        "type": f"{_PROBLEMS}{kind}",
    }


def _invalid(message: str) -> Answer:
    said = {
        "errors": [{"message": message}],
        "title": "Invalid Request",
        "type": f"{_PROBLEMS}invalid-request",
    }
    return Answer(json.dumps(said).encode(), 400)


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
