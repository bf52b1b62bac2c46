"""Themes: what is waiting, what is placed, and that statements alone say how large a theme is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pytest

from feedback_miner.domain import Regrouping, StatementFilter, Theme, ThemeDraft, Tone
from feedback_miner.domain.themes import UNNAMED, unpack
from feedback_miner.errors import NotFound, QueryError
from feedback_miner.storage import SqlStore
from tests.storage.builders import EVER, NOON, bring, scored, shown_by_id, vector
from tests.storage.rescorers import begin_rescore, finish, rows, vector_by

MODEL, OTHER = "tiny/1", "tiny/9"


def draft(name: str = "Card declined", *, axis: int = 0) -> ThemeDraft:
    centre = np.zeros(8, dtype=np.float32)
    centre[axis] = 1
    return ThemeDraft(Tone.PAIN, "purchase", "payment", name, centre)


def regrouping(
    placed: Mapping[int, int],
    drafts: Mapping[int, ThemeDraft] | None = None,
    merged: Mapping[int, int] | None = None,
    model: str = MODEL,
) -> Regrouping:
    return Regrouping(model, placed, drafts or {}, merged or {})


def ids(store: SqlStore) -> dict[str, int]:
    """Words → id of the statement."""
    return {view.text: number for number, view in shown_by_id(store).items()}


def waiting(store: SqlStore, model: str = MODEL) -> list[str]:
    return list(store.unplaced("w", model, limit=100).text)


def three(store: SqlStore) -> dict[str, int]:
    """Three days, a message each, of two customers."""
    items = [
        scored(str(n), f"Words {n}.", customer=f"c{n % 2}", at=NOON + timedelta(days=n)) for n in range(3)
    ]
    bring(store, "i", *items)
    return ids(store)


def birth(store: SqlStore, placed: list[int], name: str = "Card declined") -> Theme:
    born = store.regroup("w", regrouping(dict.fromkeys(placed, -1), {-1: draft(name)}))
    return store.theme("w", born[-1])


def test_what_comes_waits_with_its_words_and_what_it_is_about(store: SqlStore) -> None:
    bring(store, "i", scored("1", "It broke.\n \nSo good.", customer="c1"))
    found = store.unplaced("w", MODEL, limit=10)
    assert found.text == ("It broke.", "So good.")
    assert list(found.statement) == sorted(found.statement)
    packed = vector("It broke."), vector("So good.")
    assert np.array_equal(found.vectors, unpack([kept for kept in packed if kept]))
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1)
    views = shown_by_id(store)
    for row, number in enumerate(found.statement):
        labels = views[int(number)].labels
        assert (found.stage[row], found.touchpoint[row]) == (labels.stage, labels.touchpoint)
        assert found.sentiment[row] == pytest.approx(labels.sentiment)
    assert set(found.day) == {NOON.date().toordinal()}
    assert waiting(store, OTHER) == []


def test_the_oldest_come_first(store: SqlStore) -> None:
    three(store)
    assert store.unplaced("w", MODEL, limit=2).text == ("Words 0.", "Words 1.")


def test_nothing_waits_in_an_empty_workspace(store: SqlStore) -> None:
    found = store.unplaced("w", MODEL, limit=5)
    assert len(found) == 0
    assert found.vectors.shape[0] == 0
    assert store.themes("w") == []
    assert store.theme_centres("w", MODEL) == []


def test_a_theme_is_born_of_the_statements_that_are_placed_in_it(store: SqlStore) -> None:
    statements = three(store)
    revision = store.workspace("w").revision
    theme = birth(store, [statements["Words 1."], statements["Words 2."]])
    assert theme == Theme(
        theme.id,
        Tone.PAIN,
        "purchase",
        "payment",
        "Card declined",
        2,
        date(2026, 3, 3),
        date(2026, 3, 4),
        MODEL,
        None,
    )
    assert store.themes("w") == [theme]
    assert store.workspace("w").revision > revision
    assert waiting(store) == ["Words 0."]
    assert store.theme_vectors("w", theme.id, limit=10).text == ("Words 1.", "Words 2.")
    assert store.theme_vectors("w", theme.id, limit=1).text == ("Words 2.",), "the newest"
    (centre,) = store.theme_centres("w", MODEL)
    assert (centre.id, centre.tone, centre.statements) == (theme.id, Tone.PAIN, 2)
    assert np.array_equal(centre.centre, draft().centre)
    assert store.theme_centres("w", OTHER) == []


def test_its_number_is_that_of_the_statements_that_the_filter_finds(store: SqlStore) -> None:
    statements = three(store)
    theme = birth(store, [statements["Words 0."]])
    store.regroup("w", regrouping({statements["Words 1."]: 0}))
    assert store.count_statements("w", EVER, StatementFilter(theme=theme.id)) == theme.statements
    assert store.count_statements("w", EVER, StatementFilter(theme=0)) == 2, "looked at or not"
    facts = store.facts("w", EVER, most=10)
    assert sorted(facts.theme) == [0, 0, theme.id]
    with pytest.raises(QueryError, match="theme"):
        store.count_statements("w", EVER, StatementFilter(theme=-1))


def test_what_found_no_group_waits_no_more_and_is_told(store: SqlStore) -> None:
    statements = three(store)
    store.regroup("w", regrouping(dict.fromkeys(statements.values(), 0)))
    assert waiting(store) == []
    found = store.ungrouped("w", MODEL, since=date(2026, 3, 3), limit=10)
    assert found.text == ("Words 1.", "Words 2.")
    assert store.ungrouped("w", MODEL, since=date(2026, 3, 1), limit=1).text == ("Words 2.",)
    assert len(store.ungrouped("w", OTHER, since=date(2026, 3, 1), limit=10)) == 0


def test_a_theme_is_drawn_anew_under_its_id(store: SqlStore) -> None:
    statements = three(store)
    theme = birth(store, list(statements.values()))
    store.regroup("w", regrouping({}, {theme.id: draft("Card refused", axis=3)}))
    assert store.theme("w", theme.id).name == "Card refused"
    assert store.theme_centres("w", MODEL)[0].centre[3] == 1


def test_a_theme_goes_into_another_with_all_its_statements(store: SqlStore) -> None:
    statements = three(store)
    first = birth(store, [statements["Words 0."]])
    second = birth(store, [statements["Words 1."]], "Card refused")
    third = birth(store, [statements["Words 2."]], "Card broken")
    store.regroup("w", regrouping({}, merged={second.id: third.id}))
    store.regroup("w", regrouping({}, merged={third.id: first.id}))
    (theme,) = store.themes("w")
    assert (theme.id, theme.statements, theme.born_on) == (first.id, 3, first.born_on)
    assert {store.theme("w", gone.id).merged_into for gone in (second, third)} == {first.id}
    assert store.theme("w", second.id).statements == 0


def test_what_is_placed_in_a_theme_that_went_into_another_is_in_that(store: SqlStore) -> None:
    statements = three(store)
    first = birth(store, [statements["Words 0."]])
    second = birth(store, [statements["Words 1."]])
    store.regroup("w", regrouping({}, merged={second.id: first.id, first.id: second.id}))
    store.regroup("w", regrouping({statements["Words 2."]: second.id}))
    assert store.theme("w", first.id).statements == 3


def test_what_is_gone_is_passed_over(store: SqlStore) -> None:
    statements = three(store)
    placed = {statements["Words 0."]: -1, 10**9: -1, 10**9 + 1: -2, statements["Words 1."]: 10**9}
    born = store.regroup("w", regrouping(placed, {-1: draft(), -2: draft("Nobody's")}, {10**9: 1}))
    assert list(born) == [-1]
    assert [theme.statements for theme in store.themes("w")] == [1]
    assert waiting(store) == ["Words 1.", "Words 2."]


def test_of_two_who_look_at_the_same_statements_the_second_changes_nothing(store: SqlStore) -> None:
    statements = three(store)
    theme = birth(store, list(statements.values()))
    again = store.regroup(
        "w", regrouping(dict.fromkeys(statements.values(), -1), {-1: draft("The same again")})
    )
    assert again == {}
    store.regroup("w", regrouping(dict.fromkeys(statements.values(), 0)))
    assert store.themes("w") == [theme]


def test_what_found_no_group_may_find_one_later(store: SqlStore) -> None:
    statements = three(store)
    store.regroup("w", regrouping(dict.fromkeys(statements.values(), 0)))
    assert birth(store, [statements["Words 0."]]).statements == 1


def test_themes_belong_to_their_workspace(store: SqlStore) -> None:
    store.create_workspace("x", name="Others", time_zone="UTC")
    theme = birth(store, list(three(store).values()))
    assert store.themes("x") == []
    assert len(store.theme_vectors("x", theme.id, limit=10)) == 0
    with pytest.raises(NotFound, match=f"there is no theme {theme.id}"):
        store.theme("x", theme.id)
    stolen = regrouping(dict.fromkeys(ids(store).values(), 0), merged={theme.id: theme.id})
    assert store.regroup("x", stolen) == {}
    assert store.theme("w", theme.id) == theme
    with pytest.raises(NotFound, match='no workspace "nobody"'):
        store.regroup("nobody", regrouping({}))


def test_forgetting_makes_everything_wait_again(store: SqlStore) -> None:
    statements = three(store)
    bring(store, "blank", scored("blank", " "))
    birth(store, [statements["Words 0."]])
    store.regroup("w", regrouping({statements["Words 1."]: 0}))
    store.forget_themes("w")
    assert store.themes("w") == []
    assert waiting(store) == ["Words 0.", "Words 1.", "Words 2."]


# ── what changes statements changes themes ──────────────────────────────────────────────────────────────────────


def vectors(store: SqlStore) -> int:
    return rows(store, "SELECT count(*) FROM statement_vector")


def test_a_new_version_waits_and_the_old_one_counts_no_more(store: SqlStore) -> None:
    bring(store, "i", scored("1", "It broke."))
    theme = birth(store, list(ids(store).values()))
    bring(store, "j", scored("1", "All is well."))
    assert store.themes("w") == []
    assert store.theme("w", theme.id).statements == 0
    assert store.theme("w", theme.id).last_on == theme.born_on
    assert waiting(store) == ["All is well."]
    store.undo_import("w", "j", at=NOON)
    assert store.theme("w", theme.id) == theme, "it is where it was"
    assert waiting(store) == []
    assert vectors(store) == 1


def test_what_is_taken_out_leaves_no_vector(store: SqlStore) -> None:
    three(store)
    birth(store, list(ids(store).values()))
    store.undo_import("w", "i", at=NOON)
    assert vectors(store) == 0
    assert store.themes("w") == []


def test_who_is_erased_leaves_no_vector(store: SqlStore) -> None:
    three(store)
    theme = birth(store, list(ids(store).values()))
    store.erase_customer("w", "c0", at=NOON)
    assert vectors(store) == 1
    assert store.theme("w", theme.id).statements == 1


def test_rescored_statements_are_to_be_grouped_anew(store: SqlStore) -> None:
    three(store)
    theme = birth(store, list(ids(store).values()))
    begin_rescore(store)
    assert store.theme("w", theme.id) == theme, "until it is done"
    finish(store)
    found = store.unplaced("w", OTHER, limit=10)
    assert found.text == ("Words 0.", "Words 1.", "Words 2.")
    kept = [vector_by(OTHER, words) for words in found.text]
    assert np.array_equal(found.vectors, unpack([one for one in kept if one]))
    assert vectors(store) == 3
    assert store.themes("w") == []
    assert store.theme_centres("w", OTHER) == []
    assert [centre.id for centre in store.theme_centres("w", MODEL)] == [theme.id]
    late = regrouping(dict.fromkeys(ids(store).values(), theme.id))
    store.regroup("w", late)
    assert store.themes("w") == [], "it is by the model before"


def test_a_rescoring_brings_vectors_and_takes_them(store: SqlStore) -> None:
    bring(store, "i", scored("1", "It broke."), scored("2", " "))
    with store._db.write() as connection:
        connection.exec_driver_sql("DELETE FROM statement_vector")
        connection.exec_driver_sql("UPDATE statement SET theme_id = 0")
    assert waiting(store) == []
    begin_rescore(store)
    finish(store)
    assert waiting(store, OTHER) == ["It broke."]


def test_a_name_goes_with_the_customer_whose_words_it_is(store: SqlStore) -> None:
    statements = three(store)
    theirs = birth(store, list(statements.values()), "Words 1")
    store.erase_customer("w", "c1", at=NOON)
    assert store.theme("w", theirs.id).name == UNNAMED
    assert store.awaits_a_name("w", MODEL)
    assert not store.awaits_a_name("w", OTHER)
    assert not store.awaits_a_name("x", MODEL)
    store.regroup("w", regrouping({}, {theirs.id: draft("Words 2")}))
    assert store.theme("w", theirs.id).name == "Words 2"
    assert not store.awaits_a_name("w", MODEL)


def test_a_name_stays_that_others_say_too(store: SqlStore) -> None:
    theme = birth(store, list(three(store).values()), "Words")
    store.erase_customer("w", "c1", at=NOON)
    assert store.theme("w", theme.id).name == "Words"


def test_the_name_of_a_theme_that_went_into_another_goes_too(store: SqlStore) -> None:
    statements = three(store)
    first = birth(store, [statements["Words 0."]], "Words 0")
    second = birth(store, [statements["Words 1."]], "Words 1")
    store.regroup("w", regrouping({}, merged={second.id: first.id}))
    store.erase_customer("w", "c1", at=NOON)
    assert store.theme("w", second.id).name == UNNAMED
    assert store.theme("w", first.id).name == "Words 0"
    assert not store.awaits_a_name("w", MODEL), "one that lives no more is not named"


def test_a_look_that_read_before_an_erasure_brings_no_name_back(store: SqlStore) -> None:
    theme = birth(store, list(three(store).values()), "Words 1")
    store.erase_customer("w", "c1", at=NOON)
    store.regroup("w", regrouping({}, {theme.id: draft("Words 1")}))
    assert store.theme("w", theme.id).name == UNNAMED
