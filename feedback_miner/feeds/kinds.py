"""The kinds that are known, and from a feed's options to its connector."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from feedback_miner.errors import NotFound, QueryError, SetupError
from feedback_miner.feeds.app_store.connector import AppStoreConnector
from feedback_miner.feeds.bluesky.connector import BlueskyConnector
from feedback_miner.feeds.discourse.connector import DiscourseConnector
from feedback_miner.feeds.folder import FolderConnector, FolderOptions
from feedback_miner.feeds.google_play.connector import GooglePlayConnector
from feedback_miner.feeds.hook import HookConnector
from feedback_miner.feeds.mastodon.connector import MastodonConnector
from feedback_miner.feeds.options.secrets import Secrets, checked_secret
from feedback_miner.feeds.reddit.connector import RedditConnector
from feedback_miner.feeds.rss.connector import RssConnector
from feedback_miner.feeds.x.connector import XConnector
from feedback_miner.feeds.youtube.connector import YouTubeConnector
from feedback_miner.feeds.zendesk.connector import ZendeskConnector
from feedback_miner.ports import Connector, Receiver

Checked = TypeVar("Checked", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Checked]):
    """A kind of place. Options are texts, as people give them; a secret is given by its name."""

    #: forbids what it does not know
    options: type[Checked]
    #: reaches nothing yet
    connector: Callable[[Checked, Secrets], Connector]
    #: what an option was called before, which stands in sources that were added then → what it is called
    renamed: Mapping[str, str] = field(default_factory=dict)

    def open(self, options: Mapping[str, str], secrets: Secrets) -> Connector:
        """Raises pydantic's ValidationError."""
        return self.connector(self.options.model_validate(dict(options)), secrets)

    def named(self, options: Mapping[str, str]) -> dict[str, str]:
        """The options by their names of today; one that is given under both keeps its own, and is refused."""
        return {
            name if self.renamed.get(name, name) in options else self.renamed[name]: value
            for name, value in options.items()
        }


#: The address that is asked has one name in all kinds.
_SERVER = {"url": "server"}


KINDS: Mapping[str, Kind[Any]] = {
    "app-store": Kind(AppStoreConnector.Options, AppStoreConnector, renamed=_SERVER),
    "bluesky": Kind(BlueskyConnector.Options, BlueskyConnector),
    "discourse": Kind(DiscourseConnector.Options, DiscourseConnector, renamed={"forum": "server"}),
    "google-play": Kind(GooglePlayConnector.Options, GooglePlayConnector, renamed=_SERVER),
    "hook": Kind(HookConnector.Options, HookConnector),
    "mastodon": Kind(MastodonConnector.Options, MastodonConnector),
    "reddit": Kind(RedditConnector.Options, RedditConnector, renamed=_SERVER),
    "rss": Kind(RssConnector.Options, RssConnector),
    "x": Kind(XConnector.Options, XConnector, renamed={"query": "search"}),
    "youtube": Kind(YouTubeConnector.Options, YouTubeConnector, renamed=_SERVER),
    "zendesk": Kind(ZendeskConnector.Options, ZendeskConnector, renamed=_SERVER),
}


class KnownConnectors:
    """Implements `ports.Connectors`."""

    def __init__(self, secrets: Callable[[str, str], str], inbox: Path) -> None:
        """`secrets`: workspace and name → value; below `inbox` each workspace has a folder of its own."""
        self._secrets = secrets
        self._inbox = inbox

    def named(self, kind: str, options: Mapping[str, str]) -> dict[str, str]:
        """The options by their names of today."""
        return KINDS[kind].named(options) if kind in KINDS else dict(options)

    def open(self, workspace: str, kind: str, options: Mapping[str, str]) -> Connector:
        """Reaches nothing yet. Raises QueryError for an unknown kind or option, SetupError where a secret lacks."""
        folder = partial(FolderConnector, self._inbox / workspace)
        kinds: dict[str, Kind[Any]] = {"folder": Kind(FolderOptions, folder), **KINDS}
        known = kinds.get(kind)
        if known is None:
            near = difflib.get_close_matches(kind, kinds, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise QueryError(f"“{kind}” is no kind of source.{hint} Known: {', '.join(kinds)}.", where="kind")
        given = known.named(options)
        try:
            return known.open(given, partial(self._secret, workspace, given))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            wanted = ", ".join(known.options.model_fields)
            what = first["msg"].removeprefix("Value error, ").rstrip(".")
            raise QueryError(f"{what}. Options of {kind}: {wanted}.", where=where or kind) from None

    def _secret(self, workspace: str, options: Mapping[str, str], name: str) -> str:
        """Raises SetupError that names the option in place of what stands there: it may be the secret itself."""
        try:
            return checked_secret(self._secrets(workspace, name))
        except SetupError as error:
            option = next((option for option, value in options.items() if value == name), None)
            raise SetupError(error.message, where=option) from None

    def receiver(self, workspace: str, kind: str, options: Mapping[str, str]) -> Receiver:
        """Raises NotFound where nothing is sent by such a place, SetupError where a secret lacks."""
        connector = self.open(workspace, kind, options)
        if not isinstance(connector, HookConnector):
            raise NotFound(f"nothing is sent by a source of the kind {kind}")
        return connector
