"""A worker of the job engine (DBOS): the process beside `serve`, or one of its own, `feedback-miner worker`.

The engine keeps queues, restarts and the clock; what is durable of an import is its own rows. Any number of workers
share a database; what one leaves behind, others take over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, ScheduleInput
from sqlalchemy.exc import OperationalError

from feedback_miner.errors import Busy
from feedback_miner.jobs import insights, rescoring, workflows
from feedback_miner.jobs.engine_log import keep_brief
from feedback_miner.jobs.insights import INSIGHTS, Insights
from feedback_miner.jobs.rescoring import RESCORE_CHUNKS, RESCORES, RescoreRunner
from feedback_miner.jobs.slots import beating, holding, noted
from feedback_miner.jobs.workflows import CHUNKS, FEEDS, IMPORTS, UNDOS, FeedRunner, ImportRunner
from feedback_miner.ports import WorkerStore

#: Pending work of another version is stranded by the engine: this changes only when workflows change in kind.
VERSION = "3"
#: Seconds that what is under way may take to end when the worker is stopped; it is taken up again otherwise.
PATIENCE = 2
#: First passes, and chunks, that one process is at: while one chunk is scored, another one is read or written.
_FIRST_PASSES, _CHUNKS = 2, 2
#: Sources that are pulled at once: they wait for their places more than they work.
PULLS = 4
#: Pieces of work of which a worker remembers that it submitted them; one that is forgotten is submitted again.
_REMEMBERED = 2_000
#: Looks after which it forgets them all.
_FORGET_AFTER = 300


class Worker:
    """Runs what is submitted. What is submitted while it is not `running` is found in the database later."""

    def __init__(self, url: str, *, slot: str, slots: Path) -> None:
        self._url = url
        self.slot = slot
        self._slots = slots
        self._running = False
        self._looks = 0
        self._wake = Event()
        self._imported = Event()
        self._submitted: deque[tuple[str, str, str, int]] = deque(maxlen=_REMEMBERED)

    @contextmanager
    def running(
        self,
        runner: ImportRunner,
        feeds: FeedRunner,
        rescorings: RescoreRunner,
        looks: Insights,
        store: WorkerStore,
    ) -> Iterator[None]:
        """Runs the engine while the block lasts, beginning with what was left open.

        At the end a pull stops after its page; a chunk that takes longer than a moment is left, and carried again
        later. Raises SetupError where the slot is another's, and Busy where the database cannot be reached.
        """
        with holding(self.slot, store, self._slots) as mine:
            workflows.install(runner, feeds)
            rescoring.install(rescorings)
            insights.install(looks)
            self._launch_or_say_why()
            self._running = True
            try:
                with noted("tidying up"):
                    workflows.forget_failed()
                    runner.expire()
                with noted("a look for work"):
                    self._look(runner)
                with beating(
                    mine,
                    store,
                    wake=self._wake,
                    look=lambda: self._look(runner),
                    at_work=workflows.at_work,
                    take_over=workflows.take_over,
                ):
                    yield
            finally:
                self._running = False
                patience = 0
                try:
                    # Who waits for a pull that does not end would wait for ever.
                    patience = PATIENCE if feeds.stop() else 0
                finally:
                    DBOS.destroy(workflow_completion_timeout_sec=patience)

    def _look(self, runner: ImportRunner) -> None:
        """For what is left to do, whoever submitted it; now and then also for what this process submitted before."""
        self._looks += 1
        if self._looks % _FORGET_AFTER == 0:
            self._submitted.clear()
        runner.recover()
        rescoring.submit_open()
        if self._imported.is_set() and insights.submit_after_import():
            self._imported.clear()

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
        """Runs an import soon; the same attempt twice runs once."""
        self._submit(("import", workspace, import_id, attempt))

    def submit_undo(self, workspace: str, import_id: str) -> None:
        """Takes out what is left of an import soon."""
        self._submit(("undo", workspace, import_id, 0))

    def import_ended(self) -> None:
        """What waited for it is looked for at once, and what it brought finds its themes soon."""
        self._imported.set()
        self.wake()

    def wake(self) -> None:
        """Has it look at once for what others submitted."""
        self._wake.set()

    def _submit(self, work: tuple[str, str, str, int]) -> None:
        """Once is enough: what is left to do is looked up every other second."""
        if not self._running or work in self._submitted:
            return
        kind, workspace, import_id, attempt = work
        if kind == "import":
            workflows.submit_import(workspace, import_id, attempt)
        else:
            workflows.submit_undo(workspace, import_id)
        self._submitted.append(work)

    def _launch_or_say_why(self) -> None:
        try:
            self._launch()
        except OperationalError as error:
            DBOS.destroy()
            raise Busy("The database cannot be reached just now; try again in a moment.") from error

    def _launch(self) -> None:
        keep_brief()
        DBOS(config=self._config())
        DBOS.launch()
        DBOS.register_queue(IMPORTS, worker_concurrency=_FIRST_PASSES, polling_interval_sec=0.2)
        DBOS.register_queue(CHUNKS, worker_concurrency=_CHUNKS, polling_interval_sec=0.2)
        DBOS.register_queue(UNDOS, worker_concurrency=1, polling_interval_sec=0.5)
        DBOS.register_queue(RESCORES, worker_concurrency=PULLS, polling_interval_sec=1.0)
        DBOS.register_queue(RESCORE_CHUNKS, worker_concurrency=1, polling_interval_sec=0.5)
        DBOS.register_queue(FEEDS, worker_concurrency=PULLS, polling_interval_sec=1.0)
        DBOS.register_queue(INSIGHTS, worker_concurrency=1, polling_interval_sec=1.0)
        schedules = (
            ("expire-uploads", workflows.expire_uploads, "0 * * * *"),
            ("pull-due", workflows.pull_due, "* * * * *"),
            ("refresh-themes", insights.refresh_due_themes, "* * * * *"),
            ("watch-alerts", insights.watch_alerts, "*/5 * * * *"),
            ("forget-done", workflows.forget_done, "30 * * * *"),
        )
        DBOS.apply_schedules(
            [
                ScheduleInput(schedule_name=name, workflow_fn=workflow, schedule=cron)
                for name, workflow, cron in schedules
            ]
        )

    def _config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": "feedback-miner",
            "system_database_url": self._url,
            "executor_id": self.slot,
            "application_version": VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "enable_otlp": False,
        }
        if self._url.startswith("sqlite"):
            config["db_engine_kwargs"] = {"connect_args": {"timeout": 30}}
        return config
