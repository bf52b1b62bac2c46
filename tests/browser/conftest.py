"""A browser, and a real server with a small import for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from feedback_miner.bootstrap import House
from tests.api.house import bring, feedback_csv, open_test_house
from tests.api.serving import serve
from tests.browser.visits import chromium

#: quiet, and without calls of its own to the outside
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine. Playwright keeps an event loop running: it must not outlive these tests."""
    program = chromium()
    if program is None:
        missing = "There is no Chromium on PATH: the page is not tested in a browser."
        if os.environ.get("CI"):
            pytest.fail(missing + " CI needs one: `make browser`.")
        pytest.skip(missing)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """200 messages are in."""
    with open_test_house(tmp_path / "data") as house:
        bring(house, feedback_csv(200))
        yield house


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """Where the server is."""
    with serve(house) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A tab of its own. What it complains of, refused content included, fails the test."""
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1440, "height": 1000}) as context:
        tab = context.new_page()
        tab.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        yield tab
    assert complaints == []
