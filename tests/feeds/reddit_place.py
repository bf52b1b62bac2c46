"""Reddit as PRAW's recordings have it: signing in, listings of new things, a search, single things; and deletions."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.places import Answer, Place, Request
from tests.feeds.puller import Puller

CLIENT_ID = "acme-Client_Id1"
SECRET, TOKEN = "app-s3cret", "bearer-t0ken"
#: What a source of it is asked with; its secret is called “app”.
APP = {"subreddit": "acme", "client_id": CLIENT_ID, "client_secret": "app"}
_SIGNED_IN = {"access_token": TOKEN, "token_type": "bearer", "expires_in": 86_400, "scope": "*"}
_DELETED, _REMOVED = "[deleted]", "[removed]"


def puller(place: Place, **options: str) -> Puller:
    """A source of the subreddit."""
    connectors = KnownConnectors(lambda _, name: {"app": SECRET}[name], NOWHERE)
    return Puller(connectors.open("w", "reddit", {**APP, "server": place.url, **options}), words)


def words(message: Mapping[str, Any]) -> tuple[str, str]:
    """The name of a thing that came, and what it says."""
    said = message["data"]
    return said["name"], said.get("body") or said["selftext"] or said["title"]


def paths(place: Place) -> list[str]:
    """What was asked for, signing in aside."""
    return [request.path for request in place.requests if request.method == "GET"]


@dataclass
class RedditPlace:
    """One subreddit, acme, in a world of its own. Things by their names, in the order in which they were written."""

    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: not in listings, though they can be asked for by their names
    unlisted: set[str] = field(default_factory=set)
    #: most things of a listing, and of one page of it
    longest: int = 1_000
    page: int = 100
    #: requests that are left for the next ten minutes
    remaining: float = 996.0
    reset: int = 600
    #: the subreddit: None, "private" or "banned"
    closed: str | None = None
    secret: str = SECRET

    def post(self, at: datetime, title: str, text: str = "", **fields: Any) -> str:
        """A post that was written then. Returns its name."""
        name = f"t3_p{len(self.things)}"
        said = {"title": title, "selftext": text, "num_comments": 0, "crosspost_parent_list": None}
        self.things[name] = _thing(name, at) | said | {"removed_by_category": None} | fields
        return name

    def comment(self, at: datetime, text: str, *, post: str = "t3_p0", **fields: Any) -> str:
        """A comment under a post."""
        name = f"t1_c{len(self.things)}"
        said = {"body": text, "link_id": post, "parent_id": post, "replies": ""}
        self.things[name] = _thing(name, at) | said | fields
        return name

    def edit(self, name: str, text: str, at: datetime) -> None:
        """Other words under the same name."""
        key = "selftext" if "selftext" in self.things[name] else "body"
        self.things[name] |= {key: text, "edited": at.timestamp()}

    def delete(self, name: str) -> None:
        """What Reddit leaves where somebody deletes what they wrote."""
        thing = self.things[name]
        thing |= {"author": _DELETED} | {key: _DELETED for key in ("selftext", "body") if key in thing}
        self.unlisted.add(name)

    def remove(self, name: str) -> None:
        """What it leaves where a moderator does; of a post the title and the author."""
        thing = self.things[name]
        thing |= (
            {"selftext": _REMOVED, "removed_by_category": "moderator"}
            if "selftext" in thing
            else {"body": _REMOVED, "author": _DELETED}
        )

    def answer(self, request: Request) -> Answer:
        """What the API says."""
        if request.path == "/api/v1/access_token":
            return _json(_SIGNED_IN) if self._is_app(request) else _json(_error(401), 401)
        if request.headers.get("authorization") != f"bearer {TOKEN}":
            return _json(_error(401), 401)
        return self._limited(self._asked(request))

    def _is_app(self, request: Request) -> bool:
        basic = "Basic " + base64.b64encode(f"{CLIENT_ID}:{self.secret}".encode()).decode()
        said = (request.method, request.body, request.headers.get("authorization"))
        return said == ("POST", b"grant_type=client_credentials", basic)

    def _asked(self, request: Request) -> Answer:
        parts = request.path.strip("/").split("/")
        if parts == ["api", "info"]:
            return self._info(request.query["id"].split(","))
        if parts[0] == "r" and (parts[1] != "acme" or self.closed == "banned"):
            return _json({**_error(404), "reason": "banned"}, 404)
        if parts[0] == "r" and self.closed == "private":
            return _json({**_error(403), "reason": "private"}, 403)
        kinds = {"new": ("t3",), "comments": ("t1",), "search": ("t3",)}[parts[-1]]
        words = request.query.get("q", "").casefold()
        fitting = [
            name
            for name, thing in self.things.items()
            if name[:2] in kinds and words in thing.get("title", "").casefold() and name not in self.unlisted
        ]
        newest = sorted(fitting, key=lambda name: float(self.things[name]["created_utc"]), reverse=True)
        return self._listing(newest[: self.longest], request)

    def _listing(self, names: list[str], request: Request) -> Answer:
        after = request.query.get("after")
        if after and after not in names:
            return self._shown([], after=None)
        start = names.index(after) + 1 if after else 0
        end = start + min(self.page, int(request.query["limit"]))
        return self._shown(names[start:end], after=names[end - 1] if end < len(names) else None)

    def _info(self, names: list[str]) -> Answer:
        if len(names) > 100:
            return _json(_error(400), 400)
        return self._shown([name for name in names if name in self.things], after=None)

    def _shown(self, names: list[str], *, after: str | None) -> Answer:
        children = [{"kind": name[:2], "data": self.things[name]} for name in names]
        listing = {"after": after, "dist": len(names), "modhash": None, "geo_filter": "", "before": None}
        return _json({"kind": "Listing", "data": {**listing, "children": children}})

    def _limited(self, answer: Answer) -> Answer:
        used = 996 - self.remaining
        limits = {"remaining": str(self.remaining), "used": f"{used:.0f}", "reset": str(self.reset)}
        return Answer(answer.body, answer.status, {f"x-ratelimit-{name}": n for name, n in limits.items()})


def _thing(name: str, at: datetime) -> dict[str, Any]:
    return {
        "name": name,
        "id": name[3:],
        "author": "waiting_one",
        "author_fullname": "t2_x1",
        "subreddit": "acme",
        "subreddit_id": "t5_2qh23",
        "permalink": f"/r/acme/comments/{name[3:]}/",
        "created": at.timestamp() + 28_800,
        "created_utc": at.timestamp(),
        "edited": False,
        "distinguished": None,
        "score": 1,
        "all_awardings": [],
    }


def _error(status: int) -> dict[str, Any]:
    return {
        "message": {401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}.get(status, "Bad"),
        "error": status,
    }


def _json(thing: object, status: int = 200) -> Answer:
    return Answer(json.dumps(thing).encode(), status, {"Content-Type": "application/json; charset=UTF-8"})
