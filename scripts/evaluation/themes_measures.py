"""How well groups agree with why people said they complained, and how well they stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score

from scripts.evaluation.themes_living import LivingThemes
from scripts.evaluation.themes_tweets import Tweets

#: Reasons that the words of a tweet do not tell.
UNTOLD = {"Can't Tell", "Damaged Luggage"}
#: A group that counts has so many tweets.
LEAST_TWEETS = 20
#: Length of the noise that is added to a vector of length 1.
_NOISE = 0.33
_SEED = 0

Groups = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Groups of statements against the reasons of their tweets. What is in no group is one class."""

    groups: int
    #: of the tweets that complain, the share in no group
    ungrouped: float
    #: adjusted mutual information (Vinh et al., 2010)
    information: float
    #: reason → groups of at least `LEAST_TWEETS` tweets of which more than half have it
    majorities: Mapping[str, int]

    @property
    def told(self) -> int:
        """Reasons, of those that the text can tell, that are the majority of some group."""
        return len(set(self.majorities) - UNTOLD)


def agreement(groups: Groups, tweets: Tweets) -> Agreement:
    """`groups`: of each statement, 0 is none."""
    of_tweets = groups_of_tweets(groups, tweets)
    by_group: dict[int, Counter[str]] = {}
    for tweet, group in of_tweets.items():
        by_group.setdefault(group, Counter())[tweets.reasons[tweet]] += 1
    none = by_group.pop(0, Counter()).total()
    majorities = Counter(
        reason
        for reasons in by_group.values()
        if reasons.total() >= LEAST_TWEETS
        for reason, tweets_of_it in reasons.items()
        if 2 * tweets_of_it > reasons.total()
    )
    told = [tweets.reasons[tweet] for tweet in of_tweets]
    return Agreement(
        groups=len(by_group),
        ungrouped=none / len(of_tweets),
        information=float(adjusted_mutual_info_score(told, list(of_tweets.values()))),
        majorities=majorities,
    )


def groups_of_tweets(groups: Groups, tweets: Tweets) -> dict[int, int]:
    """Of each tweet that complains the group of its most negative statement that has one; 0 is none."""
    found = dict.fromkeys(tweets.reasons, 0)
    for row in np.argsort(tweets.statements.sentiment, kind="stable"):
        tweet = int(tweets.tweet[row])
        if found.get(tweet) == 0:
            found[tweet] = int(groups[row])
    return found


@dataclass(frozen=True, slots=True)
class Staying:
    """How themes held while statements came day by day."""

    days: int
    #: of the statements that had a theme on an evening, the share that has the same on the next: the least of all days
    kept: float
    #: of each statement after the last day
    groups: Groups


def day_by_day(tweets: Tweets, themes: LivingThemes) -> Staying:
    """Feeds the tweets to themes a day at a time."""
    days = np.unique(tweets.statements.day)
    kept = 1.0
    for day in days:
        before = themes.groups.copy()
        fresh = np.flatnonzero(tweets.statements.day == day)
        themes.feed(fresh, np.flatnonzero(tweets.statements.day < day))
        placed = before > 0
        if placed.any():
            kept = min(kept, float((themes.groups[placed] == before[placed]).mean()))
    return Staying(len(days), kept, themes.groups)


def replicated(vectors: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """So many vectors of length 1: the given ones again and again, each time with other noise (cosine about 0.95)."""
    drawn = np.random.default_rng(_SEED)
    rows = vectors[np.arange(size) % len(vectors)]
    noise = drawn.standard_normal(rows.shape, dtype=np.float32) * (_NOISE / np.sqrt(rows.shape[1]))
    noisy = rows + noise
    shortened: NDArray[np.float32] = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
    return shortened
