"""The web in front of a real house. Houses that tests only read are built once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.house import bring, feedback_csv, key_of, open_test_house


def client_of(house: House, scope: Scope | None = None, *, workspace: str = "default") -> TestClient:
    """A client with a key of this scope, or with none. A crash of the service is an answer here too."""
    client = TestClient(create_app(house), raise_server_exceptions=False, base_url="http://service.test")
    client.headers.update(key_of(house, scope, workspace=workspace) if scope else {})
    return client


@pytest.fixture(scope="session")
def read_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """200 messages in; nothing may be changed."""
    with open_test_house(tmp_path_factory.mktemp("house")) as house:
        bring(house, feedback_csv(200))
        yield house


@pytest.fixture(scope="session")
def reader(read_house: House) -> TestClient:
    """Reads the 200 messages."""
    return client_of(read_house, Scope.READ)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty house of one's own."""
    with open_test_house(tmp_path / "data") as house:
        yield house


@pytest.fixture
def admin(house: House) -> TestClient:
    """May do everything in the empty house."""
    return client_of(house, Scope.ADMIN)
