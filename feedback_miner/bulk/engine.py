"""The processes of a Ray cluster as an engine of re-scoring.

Portions go out in waves: each is a folder of Parquet files, read, scored by one process a CPU, and written again by Ray
Data. What comes back is stored as if it had been scored here, so that a killed run goes on with the wave it was at.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ray
import ray.data
from ray.data.exceptions import ExecutionTimeoutError
from ray.exceptions import RayError

from feedback_miner.bulk.portions import Columns, read_answered, to_answered, to_messages, write_asked
from feedback_miner.domain import RescoredPortion, ScorablePortion
from feedback_miner.errors import SetupError

#: Versions of one wave: a wave starts the scorers anew, which takes seconds.
WAVE = 50_000
#: Versions that a scorer is given at once.
BATCH = 128
#: Bytes that Ray may hold texts in; what is more goes to its temporary folder.
OBJECT_STORE = 256 * 1024**2
#: Seconds without any result after which a wave has hung: Ray waits silently for CPUs that nobody has.
STALLED = 900.0


class RayEngine:
    """Scores portions on a cluster; satisfies `ports.RescoreEngine`."""

    def __init__(
        self, model: Path, folder: Path, *, address: str | None = None, stalled: float = STALLED
    ) -> None:
        """`model`: its folder; `folder`: a private one for the files. Both lie at the same path on every machine.

        `address` is that of a running cluster, such as 10.0.0.5:6379; None starts one here, reachable from here alone.
        """
        self._model = model
        self._folder = folder
        self._address = address
        self._stalled = stalled

    def scored(self, portions: Iterable[ScorablePortion]) -> Iterator[RescoredPortion]:
        """Each portion with its scores. Raises SetupError where the cluster has fewer than two CPUs, or hangs."""
        with _cluster(self._address) as cpus:
            for number, wave in enumerate(_waves(portions)):
                yield from self._wave(number, wave, cpus)

    def _wave(self, number: int, wave: Sequence[ScorablePortion], cpus: int) -> Iterator[RescoredPortion]:
        asked, answered = self._folder / f"asked-{number}", self._folder / f"answered-{number}"
        rows = write_asked(wave, asked)
        found: dict[int, RescoredPortion] = {}
        if rows:
            answered.mkdir(mode=0o700)
            self._score(asked, answered, rows, cpus)
            found = read_answered(answered)
        for portion in wave:
            done = found.get(portion.number, RescoredPortion(portion.number, ()))
            if {v.version_id for v in done.versions} != {v.version_id for v in portion.versions}:
                raise SetupError(
                    "The cluster did not score everything that it was given. Do all of its machines see this folder?",
                    where=str(self._folder),
                )
            yield done
        shutil.rmtree(asked)
        shutil.rmtree(answered, ignore_errors=True)

    def _score(self, asked: Path, answered: Path, rows: int, cpus: int) -> None:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        # Where CPUs are short it would wait for ever, and say nothing.
        context.execution_no_progress_timeout_s = self._stalled
        # What it would say of a failure may quote customers: it is said in words of ours.
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)
        try:
            _score_files(asked, answered, self._model, rows, cpus)
        except ExecutionTimeoutError:
            raise SetupError(
                f"The cluster gave no result for {self._stalled:.0f} s. Are there CPUs that nothing else uses?",
                where="engine",
            ) from None
        except RayError as error:
            raise SetupError(
                f"A process of the cluster failed ({type(error).__name__}). Are the model and the program the same on "
                "all of its machines?",
                where="engine",
            ) from None


class _Scorer:
    """A process of the cluster with a model of its own, on one thread."""

    def __init__(self, model: str) -> None:
        from feedback_miner.scoring.loading import load_scorer

        self._scorer = load_scorer(Path(model), threads=1)

    def __call__(self, asked: Columns) -> dict[str, Any]:
        return to_answered(asked, *self._scorer.score_with_vectors(to_messages(asked)))


def _score_files(asked: Path, answered: Path, model: Path, rows: int, cpus: int) -> None:
    # One CPU stays free for reading and writing: without it nobody would feed the scorers.
    scorers = max(1, min(cpus - 1, rows // BATCH))
    (
        # A portion is a file, a file a block, and a block one scorer's at a time.
        ray.data.read_parquet(str(asked), override_num_blocks=len(list(asked.iterdir())))
        .map_batches(
            _Scorer, fn_constructor_args=(str(model),), batch_size=BATCH, num_cpus=1, concurrency=scorers
        )
        .write_parquet(str(answered))
    )


@contextmanager
def _cluster(address: str | None) -> Iterator[int]:
    """A cluster while the block lasts; how many CPUs it has."""
    # Its sockets' paths must be short; what does not fit into its memory is written there, too.
    temporary = Path(tempfile.mkdtemp(prefix="fm-ray-"))
    here = {
        "num_cpus": max(2, os.cpu_count() or 2),
        "object_store_memory": OBJECT_STORE,
        "_node_ip_address": "127.0.0.1",
        "_temp_dir": str(temporary),
    }
    try:
        ray.init(
            address=address or "local",
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
            **({} if address else here),
        )
        cpus = int(ray.cluster_resources().get("CPU", 0))
        if cpus < 2:
            raise SetupError("The cluster has fewer than two CPUs: one reads while the other scores.")
        yield cpus
    except ConnectionError:
        raise SetupError(f"There is no Ray cluster at {address}.", where="address") from None
    finally:
        ray.shutdown()
        shutil.rmtree(temporary, ignore_errors=True)


def _waves(portions: Iterable[ScorablePortion]) -> Iterator[list[ScorablePortion]]:
    wave: list[ScorablePortion] = []
    versions = 0
    for portion in portions:
        wave.append(portion)
        versions += len(portion.versions)
        if versions >= WAVE:
            yield wave
            wave, versions = [], 0
    if wave:
        yield wave
