"""What the map says in customers' words, what the team did, and that each number leads to its comments."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import Tag

from api.pages.map.lanes import Growth, growth_of
from feedback_miner.domain.team.actions import Action
from feedback_miner.insights.theme_shares import ShareChange
from feedback_miner.journey import Interval
from tests.pages.invented import BEFORE, CUT, JOURNEY, map_page
from tests.pages.reading import one, soup, words


def asked(link: Tag) -> dict[str, list[str]]:
    """What an address of comments asks for besides the map's days, which it must name."""
    address = urlsplit(str(link["href"]))
    assert address.path == "/comments"
    found = parse_qs(address.query)
    days = (found.pop("from"), found.pop("to"))
    assert days == ([CUT.first_day.isoformat()], [CUT.last_day.isoformat()])
    return found


def test_a_lane_has_the_two_themes_that_most_comments_are_of() -> None:
    pains = soup(map_page()).select("#stage-onboarding .theme.pain")
    assert [words(one(tag, ".name")) for tag in pains] == [
        "Import fails on CSV dates",
        "Too many set-up steps",
    ]
    assert words(one(pains[0], ".foot")) == (
        "64 comments: Import fails on CSV dates ▲ 113% up 113% as a share of all comments"
    )
    assert one(pains[0], ".severity")["aria-label"] == "strength 5 of 5"
    assert one(pains[0], ".name")["href"] == "/themes/5"
    assert asked(one(pains[0], ".behind")) == {"theme": ["5"]}


def test_where_a_theme_leads_the_filters_go_along() -> None:
    page = soup(map_page(query={"channel": "chat", "period": ""}))
    assert one(page, "#stage-use .theme.pain .name")["href"] == "/themes/8?channel=chat"


def test_a_rise_of_pain_and_a_fall_of_delight_are_for_the_worse() -> None:
    page = soup(map_page())

    def worse(selector: str) -> bool:
        return {"sure", "worse"} <= set(one(page, selector).get_attribute_list("class"))

    assert worse("#stage-retention .theme.pain .change")
    assert worse("#stage-support .theme.delight .change")
    assert not worse("#stage-purchase .theme.pain .change")
    assert not worse("#stage-use .theme.delight .change")


def test_one_that_few_speak_of_is_not_shown_and_the_lane_says_so() -> None:
    page = soup(map_page())
    assert words(one(page, "#stage-advocacy .pains .muted")) == "No pain point with 5 comments or more"
    assert (
        words(one(page, "#stage-decision .delights .muted")) == "No moment of delight with 5 comments or more"
    )
    assert "Referral link broken" not in words(page)


def test_names_of_people_are_not_shown_in_a_themes_name() -> None:
    name = one(soup(map_page()), "#stage-support .theme.delight .name")
    assert words(name) == "name stayed until it was fixed"
    assert one(name, ".chip")


def test_a_lens_gathers_the_themes_of_its_stages() -> None:
    page = soup(map_page(lens="funnel"))
    pains = page.select(".stage:last-child .theme.pain .name")
    assert [words(tag) for tag in pains] == ["Long wait on the phone", "Import fails on CSV dates"]


def test_the_table_has_the_themes_too() -> None:
    rows = [
        [words(cell) for cell in row.select("th, td")] for row in soup(map_page()).select(".themes tbody tr")
    ]
    assert len(rows) == len(soup(map_page()).select(".theme"))
    assert [
        "Onboarding",
        "Pain point",
        "Import fails on CSV dates",
        "64 comments",
        "up 113%",
        "5 of 5",
    ] in rows
    assert ["Use", "Pain point", "Slow dashboards", "37 comments", "unchanged", "3 of 5"] in rows


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (64, 40, Growth("60%", rises=True, certain=True)),
        (40, 64, Growth("38%", rises=False, certain=True)),
        (27, 2, Growth("×14", rises=True, certain=True)),
        (1000, 1001, Growth("", rises=False, certain=True)),
        (21, 0, Growth("new", rises=True, certain=True)),
        (0, 21, Growth("100%", rises=False, certain=True)),
    ],
)
def test_growth_is_in_words(now: int, before: int, expected: Growth) -> None:
    sign = 1 if now > before else -1
    change = ShareChange(
        now, before, now / 2_000, before / 2_000, Interval(*sorted((sign * 0.01, sign * 0.02)))
    )
    assert growth_of(change) == expected


def test_what_may_be_chance_is_not_called_certain() -> None:
    known = growth_of(ShareChange(6, 5, 0.006, 0.005, Interval(-0.01, 0.01)))
    unknown = growth_of(ShareChange(2, 1, 0.002, 0.001, None))
    assert known is not None
    assert unknown is not None
    assert not known.certain
    assert not unknown.certain
    assert growth_of(None) is None


