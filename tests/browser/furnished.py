"""A house in which there is something of everything: what pages are looked at with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import Access, ImportState, Scope, StatementFilter, Tone
from feedback_miner.domain.team.actions import Action
from feedback_miner.domain.team.alerts import AlertRule, Direction, Each, Measure
from feedback_miner.domain.team.personas import Persona
from feedback_miner.mining import Question, Wish
from feedback_miner.mining.insights.notes import About
from feedback_miner.mining.insights.theme_reading import Wanted
from feedback_miner.sample import anchor_for, sample_actions, sample_files
from feedback_miner.settings import Settings
from tests.api.house import InlineJobs

#: workspaces: one that has everything, one that has nothing, one whose first file is half read
FULL, EMPTY, READING = "default", "empty", "reading"

#: of the sample, who wrote most often
_CUSTOMER = "noor.hashemian@example.org"
_QUARTER = Question(days=90)
_HOURLY = "0 * * * *"

#: nothing tells the day from the month, and either of two columns may be what people wrote
_UNCLEAR = (
    "Ref,When,Who,Likes and dislikes,Anything else to tell us,Score\n"
    "1,03/04/2026,ada@example.com,The card came two days late again,The agent was rude to me twice,2\n"
    "2,05/06/2026,bob@example.com,The app is quick and easy to use,I would recommend it to friends,7\n"
    "3,07/08/2026,eve@example.com,The top-up asked me twice for my PIN,The app asked me for my opinion,5\n"
)
_ROWS = (
    "id,date,customer,channel,comment\n"
    "w1,{0},ada@example.com,chat,The transfer was there within a minute.\n"
    "w2,yesterday-ish,bob@example.com,chat,The app logs me out every morning.\n"
    "w3,{0},eve@example.com,chat,\n"
    "w4,31/31/2026,joe@example.com,chat,Nobody answers the phone at the weekend.\n"
)


@dataclass(frozen=True, slots=True)
class Places:
    """What the addresses of states are filled in with."""

    theme: int
    delight: int
    #: corrected by a person
    comment: int
    customer: str
    action: str
    alert: str
    #: imports
    done: str
    rejected: str
    undone: str
    asks: str
    #: of the workspace READING
    running: str

    def address(self, path: str) -> str:
        """A path, its names filled in."""
        return path.format(**asdict(self))


class HalfDone(InlineJobs):
    """Carries imports out where they are submitted; in READING their first chunk alone."""

    def submit_import(self, workspace: str, import_id: str, *, attempt: int) -> None:
        """Done, or under way, when it returns."""
        if workspace == READING:
            self.runs.carry(workspace, import_id, self.runs.begin(workspace, import_id)[0])
        else:
            super().submit_import(workspace, import_id, attempt=attempt)


@contextmanager
def open_furnished_house(folder: Path, *, model: str) -> Iterator[tuple[House, Places]]:
    """The sample, read by a shipped model, and what a team has made of it.

    Nothing in it may be changed: it is built once for all who look.
    """
    settings, jobs = Settings(data_dir=folder, model=model, chunk_rows=64), HalfDone()
    with open_house(settings, jobs) as house:
        jobs.runs = house.mining.runs
        for workspace in (EMPTY, READING):
            house.mining.doors.open_workspace(workspace, time_zone="UTC")
        yield house, _furnish(house)


def _furnish(house: House) -> Places:
    last_day = anchor_for(datetime.now(UTC).date())
    files = {file.name: file for file in sample_files(last_day)}
    imports = {
        file.name: _bring(house, FULL, file.name, file.content, *file.overrides) for file in files.values()
    }
    asks = _bring(house, FULL, "feedback-form.csv", _UNCLEAR.encode())
    columns = ("id=id", "date=date", "customer=customer", "channel=channel", "text=comment")
    rejected = _bring(house, FULL, "weekend.csv", _ROWS.format(last_day).encode(), *columns)
    undone = _bring(house, FULL, "wrong-file.csv", _ROWS.format(last_day).replace("w", "x").encode())
    house.mining.imports.undo(FULL, undone)
    running = _bring(house, READING, "tickets.csv", files["tickets.csv"].content)
    house.mining.themes.refresh(FULL)
    house.mining.alerts.look(FULL)
    theme, delight = (
        house.mining.theme_reading.list(FULL, _QUARTER, Wanted(tone=tone)).themes[0].theme.id
        for tone in (Tone.PAIN, Tone.DELIGHT)
    )
    _write_down(house, theme, last_day)
    comment = _judge(house)
    _add_sources(house, last_day)
    _add_keys(house)
    places = Places(
        theme=theme,
        delight=delight,
        comment=comment,
        customer=house.mining.customers.lookup(FULL, _CUSTOMER),
        action=house.mining.actions.all(FULL)[-1].id,
        alert=house.mining.alerts.all(FULL)[0].id,
        done=imports["tickets.csv"],
        rejected=rejected,
        undone=undone,
        asks=asks,
        running=running,
    )
    _check(house, places)
    return places


def _bring(house: House, workspace: str, file: str, content: bytes, *overrides: str) -> str:
    wish = Wish(overrides=overrides)
    return house.mining.imports.submit(workspace, file=file, blocks=[content], wish=wish).id


def _write_down(house: House, theme: int, last_day: date) -> None:
    """What a team plans, did, and knows."""
    mining = house.mining
    shorter = Action(
        "",
        "Agents see the whole conversation",
        last_day - timedelta(days=33),
        stage="support",
        touchpoint="support",
        owner="Service",
    )
    fresh = Action("", "Status page for delayed cards", last_day - timedelta(days=2), theme=theme)
    for action in (*sample_actions(last_day), shorter, fresh):
        mining.actions.add(FULL, action)
    for persona in (
        Persona(
            "plus",
            "Plus members",
            goal="Travel without fees",
            sketch="Pay monthly.",
            segments={"Plan": "Plus"},
        ),
        Persona("ireland", "Irish customers", segments={"Country": "Ireland"}),
        Persona("by-mail", "Those who write e-mails", goal="An answer the same day", channel="email"),
    ):
        mining.segments.save(FULL, persona)
    mining.notes.add(FULL, About(theme=theme), "The partner confirmed the outage.", by="Ana")
    mining.notes.add(FULL, About(stage="onboarding"), "A new flow is planned for spring.")
    mining.priorities.rate(FULL, "onboarding", "account", 4)
    mining.alerts.put_rule(
        FULL,
        AlertRule(
            "channels", "Sentiment falls on a channel", Measure.SENTIMENT, Direction.DOWN, Each.CHANNEL
        ),
    )


def _judge(house: House) -> int:
    """A label corrected, a voice approved; the id of the comment that was corrected."""
    access = Access(FULL, Scope.WRITE, "key_team")
    where = StatementFilter(stages=("onboarding",))
    first = house.mining.maps.statements(FULL, Question(), where, cursor=None, limit=1).items[0]
    house.mining.corrections.correct(access, first.id, replace(first.labels, touchpoint="setup"))
    for voice in house.mining.voices.waiting(FULL, _QUARTER, limit=1):
        house.mining.voices.decide(access, voice.statement.id, approved=True)
    return first.id


def _add_sources(house: House, last_day: date) -> None:
    """One that brings, one that fails, one that is paused."""
    inbox = house.settings.inbox / FULL / "exports"
    inbox.mkdir(parents=True)
    file = inbox / "monday.csv"
    file.write_text(_ROWS.format(last_day).replace("w", "y"))
    an_hour_ago = datetime.now(UTC).timestamp() - 3600
    os.utime(file, (an_hour_ago, an_hour_ago))
    feeds = house.mining.feeds
    feeds.add(FULL, name="exports", kind="folder", options={"folder": "exports"}, schedule=_HOURLY)
    # nobody listens there
    feeds.add(FULL, name="news", kind="rss", options={"url": "http://127.0.0.1:9/news.xml"}, schedule=_HOURLY)
    feeds.add(FULL, name="forum", kind="discourse", options={"server": "https://community.example.com"})
    feeds.pull(FULL, "exports")
    for _ in range(3):
        feeds.pull(FULL, "news")
    feeds.pause(FULL, "forum")


def _add_keys(house: House) -> None:
    """For two programs; one is revoked."""
    house.mining.doors.make_key(FULL, name="Nightly export", scope=Scope.READ)
    old = house.mining.doors.make_key(FULL, name="Old help desk", scope=Scope.WRITE)
    house.mining.doors.revoke_key(FULL, old.key.id)


def _check(house: House, places: Places) -> None:
    """Nobody would notice on a picture that a state is another one."""
    imports = house.mining.imports
    states = {
        places.done: ImportState.DONE,
        places.rejected: ImportState.DONE,
        places.undone: ImportState.UNDONE,
        places.asks: ImportState.NEEDS_MAPPING,
    }
    for import_id, state in states.items():
        assert imports.get(FULL, import_id).state is state, import_id
    report = imports.get(FULL, places.rejected).report
    assert report.rejected == 2, report
    assert imports.get(READING, places.running).state is ImportState.RUNNING
    assert house.mining.feeds.get(FULL, "news").alert
    assert house.mining.alerts.all(FULL)
