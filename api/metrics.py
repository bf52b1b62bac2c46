"""Measurements for Prometheus: requests by route template, and imports under way. Nothing of customers is in them."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedback_miner.domain import Import, ImportState

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_OPEN = (ImportState.QUEUED, ImportState.NEEDS_MAPPING, ImportState.RUNNING)


class Metrics:
    """The measurements of one app, in a registry of their own."""

    def __init__(self, open_imports: Callable[[], Sequence[Import]]) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "feedback_miner_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "feedback_miner_request_seconds",
            "Seconds until an answer began.",
            ["method", "route"],
            registry=self.registry,
        )
        self.registry.register(_OpenImports(open_imports))


class _OpenImports(Collector):
    """Looked up when it is asked for, so that it is true after a restart too."""

    def __init__(self, open_imports: Callable[[], Sequence[Import]]) -> None:
        self._open_imports = open_imports

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return [self._family()]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        family, found = self._family(), Tally(job.state for job in self._open_imports())
        for state in _OPEN:
            family.add_metric([state.value], found[state])
        return [family]

    def _family(self) -> GaugeMetricFamily:
        return GaugeMetricFamily("feedback_miner_imports_open", "Imports under way.", labels=["state"])


class Measured:
    """Counts every request and times it until its answer begins: streams do not end."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(scope, message["status"], perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, counting)
        except Exception:
            self._count(scope, 500, perf_counter() - began)
            raise

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = getattr(scope.get("route"), "path", "unknown")
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
