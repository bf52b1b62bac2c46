"""What every page is written with: the templates, and the words and drawings that they know."""

from __future__ import annotations

from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from api.pages.bundles import address_of
from api.pages.quotes import with_chips
from api.pages.shapes import (
    TREND_HEIGHT,
    TREND_WIDTH,
    emotion_bar,
    mouth,
    step_class,
    strength,
    tone_class,
    top_emotions,
    trend_path,
)
from feedback_miner.journey import FEW, signed, tone_word


def template(name: str) -> Template:
    """A page's template, with the filters that all of them know."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "counted": counted,
        "day": day,
        "percent": _percent,
        "signed": signed,
        "step_class": step_class,
        "tone_class": tone_class,
        "tone_word": tone_word,
        "trend_path": trend_path,
        "mouth": mouth,
        "strength": strength,
        "with_chips": with_chips,
    }
    environment.globals |= {
        "asset": address_of,
        "few": FEW,
        "emotion_bar": emotion_bar,
        "top_emotions": top_emotions,
        "trend_width": TREND_WIDTH,
        "trend_height": TREND_HEIGHT,
    }
    return environment


def counted(count: int, one: str) -> str:
    """1 comment, 1,204 comments."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def day(moment: date) -> str:
    """7 Nov 2026."""
    return f"{moment.day} {moment:%b %Y}"


def day_of(moment: date, today: date) -> str:
    """7 Nov; with the year where it is another one."""
    return f"{moment.day} {moment:%b}" if moment.year == today.year else day(moment)


def _percent(share: float) -> str:
    """Whole per cent; what is there but rounds to nothing is "<1%"."""
    rounded = f"{share:.0%}"
    return "<1%" if rounded == "0%" and share > 0 else rounded
