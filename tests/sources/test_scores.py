"""Stars, satisfaction and NPS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.sources import RatingScale, parse_csat, parse_nps, parse_rating
from feedback_miner.sources.scores import ScaleFinder


def _scale(*cells: str) -> RatingScale | None:
    finder = ScaleFinder()
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
        ("3", 3.0),
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
