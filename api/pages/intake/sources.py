"""The page of sources and jobs as text: what is pulled, how well, and what is under way. No storage, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from api.pages.chrome import Chrome
from api.pages.environment import template
from api.pages.form import Form, given
from api.pages.intake.fields import STATES
from api.pages.moments import moments, time_left
from feedback_miner.domain import Event, EventKind, Feed, Job, JobKind, WorkerSlot

#: kinds of sources, in words
KINDS: Mapping[str, str] = {
    "app-store": "App Store",
    "bluesky": "Bluesky",
    "discourse": "Discourse",
    "folder": "Watched folder",
    "google-play": "Google Play",
    "hook": "Signed hook",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
    "rss": "RSS or Atom",
    "x": "X",
    "youtube": "YouTube",
    "zendesk": "Zendesk",
}
#: of the form of a new source
FIELDS = ("name", "kind", "options", "schedule", "since")

_JOBS = {
    JobKind.IMPORT: "Import",
    JobKind.UNDO: "Undo of an import",
    JobKind.RESCORE: "Labels anew, by another model",
    JobKind.PULL: "Pull",
}
_EVENTS = {
    EventKind.SOURCE_FAILING: "Source fails",
    EventKind.SOURCE_RECOVERED: "Source works again",
    EventKind.ALERT_BEGAN: "Alert began",
    EventKind.ALERT_ENDED: "Alert is over",
}
_WORDS_OF_STATES = {state.value: words for state, words in STATES.items()} | {"running": "Under way"}


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source, and how it is."""

    feed: Feed
    kind: str
    #: "works", "fails", "waits", "paused" or "pulling": its class
    state: str
    words: str
    #: whether it may be pulled by hand just now
    ready: bool


@dataclass(frozen=True, slots=True)
class JobRow:
    """A piece of work, and how far it is."""

    job: Job
    kind: str
    state: str
    #: the page of what it works on
    url: str | None
    left: str | None


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """Everything that the page shows."""

    feeds: tuple[Feed, ...]
    jobs: tuple[Job, ...]
    workers: tuple[WorkerSlot, ...]
    events: tuple[Event, ...]
    now: datetime
    form: Form
    chrome: Chrome


def render_sources(view: SourcesPage) -> str:
    """The page at `/sources`."""
    return template("sources.html").render(
        view=view,
        chrome=view.chrome,
        form=view.form,
        cards=[_card(feed, view.now) for feed in view.feeds],
        jobs=[_row(job) for job in view.jobs],
        events=_EVENTS,
        kinds=sorted(KINDS.items(), key=lambda pair: pair[1].casefold()),
        moment=moments(view.chrome.workspace),
    )


def feed_body(said: Mapping[str, str]) -> dict[str, object]:
    """What the form of a new source says, as the API takes it; options are lines `name = value`."""
    options = {}
    for line in said.get("options", "").splitlines():
        name, _, value = line.partition("=")
        if name.strip():
            options[name.strip()] = value.strip()
    return {**given(said, ("name", "kind", "schedule", "since")), "options": options}


def _card(feed: Feed, now: datetime) -> SourceCard:
    state, words = _state(feed, now)
    ready = not feed.sends and state != "pulling" and (feed.rest_until is None or feed.rest_until <= now)
    return SourceCard(feed, KINDS.get(feed.kind, feed.kind), state, words, ready)


def _state(feed: Feed, now: datetime) -> tuple[str, str]:
    if feed.held_until is not None and feed.held_until > now:
        return "pulling", "Being pulled"
    if feed.paused:
        return "paused", "Paused"
    if feed.alert:
        return "fails", f"Fails, {feed.failures} times in a row"
    if feed.failures:
        return "fails", "Failed the last time"
    if feed.rest_until is not None and feed.rest_until > now:
        return "waits", "Asked to wait"
    if feed.sends:
        return "works", "Takes what is sent"
    return ("works", "Works") if feed.pulled_at else ("waits", "Not pulled yet")


def _row(job: Job) -> JobRow:
    is_import = job.kind in (JobKind.IMPORT, JobKind.UNDO)
    return JobRow(
        job=job,
        kind=_JOBS[job.kind],
        state=_WORDS_OF_STATES.get(job.state, job.state.replace("_", " ").capitalize()),
        url=f"/imports/{job.id}" if is_import else None,
        left=time_left(job.progress.seconds_left) if job.progress else None,
    )
