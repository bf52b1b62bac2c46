"""The form of a saved segment: what stands in it, and what it says as a segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.form import Form
from api.pages.segments.segment_words import Option, segment_label, segments_of, values_of
from api.pages.source_names import SOURCES
from api.schemas.segments import SegmentIn
from feedback_miner.domain.team.personas import Persona

FORM = "segment"
#: values of segments stand in fields of this name and the segment's
_SEGMENT = "segment."
_TEXTS = ("name", "goal", "sketch")
_FILTERS = ("channel", "source")
FIELDS = (*_TEXTS, *_FILTERS)
_ANY = ("", "Any")


@dataclass(frozen=True, slots=True)
class FilterField:
    """One filter of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


def filter_fields(dimensions: Mapping[str, Mapping[str, int]]) -> list[FilterField]:
    """A choice for each thing that messages can be told apart by."""
    channels = [(value, value) for value in values_of(dimensions.get("channel", {}))]
    sources = [(value, SOURCES.get(value, value)) for value in values_of(dimensions.get("source", {}))]
    named = [
        FilterField(f"{_SEGMENT}{name}", segment_label(name), (_ANY, *((value, value) for value in values)))
        for name, values in segments_of(dimensions).items()
    ]
    return [
        *named,
        FilterField("channel", "Channel", (_ANY, *channels)),
        FilterField("source", "Source", (_ANY, *sources)),
    ]


def form_of(persona: Persona) -> Form:
    """A saved segment, to be changed."""
    said = {name: getattr(persona, name) or "" for name in FIELDS}
    return Form(FORM, said | {f"{_SEGMENT}{name}": value for name, value in persona.segments.items()})


def form_for_new(query: Mapping[str, str]) -> Form:
    """A new one, with the filters that the page has now."""
    return Form(FORM, {name: value for name, value in query.items() if value and _is_filter(name)})


def segment_of(said: Mapping[str, str]) -> SegmentIn:
    """What was said as a segment. Raises pydantic's ValidationError."""
    texts = {name: said.get(name, "").replace("\r\n", "\n") for name in _TEXTS}
    filters = {name: said[name] for name in _FILTERS if said.get(name)}
    segments = {
        name.removeprefix(_SEGMENT): value
        for name, value in said.items()
        if name.startswith(_SEGMENT) and value
    }
    return SegmentIn.model_validate({**texts, **filters, "segments": segments})


def _is_filter(name: str) -> bool:
    return name in _FILTERS or name.startswith(_SEGMENT)
