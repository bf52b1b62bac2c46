"""Sources in a file: what is new is added, what differs is changed, what is not in it is left alone and named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import Feed
from feedback_miner.errors import FeedbackMinerError, FileError, QueryError
from feedback_miner.mining import FeedPlan, write_feed_file
from feedback_miner.mining.feed_files import MAX_FILE, read_feed_file
from tests.feeds.desk import NOON, Desk
from tests.feeds.places import Place
from tests.feeds.rss_place import RssFeed
from tests.feeds.scripted import Scripted, page

BLOG = """
[sources.blog]
kind = "rss"
schedule = "*/15 * * * *"
[sources.blog.options]
url = "http://127.0.0.1:9/feed"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(BLOG)
    return path


def applied(desk: Desk, file: Path) -> FeedPlan:
    plan = desk.feeds.plan("w", file)
    desk.feeds.apply(plan)
    return plan


def actions(plan: FeedPlan) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {step.feed.name: (step.action, step.changes) for step in plan.steps}


def test_a_file_is_applied_once_and_then_is_what_stands(desk: Desk, file: Path) -> None:
    assert actions(desk.feeds.plan("w", file)) == {"blog": ("add", ())}
    assert desk.feeds.all("w") == [], "a plan does nothing"
    applied(desk, file)
    blog = desk.feeds.get("w", "blog")
    assert (blog.kind, blog.schedule, blog.time_zone, blog.due_at) == ("rss", "*/15 * * * *", "UTC", NOON)
    assert actions(applied(desk, file)) == {"blog": ("keep", ())}
    assert desk.feeds.get("w", "blog") == blog


def test_what_is_not_in_the_file_is_left_alone_and_named(desk: Desk, place: Place, file: Path) -> None:
    stands = desk.add(place)
    assert applied(desk, file).left_alone == ("talk",)
    assert desk.feeds.get("w", "talk") == stands


def test_another_schedule_changes_and_pulls_nothing_again(desk: Desk, file: Path) -> None:
    applied(desk, file)
    file.write_text(
        BLOG.replace("*/15 * * * *", "0 7 * * *").replace("schedule", 'time_zone = "Asia/Tokyo"\nschedule')
    )
    assert actions(applied(desk, file)) == {"blog": ("change", ("schedule", "time_zone"))}
    blog = desk.feeds.get("w", "blog")
    assert (blog.schedule, blog.due_at) == ("0 7 * * *", datetime(2026, 3, 2, 22, tzinfo=UTC))


def test_other_options_begin_the_source_anew(desk: Desk, place: Place, feed: RssFeed, file: Path) -> None:
    file.write_text(BLOG.replace("http://127.0.0.1:9", place.url))
    applied(desk, file)
    desk.feeds.pull("w", "blog")
    assert desk.store.feed("w", "blog").cursor
    file.write_text(BLOG.replace("http://127.0.0.1:9/feed", f"{place.url}/other"))
    assert actions(applied(desk, file)) == {"blog": ("begin anew", ("options.url",))}
    assert desk.store.feed("w", "blog").cursor is None
    assert [due.name for due in desk.feeds.due()] == ["blog"]
    report = desk.feeds.pull("w", "blog").report
    assert (report.read, report.unchanged) == (2, 2), "it is found again, and nothing is stored twice"
    assert place.requests[-1].path == "/other"


@pytest.mark.parametrize(
    ("before", "after", "action"),
    [("", "2026-01-01", "begin anew"), ("2026-01-01", "2025-01-01", "begin anew"),
     ("2026-01-01", "2026-02-01T00:00:00+01:00", "change"), ("2026-01-01", "", "change")],
)  # fmt: skip
def test_an_earlier_beginning_begins_anew_and_a_later_one_does_not(
    desk: Desk, file: Path, before: str, after: str, action: str
) -> None:
    def since(day: str) -> str:
        return BLOG.replace('kind = "rss"', f'kind = "rss"\nsince = {day}' if day else 'kind = "rss"')

    file.write_text(since(before))
    applied(desk, file)
    file.write_text(since(after))
    assert actions(applied(desk, file)) == {"blog": (action, ("since",))}


def test_what_somebody_paused_stays_paused_unless_the_file_says_otherwise(desk: Desk, file: Path) -> None:
    applied(desk, file)
    desk.feeds.pause("w", "blog")
    assert actions(applied(desk, file)) == {"blog": ("keep", ())}
    assert desk.feeds.get("w", "blog").paused
    file.write_text(BLOG.replace('"rss"', '"rss"\npaused = false'))
    assert actions(applied(desk, file)) == {"blog": ("change", ("paused",))}
    assert [due.name for due in desk.feeds.due()] == ["blog"]
    file.write_text(BLOG.replace('"rss"', '"rss"\npaused = true'))
    applied(desk, file)
    assert desk.feeds.due() == []


