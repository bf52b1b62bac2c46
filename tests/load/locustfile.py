"""What people and programs do at a service all day, for locust. `python -m scripts.benchmark load` starts it.

Every answer, and every write that the service took, is a line of JSON in the file that LOG_VARIABLE names.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any, TextIO

from locust import FastHttpUser, between, events, task
from locust.exception import StopUser

from scripts.benchmarking.load_results import READ, STREAM, WRITE, Kind

KEY_VARIABLE, LOG_VARIABLE = "FEEDBACK_MINER_LOAD_KEY", "FEEDBACK_MINER_LOAD_LOG"

#: Users who correct take different statements, so that it is known what the last one said.
_CORRECTORS = 16
#: Messages of an upload.
_ROWS = 20
#: Seconds that a client waits at most where it is asked to come later.
_PATIENCE = 10.0
_SAID = (
    "The card was declined at the till.",
    "Support answered within an hour, thank you!",
    "I wait for the refund since May.",
    "Setting it up took me five minutes.",
    "The app logs me out every day.",
    "Great value, I told my sister about it.",
)


def _open_log() -> TextIO:
    return Path(os.environ[LOG_VARIABLE]).open("a", encoding="utf-8", buffering=1)


_log = _open_log() if LOG_VARIABLE in os.environ else io.StringIO()
_numbers, _corrector_numbers = count(), count()


def _note(kind: Kind, **what: object) -> None:
    _log.write(json.dumps({"kind": kind, **what}) + "\n")


@events.request.add_listener  # type: ignore[untyped-decorator]
def _answered(
    name: str, response_time: float, response: Any = None, exception: BaseException | None = None, **_: object
) -> None:
    status = getattr(response, "status_code", 0) or 0
    _note(Kind.ANSWER, name=name, ms=round(response_time, 1), status=status, error=str(exception or "")[:200])


class Client(FastHttpUser):
    """Somebody with a key."""

    abstract = True
    wait_time = between(1, 4)
    network_timeout = connection_timeout = 60.0
    #: the key
    default_headers = {"Authorization": f"Bearer {os.environ.get(KEY_VARIABLE, '')}"}  # noqa: RUF012 - locust's

    def on_start(self) -> None:
        """Its own number and chance."""
        self.number = next(_numbers)
        self.chance = random.Random(self.number)

    def read(self, name: str, path: str) -> Any:
        """The answer, or None where there was none."""
        with self.client.get(path, name=f"{READ} {name}", catch_response=True) as answer:
            if answer.status_code == HTTPStatus.OK:
                return answer.json() if path.startswith("/v1/") else answer.text
            return self._missed(answer)

    def write(self, name: str, method: str, path: str, **body: Any) -> Any:
        """The answer, or None where nothing was taken."""
        with self.client.request(method, path, name=f"{WRITE} {name}", catch_response=True, **body) as answer:
            if answer.status_code in (HTTPStatus.OK, HTTPStatus.ACCEPTED):
                return answer.json()
            return self._missed(answer)

    def _missed(self, answer: Any) -> None:
        """Who is asked to come later comes later: that is no failure."""
        later = (answer.headers or {}).get("Retry-After")
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS and later:
            answer.success()
            time.sleep(min(float(later), _PATIENCE))


class Reader(Client):
    """Looks at maps, and at what is behind their numbers."""

    weight = 5

    @task(5)
    def look_at_the_map(self) -> None:
        """Of one of a few periods."""
        self.read("map", f"/v1/map?period={self.chance.choice((7, 30, 30, 30, 90))}d")

    @task(1)
    def filter_the_map(self) -> None:
        """By channel and plan."""
        self.read(
            "map, filtered", f"/v1/map?channel=email&segment.plan={self.chance.choice(('free', 'pro'))}"
        )

    @task(3)
    def read_statements(self) -> None:
        """The newest of a stage, and a page further."""
        found = self.read("statements", "/v1/statements?sentiment=negative")
        if found and found["next_cursor"]:
            self.read("statements", f"/v1/statements?sentiment=negative&cursor={found['next_cursor']}")

    @task(1)
    def look_at_the_page(self) -> None:
        """The one for people."""
        self.read("page", "/")

    @task(1)
    def ask_what_hurts(self) -> None:
        """Pain points with quotes."""
        self.read("pain points", "/v1/pain-points")

    @task(1)
    def look_at_imports(self) -> None:
        """What came in lately."""
        self.read("imports", "/v1/imports")


class Corrector(Client):
    """Corrects labels, and withdraws some corrections again."""

    weight = 2

    def on_start(self) -> None:
        """Takes a share of the statements that nobody else touches."""
        super().on_start()
        share = next(_corrector_numbers)
        if share >= _CORRECTORS:
            raise StopUser
        self.mine = [number for number in self._all() if number % _CORRECTORS == share]

    @task(4)
    def correct(self) -> None:
        """One statement."""
        sentiment = self.chance.randint(-10, 10) / 10
        labels = {"stage": "support", "touchpoint": "returns", "sentiment": sentiment, "emotions": ["anger"]}
        self._change("correction", "PUT", Kind.CORRECTED, json=labels)

    @task(1)
    def withdraw(self) -> None:
        """The model's labels count again."""
        self._change("withdrawal", "DELETE", Kind.WITHDRAWN)

    def _change(self, name: str, method: str, kind: Kind, **body: Any) -> None:
        if not self.mine:
            return
        statement = self.chance.choice(self.mine)
        answer = self.write(name, method, f"/v1/statements/{statement}/labels", **body)
        _note(kind if answer else Kind.UNSURE, statement=statement, labels=body.get("json"))

    def _all(self) -> Iterator[int]:
        found = self.read("statements", "/v1/statements?limit=200&period=90d")
        yield from (statement["id"] for statement in (found or {"items": []})["items"])


