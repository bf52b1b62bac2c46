"""The report: one page that holds everything, and lets nothing out or in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from tests.api.conftest import client_of
from tests.api.house import bring

SERVICE = "https://feedback.example.com/team"

EVIL = '<img src="https://evil.example/x.png" onerror="alert(1)">'
EVIL_CSV = "id,date,comment,customer,channel,nps,plan\n" + "".join(
    f'{n},2026-03-0{1 + n % 5},"The agent {EVIL.replace(chr(34), chr(34) * 2)} & nobody helped",{n},web,3,'
    '"<script>alert(1)</script>"\n'
    for n in range(40)
)


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attributes:
            loading = name in ("src", "srcset", "background", "data", "action") or name.startswith("on")
            if name == "href":
                self.links.append(value or "")
            elif loading or "url(" in (value or ""):
                self.loads.append(value or "")


def test_it_holds_everything_and_loads_nothing(reader: TestClient) -> None:
    answer = reader.get("/v1/report", params={"period": "400d"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    found = Tags(answer.text)
    assert not found.tags & {"script", "img", "link", "svg", "iframe", "form", "object", "style"}
    assert (found.loads, found.links) == ([], [])
    for heading in ("How they felt", "What hurts most", "What delights", "What changed", "How sure this is"):
        assert f"{heading}" in answer.text


def test_it_says_what_the_map_says(reader: TestClient) -> None:
    asked = {"period": "400d"}
    whole = reader.get("/v1/map", params=asked).json()
    page = reader.get("/v1/report", params=asked).text
    assert (
        f"{whole['overall']['statements']:,} comments of {whole['overall']['customers']:,} customers" in page
    )
    for stage in whole["stages"]:
        assert stage["name"] in page


def test_with_an_address_each_number_leads_to_its_statements(reader: TestClient) -> None:
    page = reader.get("/v1/report", params={"period": "400d", "service": SERVICE}).text
    links = re.findall(r'<a href="([^"]+)"[^>]*>([\d,]+)(?: comments?)?</a>', page)
    assert len(links) > 5
    for address, number in links:
        assert address.startswith(f"{SERVICE}/v1/statements?")
        path = address.removeprefix(SERVICE).replace("&amp;", "&")
        found = reader.get(f"{path}&limit=200").json()
        counted = len(found["items"])
        while found["next_cursor"]:
            found = reader.get(f"{path}&limit=200&cursor={found['next_cursor']}").json()
            counted += len(found["items"])
        assert f"{counted:,}" == number, path


def test_what_customers_write_stays_text(house: House, admin: TestClient) -> None:
    bring(house, EVIL_CSV.encode())
    answer = admin.get("/v1/report", params={"segment.Plan": "<script>alert(1)</script>", "service": SERVICE})
    assert answer.status_code == 200
    found = Tags(answer.text)
    assert not found.tags & {"script", "img"}
    assert all(link.startswith(SERVICE) for link in found.links)
    assert "&lt;script&gt;alert" in answer.text


@pytest.mark.parametrize(
    "service", ["javascript:alert(1)", "ftp://x", "https://x/?a=1", 'https://x"onmouseover=', "//x"]
)
def test_an_address_that_is_none_is_refused(reader: TestClient, service: str) -> None:
    assert reader.get("/v1/report", params={"service": service}).status_code == 422


def test_who_may_not_read_gets_nothing(house: House) -> None:
    assert client_of(house).get("/v1/report").status_code == 401


def test_an_empty_workspace_has_a_report_too(admin: TestClient) -> None:
    answer = admin.get("/v1/report")
    assert answer.status_code == 200
    assert "No comments in this period." in answer.text