def test_a_pull_that_is_under_way_stores_nothing_more_of_the_old_place(desk: Desk) -> None:
    def changes() -> None:
        desk.store.begin_feed_anew(feeds.get("w", "talk"))

    scripted = Scripted(desk)
    feeds = scripted.feeds([page("a"), changes, page("b")], [page("c")])
    report = feeds.pull("w", "talk")
    assert (report.pages, "elsewhere" in str(report.error)) == (1, True)
    assert desk.store.feed("w", "talk").cursor is None
    feeds.pull("w", "talk")
    assert [cursor for _, cursor in scripted.asked] == [None, None]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[sources.blog", "sources.toml: This is no TOML: "),
        ("[blog]\nkind = 'rss'", "sources.toml: There is “blog” beside “sources”."),
        ("sources = 3", "sources.toml: “sources” is no table."),
        ("[sources]\nblog = 'rss'", "sources.toml [sources.blog]: It is no table."),
        ("[sources.blog]\nkinds = 'rss'", "[sources.blog]: The key “kinds” is not known. Did you mean “kind”?"),
        ("[sources.blog]\nurl = 'x'", "What the kind asks for belongs into its table “options”."),
        ("[sources.blog]\noptions = {}", "sources.toml [sources.blog] kind: It is missing"),
        ("[sources.blog]\nkind = 3", "sources.toml [sources.blog] kind: It is no text"),
        ("[sources.blog]\nkind = 'rsss'", "[sources.blog] kind: “rsss” is no kind of source. Did you mean “rss”?"),
        ("[sources.blog]\nkind = 'rss'", "sources.toml [sources.blog] options.url: Field required"),
        (BLOG.replace("url", "uri"), "sources.toml [sources.blog] options.ur"),
        (BLOG + "colour = 'red'", "sources.toml [sources.blog] options.colour: Extra inputs are not permitted"),
        (BLOG + "depth = 1.5", "sources.toml [sources.blog] options.depth: An option is a text or a whole number"),
        (BLOG.replace("*/15 * * * *", "often"), "sources.toml [sources.blog] schedule: “often” is no schedule"),
        (BLOG.replace("schedule", "time_zone = 'Mars/Base'\nschedule"), "sources.toml [sources.blog] time_zone: "),
        (BLOG.replace("schedule", "since = '2026'\nschedule"), "sources.toml [sources.blog] since: It is no date"),
        (BLOG.replace("schedule", "paused = 1\nschedule"), "sources.toml [sources.blog] paused: It is neither"),
        (BLOG.replace("blog", "'My blog'"), "sources.toml [sources.My blog] name: a name is of small letters"),
        ("[sources.shop]\nkind='hook'\nschedule='* * * * *'\noptions={secret='desk'}", "[sources.shop] schedule: a h"),
        ("#" * (MAX_FILE + 1), "larger than"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_done(
    desk: Desk, file: Path, content: str, said: str
) -> None:
    file.write_text('[sources.fine]\nkind = "rss"\noptions = {url = "http://127.0.0.1:9/"}\n' + content)
    if content.startswith("sources ="):
        file.write_text(content)
    with pytest.raises(FeedbackMinerError) as caught:
        applied(desk, file)
    assert said in str(caught.value)
    assert desk.feeds.all("w") == []


def test_another_kind_is_another_source(desk: Desk, file: Path) -> None:
    applied(desk, file)
    file.write_text("[sources.blog]\nkind = 'folder'\noptions = {folder = 'blog'}")
    with pytest.raises(
        QueryError, match=r"sources.toml \[sources.blog\] kind: It is of the kind rss.*remove blog"
    ):
        applied(desk, file)


def test_a_file_that_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(FileError, match="cannot be read"):
            desk.feeds.plan("w", path)


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
_FEEDS = st.builds(
    Feed,
    st.just("w"),
    st.from_regex(r"[a-z0-9][a-z0-9_-]{0,9}", fullmatch=True),
    _TEXTS,
    st.dictionaries(_TEXTS, _TEXTS, max_size=3),
    st.just(NOON),
    schedule=st.sampled_from(["", "*/5 * * * *"]),
    time_zone=_TEXTS,
    since=st.none() | st.datetimes(NOON.replace(tzinfo=None), timezones=st.just(UTC)).map(
        lambda at: at.replace(microsecond=0) - timedelta(days=400)
    ),
    paused=st.booleans(),
)  # fmt: skip


@given(st.lists(_FEEDS, max_size=3, unique_by=lambda feed: feed.name))
def test_what_is_written_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, feeds: list[Feed]
) -> None:
    path = tmp_path_factory.mktemp("toml") / "sources.toml"
    path.write_text(write_feed_file(feeds), encoding="utf-8", newline="")
    read = [
        (w.name, w.kind, w.options, w.schedule, w.time_zone, w.since, bool(w.paused))
        for w in read_feed_file(path)
    ]
    assert read == [(f.name, f.kind, f.options, f.schedule, f.time_zone, f.since, f.paused) for f in feeds]
