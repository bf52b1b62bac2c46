"""What changes of the map's page: drawn once for all who look at the same, and sent where it is another."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from api.map_pace import Drawing, PacedMaps
from api.map_views import Drawn, MapViews, Query
from api.security import COOKIE, token_of
from feedback_miner.bootstrap import House
from feedback_miner.domain import Access, Scope
from feedback_miner.domain.team.actions import Action
from feedback_miner.mining import Question
from tests.api.conftest import client_of
from tests.api.house import LAST_DAY, bring, feedback_csv, open_test_house

READER = Access("default", Scope.READ, "key_1")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """200 messages are in."""
    with open_test_house(tmp_path / "data") as house:
        bring(house, feedback_csv(200))
        yield house


def signed_in(house: House, scope: Scope) -> TestClient:
    """A browser with a session."""
    client = client_of(house)
    client.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=scope)}")
    return client


def test_it_is_the_pages_own_main_part(house: House) -> None:
    client = client_of(house, Scope.READ)
    page = BeautifulSoup(client.get("/?channel=chat").text, "lxml")
    fragment = BeautifulSoup(client.get("/map-fragment?channel=chat").text, "lxml")
    parts = ["main", "filters", "about"]
    assert {str(tag["data-part"]) for tag in fragment.select("[data-part]")} == set(parts)
    for part in parts:
        (here,), (there,) = (where.select(f'[data-part="{part}"]') for where in (page, fragment))
        here.attrs.pop(
            "data-revision", None
        )  # the stream goes on from it; the header says it with the fragment
        assert here == there
    assert page.title == fragment.title
    assert not fragment.select("nav.places, header, script")


def test_nothing_of_one_reader_is_in_it(house: House) -> None:
    client = signed_in(house, Scope.ADMIN)
    token = token_of(client.cookies[COOKIE])
    assert token in client.get("/").text
    assert token not in client.get("/map-fragment").text


def test_all_who_look_at_the_same_get_the_same_one(house: House) -> None:
    views = MapViews(house)
    drawn = views.fragment(READER, Question(), ())
    assert views.fragment(Access("default", Scope.READ, "key_2"), Question(), ()) is drawn
    assert views.fragment(READER, Question(channel="chat"), (("channel", "chat"),)) is not drawn


def test_a_change_elsewhere_leaves_it_as_it_is(house: House) -> None:
    views = MapViews(house)
    week = Question(days=7), (("period", "7d"),)
    before = views.fragment(READER, *week)
    house.mining.actions.add("default", Action("", "New cards", LAST_DAY - timedelta(days=40), stage="use"))
    assert views.fragment(READER, *week).etag == before.etag
    bring(house, feedback_csv(30, first=500, days=3))
    assert views.fragment(READER, *week).etag != before.etag


def test_who_has_it_already_is_told_so(house: House) -> None:
    client = client_of(house, Scope.READ)
    first = client.get("/map-fragment")
    assert (first.status_code, first.headers["content-encoding"]) == (200, "gzip")
    assert first.headers["cache-control"] == "no-store"
    known = {"If-None-Match": first.headers["etag"]}
    again = client.get("/map-fragment", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/map-fragment?period=7d", headers=known).status_code == 200
    bring(house, feedback_csv(30, first=500))
    assert client.get("/map-fragment", headers=known | {"X-Exact": "1"}).status_code == 200


def test_of_all_who_ask_at_once_one_draws(house: House) -> None:
    maps = PacedMaps(MapViews(house))

    async def both() -> tuple[Drawing, Drawing]:
        one, other = await asyncio.gather(*(maps.drawn(READER, Question(), ()) for _ in range(2)))
        return one, other

    one, other = asyncio.run(both())
    assert one is other


def test_a_drawing_lasts_a_while_but_for_who_changed_something(house: House) -> None:
    now = 0.0
    maps = PacedMaps(MapViews(house), clock=lambda: now)

    def drawn() -> Drawing:
        return asyncio.run(maps.drawn(READER, Question(), ()))

    first = drawn()
    bring(house, feedback_csv(30, first=500))
    now = first.pace - 0.01
    assert drawn() is first
    now = first.pace
    second = drawn()
    assert second.drawn.revision > first.drawn.revision
    bring(house, feedback_csv(30, first=700))
    exact = asyncio.run(maps.drawn_now(READER, Question(), ()))
    assert exact.drawn.revision > second.drawn.revision
    assert drawn() is exact


def test_a_drawing_that_comes_late_takes_no_newer_ones_place(house: House) -> None:
    views = Late(house)
    maps = PacedMaps(views)
    views.late = views.fragment(READER, Question(), ())
    bring(house, feedback_csv(30, first=500))
    asyncio.run(late_after_new(maps, views))
    newest = asyncio.run(maps.drawn(READER, Question(), ()))
    assert newest.drawn.revision > views.late.revision


async def late_after_new(maps: PacedMaps, views: Late) -> None:
    """The new one is done before the one that began earlier."""
    known, views.late = views.late, None
    await maps.drawn_now(READER, Question(), ())
    views.late = known
    await maps.drawn_now(READER, Question(), ())


class Late(MapViews):
    """Gives what it drew earlier, where there is such."""

    late: Drawn | None = None

    def fragment(self, access: Access, question: Question, query: Query) -> Drawn:
        return self.late or super().fragment(access, question, query)


def test_what_takes_long_is_drawn_less_often(house: House) -> None:
    maps = PacedMaps(Slow(house))
    paces = [asyncio.run(maps.drawn_now(READER, Question(), ())).pace for _ in range(2)]
    assert paces == [1.5, pytest.approx(60)]


class Slow(MapViews):
    """Takes two seconds of a core for each view, as it says."""

    def fragment(self, access: Access, question: Question, query: Query) -> Drawn:
        return replace(super().fragment(access, question, query), seconds=2.0)


def test_who_takes_no_gzip_gets_the_same_as_it_is(house: House) -> None:
    client = client_of(house, Scope.READ)
    plain = client.get("/map-fragment", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == client.get("/map-fragment").text


def test_it_is_not_for_everybody(house: House) -> None:
    assert client_of(house).get("/map-fragment").status_code == 401
    wrong = client_of(house, Scope.READ).get("/map-fragment?lens=nope")
    assert wrong.status_code == 422
