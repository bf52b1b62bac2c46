"""The page of channels as text: what comes in by each, how it sounds, how long it waits. No storage, no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.pages.addresses import address, of_the_map
from api.pages.cut_page import CutPage
from api.pages.environment import template
from api.pages.paths.flow import duration
from api.pages.ranges import RangeDrawing, range_drawing
from api.questions import comments_url
from feedback_miner.domain import Cut, StatementFilter
from feedback_miner.insights.channels import Channel, Channels, Quantile
from feedback_miner.insights.means import Mean
from feedback_miner.insights.waiting import Band, Waiting
from feedback_miner.journey import signed
from feedback_miner.mining.insights.answered import Answered

PATH = "/channels"

_BANDS = {
    0: "Under 1 h",
    3_600: "1 to 4 h",
    14_400: "4 to 24 h",
    86_400: "1 to 3 days",
    259_200: "3 days and more",
}


@dataclass(frozen=True, slots=True)
class ChannelsPage:
    """Everything that the page shows."""

    page: CutPage
    #: None where `problem` says why
    found: Answered[Channels] | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class MeanRow:
    """How some comments sound, and the page of them."""

    name: str
    mean: Mean
    url: str
    #: None where nobody spoke, or too few for a range
    drawing: RangeDrawing | None


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel."""

    channel: Channel
    sounds: MeanRow
    #: how long messages wait, in words; "" where they are too few to tell
    first_reply: tuple[str, str]
    solved: tuple[str, str]


def render_channels(view: ChannelsPage) -> str:
    """The page at `/channels`."""
    return template("channels.html").render(
        view=view,
        chrome=view.page.chrome,
        form=view.page.filters(PATH),
        empty=view.page.empty,
        csv_url=address("/v1/channels", of_the_map(view.page.query), format="csv"),
        **(_shown(view.found) if view.found else {}),
    )


def _shown(answered: Answered[Channels]) -> dict[str, object]:
    """What the template shows of an answer."""
    found = answered.found
    stages = tuple(key for stage in answered.taxonomy.lens(answered.lens) for key in stage.stages)
    everything = StatementFilter(stages=stages)
    return {
        "cut": answered.cut,
        "whole": _sounds("All channels", found.mean, answered.cut, everything),
        "rows": [_row(one, answered.cut, everything) for one in found.channels],
        "waiting": found.waiting,
        "verdict": _verdict(found.waiting),
        "bands": [_band(one, answered.cut, everything) for one in found.waiting.bands],
    }


def _row(one: Channel, cut: Cut, where: StatementFilter) -> ChannelRow:
    return ChannelRow(
        channel=one,
        sounds=_sounds(one.channel, one.mean, replace(cut, channel=one.channel), where),
        first_reply=(_time(one.first_reply.median), _time(one.first_reply.ninety)),
        solved=(_time(one.solved.median), _time(one.solved.ninety)),
    )


def _band(band: Band, cut: Cut, where: StatementFilter) -> MeanRow:
    waited = replace(where, reply_from=band.seconds_from, reply_before=band.seconds_before)
    return _sounds(_BANDS[band.seconds_from], band.mean, cut, waited)


def _sounds(name: str, mean: Mean, cut: Cut, where: StatementFilter) -> MeanRow:
    drawing = None
    if mean.sentiment is not None and mean.interval is not None:
        drawing = range_drawing(mean.sentiment, mean.interval.low, mean.interval.high, least=-1, most=1)
    return MeanRow(name, mean, comments_url(cut, where), drawing)


def _time(found: Quantile | None) -> str:
    return duration(found.seconds) if found else ""


def _verdict(waiting: Waiting) -> str:
    """How sentiment goes with waiting, in words. It never says what causes what."""
    if waiting.correlation is None:
        return waiting.too_early or ""
    rank, known = waiting.correlation.rank, waiting.correlation.interval
    told = f"rank correlation {signed(rank)}, 95 % range {signed(known.low)} to {signed(known.high)}"
    if known.high < 0:
        return f"Longer waiting goes with worse words ({told})."
    if known.low > 0:
        return f"Longer waiting goes with better words ({told})."
    return f"Nothing shows that sentiment goes with waiting ({told})."
