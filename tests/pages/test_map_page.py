"""The map's page as text: what it says, what it escapes, what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from api.pages.map.map_page import MapPage, render_map_page
from feedback_miner.journey import headline
from feedback_miner.taxonomy import PartChange, TaxonomyChanges
from tests.pages.invented import CHROME, JOURNEY, empty_page, map_page, statement
from tests.pages.invented_themes import ACTIONS
from tests.pages.reading import one, soup, words

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>'


def test_the_page_has_the_map_in_order() -> None:
    page = soup(map_page())
    assert [words(tag) for tag in page.select("h1")] == ["Customer journey map"]
    assert [words(tag) for tag in page.select(".stage h2 .title")] == [
        "Awareness",
        "Consideration",
        "Decision",
        "Purchase",
        "Onboarding",
        "Use",
        "Support",
        "Retention",
        "Advocacy",
    ]
    lanes = [words(tag) for tag in page.select("#stage-onboarding h3")]
    assert lanes == ["Emotions", "Touchpoints", "Pain points", "Moments of delight"]
    assert words(one(page, "#stage-use h2 .count")) == "673 comments"


def test_the_headline_is_the_maps_own() -> None:
    view = map_page()
    told = one(soup(view), "#headline")
    assert told.get_text() == str(headline(view.map))
    assert [tag.get_text() for tag in told.select("strong")] == ["Onboarding", "Advocacy"]


def test_why_is_told_under_the_headline() -> None:
    told = one(soup(map_page()), ".worst")
    assert re.fullmatch(
        r"What hurts most: Phone and chat support in Support, −0\.\d\d in 370 comments "
        r"\(370 comments in the previous 30 days\), \d+% [\w ]+; above all “ Long wait on the phone ” "
        r"\(98 comments\)\. Then [\w -]+ in \w+ \(−0\.\d\d\)\.",
        words(told)
        .replace(" ,", ",")
        .replace(" .", ".")
        .replace("( ", "(")
        .replace(" )", ")")
        .replace(" ;", ";"),
    )
    assert one(told, "a:first-of-type")["href"] == "#stage-support"


def test_nothing_hurts_where_nobody_complains() -> None:
    assert not soup(map_page({"use": {"app": (50, 60, 60)}})).select(".worst")


def test_a_touchpoint_with_few_comments_is_marked() -> None:
    page = soup(map_page({"use": {"app": (50, 60, 60), "features": (3, -90, -90)}}))
    assert [words(one(tag, ".name")) for tag in page.select(".card.few")] == ["Features"]


def test_lowest_and_highest_column_are_marked() -> None:
    page = soup(map_page())
    assert [tag["id"] for tag in page.select(".stage.low")] == ["stage-onboarding"]
    assert [tag["id"] for tag in page.select(".stage.high")] == ["stage-advocacy"]


def test_every_dot_says_what_it_shows() -> None:
    labels = [words(tag) for tag in soup(map_page()).select(".dots .behind .vh")]
    assert len(labels) == 9
    assert re.fullmatch(
        r"Onboarding: −0\.\d\d, negative, 301 comments, down 0\.\d\d on the previous 30 days", labels[4]
    )
    assert labels[3].endswith("no clear change on the previous 30 days")


def test_few_comments_get_a_hollow_dot_and_none_a_gap() -> None:
    journey = {**JOURNEY, "decision": {"trial": (7, -30, -10)}, "purchase": {}}
    page = soup(map_page(journey))
    dots = page.select(".dots > li")
    assert [bool(dot.select(".face.hollow")) for dot in dots] == [n == 2 for n in range(9)]
    assert words(dots[2]).endswith("−0.28 few comments")
    assert not dots[3].select("a")
    assert words(dots[3]) == "no comments"
    # The line is drawn in two pieces, neither of which reaches into the stage without comments (300 … 400).
    lines = [str(tag["d"]) for tag in page.select("path.line")]
    assert len(lines) == 2
    reach = [[float(x) for x in re.findall(r"(-?[\d.]+),", line)] for line in lines]
    assert max(reach[0]) == 300
    assert min(reach[1]) == 400


def test_emotions_are_the_three_strongest_in_words_and_anxiety_is_hatched() -> None:
    onboarding = one(soup(map_page()), "#stage-onboarding")
    listed = [words(tag) for tag in onboarding.select(".emotions li")]
    assert len(listed) == 3
    assert all(re.fullmatch(r"[A-Z][a-z ]+ \d+%", line) for line in listed)
    assert not any(line.startswith("Neutral") for line in listed)
    bar = one(onboarding, ".emotions svg.bar")
    assert "Anxious" in str(bar["aria-label"])
    assert len(bar.select('[fill="url(#hatch)"]')) == 1
    widths = [float(str(tag["width"]).rstrip("%")) for tag in bar.select("rect[class]")]
    assert sum(widths) == pytest.approx(100, abs=0.6)


def test_touchpoints_beyond_three_are_folded_away_not_lost() -> None:
    onboarding = one(soup(map_page()), "#stage-onboarding .touchpoints")
    assert [words(tag) for tag in onboarding.select(":scope > ol .name")] == [
        "Account and sign-in",
        "Set-up",
        "Delivery",
    ]
    assert words(one(onboarding, "details summary")).startswith("+1 more")
    assert [words(tag) for tag in onboarding.select("details .name")] == ["Help centre"]


def test_until_there_are_themes_quotes_stand_in_their_lanes() -> None:
    page = soup(replace(map_page(), themes=None))
    pain = one(page, "#stage-support .quote.pain")
    assert (
        words(pain) == "Forty minutes on hold, then the line dropped. Phone and chat support · 29 Sep −0.82"
    )
    assert one(pain, ".severity")["aria-label"] == "strength 5 of 5"
    assert "until it was fixed" in words(one(page, "#stage-support .quote.delight"))
    assert words(one(page, "#stage-use .pains .muted")) == "No clear complaint"
    assert len(page.select(".latest li")) == 4


@pytest.mark.parametrize(
    "place",
    ["quotes", "delights", "latest", "theme", "action", "workspace", "channel", "segment", "query", "name"],
)
def test_hostile_text_is_shown_and_never_run(place: str) -> None:
    view = map_page()
    said = [statement(HOSTILE, "use", -0.9)]
    hostile = {
        "quotes": lambda: replace(view, themes=None, quotes={"use": said}),
        "delights": lambda: replace(view, themes=None, delights={"use": [statement(HOSTILE, "use", 0.9)]}),
        "theme": lambda: _named(view, HOSTILE),
        "action": lambda: replace(view, actions=(replace(ACTIONS[0], title=HOSTILE),)),
        "latest": lambda: replace(view, latest=said),
        "workspace": lambda: replace(view, workspace=replace(view.workspace, name=HOSTILE)),
        "channel": lambda: replace(view, dimensions={"channel": {HOSTILE: 3}}),
        "segment": lambda: replace(view, dimensions={f"segment.{HOSTILE}": {HOSTILE: 3}}),
        "query": lambda: replace(view, query={"channel": HOSTILE, "from": HOSTILE}),
        "name": lambda: _renamed(view, HOSTILE[:40]),
    }[place]()
    text = render_map_page(hostile, CHROME)
    page = BeautifulSoup(text, "lxml")
    assert "&lt;script&gt;" in text.lower()
    assert all(str(tag["src"]).startswith("/static/") and not tag.get_text() for tag in page.select("script"))
    assert not page.select("img")
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]


def _named(view: MapPage, name: str) -> MapPage:
    assert view.themes is not None
    themes = [replace(one, theme=replace(one.theme, name=name)) for one in view.themes.themes]
    return replace(view, themes=replace(view.themes, themes=tuple(themes)))


def _renamed(view: MapPage, name: str) -> MapPage:
    taxonomy = view.taxonomy.changed(TaxonomyChanges(stages={"use": PartChange(name=name)}))
    stages = tuple(replace(stage, name=name) if stage.key == "use" else stage for stage in view.map.stages)
    return replace(view, taxonomy=taxonomy, map=replace(view.map, stages=stages))


def test_nothing_needs_more_than_the_servers_own_files() -> None:
    text = render_map_page(map_page(), CHROME)
    page = BeautifulSoup(text, "lxml")
    assert not page.select("style, [style], script:not([src])")
    assert "http://" not in text
    assert "https://" not in text
    addresses = [str(tag.get("href") or tag.get("src")) for tag in page.select("link, script")]
    assert all(re.fullmatch(r"/static/[a-z.+]+\?v=[0-9a-f]{12}", address) for address in addresses)


def test_filters_are_a_plain_form_with_the_address_chosen() -> None:
    page = soup(map_page(query={"channel": "chat", "segment.country": "France", "from": "2026-09-01"}))
    form = one(page, "form.filters")
    assert (form["method"], form["action"]) == ("get", "/")
    assert [tag["name"] for tag in form.select("select, input")] == [
        "period",
        "channel",
        "segment.plan",  # more is known of it
        "lens",
        "compare",
        "source",
        "segment.country",
        "from",
        "to",
    ]
    chosen = {str(tag.find_parent("select")["name"]): tag["value"] for tag in form.select("option[selected]")}  # type: ignore[index]
    assert chosen["channel"] == "chat"
    assert chosen["segment.country"] == "France"
    assert (chosen["period"], chosen["lens"], chosen["compare"]) == ("30d", "full", "previous")
    assert words(one(form, ".more summary")) == "More filters 2 chosen"
    assert all(tag.find_parent("label") for tag in form.select("select, input"))


def test_periods_stand_in_the_order_of_their_length() -> None:
    options = one(soup(map_page()), "select[name=period]").select("option")
    assert [tag["value"] for tag in options] == ["7d", "30d", "90d", "365d", "3650d"]
    assert [tag["value"] for tag in options if tag.has_attr("selected")] == ["30d"]


def test_whose_comments_these_are_is_said() -> None:
    def about(**query: str) -> str:
        return words(one(soup(map_page(query=query)), ".brand p"))

    assert about() == "Northwind Cloud · All customers"
    assert about(channel="chat", source="review", lens="full") == "Northwind Cloud · chat · Reviews"
    view = map_page()
    unnamed = replace(view, workspace=replace(view.workspace, name=view.workspace.id))
    assert words(one(soup(unnamed), ".brand p")) == "All customers"


def test_clear_is_offered_where_something_is_chosen() -> None:
    assert not soup(map_page()).select(".filters > a")
    assert one(soup(map_page(query={"compare": "none"})), ".filters > a")["href"] == "/"


def test_signing_out_is_a_post() -> None:
    page = soup(map_page())
    form = one(page, 'form[action="/sign-out"]')
    assert (form["method"], form["action"]) == ("post", "/sign-out")
    assert words(one(form, "button")) == "Sign out"


def test_a_value_that_is_not_on_offer_is_kept_in_the_form() -> None:
    page = soup(map_page(query={"period": "45d"}))
    assert one(page, 'select[name="period"] option[selected]')["value"] == "45d"


def test_models_are_not_mixed_without_a_word() -> None:
    alone = map_page()
    assert "More than one model" not in words(soup(alone))
    both = replace(alone, map=replace(alone.map, models={"default/2": 2_000, "fast/2": 950}))
    assert "More than one model read these comments: default/2 (2,000), fast/2 (950)." in words(soup(both))


def test_the_table_says_why_there_are_no_estimates() -> None:
    page = map_page()
    assert "Est. share: an estimate" in words(one(soup(page), "#numbers"))
    without = replace(page, map=replace(page.map, no_estimates="Because of the rain."))
    assert "No estimated shares: Because of the rain." in words(one(soup(without), "#numbers"))


def test_the_table_has_the_same_numbers() -> None:
    page = soup(map_page())
    table = one(page, ".numbers table:not(.themes)")
    rows = {
        words(one(row, "th")): [words(cell) for cell in row.select("td")] for row in table.select("tr.whole")
    }
    value = words(one(page, "#stage-onboarding .sum b"))
    assert rows["Onboarding"][1] == "301 comments"
    assert re.fullmatch(r"\d+% \(\d+% to \d+%\)", rows["Onboarding"][4])
    assert rows["Onboarding"][5] == value
    low, high = rows["Onboarding"][6].split(" to ")
    assert low > value > high  # as text: more negative is greater
    assert rows["All stages"][8] == "15"
    assert len(table.select("tbody tr")) == 1 + 9 + sum(len(parts) for parts in JOURNEY.values())


def test_a_lens_shows_its_own_stages() -> None:
    page = soup(map_page(lens="funnel"))
    assert [words(tag) for tag in page.select(".stage h2 .title")] == [
        "Awareness",
        "Consideration",
        "Decision",
        "Post-purchase",
    ]
    assert one(page, ".map")["class"] == ["map", "n4"]


def test_the_coverage_says_what_is_not_on_the_map() -> None:
    assert words(one(soup(map_page()), ".coverage")) == (
        "Of 2,300 messages 1,900 were read · 120 in other languages · 210 ratings without words · "
        "70 by agents or bots · 48 comments with no stage."
    )


def test_nothing_yet() -> None:
    page = soup(empty_page())
    assert words(one(page, "main .headline")) == "No feedback yet. Add a file or try the sample data."
    assert not page.select(".map, .numbers, .coverage")


def test_nothing_matches() -> None:
    page = soup(map_page({}))
    assert words(one(page, "main .headline")) == "No comments match. Clear filters ."
    assert one(page, "main .headline a")["href"] == "/"
    assert not page.select(".map")


def test_waiting_comments_are_announced() -> None:
    assert not soup(map_page()).select(".notice")
    waiting = soup(replace(map_page(), waiting=1120))
    assert words(one(waiting, ".notice")) == "Reading comments: 1,120 waiting."


def test_dates_are_of_the_workspaces_zone() -> None:
    late = replace(statement("Late.", "use", 0.1), occurred_at=map_page().now.replace(hour=23))
    assert words(one(soup(replace(map_page(), latest=[late])), ".latest li")).endswith("1 Oct")


def test_dates_of_another_year_say_so() -> None:
    old = replace(statement("Old.", "use", 0.1), occurred_at=map_page().now.replace(year=2025))
    assert words(one(soup(replace(map_page(), latest=[old])), ".latest li")).endswith("30 Sep 2025")


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    page = soup(map_page())
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for link in page.select('a[href^="#"]'):
        assert str(link["href"])[1:] in ids
