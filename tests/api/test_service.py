"""Health, measurements, and notices of change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.stream import Look, Pulse
from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv


def test_health_needs_no_key(house: House) -> None:
    client = client_of(house)
    assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}


class _Away:
    """A store whose database is away."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def ping(self) -> None:
        raise ConnectionError("postgresql://user:secret@host is away")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_it_is_not_ready_without_its_database(house: House) -> None:
    client = client_of(replace(house, store=_Away(house.store)))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert "database" in answer.json()["detail"]
    assert "secret" not in answer.text
    assert client.get("/healthz").status_code == 200


def test_measurements_are_by_route_and_say_nothing_of_customers(house: House) -> None:
    bring(house, feedback_csv(10))
    client = client_of(house, Scope.ADMIN)
    client.get("/v1/statements?q=parcel&customer=c_12")
    client.get("/v1/feedback/1")
    client.get("/v1/feedback/999")
    client.get("/nowhere/customer-3")
    text = client.get("/metrics").text
    assert (
        'feedback_miner_requests_total{method="GET",route="/v1/feedback/{feedback_id}",status="200"} 1.0'
        in text
    )
    assert 'route="/v1/feedback/{feedback_id}",status="404"} 1.0' in text
    assert 'feedback_miner_imports_open{state="running"} 0.0' in text
    assert not {word for word in ("parcel", "c_12", "customer-3", "/feedback/1") if word in text}


def test_measurements_of_two_apps_are_apart(house: House) -> None:
    first, second = client_of(house, Scope.READ), client_of(house, Scope.READ)
    first.get("/v1/map")
    assert 'route="/v1/map"' in first.get("/metrics").text
    assert 'route="/v1/map"' not in second.get("/metrics").text


class _Revisions:
    """A workspace's revision, and how often it was asked for."""

    def __init__(self) -> None:
        self.now = 5
        self.asked = 0

    def __call__(self, workspace: str) -> Look:
        self.asked += 1
        if self.now < 0:
            raise ConnectionError("away")
        return Look(self.now, "[]")


async def _next(stream: AsyncIterator[Look]) -> int:
    return (await asyncio.wait_for(anext(stream), 5)).revision


def test_all_who_listen_are_told_by_one_poller() -> None:
    async def listen() -> None:
        source = _Revisions()
        pulse = Pulse(source, every=0.02)
        streams = [pulse.looks("default") for _ in range(20)]
        assert [await _next(stream) for stream in streams] == [5] * 20
        source.now = 6
        waiting = [asyncio.create_task(_next(stream)) for stream in streams]
        asked = source.asked
        assert [await task for task in waiting] == [6] * 20
        assert source.asked - asked <= 3
        source.now = -1  # one look fails, the next one finds
        waiting = [asyncio.create_task(_next(stream)) for stream in streams]
        while source.asked < asked + 5:
            await asyncio.sleep(0.01)
        source.now = 7
        assert [await task for task in waiting] == [7] * 20
        for stream in streams:
            await stream.aclose()  # type: ignore[attr-defined]
        asked = source.asked
        await asyncio.sleep(0.1)
        assert source.asked <= asked + 1

    asyncio.run(listen())


def test_a_stream_ends_by_itself() -> None:
    async def listen() -> list[int]:
        return [look.revision async for look in Pulse(_Revisions(), every=0.01, life=0.05).looks("default")]

    assert asyncio.run(listen()) == [5]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer fm_wrong"}])
def test_notices_need_a_key(house: House, headers: dict[str, str]) -> None:
    assert client_of(house).get("/v1/stream", headers=headers).status_code == 401


def test_wrong_revisions_are_told(reader: TestClient) -> None:
    assert reader.get("/v1/stream?since=-1").status_code == 422
