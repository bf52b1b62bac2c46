"""`channels`: volume, sentiment and waiting by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from feedback_miner.cli.answers import Answers, count, interval, print_table, share, signed
from feedback_miner.cli.context import house_of, out
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked

if TYPE_CHECKING:
    from api.schemas.channels import ChannelsOut, QuantileOut


@shared_options
def show_channels(context: typer.Context, question: Asked, answers: Answers) -> None:
    """What comes in by each channel, how it sounds, and how long customers wait there."""
    from api.schemas.channels import ChannelsOut

    with house_of(context) as house:
        answer = ChannelsOut.from_domain(house.mining.channels.read(house.settings.workspace, question))
    answers.show(answer, lambda: _words(answer))


def _words(answer: ChannelsOut) -> None:
    out.print(f"{answer.period.first_day} to {answer.period.last_day}", markup=False)
    print_table(
        answer.items,
        {
            "channel": lambda one: one.channel,
            "#comments": lambda one: count(one.comments.statements),
            "#share": lambda one: share(one.share),
            "#customers": lambda one: count(one.comments.customers),
            "#sentiment": lambda one: signed(one.comments.sentiment),
            "#95 %": lambda one: interval(one.comments.interval),
            "#reply, half within": lambda one: _hours(one.first_reply.median),
            "#nine of ten": lambda one: _hours(one.first_reply.ninety),
            "#solved, half within": lambda one: _hours(one.solved.median),
        },
    )
    waiting = answer.waiting
    if waiting.too_early:
        out.print(f"Sentiment and waiting: {waiting.too_early}", markup=False)
        return
    out.print(
        f"Sentiment goes with waiting: rank correlation {signed(waiting.rank_correlation)}"
        f" ({interval(waiting.interval)}), {count(waiting.messages)} messages",
        markup=False,
    )
    print_table(
        waiting.bands,
        {
            "first reply": lambda band: band.name,
            "#comments": lambda band: count(band.comments.statements),
            "#sentiment": lambda band: signed(band.comments.sentiment),
            "#95 %": lambda band: interval(band.comments.interval),
        },
    )


def _hours(found: QuantileOut | None) -> str:
    return f"{found.seconds / 3_600:,.1f} h" if found else "–"
