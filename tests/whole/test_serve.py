"""`feedback-miner serve --sample` as `make run` starts it: a map behind the printed link, and a clean end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.processes import free_port

pytestmark = pytest.mark.slow

LINK = re.compile(r"http://127\.0\.0\.1:\d+/sign-in\?token=\S+")
PATIENCE = 240.0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = "from feedback_miner.cli import main; main()"
    environment = {**os.environ, "FEEDBACK_MINER_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--port", str(free_port()), "--sample", "--link"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def get(browser: OpenerDirector, url: str) -> Any:
    with browser.open(url, timeout=30) as answer:
        return json.load(answer)


def sign_in(browser: OpenerDirector, link: str) -> bytes | None:
    """The page behind the link, or None where the server does not listen yet."""
    try:
        with browser.open(link, timeout=30) as answer:
            return bytes(answer.read())
    except HTTPError:
        raise
    except URLError:
        return None


def test_the_sample_tells_its_story_behind_the_printed_link(served: subprocess.Popen[str]) -> None:
    assert served.stdout
    link = next(found[0] for line in served.stdout if (found := LINK.search(line)))
    base = link.partition("/sign-in")[0]
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    deadline = time.monotonic() + PATIENCE
    page = None
    while page is None and time.monotonic() < deadline:
        page = sign_in(browser, link)
    assert page
    assert b"<main" in page

    states: set[str] = set()
    while states != {"done"} and time.monotonic() < deadline:
        states = {one["state"] for one in get(browser, f"{base}/v1/imports")["items"]}
        time.sleep(0.5)
    journey = get(browser, f"{base}/v1/map?period=30d")
    assert journey["coverage"]["items"] > 200
    assert journey["lowest"] == "onboarding"
    before = get(browser, f"{base}/v1/map?period=28d&to={journey['compared']['to']}")
    onboarding = {stage["key"]: stage for stage in journey["stages"]}["onboarding"]
    earlier = {stage["key"]: stage for stage in before["stages"]}["onboarding"]
    assert onboarding["sentiment"] < earlier["sentiment"]

    served.send_signal(signal.SIGTERM)
    assert served.wait(20) == 0