def test_every_number_of_comments_leads_to_them() -> None:
    page = soup(map_page())
    assert asked(one(page, "#stage-onboarding h2 .behind")) == {"stage": ["onboarding"]}
    assert asked(page.select(".dots > li")[4].select(".behind")[0]) == {"stage": ["onboarding"]}
    feelings = [asked(tag) for tag in page.select("#stage-onboarding .emotions .behind")]
    assert len(feelings) == 3
    assert all(found["stage"] == ["onboarding"] and len(found["emotion"]) == 1 for found in feelings)
    card = page.select("#stage-onboarding .card .behind")[0]
    assert asked(card) == {"stage": ["onboarding"], "touchpoint": ["account"]}
    assert words(card) == "126 comments on Account and sign-in"
    assert set(asked(one(page, ".legend .behind"))["stage"]) == set(JOURNEY)
    assert asked(one(page, ".coverage .behind")) == {"stage": ["none"]}
    table = page.select(".numbers table:not(.themes) .behind")
    assert len(table) == 1 + 9 + sum(len(parts) for parts in JOURNEY.values())


def test_what_hurts_leads_to_the_comments_of_both_periods() -> None:
    now, before, feeling, said = one(soup(map_page()), ".worst").select(".behind")
    place = {"stage": ["support"], "touchpoint": ["support"]}
    assert asked(now) == place
    assert asked(feeling) == place | {"emotion": asked(feeling)["emotion"]}
    assert asked(said) == {"theme": ["9"]}
    found = parse_qs(urlsplit(str(before["href"])).query)
    assert found == place | {"from": [BEFORE.first_day.isoformat()], "to": [BEFORE.last_day.isoformat()]}


def test_a_folded_stage_leads_to_the_comments_of_all_its_parts() -> None:
    page = soup(map_page(lens="funnel"))
    last = map_page(lens="funnel").map.stages[-1]
    assert asked(one(page, f"#stage-{last.key} h2 .behind")) == {"stage": list(last.stages)}


def test_where_nobody_spoke_there_is_nothing_to_open() -> None:
    page = soup(map_page({**JOURNEY, "purchase": {}}))
    assert words(one(page, "#stage-purchase h2 .count")) == "0 comments"
    assert not page.select("#stage-purchase .behind")
    assert not page.select(".dots > li")[3].select(".behind")


def flags(*actions: Action, **journey: object) -> dict[str, str]:
    """Stage → what its flag says; of the invented company's map."""
    view = replace(map_page(**journey), actions=actions)  # type: ignore[arg-type]
    columns = soup(view).select(".dots > li")
    return {
        stage.name: words(flag)
        for stage, column in zip(view.map.stages, columns, strict=True)
        for flag in column.select(".flag")
    }


def test_actions_stand_at_the_stage_that_they_were_meant_for() -> None:
    on = date(2026, 9, 18)
    assert flags(
        Action("a", "Old parser back", on, stage="onboarding"),
        Action("b", "Shorter queue", on, touchpoint="self_service"),
        Action("c", "Clearer prices", on, theme=2),
        Action("d", "Nobody speaks of it", on, touchpoint="location"),
    ) == {
        "Onboarding": "⚑ What was changed at Onboarding: 18 Sep: Old parser back",
        "Support": "⚑ What was changed at Support: 18 Sep: Shorter queue",  # 138 comments, 12 in Onboarding
        "Consideration": "⚑ What was changed at Consideration: 18 Sep: Clearer prices",
    }


def test_several_at_one_stage_share_a_flag_and_a_lens_folds_them() -> None:
    on = date(2026, 9, 18)
    both = (Action("a", "One", on, stage="onboarding"), Action("b", "Two", on, stage="advocacy"))
    assert len(flags(*both)) == 2
    assert flags(*both, lens="funnel") == {"Post-purchase": "⚑ What was changed at Post-purchase: 2 actions"}


def test_a_flag_leads_to_its_action_and_its_pole_stands_on_the_face() -> None:
    page = soup(
        replace(map_page(), actions=(Action("act_1", "Old parser back", CUT.first_day, stage="onboarding"),))
    )
    column = page.select(".dots > li")[4]
    assert one(column, ".flag")["href"] == "/actions/act_1"
    foot, head = map(float, re.findall(r"[\d.]+", str(one(column, ".pole")["d"]))[1:])
    face = float(str(column.select("svg[y]")[0]["y"]))
    assert head < foot < face  # below neutral: the label is under the face, the flag above it
    assert "1 action" in words(one(page, ".legend"))


def test_an_action_where_nobody_spoke_is_a_flag_without_a_pole() -> None:
    view = replace(
        map_page({**JOURNEY, "purchase": {}}), actions=(Action("a", "Shop", CUT.first_day, stage="purchase"),)
    )
    column = soup(view).select(".dots > li")[3]
    assert one(column, ".flag")
    assert not column.select(".pole")
