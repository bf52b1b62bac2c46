"""YouTube: comments and replies under the videos of a channel, or under one video, with their edits and deletions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

from feedback_miner.domain import FeedPage
from feedback_miner.feeds.following.backwards import ListPage, backwards
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.following.window import Window
from feedback_miner.feeds.options.addresses import BareUrl
from feedback_miner.feeds.options.secrets import Secrets
from feedback_miner.feeds.options.spelled import spelled
from feedback_miner.feeds.youtube.client import YouTubeClient
from feedback_miner.feeds.youtube.comments import Comment, Comments, Thread

#: How far the first pull goes back where nothing else is said.
FIRST_PULL = timedelta(days=7)

_SITE = r"https://(www\.|m\.)?youtube\.com/"
_CHANNEL = spelled(
    rf"({_SITE}channel/)?(?P<it>UC[A-Za-z0-9_-]{{22}})/?",
    "give the channel's id, UC and 22 characters, not its handle: “Share channel, Copy channel ID” on its page",
)
_VIDEO = spelled(
    rf"({_SITE}watch\?v=|https://youtu\.be/)?(?P<it>[A-Za-z0-9_-]{{11}})",
    "give the video's id, the 11 characters that its address has behind “v=”",
)


class YouTubeOptions(BaseModel):
    """What is pulled, with which key, and what is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: id of a channel: the comments under all of its videos
    channel: Annotated[str, _CHANNEL] | None = None
    #: id of a video, as its address has it behind “v=”
    video: Annotated[str, _VIDEO] | None = None
    #: name of the secret that is the API key
    key: Annotated[str, Field(min_length=1, max_length=64)]
    #: further accounts of your own, to be left out as the channel itself is: “@acme_help, UC…”
    own_accounts: Annotated[str, Field(max_length=5_000)] = ""
    #: how far back late comments, replies, edits and deletions are looked for, once an hour
    overlap_hours: Annotated[int, Field(ge=1, le=24 * 30)] = 72
    #: address of the API, or of a proxy before it, to which the key is sent
    server: BareUrl = HttpUrl("https://youtube.googleapis.com")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.channel is None) == (self.video is None):
            raise ValueError("give either channel or video")
        return self


class YouTubeConnector:
    """Implements `ports.Connector`.

    YouTube lists threads by the time of their first comment, the newest first. So each pull walks back to where the
    window begins, and stores page by page; where the key's requests are used up, the next one goes on there. A new
    reply moves no thread: it is found as long as the thread is in the overlap. What is followed and not met any more is
    asked for by its id; what is not there was deleted, or is hidden from everybody.
    """

    Options = YouTubeOptions

    def __init__(self, options: YouTubeOptions, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where the secret lacks."""
        self._options = options
        self._key = secrets(options.key)
        self._place = (
            {"allThreadsRelatedToChannelId": options.channel}
            if options.channel
            else {"videoId": options.video or ""}
        )
        self._overlap = timedelta(hours=options.overlap_hours)
        self._comments = Comments(options.own_accounts)

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "youtube"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New and edited comments, page by page, and the ids of deleted ones. Raises FeedError."""
        window = Window(cursor, first=since or now - FIRST_PULL, overlap=self._overlap, now=now)
        readable = Readable()
        with YouTubeClient(str(self._options.server), self._key, readable, now=now) as client:

            def there(ids: Sequence[str]) -> list[Found]:
                comments = client.comments(ids)
                threads = client.threads_of(self._of_unknown_videos(comments))
                return [self._found(comment, threads.get(comment.thread)) for comment in comments]

            def listed(at: str) -> ListPage:
                threads, following = client.threads(self._place, at)
                found = [
                    self._found(comment, thread)
                    for thread in reversed(threads)
                    if thread.at >= window.begin
                    for comment in (thread.snippet.comment, *client.replies(thread))
                ]
                return ListPage(found, [thread.at for thread in threads], following)

            walk = backwards(window, {"threads": listed}, now=now)
            yield from readable.counted(window.pages(walk, there))

    def _of_unknown_videos(self, comments: Sequence[Comment]) -> list[str]:
        """Ids of the threads that say under which video these stand."""
        unknown = (c.thread for c in comments if not (c.snippet.video or self._options.video))
        return list(dict.fromkeys(unknown))

    def _found(self, comment: Comment, thread: Thread | None) -> Found:
        """Replies do not say under which video they stand; their thread does."""
        top = thread.snippet if thread else None
        video = comment.snippet.video or (top.video if top else "") or self._options.video or ""
        channel = comment.snippet.channel or (top.channel if top else "") or self._options.channel or ""
        return self._comments.found(comment, video=video, channel=channel)
