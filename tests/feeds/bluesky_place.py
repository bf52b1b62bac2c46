"""A server of Bluesky as its documentation has it: sessions, the search, posts by their addresses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.feeds.places import Answer, Request

HANDLE, PASSWORD = "acme.bsky.test", "abcd-efgh-ijkl-mnop"
#: Most posts that are given by their addresses.
BATCH = 25


def problem(status: int, error: str, message: str = "") -> Answer:
    """How the server says what is wrong."""
    return Answer(json.dumps({"error": error, "message": message}).encode(), status)


@dataclass
class BlueskyPlace:
    """Posts by address; `answer` is what a `Place` serves."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: addresses of posts that the search does not find
    unlisted: set[str] = field(default_factory=set)
    #: addresses that a request for several leaves out, though they are there
    forgotten: set[str] = field(default_factory=set)
    #: most posts of a page of the search, whatever is asked for
    page: int = 100
    sessions: int = 0
    _written: int = 0

    def post(self, at: datetime, text: str, *, who: str = "ann.bsky.test", **more: Any) -> str:
        """A new post; the address. `more`: `labels` of the author, `said` of the record, else of the post itself."""
        did = f"did:plc:{who.partition('.')[0]:x<24}"
        uri = f"at://{did}/app.bsky.feed.post/3k{self._written:011}"
        self._written += 1
        when = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        author = {"did": did, "handle": who, "displayName": who, "labels": more.pop("labels", [])}
        said = {"createdAt": when, "langs": ["en"], "text": text, **more.pop("said", {})}
        self.posts[uri] = {
            "uri": uri,
            "cid": f"bafy{self._written}",
            "author": author,
            "record": {"$type": "app.bsky.feed.post", **said},
            "indexedAt": when,
            "likeCount": self._written % 7,
            "labels": [],
            **more,
        }
        return uri

    def answer(self, request: Request) -> Answer:
        """As the server does."""
        method = request.path.removeprefix("/xrpc/")
        if method == "com.atproto.server.createSession":
            return self._sign_in(json.loads(request.body))
        if request.headers.get("authorization") != f"Bearer token-{self.sessions}":
            return problem(400, "ExpiredToken", "Token has expired")
        if method == "app.bsky.feed.searchPosts":
            return self._search(request)
        if method == "app.bsky.feed.getPosts":
            return self._by_address(request.queries["uris"])
        return problem(501, "MethodNotImplemented")

    def _sign_in(self, said: dict[str, str]) -> Answer:
        if said != {"identifier": HANDLE, "password": PASSWORD}:
            return problem(401, "AuthenticationRequired", "Invalid identifier or password")
        self.sessions += 1
        return _json({"did": "did:plc:acme", "handle": HANDLE, "accessJwt": f"token-{self.sessions}"})

    def _search(self, request: Request) -> Answer:
        asked, sort = request.query, request.query.get("sort", "top")
        if asked["q"].count('"') % 2:
            return problem(400, "BadQueryString", "failed to parse query")
        found = [
            post
            for uri, post in self.posts.items()
            if asked.get("since", "") <= post["record"]["createdAt"] < asked.get("until", "9999")
            and uri not in self.unlisted
        ]
        found.sort(key=lambda post: str(post["record"]["createdAt"]), reverse=sort == "latest")
        start, size = int(asked.get("cursor", 0)), min(self.page, int(asked["limit"]))
        # The server hides some posts of each page after it has counted them.
        shown = [post for post in found[start : start + size] if not post.get("hidden")]
        more = {"cursor": str(start + size)} if start + size < len(found) else {}
        return _json({"posts": shown, **more})

    def _by_address(self, uris: Any) -> Answer:
        if len(uris) > BATCH:
            return problem(400, "InvalidRequest", "Error: Params must have at most 25 uris")
        hidden = self.forgotten if len(uris) > 1 else set()
        return _json({"posts": [self.posts[uri] for uri in uris if uri in self.posts and uri not in hidden]})


def _json(said: Any) -> Answer:
    return Answer(json.dumps(said).encode(), headers={"Content-Type": "application/json; charset=utf-8"})
