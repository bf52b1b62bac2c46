"""YouTube's Data API as its documentation has it: threads of a channel or a video, replies, comments by their ids."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from feedback_miner.feeds import KnownConnectors
from tests.feeds.desk import NOWHERE
from tests.feeds.places import Answer, Place, Request
from tests.feeds.puller import Puller

KEY = "AIza-k3y"
CHANNEL, VIDEO, OTHER_VIDEO = "UCacmeacmeacmeacmeacme12", "vid00000001", "vid00000002"
#: Most replies that come with their thread.
_INLINE = 5


def puller(place: Place, **options: str) -> Puller:
    """A source of the channel, or of a video."""
    where = {} if "video" in options else {"channel": CHANNEL}
    connectors = KnownConnectors(lambda _, name: {"google": KEY}[name], NOWHERE)
    connector = connectors.open("w", "youtube", {"key": "google", "server": place.url, **where, **options})
    return Puller(connector, words)


def words(message: Mapping[str, Any]) -> tuple[str, str]:
    """The id of a comment that came, and what it says."""
    return message["id"], message["snippet"]["textOriginal"]


@dataclass
class YouTubePlace:
    """Two videos of one channel. Comments by their ids, in the order in which they were written."""

    comments: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: threads that the list does not show
    unlisted: set[str] = field(default_factory=set)
    #: most threads and replies of a page, whatever is asked for
    page: int = 100
    #: whether asking for comments of which one is not there is answered with 404
    strict: bool = False
    key: str = KEY
    #: how many were ever written: an id is given once
    written: int = 0

    def comment(self, at: datetime, text: str, *, author: str = "ada", video: str = VIDEO) -> str:
        """A first comment under a video. Returns its id."""
        self.written += 1
        comment_id = f"Ugx{self.written}"
        self.comments[comment_id] = _comment(comment_id, at, text, author) | {"video": video}
        return comment_id

    def reply(self, to: str, at: datetime, text: str, *, author: str = "bo") -> str:
        """A reply, under the id that begins with that of its thread."""
        self.written += 1
        comment_id = f"{to}.r{self.written}"
        said = _comment(comment_id, at, text, author)
        said["snippet"]["parentId"] = to
        self.comments[comment_id] = said | {"video": self.comments[to]["video"]}
        return comment_id

    def edit(self, comment_id: str, text: str, at: datetime) -> None:
        """Other words under the same id."""
        self.comments[comment_id]["snippet"] |= {
            "textOriginal": text,
            "textDisplay": text,
            "updatedAt": _iso(at),
        }

    def delete(self, comment_id: str) -> None:
        """Takes a comment away, with its replies."""
        self.comments = {i: c for i, c in self.comments.items() if i.split(".")[0] != comment_id != i}

    def answer(self, request: Request) -> Answer:
        """What the API says."""
        if request.headers.get("x-goog-api-key") != self.key:
            return failure(400, "badRequest", details=["API_KEY_INVALID"])
        method = request.path.removeprefix("/youtube/v3/")
        query = request.query
        if query.get("textFormat") != "plainText" or ("id" in query and "maxResults" in query):
            return failure(400, "incompatibleParameters")
        if method == "commentThreads":
            return self._threads(query)
        return self._by_id(query["id"].split(",")) if "id" in query else self._replies(query)

    def _threads(self, query: Mapping[str, str]) -> Answer:
        if "id" in query:
            there = [self._thread(i) for i in query["id"].split(",") if i in self.comments]
            return _json({"kind": "youtube#commentThreadListResponse", "items": there})
        if query.get("allThreadsRelatedToChannelId", CHANNEL) != CHANNEL:
            return failure(404, "channelNotFound")
        fitting = [
            i
            for i, comment in self.comments.items()
            if "." not in i and i not in self.unlisted and query.get("videoId") in (None, comment["video"])
        ]
        # A page is called by the last thread before it: what comes and goes above moves nothing.
        newest = sorted(map(self._place, fitting), reverse=True)
        after = query.get("pageToken", "~")
        below = [f"{at}.{i}" for at, i in newest if f"{at}.{i}" < after]
        size = min(self.page, int(query["maxResults"]))
        more = {"nextPageToken": below[size - 1]} if len(below) > size else {}
        items = [self._thread(name.rpartition(".")[2]) for name in below[:size]]
        return _json({"kind": "youtube#commentThreadListResponse", "items": items, **more})

    def _place(self, comment_id: str) -> tuple[str, str]:
        return str(self.comments[comment_id]["snippet"]["publishedAt"]), comment_id

    def _thread(self, comment_id: str) -> dict[str, Any]:
        video = self.comments[comment_id]["video"]
        replies = [self._shown(i) for i in self.comments if i.startswith(f"{comment_id}.")]
        snippet = {
            "channelId": CHANNEL,
            "videoId": video,
            "topLevelComment": self._shown(comment_id, videoId=video),
            "canReply": True,
            "totalReplyCount": len(replies),
            "isPublic": True,
        }
        thread = {"kind": "youtube#commentThread", "etag": "e", "id": comment_id, "snippet": snippet}
        return {**thread, "replies": {"comments": replies[-_INLINE:]}} if replies else thread

    def _replies(self, query: Mapping[str, str]) -> Answer:
        parent = query["parentId"]
        if parent not in self.comments:
            return failure(404, "commentNotFound")
        replies = [self._shown(i) for i in self.comments if i.startswith(f"{parent}.")]
        return self._paged("comment", replies, query)

    def _by_id(self, ids: list[str]) -> Answer:
        there = [i for i in ids if i in self.comments]
        if len(ids) > 50:
            return failure(400, "invalidFilters")
        if self.strict and len(there) < len(ids):
            return failure(404, "commentNotFound")
        return _json({"kind": "youtube#commentListResponse", "items": [self._shown(i) for i in there]})

    def _shown(self, comment_id: str, **more: str) -> dict[str, Any]:
        comment = {key: value for key, value in self.comments[comment_id].items() if key != "video"}
        return {**comment, "snippet": {**comment["snippet"], **more}}

    def _paged(self, kind: str, things: list[Any], query: Mapping[str, str]) -> Answer:
        start = int(query.get("pageToken", "t0")[1:])
        end = start + min(self.page, int(query["maxResults"]))
        more = {"nextPageToken": f"t{end}"} if end < len(things) else {}
        info = {"totalResults": len(things), "resultsPerPage": self.page}
        return _json(
            {"kind": f"youtube#{kind}ListResponse", "pageInfo": info, "items": things[start:end], **more}
        )


def failure(status: int, reason: str, *, details: list[str] | None = None) -> Answer:
    """An error as Google writes it."""
    message = f"The request failed: <code>{reason}</code>."
    said = {
        "code": status,
        "message": message,
        "errors": [{"message": message, "domain": "youtube.commentThread", "reason": reason}],
        "details": [
            {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": one} for one in details or ()
        ],
    }
    return _json({"error": said}, status)


def _comment(comment_id: str, at: datetime, text: str, author: str) -> dict[str, Any]:
    return {
        "kind": "youtube#comment",
        "etag": "e",
        "id": comment_id,
        "snippet": {
            "channelId": CHANNEL,
            "textDisplay": text,
            "textOriginal": text,
            "authorDisplayName": f"@{author}",
            "authorProfileImageUrl": "https://yt3.example/a",
            "authorChannelId": {"value": CHANNEL if author == "acme" else f"UC{author}"},
            "canRate": True,
            "viewerRating": "none",
            "likeCount": 3,
            "publishedAt": _iso(at),
            "updatedAt": _iso(at),
        },
    }


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(thing: object, status: int = 200) -> Answer:
    return Answer(json.dumps(thing).encode(), status, {"Content-Type": "application/json; charset=UTF-8"})
