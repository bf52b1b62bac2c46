"""What the page costs on the way to the browser, and that notices of change are not held back on it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from http.client import HTTPMessage
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.house import bring, feedback_csv, key_of, open_test_house
from tests.api.serving import serve


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """200 messages are in."""
    with open_test_house(tmp_path_factory.mktemp("wire")) as house:
        bring(house, feedback_csv(200))
        yield house


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    with serve(house) as address:
        yield address


@pytest.fixture
def browser_headers(house: House) -> Mapping[str, str]:
    """As a browser asks, but for the key."""
    return key_of(house, Scope.READ) | {"Accept-Encoding": "gzip, deflate, br"}


def fetch(url: str, headers: Mapping[str, str]) -> tuple[HTTPMessage, bytes]:
    """Headers and body as they travelled."""
    with urlopen(Request(url, headers=dict(headers)), timeout=20) as answer:
        return answer.headers, answer.read()


def test_page_and_files_travel_compressed(address: str, browser_headers: Mapping[str, str]) -> None:
    headers, body = fetch(f"{address}/", browser_headers)
    assert headers["content-encoding"] == "gzip"
    page = gzip.decompress(body).decode()
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert {part.rpartition(".")[2].partition("?")[0] for part in parts} == {"css", "js", "svg"}
    for part in parts:
        headers, body = fetch(address + part, browser_headers)
        assert headers["content-encoding"] == "gzip"
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert gzip.decompress(body) == fetch(address + part, {})[1]


@pytest.mark.parametrize("name", ["page.css", "page+drawer.css?v=0123456789ab"])
def test_a_file_of_another_version_is_asked_for_again(address: str, name: str) -> None:
    headers, body = fetch(f"{address}/static/{name}", {})
    assert headers["cache-control"] == "no-cache"
    assert body


@pytest.mark.parametrize(
    "name", ["page+page.css", "page+nothing.css", "page+mark.svg", "page", "..%2Fmain.py", "+.js"]
)
def test_no_other_file_is_given(address: str, name: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        fetch(f"{address}/static/{name}", {})


def test_who_takes_no_gzip_gets_none(address: str, house: House) -> None:
    headers, body = fetch(f"{address}/", key_of(house, Scope.READ))
    assert headers["content-encoding"] is None
    assert body.startswith(b"<!doctype html>")


def test_notices_of_change_are_not_compressed(address: str, browser_headers: Mapping[str, str]) -> None:
    with urlopen(Request(f"{address}/v1/stream", headers=dict(browser_headers)), timeout=20) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["content-encoding"] is None
        assert stream.readline().startswith(b"id:")
