"""Themes are born, are joined, grow together, and keep their ids."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.domain import ThemeCentre, Tone
from feedback_miner.domain.themes import UNNAMED
from feedback_miner.themes import regroup, tone_of
from feedback_miner.themes.growth import grow
from feedback_miner.themes.space import unit
from tests.themes.builders import CARD, KIND, LATE, RUDE, TOPICS, WholeTexts, nothing, spoken
from tests.themes.living import Living

_MIXED = st.lists(st.sampled_from([*TOPICS, ""]), min_size=1, max_size=120)


def test_topics_become_themes_with_names_and_places() -> None:
    living = Living()
    living.feed(spoken([CARD] * 30 + [LATE] * 20 + [RUDE] * 12 + [""] * 20))
    assert {theme.name for theme in living.themes.values()} == {
        "My card was declined",
        "The parcel came late",
        "The clerk was rude",
    }
    assert living.groups()[0] >= set(range(1, 31))
    card = next(theme for theme in living.themes.values() if theme.name == "My card was declined")
    assert (card.tone, card.stage, card.touchpoint) == (Tone.PAIN, "purchase", "payment")
    assert np.linalg.norm(card.centre) == pytest.approx(1, abs=1e-5)


def test_what_all_say_is_a_theme_too() -> None:
    living = Living()
    living.feed(spoken([CARD] * 20))
    assert living.groups() == [frozenset(range(1, 21))]


def test_the_same_words_again_and_again_are_a_theme() -> None:
    living = Living()
    living.feed(spoken([CARD] * 20, spread=0.0))
    assert living.groups() == [frozenset(range(1, 21))]


def test_few_statements_and_few_customers_make_no_theme() -> None:
    living = Living()
    living.feed(spoken([CARD] * 7))
    assert not living.themes
    living = Living()
    loud = spoken([CARD] * 30, first_id=8)
    changes = living.feed(replace(loud, customer=loud.customer % 2))
    assert not changes.drafts
    assert set(changes.placed.values()) == {0}


def test_pain_and_delight_are_apart_and_the_neutral_have_none() -> None:
    living = Living()
    living.feed(spoken([CARD] * 10))
    living.feed(spoken([CARD] * 10, first_id=11, sentiment=0.8))
    living.feed(spoken([CARD] * 10, first_id=21, sentiment=0.1))
    assert {theme.tone for theme in living.themes.values()} == {Tone.PAIN, Tone.DELIGHT}
    assert living.groups() == [frozenset(range(1, 11)), frozenset(range(11, 21))]
    assert [tone_of(value) for value in (-0.3, -0.25, 0, 0.25, 0.3)] == [
        Tone.PAIN,
        None,
        None,
        None,
        Tone.DELIGHT,
    ]


def test_new_statements_join_and_a_theme_is_born_of_what_had_none() -> None:
    living = Living()
    living.feed(spoken([CARD] * 20 + [LATE] * 20 + [KIND] * 5))
    card, late = living.groups()
    changes = living.feed(spoken([CARD, LATE, KIND, KIND, KIND, KIND], first_id=46))
    assert living.groups() == [card | {46}, late | {47}, frozenset({*range(41, 46), *range(48, 52)})]
    assert [changes.placed[s] for s in (41, 48)] == [-1, -1]
    assert not changes.merged


def test_themes_that_have_grown_together_are_one() -> None:
    card, same, late = (spoken([topic] * 20, seed=seed) for topic, seed in ((CARD, 1), (CARD, 2), (LATE, 3)))
    sizes = {4: (card, 50), 2: (same, 20), 7: (late, 20)}
    centres = [
        ThemeCentre(number, Tone.PAIN, unit(some.vectors.mean(axis=0, keepdims=True))[0], size)
        for number, (some, size) in sizes.items()
    ]
    growth = grow(centres, card.vectors[:3], np.arange(3))
    assert growth.merged == {2: 4}
    assert growth.placed.tolist() == [4, 4, 4]
    assert set(growth.centres) == {4}


def test_a_name_stays_until_the_theme_has_grown_much() -> None:
    living = Living()
    living.feed(spoken([CARD] * 12 + [LATE] * 12))
    kept = {number: theme.name for number, theme in living.themes.items()}
    few = spoken([CARD] * 10, first_id=25)
    living.feed(replace(few, text=("payment refused at once",) * 10))
    assert {number: theme.name for number, theme in living.themes.items()} == kept
    many = spoken([CARD] * 60, first_id=35)
    living.feed(replace(many, text=("payment refused at once",) * 60))
    assert "Payment refused at once" in {theme.name for theme in living.themes.values()}


def test_a_theme_without_a_name_is_named_anew_though_nothing_is_new() -> None:
    living = Living()
    living.feed(spoken([CARD] * 12 + [LATE] * 12))
    named = living.themes
    living.themes = {number: replace(theme, name=UNNAMED) for number, theme in named.items()}
    living.feed(nothing())
    assert {number: theme.name for number, theme in living.themes.items()} == {
        number: theme.name for number, theme in named.items()
    }
    assert all(np.array_equal(theme.centre, named[n].centre) for n, theme in living.themes.items())


def test_a_centre_whose_theme_was_not_read_is_passed_over() -> None:
    living = Living()
    living.feed(spoken([CARD] * 20))
    centre = ThemeCentre(1, Tone.PAIN, living.themes[1].centre, 20)
    changes = regroup(
        [],
        [centre],
        spoken([CARD] * 3, first_id=21),
        nothing(),
        model="tiny/1.0.0",
        read_phrases=WholeTexts(),
        statements_of=lambda _: nothing(),
    )
    assert (changes.placed, changes.drafts) == ({21: 0, 22: 0, 23: 0}, {})


def test_nothing_changes_where_nothing_is_new() -> None:
    living = Living()
    living.feed(spoken([CARD] * 20 + [""] * 20))
    before = dict(living.placed)
    changes = living.feed(nothing())
    assert living.placed == before
    assert not changes.drafts


@given(_MIXED, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(topics: list[str], random: Random) -> None:
    statements = spoken(topics)
    order = list(range(len(topics)))
    random.shuffle(order)
    shuffled = statements.take(np.array(order, dtype=np.int64))
    one, other = Living(), Living()
    one.feed(statements)
    other.feed(shuffled)
    assert one.placed == other.placed
    assert {n: theme.name for n, theme in one.themes.items()} == {
        n: theme.name for n, theme in other.themes.items()
    }


@given(st.lists(_MIXED, min_size=1, max_size=4))
def test_nothing_is_lost_and_ids_stay(days: list[list[str]]) -> None:
    living, first_id = Living(), 1
    for topics in days:
        before = dict(living.placed)
        changes = living.feed(spoken(topics, first_id=first_id))
        first_id += len(topics)
        assert set(living.placed) == set(range(1, first_id))
        assert set(living.placed.values()) - {0} == set(living.themes)
        assert len({theme.name for theme in living.themes.values()}) == len(living.themes)
        assert all(living.placed[s] == changes.merged.get(at, at) for s, at in before.items() if at)
