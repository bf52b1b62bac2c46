"""The kinds that are known, and from a feed's options to its connector."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from feedback_miner.errors import NotFound, QueryError, SetupError
from feedback_miner.feeds.app_store import AppStoreConnector
from feedback_miner.feeds.bluesky import BlueskyConnector
from feedback_miner.feeds.discourse import DiscourseConnector
from feedback_miner.feeds.folder import FolderConnector, FolderOptions
from feedback_miner.feeds.google_play import GooglePlayConnector
from feedback_miner.feeds.hook import HookConnector
from feedback_miner.feeds.mastodon import MastodonConnector
from feedback_miner.feeds.reddit import RedditConnector
from feedback_miner.feeds.rss import RssConnector
from feedback_miner.feeds.secrets import Secrets, checked_secret
from feedback_miner.feeds.x import XConnector
from feedback_miner.feeds.youtube import YouTubeConnector
from feedback_miner.feeds.zendesk import ZendeskConnector
from feedback_miner.ports import Connector, Receiver

Checked = TypeVar("Checked", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Checked]):
    """A kind of place. Options are texts, as people give them; a secret is given by its name."""

    #: forbids what it does not know
    options: type[Checked]
    #: reaches nothing yet
    connector: Callable[[Checked, Secrets], Connector]

    def open(self, options: Mapping[str, str], secrets: Secrets) -> Connector:
        """Raises pydantic's ValidationError."""
        return self.connector(self.options.model_validate(dict(options)), secrets)


KINDS: Mapping[str, Kind[Any]] = {
    "app-store": Kind(AppStoreConnector.Options, AppStoreConnector),
    "bluesky": Kind(BlueskyConnector.Options, BlueskyConnector),
    "discourse": Kind(DiscourseConnector.Options, DiscourseConnector),
    "google-play": Kind(GooglePlayConnector.Options, GooglePlayConnector),
    "hook": Kind(HookConnector.Options, HookConnector),
    "mastodon": Kind(MastodonConnector.Options, MastodonConnector),
    "reddit": Kind(RedditConnector.Options, RedditConnector),
    "rss": Kind(RssConnector.Options, RssConnector),
    "x": Kind(XConnector.Options, XConnector),
    "youtube": Kind(YouTubeConnector.Options, YouTubeConnector),
    "zendesk": Kind(ZendeskConnector.Options, ZendeskConnector),
}


class KnownConnectors:
    """Implements `ports.Connectors`."""

    def __init__(self, secrets: Callable[[str, str], str], inbox: Path) -> None:
        """`secrets`: workspace and name → value; below `inbox` each workspace has a folder of its own."""
        self._secrets = secrets
        self._inbox = inbox

    def open(self, workspace: str, kind: str, options: Mapping[str, str]) -> Connector:
        """Reaches nothing yet. Raises QueryError for an unknown kind or option, SetupError where a secret lacks."""
        folder = partial(FolderConnector, self._inbox / workspace)
        kinds: dict[str, Kind[Any]] = {"folder": Kind(FolderOptions, folder), **KINDS}
        known = kinds.get(kind)
        if known is None:
            near = difflib.get_close_matches(kind, kinds, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise QueryError(f"“{kind}” is no kind of source.{hint} Known: {', '.join(kinds)}.", where="kind")
        try:
            return known.open(options, partial(self._secret, workspace, options))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            wanted = ", ".join(known.options.model_fields)
            what = first["msg"].removeprefix("Value error, ").rstrip(".")
            raise QueryError(f"{what}. Options of {kind}: {wanted}.", where=field or kind) from None

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
