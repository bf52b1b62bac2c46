"""`scripts.evaluate themes`: through its front door with a tiny model, and its measures on groups of our own."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scripts.evaluate import main
from scripts.evaluation import themes
from scripts.evaluation.themes_living import LivingThemes
from scripts.evaluation.themes_measures import agreement, day_by_day, replicated
from scripts.evaluation.themes_tweets import Tweets
from tests.themes.builders import CARD, LATE, RUDE, WholeTexts, spoken

_COLUMNS = ("tweet_id", "name", "text", "negativereason", "tweet_created")


def _tweets(topics: list[str]) -> Tweets:
    """A tweet a statement, whose author gives the topic as the reason."""
    return Tweets(spoken(topics), np.arange(len(topics)), dict(enumerate(topics)))


def test_groups_that_are_the_reasons_agree_with_them() -> None:
    tweets = _tweets([CARD] * 30 + [LATE] * 25 + [RUDE] * 10)
    found = agreement(np.array([1] * 30 + [2] * 25 + [3] * 10), tweets)
    assert found.information == pytest.approx(1)
    assert (found.groups, found.ungrouped, found.told) == (3, 0, 2)
    assert found.majorities == {CARD: 1, LATE: 1}


def test_groups_without_sense_do_not_and_what_is_in_none_is_a_class() -> None:
    tweets = _tweets([CARD, LATE] * 60)
    drawn = np.random.default_rng(0)
    assert abs(agreement(drawn.integers(1, 5, 120), tweets).information) < 0.05
    nowhere = agreement(np.array([0, 1] * 60), tweets)
    assert (nowhere.ungrouped, nowhere.groups, nowhere.majorities) == (0.5, 1, {LATE: 1})
    assert nowhere.information == pytest.approx(1)


def test_a_tweet_goes_by_its_most_negative_statement_that_has_a_group() -> None:
    said = replace(spoken([CARD, LATE, RUDE]), sentiment=np.array([-0.4, -0.9, -0.6]))
    tweets = Tweets(said, np.zeros(3, dtype=np.int64), {0: CARD})
    assert agreement(np.array([7, 0, 9]), tweets).groups == 1
    assert agreement(np.zeros(3, dtype=np.int64), tweets).ungrouped == 1


def test_themes_stay_from_day_to_day() -> None:
    topics = [CARD, LATE, RUDE] * 30
    tweets = _tweets(topics)
    tweets = replace(tweets, statements=replace(tweets.statements, day=739_000 + np.arange(90) // 30))
    staying = day_by_day(tweets, LivingThemes(tweets.statements, WholeTexts()))
    assert staying.days == 3
    assert staying.kept == 1
    assert agreement(staying.groups, tweets).information == pytest.approx(1)


def test_replicas_are_like_the_given_ones_and_unlike_each_other() -> None:
    vectors = spoken([CARD, LATE]).vectors
    many = replicated(vectors, 100)
    assert many.shape == (100, vectors.shape[1])
    assert np.einsum("nd,nd->n", many, vectors[np.arange(100) % 2]).mean() == pytest.approx(0.95, abs=0.02)
    assert len(np.unique(many, axis=0)) == 100


def test_it_prints_themes_and_what_is_asked_of_them(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(themes, "find_spec", lambda _: None)
    file = tmp_path / "data" / "public" / "airline_tweets" / "Tweets.csv"
    file.parent.mkdir(parents=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(_COLUMNS)
        for n in range(60):
            text = f"@air my seat in row {n} was broken &amp; dirty"
            writer.writerow((n, f"customer {n}", text, "Bad Flight", f"2015-02-{17 + n % 3} 10:00:00 -0800"))
    main(
        ["themes", "--data", str(tmp_path), "--models-dir", str(models), "--model", "tiny", "--timed", "500"]
    )
    printed, said = capsys.readouterr()
    assert "Themes of 60 statements" in printed
    assert "adjusted mutual information" in printed
    assert "BERTopic is left out" in said


def test_without_the_tweets_it_says_so(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["themes", "--data", str(tmp_path), "--models-dir", str(models), "--model", "tiny"])
    assert "Tweets.csv: the tweets are not there" in capsys.readouterr().err.replace("\n", "")
