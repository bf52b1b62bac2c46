"""What an option was called before is understood: sources that were added then go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from feedback_miner.domain import Feed
from feedback_miner.errors import QueryError
from feedback_miner.feeds import KnownConnectors
from feedback_miner.feeds.kinds import KINDS
from tests.feeds.desk import NOON, NOWHERE, Desk
from tests.feeds.zendesk_place import TOKEN

#: Names that are one meaning each, in every kind.
ONE_NAME = {"forum": "server", "query": "search", "address": "server", "filter": "search"}
OLD = {
    "app-store": {"app": "1", "url": "https://proxy.test"},
    "discourse": {"forum": "https://forum.test"},
    "google-play": {"package": "com.acme.shop", "key": "desk", "url": "https://proxy.test"},
    "reddit": {
        "subreddit": "acme",
        "client_id": "acme-Client_Id1",
        "client_secret": "desk",
        "url": "https://proxy.test",
    },
    "x": {"query": "acme", "token": "desk"},
    "youtube": {"video": "vid00000001", "key": "desk", "url": "https://proxy.test"},
    "zendesk": {"url": "https://proxy.test", "email": "ann@acme.example", "token": "desk"},
}
FILE = """
[sources.talk]
kind = "x"
options = {NAME = "acme", token = "desk"}
"""


def old_feed(kind: str) -> Feed:
    return Feed("w", "talk", kind, OLD[kind], NOON)


def test_every_kind_has_one_name_for_one_meaning() -> None:
    for kind, known in KINDS.items():
        assert not known.options.model_fields.keys() & ONE_NAME.keys(), kind
        if kind != "rss":  # there it is the address of a document
            assert "url" not in known.options.model_fields, kind


@pytest.mark.parametrize("kind", [kind for kind in OLD if kind != "google-play"])
def test_a_source_that_stands_is_opened_by_its_old_names(kind: str) -> None:
    connectors = KnownConnectors(lambda *_: "word", NOWHERE)
    assert connectors.open("w", kind, OLD[kind]).preset
    with pytest.raises(QueryError, match="Extra inputs are not permitted"):
        connectors.open("w", kind, {**connectors.named(kind, OLD[kind]), **OLD[kind]})


@pytest.mark.parametrize("name", ["query", "search"])
def test_a_source_that_stands_goes_on_where_its_file_names_an_option_anew(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    desk.store.add_feed(replace(old_feed("x"), cursor="here"))
    file = tmp_path / "sources.toml"
    file.write_text(FILE.replace("NAME", name))
    plan = desk.feeds.plan("w", file)
    assert [step.action for step in plan.steps] == ["keep"]
    desk.feeds.apply(plan)
    assert desk.store.feed("w", "talk").cursor == "here"
    assert desk.feeds.get("w", "talk").options == {"search": "acme", "token": "desk"}
    assert TOKEN not in str(desk.feeds.all("w"))


def test_a_new_source_is_stored_by_the_names_of_today(desk: Desk) -> None:
    desk.feeds.add("w", name="talk", kind="x", options=OLD["x"])
    assert desk.store.feed("w", "talk").options == {"search": "acme", "token": "desk"}
