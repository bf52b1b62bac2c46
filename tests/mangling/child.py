"""Tries a range of variants in a process of its own: `python -m tests.mangling.child WHICH FIRST END FOLDER`.

A line of JSON for each: its story, how it ended, CPU seconds, and by how many MB the process was larger at its largest.
Ends at the first that is too slow or too large: what comes after would be blamed for it.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from tests.mangling.house import open_imports
from tests.mangling.originals import exports, originals
from tests.mangling.trial import Desk
from tests.mangling.variants import variants

#: CPU seconds of one variant.
LIMIT_SECONDS = 10
#: Megabytes that the process may grow by.
LIMIT_MEGABYTES = 1_000


class TooSlow(BaseException):
    """No handler of errors may catch it."""


def main(which: str, first: str, end: str, folder: str) -> None:
    """Writes the lines."""
    sound = exports() if which == "exports" else originals()
    signal.signal(signal.SIGPROF, _too_slow)
    with open_imports(Path(folder)) as (store, imports, runs):
        desk = Desk(store, imports, runs, Path(folder))
        at_first = _megabytes("VmRSS")
        _limit_memory()
        for variant in variants(sound, range(int(first), int(end))):
            began = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
            try:
                outcome = desk.try_out(variant)
            except TooSlow:
                outcome = f"WRONG: more than {LIMIT_SECONDS} s"
            except Exception as error:
                outcome = f"WRONG: {type(error).__name__}: {str(error)[:2_000]}"
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            seconds, grown = time.process_time() - began, _megabytes("VmHWM") - at_first
            print(json.dumps([variant.story, outcome, round(seconds, 3), round(grown)]), flush=True)
            if seconds > LIMIT_SECONDS or grown > LIMIT_MEGABYTES:
                return


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise TooSlow


def _limit_memory() -> None:
    """A variant that wants far more ends in a MemoryError, not with the machine."""
    most = int((_megabytes("VmSize") + 2 * LIMIT_MEGABYTES) * 1_048_576)
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _megabytes(line: str) -> float:
    """What Linux says of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(text.split()[1]) / 1_024 for text in status.splitlines() if text.startswith(line))


if __name__ == "__main__":
    main(*sys.argv[1:])
