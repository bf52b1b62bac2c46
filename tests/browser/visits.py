"""Bringing a browser into a state: signed in as whom it needs, on the page, with what is done there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.serving import serve
from tests.browser.furnished import Places, open_furnished_house
from tests.browser.states import State


def chromium() -> str | None:
    """The Chromium of this machine; None: only the one that Playwright may have brought."""
    return shutil.which("chromium") or shutil.which("google-chrome")


@dataclass(frozen=True)
class Visits:
    """Of one browser to one furnished house."""

    browser: Browser
    house: House
    places: Places
    #: where the server is
    address: str
    #: workspace and scope → who is signed in so
    _sessions: dict[tuple[str, Scope], StorageState] = field(default_factory=dict)

    @contextmanager
    def at(self, state: State, **looks: Any) -> Iterator[Page]:
        """The page in this state, in a window of its own. `looks`: as `Browser.new_context` takes them."""
        session = self._session(state.workspace, state.scope) if state.scope else None
        with self.browser.new_context(storage_state=session, reduced_motion="reduce", **looks) as context:
            page = context.new_page()
            state.before(page)
            answer = page.goto(self.address + self.places.address(state.path))
            assert answer is not None
            assert answer.status == state.status
            state.then(page)
            yield page

    def _session(self, workspace: str, scope: Scope) -> StorageState:
        """Of a browser that has signed in; each is made once."""
        if (workspace, scope) not in self._sessions:
            token = self.house.mining.doors.make_link(workspace, scope=scope)
            with self.browser.new_context() as context:
                context.request.get(f"{self.address}/sign-in?token={token}").dispose()
                self._sessions[workspace, scope] = context.storage_state()
        return self._sessions[workspace, scope]


@contextmanager
def visits_to_the_sample(model: str) -> Iterator[Visits]:
    """With a browser and a furnished house of their own, whose sample this model has read."""
    with (
        TemporaryDirectory() as data,
        open_furnished_house(Path(data), model=model) as (house, places),
        serve(house) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield Visits(browser, house, places, address)
        browser.close()
