"""What workers are given to carry out in these tests: they note what they were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Condition, Event, Lock

from feedback_miner.domain import Feed, Rescore
from feedback_miner.errors import Busy, NotFound
from feedback_miner.jobs import Insights

#: Seconds within which what must happen happens, on whatever machine.
SOON = 60.0


class Notes:
    """What happened, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._changed = Condition()

    def add(self, word: str) -> None:
        """Something happened."""
        with self._changed:
            self.said.append(word)
            self._changed.notify_all()

    def until(self, holds: Callable[[list[str]], bool]) -> None:
        """Waits until that holds of what happened."""
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self.said), SOON), self.said


class Runner:
    """Imports of so many chunks."""

    def __init__(self, **chunks: int) -> None:
        self.chunks = chunks
        self.begun: list[str] = []
        self.carried: list[str] = []
        self.undone: list[str] = []
        self.troubles: list[str] = []
        self.busy = 0
        self.looked = 0
        #: a chunk ends when this is set
        self.may_end = Event()
        self.may_end.set()
        self.left_open: Callable[[], object] = lambda: None
        self._changed = Event()
        self._lock = Lock()

    def begin(self, workspace: str, import_id: str) -> Sequence[int]:
        self._note(self.begun, import_id)
        return range(self.chunks[import_id])

    def carry(self, workspace: str, import_id: str, number: int) -> None:
        with self._lock:
            if self.busy:
                self.busy -= 1
                raise Busy("The database is busy.")
        self._note(self.carried, f"{import_id}/{number}")
        self.may_end.wait(SOON)

    def undo_rest(self, workspace: str, import_id: str) -> None:
        self._note(self.undone, import_id)

    def note_retry(self, workspace: str, import_id: str, trouble: str) -> None:
        self._note(self.troubles, trouble)

    def recover(self) -> int:
        self.looked += 1
        self.left_open()
        return 0

    def expire(self) -> int:
        return 0

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits until it holds, looking again with each thing that happens."""
        while True:
            self._changed.clear()
            if holds():
                return
            assert self._changed.wait(SOON), "it did not happen"

    def _note(self, where: list[str], what: str) -> None:
        with self._lock:
            where.append(what)
        self._changed.set()


class NoFeeds:
    """No source is ever due."""

    def due(self) -> list[Feed]:
        return []

    def pull_due(self, workspace: str, name: str) -> object:
        raise AssertionError(f"{workspace}/{name} is not due")

    def stop(self) -> bool:
        return True


class NoRescorings:
    """Nothing is ever scored anew."""

    model = "light/1"

    def unfinished(self) -> list[Rescore]:
        return []

    def get(self, workspace: str, rescore_id: str) -> Rescore:
        raise NotFound(rescore_id)

    def chunks_left(self, workspace: str, rescore_id: str) -> list[int]:
        raise NotFound(rescore_id)

    def carry_chunk(self, workspace: str, rescore_id: str, number: int) -> Rescore:
        raise NotFound(rescore_id)

    def finish(self, workspace: str, rescore_id: str) -> Rescore:
        raise NotFound(rescore_id)

    def note_retry(self, workspace: str, rescore_id: str, trouble: str) -> None:
        raise NotFound(rescore_id)

    def fail(self, workspace: str, rescore_id: str, error: str) -> Rescore:
        raise NotFound(rescore_id)


class NoThemes:
    """Everything has been looked at."""

    def due(self) -> list[str]:
        return []

    def has_more(self, workspace: str) -> bool:
        return False

    def is_disturbed(self, workspace: str) -> bool:
        return False

    def refresh_portion(self, workspace: str) -> object:
        raise NotFound(workspace)


class NoAlerts:
    """Nothing is watched."""

    def look(self, workspace: str) -> object:
        return None


def no_insights() -> Insights:
    """Nothing to be looked at."""
    return Insights(NoThemes(), NoAlerts(), list)
