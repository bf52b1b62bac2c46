"""Pictures of the first page for the documentation: the sample, the shipped model, a real server and browser.

python -m scripts.screenshots --output docs
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

#: seconds until the sample has been read, at the latest
PATIENCE = 300.0

_LINK = re.compile(r"(http://\S+)/sign-in\?token=\S+")
_ENDED_OTHERWISE = {"failed", "cancelled", "needs_mapping"}
_SERVE = "from feedback_miner.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, and how the browser looks at the page."""

    file: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    #: device pixels a CSS pixel
    scale: int = 1
    #: the part of the page that the picture ends below; None: at the window's end
    until: str | None = None


PICTURES = (
    Picture("map-light.png", 1440, 900, until=".lane.pains"),
    Picture("map-dark.png", 1440, 900, "dark", until=".lane.pains"),
    Picture("map-phone.png", 390, 844, scale=2, until=".numbers-nav"),
)


def main() -> None:
    """Serves the sample, waits until it is read, and takes the pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--output", type=Path, default=Path("docs"), help="folder of the pictures")
    folder: Path = asked.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data, serving(Path(data)) as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        session = browser.new_context()
        base = _sign_in(session, link)
        _wait_for_imports(session, base)
        for picture in PICTURES:
            size = _take(browser, session, base, picture, folder / picture.file)
            print(f"{folder / picture.file}: {size / 1000:.0f} kB")
        browser.close()


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The server with the sample, on a free port; gives the sign-in link that it prints."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", _SERVE, "serve", "--port", str(port), "--sample", "--link"]
    environment = {**os.environ, "FEEDBACK_MINER_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            assert server.stdout is not None  # noqa: S101 - asked for above
            said = (found[0] for line in server.stdout if (found := _LINK.search(line)))
            link = next(said, None)
            if link is None:
                sys.exit("The server ended before it printed a sign-in link: see above.")
            yield link
        finally:
            server.terminate()


def _sign_in(session: BrowserContext, link: str) -> str:
    """Uses the link up as soon as the server listens; gives the server's address."""
    page = session.new_page()
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            page.goto(link)
        except Error as error:
            if "ERR_CONNECTION_REFUSED" not in error.message or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            page.close()
            return link.partition("/sign-in")[0]


def _wait_for_imports(session: BrowserContext, base: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        states = {one["state"] for one in session.request.get(f"{base}/v1/imports").json()["items"]}
        if states == {"done"}:
            return
        if states & _ENDED_OTHERWISE or time.monotonic() > deadline:
            sys.exit(f"The sample was not read: its imports are {', '.join(sorted(states))}.")
        time.sleep(0.5)


def _take(browser: Browser, session: BrowserContext, base: str, picture: Picture, file: Path) -> int:
    """Takes one picture; gives its size in bytes."""
    with browser.new_context(
        storage_state=session.storage_state(),
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        device_scale_factor=picture.scale,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.goto(base)
        page.locator('#live[data-state="on"]').wait_for()
        height = picture.height
        if picture.until:
            height = page.locator(picture.until).first.evaluate("part => part.getBoundingClientRect().bottom")
        page.set_viewport_size({"width": picture.width, "height": int(height)})
        return len(page.screenshot(path=file))


def _chromium() -> str | None:
    """The Chromium of this machine; None: the one that Playwright brought."""
    return shutil.which("chromium") or shutil.which("google-chrome")


if __name__ == "__main__":
    main()
