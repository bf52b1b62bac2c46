"""The map as one drawing: whole, readable on its own, and of nothing that another program might not draw."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest

from api.pages.exports.palette import Theme, palette
from api.pages.exports.poster import render_poster
from feedback_miner.domain.team.actions import Action
from feedback_miner.journey import signed
from tests.pages.invented import JOURNEY, empty_page, map_page

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> Element:
    return fromstring(text)


def words(svg: Element) -> list[str]:
    """What each text says."""
    return ["".join(one.itertext()) for one in svg.iter(f"{_SVG}text")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_shows_every_stage_with_its_figures(theme: Theme) -> None:
    view = map_page()
    said = words(drawn(render_poster(view, theme)))
    for stage in view.map.stages:
        assert stage.figures.sentiment is not None
        assert stage.name in said
        assert f"{stage.figures.statements:,} comments" in said
        assert signed(stage.figures.sentiment) in said
    assert any(one.startswith("Onboarding is the low point") for one in said)
    assert "Northwind Cloud · All customers" in said
    assert "1 Sep 2026 to 30 Sep 2026" in " ".join(said)


def test_it_needs_nothing_else() -> None:
    text = render_poster(map_page(), "light")
    names = {one.tag.removeprefix(_SVG) for one in drawn(text).iter()}
    assert names <= {
        "svg", "title", "defs", "linearGradient", "stop", "pattern", "rect", "path", "g", "text", "tspan", "circle",
    }  # fmt: skip
    assert not re.search(r"\b(class|style|href|on\w+)=", text)
    assert ">None<" not in text


def test_every_colour_is_known_and_the_themes_differ() -> None:
    light, dark = (render_poster(map_page(), theme) for theme in ("light", "dark"))
    assert palette("light")["bg"] in light
    assert palette("dark")["bg"] in dark
    assert palette("light")["card"] not in dark.replace('fill="#fff"', "")
    assert {*palette("light")} >= {
        "ink",
        "muted",
        "rule",
        "card",
        "head",
        "rust",
        "low",
        "high",
        "t0",
        "tm3",
        "t3",
    }


def test_nothing_lies_outside() -> None:
    for lens in ("full", "loyalty"):
        svg = drawn(render_poster(map_page(lens=lens), "light"))
        width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
        for one in svg.iter():
            if one.tag in (f"{_SVG}text", f"{_SVG}rect") and "x" in one.attrib:
                assert -100 <= float(one.attrib["x"]) <= width
                assert 0 <= float(one.attrib["y"]) <= height


def test_words_of_customers_are_shown_without_what_names_them() -> None:
    view = map_page()
    quotes = {
        "support": [replace(view.quotes["support"][0], text="<PERSON> let me wait for ages on the phone.")]
    }
    said = " ".join(words(drawn(render_poster(replace(view, quotes=quotes, themes=None), "light"))))
    assert "[name] let me" in said


def test_what_was_changed_is_marked_where_it_was_meant_to_help() -> None:
    action = Action("act_1", "Old checker is back", date(2026, 9, 18), stage="onboarding")
    said = words(drawn(render_poster(replace(map_page(), actions=(action,)), "light")))
    assert any(one.startswith("⚑ 18 Sep: Old") for one in said)


def test_few_and_none_are_said() -> None:
    journey = {"onboarding": {"account": (3, -40, -40)}, "use": JOURNEY["use"]}
    said = words(drawn(render_poster(map_page(journey), "light")))
    assert "few comments" in said
    assert said.count("no comments") == 7


def test_an_empty_map_is_a_drawing_too() -> None:
    said = words(drawn(render_poster(empty_page(), "dark")))
    assert "No comments in this period." in said