class Uploader(Client):
    """Uploads small files, and sends messages."""

    weight = 1

    @task(1)
    def upload(self) -> None:
        """A CSV."""
        ids = self._new_ids()
        table = io.StringIO(newline="")
        rows = csv.DictWriter(table, ("id", "text", "date", "customer"))
        rows.writeheader()
        rows.writerows(self._message(one) for one in ids)
        body, content_type = _form({"source": "review", "connection": "files"}, table.getvalue())
        answer = self.write(
            "upload", "POST", "/v1/imports", data=body, headers={"Content-Type": content_type}
        )
        self._sent(answer, "files", ids)

    @task(1)
    def send(self) -> None:
        """JSON."""
        ids = self._new_ids()
        body = {"connection": "calls", "items": [{**self._message(one), "source": "social"} for one in ids]}
        self._sent(self.write("messages", "POST", "/v1/feedback", json=body), "calls", ids)

    def _new_ids(self) -> list[str]:
        return [f"{self.number}-{next(_numbers)}" for _ in range(_ROWS)]

    def _message(self, one: str) -> dict[str, str]:
        when = datetime.now(UTC) - timedelta(minutes=self.chance.randrange(60 * 24 * 20))
        text = f"{self.chance.choice(_SAID)} {self.chance.choice(_SAID)} ({one})"
        customer = f"customer-{self.chance.randrange(500)}"
        return {"id": one, "text": text, "date": when.isoformat(timespec="seconds"), "customer": customer}

    def _sent(self, answer: Mapping[str, Any] | None, connection: str, ids: list[str]) -> None:
        if answer:
            _note(Kind.UPLOADED, id=answer["id"], connection=connection, ids=ids)


class Watcher(Client):
    """Has the page open: waits for notices, and reads the map again with each."""

    weight = 2

    @task
    def watch(self) -> None:
        """For half a minute or so."""
        until = time.monotonic() + self.chance.uniform(20, 40)
        with self.client.get(
            "/v1/stream", name=f"{STREAM} opened", stream=True, catch_response=True
        ) as answer:
            if answer.status_code != HTTPStatus.OK:
                self._missed(answer)
                return
            answer.success()
            while time.monotonic() < until and (line := answer.stream.readline(b"\n")):
                if line.startswith(b"event: changed"):
                    self.read("map", "/v1/map")
            answer.stream.release()


def _form(fields: Mapping[str, str], file: str) -> tuple[bytes, str]:
    """A multipart form whose last part is a CSV; and its type."""
    boundary = "feedback-miner-load"
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{said}' for name, said in fields.items()]
    head = 'Content-Disposition: form-data; name="file"; filename="load.csv"\r\nContent-Type: text/csv'
    parts.append(f"{head}\r\n\r\n{file}")
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
    return body.encode(), f"multipart/form-data; boundary={boundary}"
