"""What the clients of `benchmark load` noted, and what it comes to."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Any

from scripts.tables import Grid

#: What 95 of 100 reads may take at most, in milliseconds.
MOST_MILLISECONDS = 200

#: How names of requests begin: what is read, what is written, and notices of change.
READ, WRITE, STREAM = "read", "write", "stream"


class Kind(StrEnum):
    """Kinds of lines that tests/load/locustfile.py notes."""

    ANSWER = "answer"
    UPLOADED = "uploaded"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    #: a correction or withdrawal without an answer
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Answer:
    """One request that was answered, or was not (status 0)."""

    name: str
    milliseconds: float
    status: int
    error: str

    @property
    def failed(self) -> bool:
        """Nothing but an answer, or to be asked to come later, is as it should be."""
        return not (200 <= self.status < 300 or self.status == HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True)
class Upload:
    """Messages that the service took in."""

    id: str
    connection: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class Log:
    """Everything that was noted."""

    answers: list[Answer] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    #: statement → the labels that were said last; None where they were withdrawn
    corrections: dict[int, Mapping[str, Any] | None] = field(default_factory=dict)


def read_log(path: Path) -> Log:
    """What was noted, in its order. A correction whose answer did not come leaves its statement out."""
    log, unsure = Log(), set()
    for line in path.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        match said["kind"]:
            case Kind.ANSWER:
                log.answers.append(Answer(said["name"], said["ms"], said["status"], said["error"]))
            case Kind.UPLOADED:
                log.uploads.append(Upload(said["id"], said["connection"], tuple(said["ids"])))
            case Kind.UNSURE:
                unsure.add(said["statement"])
            case Kind.CORRECTED | Kind.WITHDRAWN:
                log.corrections[said["statement"]] = said["labels"]
    for statement in unsure:
        log.corrections.pop(statement, None)
    return log


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    log: Log
    #: in words
    lost: Sequence[str]
    #: clients, time, database, machine
    conditions: str

    @property
    def whole(self) -> bool:
        """Nothing failed and nothing is lost. How fast it was is another question: machines are shared."""
        return not self.lost and not any(answer.failed for answer in self.log.answers)

    def markdown(self) -> str:
        """All of it."""
        failed = [answer for answer in self.log.answers if answer.failed]
        lines = [f"{self.conditions}.", "", self._table().markdown(), ""]
        lines.append(
            f"{len(self.log.answers):,} requests, {len(failed)} of them failed; {len(self.log.uploads):,} uploads and "
            f"{len(self.log.corrections):,} corrected statements looked for, {len(self.lost)} of them lost."
        )
        lines += [f"- {answer.name}: {answer.status} {answer.error}" for answer in failed[:10]]
        lines += [f"- {lost}" for lost in self.lost[:10]]
        return "\n".join(lines)

    def _table(self) -> Grid:
        by_name: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in self.log.answers:
            by_name[answer.name].append(answer)
        reads = [answer for answer in self.log.answers if answer.name.startswith(f"{READ} ")]
        rows = [_row(name, answers) for name, answers in sorted(by_name.items())]
        rows.append(_row("**all reads**", reads))
        columns = ("request", "answers", "median ms", "p95 ms", "most ms", "asked to come later", "failed")
        return Grid(columns, tuple(rows))


def _row(name: str, answers: Sequence[Answer]) -> tuple[str, ...]:
    taken = sorted(answer.milliseconds for answer in answers)
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else sum(taken)
    later = sum(answer.status == HTTPStatus.TOO_MANY_REQUESTS for answer in answers)
    mark = "" if name.strip("*") != "all reads" else " ✓" if p95 <= MOST_MILLISECONDS else " ✗"
    return (
        name,
        f"{len(answers):,}",
        f"{statistics.median(taken or [0]):,.0f}",
        f"{p95:,.0f}{mark}",
        f"{max(taken, default=0):,.0f}",
        f"{later:,}",
        f"{sum(answer.failed for answer in answers):,}",
    )
