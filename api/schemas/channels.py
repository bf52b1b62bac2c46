"""Channels, as they go out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ConfigDict, Field

from api.questions import statements_url
from api.schemas.common import IntervalOut, Out, Rounded
from api.schemas.insights import INTERVAL, SPAN, MeanOut, SpanOut
from feedback_miner.domain import Cut, StatementFilter
from feedback_miner.insights.channels import Channel, Channels, Quantile, Times
from feedback_miner.insights.waiting import Band, Waiting
from feedback_miner.mining.insights.answered import Answered

_URL = "/v1/statements?from=2026-05-02&to=2026-05-31&channel=chat&stage=use"
_QUANTILE: dict[str, Any] = {"seconds": 5400, "interval": {"low": 4800, "high": 6300}}
_TIMES: dict[str, Any] = {"messages": 310, "customers": 270, "median": _QUANTILE, "ninety": _QUANTILE}
_MEAN: dict[str, Any] = {"statements": 96, "customers": 80, "sentiment": -0.41, "interval": INTERVAL}
_WAITING: dict[str, Any] = {
    "messages": 310,
    "customers": 270,
    "rank_correlation": -0.38,
    "interval": INTERVAL,
    "too_early": None,
    "bands": [
        {
            "name": "under 1 h",
            "seconds_from": 0,
            "seconds_before": 3600,
            "comments": _MEAN | {"statements_url": f"{_URL}&reply_from=0&reply_before=3600"},
        }
    ],
}
_CHANNELS: dict[str, Any] = {
    "period": SPAN,
    "comments": _MEAN | {"statements_url": _URL},
    "items": [
        {
            "channel": "chat",
            "messages": 320,
            "share": 0.31,
            "comments": _MEAN | {"statements_url": _URL},
            "first_reply": _TIMES,
            "solved": _TIMES,
            "waiting": _WAITING,
        }
    ],
    "waiting": _WAITING,
}
_NAMES = {
    0: "under 1 h",
    3_600: "1 to 4 h",
    14_400: "4 to 24 h",
    86_400: "1 to 3 days",
    259_200: "3 days and more",
}


class QuantileOut(Out):
    """Seconds that a given share of messages stays under."""

    seconds: Rounded
    interval: IntervalOut | None = Field(description="95 %, by customers.")

    @classmethod
    def from_domain(cls, found: Quantile) -> QuantileOut:
        """Mirrors the domain's."""
        return cls(
            seconds=found.seconds,
            interval=IntervalOut.from_domain(found.interval) if found.interval else None,
        )


class TimesOut(Out):
    """How long messages waited. Null where they are too few to tell."""

    messages: int
    customers: int
    median: QuantileOut | None
    ninety: QuantileOut | None = Field(description="Nine of ten waited less.")

    @classmethod
    def from_domain(cls, found: Times) -> TimesOut:
        """Mirrors the domain's."""
        return cls(
            messages=found.messages,
            customers=found.customers,
            median=QuantileOut.from_domain(found.median) if found.median else None,
            ninety=QuantileOut.from_domain(found.ninety) if found.ninety else None,
        )


class BandOut(Out):
    """What those say who waited so long for a first reply."""

    name: str
    seconds_from: int
    seconds_before: int | None
    comments: MeanOut


class WaitingOut(Out):
    """How sentiment goes with the time to the first reply. It does not say what causes what."""

    messages: int
    customers: int
    rank_correlation: Rounded | None = Field(
        description="Spearman's, by message: −1 the longer the wait the worse the words, 1 the better."
    )
    interval: IntervalOut | None = Field(description="95 %, by customers.")
    too_early: str | None = Field(description="Why nothing is said; null where something is.")
    bands: list[BandOut]

    @classmethod
    def from_domain(cls, found: Waiting, cut: Cut, stages: tuple[str, ...]) -> WaitingOut:
        """Mirrors the domain's."""
        shown = found.correlation
        return cls(
            messages=found.messages,
            customers=found.customers,
            rank_correlation=shown.rank if shown else None,
            interval=IntervalOut.from_domain(shown.interval) if shown else None,
            too_early=found.too_early,
            bands=[_band(band, cut, stages) for band in found.bands],
        )


class ChannelOut(Out):
    """One channel."""

    channel: str
    messages: int
    share: Rounded = Field(description="Of all statements.")
    comments: MeanOut
    first_reply: TimesOut
    solved: TimesOut
    waiting: WaitingOut

    @classmethod
    def from_domain(cls, found: Channel, cut: Cut, stages: tuple[str, ...]) -> ChannelOut:
        """Mirrors the domain's."""
        here = replace(cut, channel=found.channel)
        return cls(
            channel=found.channel,
            messages=found.messages,
            share=found.share,
            comments=MeanOut.of(found.mean, statements_url(here, StatementFilter(stages=stages))),
            first_reply=TimesOut.from_domain(found.first_reply),
            solved=TimesOut.from_domain(found.solved),
            waiting=WaitingOut.from_domain(found.waiting, here, stages),
        )


class ChannelsOut(Out):
    """The channels of a period, most statements first."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CHANNELS]})

    period: SpanOut
    comments: MeanOut = Field(description="Of all channels.")
    items: list[ChannelOut]
    waiting: WaitingOut = Field(description="Over all channels.")

    @classmethod
    def from_domain(cls, answered: Answered[Channels]) -> ChannelsOut:
        """Mirrors the domain's."""
        found, cut = answered.found, answered.cut
        stages = tuple(key for stage in answered.taxonomy.lens(answered.lens) for key in stage.stages)
        return cls(
            period=SpanOut.from_domain(cut),
            comments=MeanOut.of(found.mean, statements_url(cut, StatementFilter(stages=stages))),
            items=[ChannelOut.from_domain(channel, cut, stages) for channel in found.channels],
            waiting=WaitingOut.from_domain(found.waiting, cut, stages),
        )


def _band(band: Band, cut: Cut, stages: tuple[str, ...]) -> BandOut:
    where = StatementFilter(stages=stages, reply_from=band.seconds_from, reply_before=band.seconds_before)
    return BandOut(
        name=_NAMES[band.seconds_from],
        seconds_from=band.seconds_from,
        seconds_before=band.seconds_before,
        comments=MeanOut.of(band.mean, statements_url(cut, where)),
    )
