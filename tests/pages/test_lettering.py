"""Words set in lines: nothing is wider than it may be, and nothing is lost that fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.exports.lettering import in_lines, shortened, width_of, wrapped

#: wide enough for any one sign
WIDTHS = st.floats(40, 400)
WORDS = st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30), max_size=12)


@pytest.mark.parametrize("bold", [True, False])
@given(words=WORDS, width=WIDTHS)
def test_no_line_is_wider_than_it_may_be(*, words: list[str], width: float, bold: bool) -> None:
    for line in wrapped(" ".join(words), width, 12, most=3, bold=bold):
        assert width_of(line, 12, bold=bold) <= width


@given(WORDS, WIDTHS)
def test_words_that_fit_are_all_there_in_their_order(words: list[str], width: float) -> None:
    fitting = [word for word in words if width_of(word, 12) <= width]
    lines = wrapped(" ".join(fitting), width, 12, most=len(fitting) + 1)
    assert " ".join(lines).split(" ") == (fitting or [""])


def test_what_does_not_fit_is_left_out_and_that_is_said() -> None:
    lines = wrapped("The identity check rejected my passport four times", 120, 12, most=2, bold=True)
    assert len(lines) == 2
    assert lines[0].startswith("The identity")
    assert lines[1].endswith("…")
    assert shortened("Onboarding", 400, 14) == "Onboarding"


def test_bold_words_keep_their_place_and_their_spaces() -> None:
    parts = [("From ", False), ("Support", True), (" at −0.25 to ", False), ("Advocacy", True), (".", False)]
    (line,) = in_lines(parts, 1000, 21)
    assert "".join(text for text, _ in line) == "From Support at −0.25 to Advocacy."
    assert [text.strip() for text, bold in line if bold] == ["Support", "Advocacy"]
    broken = in_lines(parts, 150, 21)
    assert len(broken) > 1
    assert not any(text.startswith(" ") for line in broken for text, _ in line[:1])
