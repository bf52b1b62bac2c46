"""Where customers go from stage to stage, where they are last heard of, and the paths that end in praise or leaving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from feedback_miner.domain.facts import Integers, Reals
from feedback_miner.insights.means import Mean, Share, mean, shares
from feedback_miner.insights.steps import Flags, Steps

#: Without a word for so long a customer counts as gone, where nothing else is asked.
SILENT_DAYS = 30
#: Stages of a path, its end among them.
PATH_STAGES = 4
#: Customers who make a path: one alone is a story.
LEAST_OF_PATH = 2
#: Stages of the taxonomy where customers stay or leave, and where they speak for or against.
_LEAVING, _PRAISING = "retention", "advocacy"
#: Beyond this a comment is positive or negative; beyond the other it is praise wherever it is.
_CLEAR, _STRONG = 0.25, 0.6

_MICROSECONDS = 1_000_000


class Ending(StrEnum):
    """What a path comes to: by what customers write, not by what they do."""

    #: positive of recommending, or very positive of anything
    PRAISE = "praise"
    #: negative of staying: cancelling, renewal, going elsewhere
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Of a number of seconds: a quarter is shorter than `low`, half than `median`, a quarter longer than `high`."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Transition:
    """From a stage to the next one of the same customer, which may be the same stage again."""

    from_stage: str
    to_stage: str
    #: of all steps from this stage that another follows
    share: Share
    #: seconds from comment to comment
    between: Quartiles
    #: of the comments that arrive
    arriving: Mean


@dataclass(frozen=True, slots=True)
class DropOut:
    """Customers who were last heard of at a stage."""

    stage: str
    #: of all steps here that are old enough to tell: those after which the customer was silent ever since
    share: Share
    #: customers whose last comment is here, and too fresh to tell
    open: int
    #: of the last comments of those who dropped out
    parting: Mean


@dataclass(frozen=True, slots=True)
class Path:
    """Stages on the way to an ending, the last is where it is; the same stage twice in a row is one."""

    ending: Ending
    stages: tuple[str, ...]
    #: of all customers whose journey has this ending and a stage before it
    share: Share
    #: of the comments that it ends with
    final: Mean


@dataclass(frozen=True, slots=True)
class Journeys:
    """The journeys of a cut."""

    #: customers with a step
    customers: int
    steps: int
    #: messages that name no customer: on nobody's journey
    nobodys: int
    #: days of silence after which a customer counts as gone
    silent_days: int
    #: most frequent first
    transitions: tuple[Transition, ...]
    #: in the order of the lens
    drop_outs: tuple[DropOut, ...]
    #: why no drop-out can be told, in words; None where one could be
    too_early: str | None
    #: most frequent first, of each ending
    paths: tuple[Path, ...]


def journeys(
    steps: Steps, *, last_day: int, silent_days: int = SILENT_DAYS, most_paths: int = 10
) -> Journeys:
    """The journeys of a cut that was observed until `last_day` (ordinal)."""
    return Journeys(
        customers=int(steps.last.sum()),
        steps=len(steps),
        nobodys=steps.nobodys,
        silent_days=silent_days,
        transitions=tuple(sorted(_transitions(steps), key=lambda found: -found.share.count)),
        drop_outs=tuple(_drop_outs(steps, last_day, silent_days)),
        too_early=_too_early(steps, last_day, silent_days),
        paths=tuple(path for ending in Ending for path in _paths(steps, ending, most_paths)),
    )


def arriving(steps: Steps, from_stage: str, to_stage: str) -> Flags:
    """Which steps come from one stage to another."""
    found = steps.follows & steps.at_stage(to_stage)
    found[1:] &= steps.at_stage(from_stage)[:-1]
    return found


def dropped(steps: Steps, stage: str, *, last_day: int, silent_days: int) -> Flags:
    """Which steps at a stage are the last of customers who have been silent since."""
    return steps.at_stage(stage) & steps.last & _old(steps, last_day, silent_days)


def ending_with(steps: Steps, ending: Ending, stages: tuple[str, ...]) -> Flags:
    """Which steps are the end of a path of these stages."""
    found = np.zeros(len(steps), np.bool_)
    found[[end for end, path in _ends(steps, ending) if path == stages]] = True
    return found


def statements_of(steps: Steps, chosen: Flags) -> Integers:
    """The statements of some steps, in the order of customer and time."""
    found: Integers = steps.facts.statement[chosen[steps.step_of]]
    return found


def quartiles(seconds: Reals) -> Quartiles:
    """Of at least one number."""
    low, median, high = (float(part) for part in np.percentile(seconds, (25, 50, 75)))
    return Quartiles(low, median, high)


def _transitions(steps: Steps) -> Iterator[Transition]:
    stages = steps.stage.values
    to = np.flatnonzero(steps.follows)
    before, after = steps.stage.codes[to - 1].astype(np.int64), steps.stage.codes[to]
    seconds = (steps.at[to] - steps.at[to - 1]) / _MICROSECONDS
    for number, stage in enumerate(stages):
        found = shares(before, steps.customer[to], after == number, len(stages))
        for origin, share in enumerate(found):
            if share.count:
                between = quartiles(seconds[(before == origin) & (after == number)])
                chosen = arriving(steps, stages[origin], stage)
                yield Transition(stages[origin], stage, share, between, _mean_of(steps, chosen))


def _drop_outs(steps: Steps, last_day: int, silent_days: int) -> Iterator[DropOut]:
    old = _old(steps, last_day, silent_days)
    group = np.where(old, steps.stage.codes, -1).astype(np.int64)
    found = shares(group, steps.customer, steps.last, len(steps.stage.values))
    for stage, share in zip(steps.stage.values, found, strict=True):
        here = steps.at_stage(stage)
        if here.any():
            parting = _mean_of(steps, here & steps.last & old)
            yield DropOut(stage, share, int((here & steps.last & ~old).sum()), parting)


def _too_early(steps: Steps, last_day: int, silent_days: int) -> str | None:
    if _old(steps, last_day, silent_days).any():
        return None
    return f"No comment is {silent_days} days old, so nobody can have been silent for so long: look at a longer period."


def _paths(steps: Steps, ending: Ending, most: int) -> Iterator[Path]:
    ends = {end: path for end, path in _ends(steps, ending) if len(path) > 1}
    customers = steps.customer[list(ends)]
    everybody = np.zeros(len(ends), np.int64)
    for stages, count in Counter(ends.values()).most_common(most):
        if count < LEAST_OF_PATH:
            return
        hit = np.array([path == stages for path in ends.values()])
        share = shares(everybody, customers, hit, 1)[0]
        chosen = np.zeros(len(steps), np.bool_)
        chosen[[end for end, path in ends.items() if path == stages]] = True
        yield Path(ending, stages, share, _mean_of(steps, chosen))


def _ends(steps: Steps, ending: Ending) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each customer's last step with this ending, and the stages up to there."""
    ended = np.flatnonzero(_ended(steps, ending))
    if not len(ended):
        return
    newest = ended[np.flatnonzero(np.diff(steps.customer[ended], append=-1))]
    begin = np.flatnonzero(~steps.follows)
    starts = begin[np.searchsorted(begin, newest, side="right") - 1]
    codes = steps.stage.codes.tolist()
    for start, end in zip(starts.tolist(), newest.tolist(), strict=True):
        path = [codes[end]]
        for place in range(end - 1, start - 1, -1):
            if len(path) == PATH_STAGES:
                break
            if codes[place] != path[-1]:
                path.append(codes[place])
        yield end, tuple(steps.stage.values[code] for code in reversed(path))


def _ended(steps: Steps, ending: Ending) -> Flags:
    if ending is Ending.LEAVING:
        return steps.full_stage.equal(_LEAVING) & (steps.sentiment < -_CLEAR)
    recommends = steps.full_stage.equal(_PRAISING) & (steps.sentiment > _CLEAR)
    found: Flags = recommends | (steps.sentiment >= _STRONG)
    return found


def _old(steps: Steps, last_day: int, silent_days: int) -> Flags:
    """Whether a step is so old that silence since then says something: younger ones are left out of shares, those
    that another step follows too, for else a fast answer would count and a slow one would not."""
    found: Flags = steps.day <= last_day - silent_days
    return found


def _mean_of(steps: Steps, chosen: Flags) -> Mean:
    said = chosen[steps.step_of]
    return mean(steps.facts.customer[said], steps.facts.sentiment[said])
