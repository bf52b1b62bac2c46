"""The filters of the page as one plain form: every choice is a parameter of the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from api.pages.source_names import SOURCES
from feedback_miner.domain.team.personas import Persona
from feedback_miner.taxonomy import Taxonomy

_PERIODS = (
    ("7d", "Last 7 days"),
    ("30d", "Last 30 days"),
    ("90d", "Last 90 days"),
    ("365d", "Last 12 months"),
    ("3650d", "Last 10 years"),
)

#: values of a segment: an order's number is one, too
_MOST_OFFERED = 50

#: the segment that most is known of has its place in the bar, the others are under "More"
_SEGMENTS_IN_BAR = 1

#: what says how one looks, and what says whose comments are looked at
_VIEW = ("period", "from", "to", "lens", "compare")
_WHOSE = ("channel", "source")
_SEGMENT = "segment."


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One select of the form; `default` is the choice of an address without the parameter."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    default: str

    @property
    def chosen(self) -> Choice:
        """The choice that is shown."""
        return next(choice for choice in self.choices if choice.chosen)

    @property
    def changed(self) -> bool:
        """Whether something else than the default is chosen."""
        return self.chosen.value != self.default


@dataclass(frozen=True, slots=True)
class SavedSegment:
    """A link that sets the filters of a segment with a name; how one looks stays as it is."""

    name: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The whole form: what stands in the bar, what is under "More", and the two dates."""

    bar: tuple[Select, ...]
    more: tuple[Select, ...]
    saved: tuple[SavedSegment, ...]
    first_day: str
    last_day: str
    #: of the page whose form it is
    path: str
    #: what this page asks besides, and keeps: name, value
    beside: tuple[tuple[str, str], ...]

    @property
    def unfiltered(self) -> str:
        """The page's address without any filter."""
        return f"{self.path}?{urlencode(self.beside)}" if self.beside else self.path

    @property
    def narrowed(self) -> int:
        """How many choices under "More" narrow the map."""
        return sum(select.changed for select in self.more) + bool(self.first_day) + bool(self.last_day)

    @property
    def changed(self) -> bool:
        """Whether the map is another than that of the bare address."""
        return self.narrowed > 0 or any(select.changed for select in self.bar)

    @property
    def only(self) -> tuple[str, ...]:
        """Whose comments are left: a segment with a name, or the chosen channel, source and segments."""
        return tuple(one.name for one in self.saved if one.chosen)[:1] or tuple(
            select.chosen.label
            for select in (*self.bar, *self.more)
            if select.changed and select.default == ""
        )


def filter_form(
    dimensions: Mapping[str, Mapping[str, int]],
    query: Mapping[str, str],
    taxonomy: Taxonomy,
    *,
    path: str = "/",
    saved: Sequence[Persona] = (),
) -> FilterForm:
    """The form for what can be filtered by, with what the address asks for chosen.

    `path`: of the page; what it asks besides the filters may follow, as "/segments/compare?a=plus&b=free".
    """
    path, _, asked = path.partition("?")
    beside = parse_qsl(asked)
    segments = [
        _select(
            name, name.removeprefix(_SEGMENT).replace("_", " ").capitalize(), "All", _counted(values), query
        )
        for name, values in sorted(dimensions.items(), key=_widest_first)
        if name.startswith(_SEGMENT)
    ]
    channels = _counted(dimensions.get("channel", {}))
    sources = [(key, SOURCES.get(key, key)) for key, _ in _counted(dimensions.get("source", {}))]
    lenses = [(lens.key, lens.name) for lens in taxonomy.lenses]
    compare = [("previous", "Previous period"), ("none", "Nothing")]
    if ".." in query.get("compare", ""):
        compare.append((query["compare"], _days(query["compare"])))
    return FilterForm(
        bar=(
            _fixed("period", "Period", _PERIODS, "30d", query),
            _select("channel", "Channel", "All channels", channels, query),
            *segments[:_SEGMENTS_IN_BAR],
            _fixed("lens", "Lens", lenses, "full", query),
            _fixed("compare", "Compare with", compare, "previous", query),
        ),
        more=(_select("source", "Source", "All sources", sources, query), *segments[_SEGMENTS_IN_BAR:]),
        saved=tuple(_saved(persona, query, path, beside) for persona in saved),
        first_day=query.get("from", ""),
        last_day=query.get("to", ""),
        path=path,
        beside=tuple(beside),
    )


def _saved(
    persona: Persona, query: Mapping[str, str], path: str, beside: Iterable[tuple[str, str]]
) -> SavedSegment:
    named = {"channel": persona.channel, "source": persona.source}
    whose = {name: value for name, value in named.items() if value}
    whose |= {f"{_SEGMENT}{name}": value for name, value in persona.segments.items()}
    asked = {
        name: value.casefold() if name == "channel" else value
        for name, value in query.items()
        if value and (name in _WHOSE or name.startswith(_SEGMENT))
    }
    view = {name: query[name] for name in _VIEW if query.get(name)}
    return SavedSegment(persona.name, f"{path}?{urlencode(dict(beside) | view | whose)}", asked == whose)


def _days(period: str) -> str:
    """ "2026-01-01..2026-01-31" as people write it; anything else as it is."""
    try:
        first, last = (date.fromisoformat(day) for day in period.split(".."))
    except ValueError:
        return period
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def _widest_first(dimension: tuple[str, Mapping[str, int]]) -> tuple[int, str]:
    name, values = dimension
    return -sum(values.values()), name


def _counted(values: Mapping[str, int]) -> list[tuple[str, str]]:
    """Values as options, the most frequent first; rarer ones are not offered, and can be asked for all the same."""
    often = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(value, value) for value, _ in often[:_MOST_OFFERED]]


def _select(
    name: str, label: str, everything: str, options: Iterable[tuple[str, str]], query: Mapping[str, str]
) -> Select:
    return _fixed(name, label, [("", everything), *options], "", query)


def _fixed(
    name: str, label: str, options: Iterable[tuple[str, str]], default: str, query: Mapping[str, str]
) -> Select:
    asked = query.get(name) or default
    known = dict(options)
    # A value that is not on offer (an old link, a period of dates) is shown as it is, not silently dropped.
    known.setdefault(asked, asked)
    choices = tuple(Choice(value, text, value == asked) for value, text in known.items())
    return Select(name, label, choices, default)
