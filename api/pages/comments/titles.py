"""What a list of comments is a list of, in words."""

from __future__ import annotations

from collections.abc import Iterator

from api.pages.environment import day
from api.pages.quotes import in_brackets
from api.pages.source_names import SOURCES
from feedback_miner.domain import NEUTRAL, Cut, Source, StatementFilter, Theme
from feedback_miner.taxonomy import Taxonomy

_OUTCOMES = {"nps": "with an NPS score", "csat": "with a satisfaction score", "rating": "with a rating"}
_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"))


def title_of(where: StatementFilter, taxonomy: Taxonomy, theme: Theme | None = None) -> str:
    """The heading: "Onboarding, Delivery: what customers said"."""
    if where.theme == 0:
        about = ["What found no group"]
    elif theme:
        about = [f"“{in_brackets(theme.name)}”"]
    else:
        about = []
    stages = stages_name(where.stages, taxonomy)
    about += [stages] if stages else []
    about += [taxonomy.name_of("touchpoint", where.touchpoint)] if where.touchpoint else []
    who = "one customer" if where.customer else "customers"
    return f"{', '.join(about)}: what {who} said" if about else f"What {who} said"


def stages_name(stages: tuple[str, ...] | None, taxonomy: Taxonomy) -> str | None:
    """What people call some stages of the taxonomy: as a lens that folds them does; None where they are all."""
    if not stages or {stage.key for stage in taxonomy.stages if not stage.hidden} <= set(stages):
        return None
    for lens in taxonomy.lenses:
        for part in taxonomy.lens(lens.key):
            if set(part.stages) == set(stages):
                return part.name
    return " and ".join(taxonomy.name_of("stage", stage) for stage in stages)


def narrowed_by(cut: Cut, where: StatementFilter, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Of which days and filters: "2 May 2026 to 31 May 2026", "chat", "Frustrated"."""
    return (*_part(cut), *_passing(where, taxonomy), *_of_messages(where))


def _part(cut: Cut) -> Iterator[str]:
    yield f"{day(cut.first_day)} to {day(cut.last_day)}"
    if cut.source:
        yield SOURCES.get(Source(cut.source), cut.source)
    if cut.channel:
        yield cut.channel
    for name, value in cut.segments.items():
        yield f"{name.replace('_', ' ')}: {value}"


def _passing(where: StatementFilter, taxonomy: Taxonomy) -> Iterator[str]:
    if where.emotion:
        yield "no emotion shown" if where.emotion == NEUTRAL else taxonomy.name_of("emotion", where.emotion)
    if where.sentiment:
        yield f"{where.sentiment} alone"
    if where.text:
        yield f"with the words “{where.text}”"
    if where.corrected is not None:
        yield "labelled by people" if where.corrected else "labelled by the model"


def _of_messages(where: StatementFilter) -> Iterator[str]:
    if where.outcome:
        yield _OUTCOMES.get(where.outcome, where.outcome)
    if where.reply_from:
        yield f"answered after {_time(where.reply_from)} or more"
    if where.reply_before is not None:
        yield f"answered within {_time(where.reply_before)}"


def _time(seconds: int) -> str:
    for size, unit in _UNITS:
        if seconds >= size:
            count = f"{seconds / size:.1f}".removesuffix(".0")
            return f"{count} {unit}{'' if count == '1' else 's'}"
    return f"{seconds} seconds"
