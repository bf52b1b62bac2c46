"""How an RSS feed is added: what can be meant, and what must be installed."""

from __future__ import annotations

import sys

import pytest
from pydantic import ValidationError

from feedback_miner.errors import SetupError
from feedback_miner.feeds.rss.connector import RssConnector


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"url": "ftp://forum.test/feed"},
        {"url": "file:///etc/passwd"},
        {"url": "https://ann:word@forum.test/feed"},
        {"url": "https://forum.test/feed", "user": "ann"},
        {"url": "https://forum.test/feed", "password": "forum"},
        {"url": "https://forum.test/feed", "every": "hour"},
        {"url": "http://forum.test/feed", "user": "ann", "password": "forum"},
    ],
)
def test_options_that_cannot_be_meant_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        RssConnector.Options.model_validate(options)


def test_without_feedparser_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    options = RssConnector.Options.model_validate({"url": "https://forum.test/feed"})
    with pytest.raises(SetupError, match=r"pip install 'feedback-miner\[rss\]'"):
        RssConnector(options, dict[str, str]().__getitem__)
