"""Segments in words: what they filter by, what may be chosen, and the ids that names come to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from unicodedata import normalize

from api.pages.addresses import address
from api.pages.source_names import SOURCES
from feedback_miner.domain.team.personas import Persona

_SEGMENT = "segment."
#: what an id may have, less room for a number
_LONGEST_ID = 36
#: values of one segment on offer; of those with more the most frequent
_MOST_VALUES = 50

#: value and words of one option
Option = tuple[str, str]


def segment_label(name: str) -> str:
    """ "country_code" → "Country code"."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def value_words(name: str, value: str) -> str:
    """ "Plan: pro"."""
    return f"{segment_label(name)}: {value}"


def filters_in_words(persona: Persona) -> list[str]:
    """Each filter of a saved segment."""
    named = [value_words(name, value) for name, value in persona.segments.items()]
    channel = [f"Channel: {persona.channel}"] if persona.channel else []
    source = [SOURCES.get(persona.source, persona.source)] if persona.source else []
    return [*named, *channel, *source]


def map_address(persona: Persona) -> str:
    """The map of these customers alone."""
    asked = {"channel": persona.channel, "source": persona.source}
    asked |= {f"{_SEGMENT}{name}": value for name, value in persona.segments.items()}
    return address("/", {name: value for name, value in asked.items() if value})


def comparable(
    saved: Sequence[Persona], dimensions: Mapping[str, Mapping[str, int]]
) -> list[tuple[str, list[Option]]]:
    """What can be compared, in groups: saved segments by id, then the values that messages carry as NAME=VALUE."""
    groups = [("Saved segments", [(one.id, one.name) for one in saved])]
    for name, values in segments_of(dimensions).items():
        options = [(f"{name}={value}", value_words(name, value)) for value in values]
        groups.append((segment_label(name), options))
    return [(group, options) for group, options in groups if options]


def segments_of(dimensions: Mapping[str, Mapping[str, int]]) -> dict[str, list[str]]:
    """Segment → its values, the most frequent first."""
    return {
        name.removeprefix(_SEGMENT): values_of(values)
        for name, values in sorted(dimensions.items())
        if name.startswith(_SEGMENT)
    }


def values_of(values: Mapping[str, int]) -> list[str]:
    """The most frequent first."""
    return sorted(values, key=lambda value: (-values[value], value))[:_MOST_VALUES]


def id_of(name: str, taken: Collection[str]) -> str:
    """An id for a new segment of this name: "Small shops" → "small-shops", or "small-shops-2" where that is taken."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].strip("-") or "segment"
    numbered = (f"{words}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (words, *numbered) if one not in taken)
