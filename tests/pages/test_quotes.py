"""Which comments stand in the lanes, and how they are shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.pages.quotes import best_quotes, one_a_message, with_chips
from feedback_miner.domain import StatementView
from feedback_miner.taxonomy import load_default
from feedback_miner.text.placeholders import PLACEHOLDERS
from tests.pages.invented import statement

LONG = "The identity check rejected my passport four times without a reason"
SHORT = "Giving you until Friday"


def shown(*candidates: StatementView, praise: bool = False) -> list[str]:
    best = best_quotes({"use": candidates}, "delight" if praise else "pain", load_default())
    return [said.text for said in best["use"]]


def said(text: str, sentiment: float, **changes: object) -> StatementView:
    return replace(statement(text, "use", sentiment), **changes)  # type: ignore[arg-type]


def test_what_can_be_understood_alone_comes_before_what_is_merely_stronger() -> None:
    assert shown(said(SHORT, -1.0), said(LONG, -0.8)) == [LONG, SHORT]
    assert shown(said(f'{LONG}."', -0.8), said(LONG, -0.7)) == [LONG, f'{LONG}."']


def test_what_is_nearly_neutral_or_of_the_other_side_is_not_quoted() -> None:
    assert shown(said(LONG, -0.1), said(LONG, 0.9)) == []
    assert shown(said(LONG, 0.1), said(LONG, -0.9), praise=True) == []


def test_what_the_model_is_unsure_of_is_quoted_only_where_a_person_said_so() -> None:
    assert shown(said(LONG, -0.9, stage_confidence=0.4)) == []
    assert shown(said(LONG, -0.9, stage_confidence=0.4, corrected=True)) == [LONG]


def test_what_the_emotions_do_not_bear_out_stands_back() -> None:
    cross = said("She is now cross with me as well as with you", 0.6)
    cross = replace(cross, labels=replace(cross.labels, emotions=("anger",)))
    glad = said("I recommend it to everybody who will listen", 0.4)
    assert shown(cross, glad, praise=True) == [glad.text, cross.text]


def test_two_are_shown() -> None:
    assert len(shown(*(said(f"{LONG} {n}", -0.9) for n in range(12)))) == 2


def test_a_message_is_one_voice_among_the_latest() -> None:
    latest = [said(f"Number {n}", 0.3, item_id=n // 2) for n in range(8)]
    assert [one.text for one in one_a_message(latest, 3)] == ["Number 0", "Number 2", "Number 4"]


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_personal_data_is_named_in_plain_words(placeholder: str) -> None:
    html = with_chips(f"Ask {placeholder} & wait")
    assert html.startswith('Ask <span class="chip">')
    assert html.endswith("</span> &amp; wait")
    assert placeholder.strip("<>") not in html


def test_addresses_are_links_in_name_only() -> None:
    assert with_chips("see https://example.com/a?b=<i> now") == 'see <span class="chip">link</span> now'


def test_a_half_quotation_loses_its_mark_and_a_whole_one_keeps_both() -> None:
    assert with_chips('She missed it."') == "She missed it."
    assert with_chips('They said "soon"') == "They said &#34;soon&#34;"
