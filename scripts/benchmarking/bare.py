"""A scorer in a process of its own, without any database: what a worker is held against.

Run by itself (`python -m scripts.benchmarking.bare FOLDER`) it takes orders as lines of JSON, one after the other, and
answers each with a line: "ready", then "done". Both models and messages are there before it is ready.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

#: Messages are read from their raw text, or were read before.
PREPARE, SCORE = "prepare and score", "score"


@dataclass(frozen=True, slots=True)
class BareScorers:
    """Processes of one thread each."""

    processes: Sequence[subprocess.Popen[str]]

    def ready(self, texts: Sequence[str], way: str, chunk: int) -> None:
        """Gives each a share of the texts, to be scored in chunks of so many, and waits until all may begin."""
        n = len(self.processes)
        for number, process in enumerate(self.processes):
            self._tell(process, {"texts": texts[number::n], "way": way, "chunk": chunk})
        self._hear()

    def run(self) -> None:
        """Lets them begin, and waits until the last is done."""
        for process in self.processes:
            self._tell(process, "go")
        self._hear()

    def _tell(self, process: subprocess.Popen[str], order: object) -> None:
        into = cast(IO[str], process.stdin)
        into.write(json.dumps(order) + "\n")
        into.flush()

    def _hear(self) -> None:
        for process in self.processes:
            if not cast(IO[str], process.stdout).readline():
                raise SystemExit("a bare scorer has ended")


@contextmanager
def bare_scorers(folder: Path, number: int) -> Iterator[BareScorers]:
    """So many of them with the model of this folder, while the block lasts."""
    command = [sys.executable, "-m", __name__, str(folder)]
    with ExitStack() as stack:
        yield BareScorers(
            [
                stack.enter_context(
                    subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
                )
                for _ in range(number)
            ]
        )


def _main(folder: Path) -> None:
    from feedback_miner.domain import ScorableMessage
    from feedback_miner.scoring.loading import load_scorer
    from feedback_miner.text import EnglishPreparer

    scorer, preparer = load_scorer(folder, threads=1), EnglishPreparer()

    def prepared(texts: Sequence[str]) -> list[ScorableMessage]:
        return [
            ScorableMessage(one.text, "review", "", tuple((part.start, part.end) for part in one.statements))
            for one in preparer.prepare(texts, hints=[None] * len(texts))
        ]

    for line in sys.stdin:
        order = json.loads(line)
        texts, chunk = order["texts"], order["chunk"]
        chunks = [texts[start : start + chunk] for start in range(0, len(texts), chunk)]
        read = [prepared(texts) for texts in chunks] if order["way"] == SCORE else None
        print("ready", flush=True)
        sys.stdin.readline()
        for number, raw in enumerate(chunks):
            scorer.score(read[number] if read else prepared(raw))
        print("done", flush=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
