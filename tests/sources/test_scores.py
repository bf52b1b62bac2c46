"""Stars, satisfaction and NPS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.sources import RatingScale, parse_csat, parse_nps, parse_rating
from feedback_miner.sources.scores import ScaleFinder


def _scale(*cells: str, wording: str = "") -> RatingScale | None:
    finder = ScaleFinder(wording)
    for cell in cells:
        finder.see(cell)
    return finder.scale


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        (["1", "4.5", "", "5 stars"], RatingScale(1, 5)),
        (["0", "5"], RatingScale(1, 5)),
        (["1", "9"], RatingScale(1, 10)),
        (["0", "9"], RatingScale(0, 10)),
        (["20", "85"], RatingScale(0, 100)),
        (["1", "5", "7"], RatingScale(1, 10)),
        (["6", "7 out of 7"], RatingScale(1, 7)),
        (["6", "5/7"], RatingScale(1, 7)),
        (["6", "24/7"], RatingScale(1, 10)),
        (["0", "7"], RatingScale(0, 10)),
        (["5", "6.5"], RatingScale(1, 10)),
        (["0", "1"], RatingScale(0, 1)),
        (["1"], RatingScale(1, 5)),
        (["-1", "1"], None),
        (["1", "300"], None),
        (["", "Good"], None),
    ],
)
def test_the_scale_of_a_column(cells: list[str], scale: RatingScale | None) -> None:
    assert _scale(*cells) == scale


@pytest.mark.parametrize(
    ("wording", "best"),
    [
        ("Satisfaction (1-7)", 7),
        ("On a scale from 1 to 7, how was it?", 7),
        ("score /7", 7),
        ("Out of 7", 7),
        ("How is our 24/7 support?", 10),
        ("Survey of 1/7/2026", 10),
        ("score", 10),
    ],
)
def test_seven_is_the_best_only_where_the_wording_says_so(wording: str, best: int) -> None:
    assert _scale("2", "6", "7", wording=wording) == RatingScale(1, best)


def test_very_unhappy_is_below_unhappy() -> None:
    words = ("Very unhappy", "Unhappy", "Happy")
    scores = [parse_csat(word, None) for word in words]
    assert scores == [1.0, 2.0, 5.0]


@pytest.mark.parametrize(
    ("text", "scale", "stars"),
    [
        ("4", None, 4.0),
        ("4.0", RatingScale(1, 5), 4.0),
        ("4,5 stars", None, 4.5),
        ("4/5", RatingScale(0, 100), 4.0),
        ("8 out of 10", None, 4.2),
        ("80%", None, 4.2),
        ("★★★★☆", None, 4.0),
        ("⭐⭐", None, 2.0),
        ("10", RatingScale(1, 10), 5.0),
        ("1", RatingScale(1, 10), 1.0),
        ("50", RatingScale(0, 100), 3.0),
        ("5 - very good", None, 5.0),
        ("0", RatingScale(1, 5), None),
        ("7", None, None),
        ("good", None, None),
        ("", None, None),
        ("Rated 4 out of 5 stars", None, 4.0),
        ("4.0 out of 5", None, 4.0),
        ("9 / 10 points", None, 4.6),
        ("7/7", None, 5.0),
        ("1/7", None, 1.0),
        ("4", RatingScale(1, 7), 3.0),
        ("4 ★", None, 4.0),
        ("5 = very good", None, 5.0),
        ("Very good (5)", None, 5.0),
        ("Score: 4", None, 4.0),
        ("Score: -4", None, None),
        ("6/5", None, None),
        ("1/0", None, None),
    ],
)
def test_ratings(text: str, scale: RatingScale | None, stars: float | None) -> None:
    assert parse_rating(text, scale) == stars


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Good", 5.0),
        ("bad", 1.0),
        ("Offered", None),
        ("unoffered", None),
        ("Very dissatisfied", 1.0),
        ("Neither satisfied nor dissatisfied", 3.0),
        ("Not good", 1.0),
        ("👍", 5.0),
        ("75%", 4.0),
        ("3", 3.0),
        ("Satisfied - 4", 4.0),
        ("", None),
    ],
)
def test_satisfaction(text: str, score: float | None) -> None:
    assert parse_csat(text, None) == score


@pytest.mark.parametrize(
    ("text", "nps"),
    [
        ("0", 0),
        ("10", 10),
        ("9.0", 9),
        ("10 - extremely likely", 10),
        ("Extremely likely - 10", 10),
        ("Not at all likely (0)", 0),
        ("9/10", 9),
        ("9 out of 10", 9),
        ("4/5", None),
        ("11", None),
        ("-1", None),
        ("7.5", None),
        ("Promoter", None),
    ],
)
def test_nps(text: str, nps: int | None) -> None:
    assert parse_nps(text) == nps


@given(
    st.text(max_size=40), st.sampled_from([None, RatingScale(0, 1), RatingScale(1, 10), RatingScale(0, 100)])
)
def test_no_text_makes_it_fail_or_leave_the_scale(text: str, scale: RatingScale | None) -> None:
    for stars in (parse_rating(text, scale), parse_csat(text, scale)):
        assert stars is None or 1 <= stars <= 5
    nps = parse_nps(text)
    assert nps is None or 0 <= nps <= 10
