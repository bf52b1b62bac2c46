"""The filters of the page as one plain form: every choice is a parameter of the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedback_miner.taxonomy import Taxonomy

_PERIODS = (
    ("7d", "Last 7 days"),
    ("30d", "Last 30 days"),
    ("90d", "Last 90 days"),
    ("365d", "Last 12 months"),
    ("3650d", "Last 10 years"),
)
_SOURCES = {"ticket": "Tickets", "survey": "Surveys", "review": "Reviews", "social": "Social posts"}

#: the segment that most is known of has its place in the bar, the others are under "More"
_SEGMENTS_IN_BAR = 1


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
class FilterForm:
    """The whole form: what stands in the bar, what is under "More", and the two dates."""

    bar: tuple[Select, ...]
    more: tuple[Select, ...]
    first_day: str
    last_day: str

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
        """Whose comments are left: the chosen channel, source and segments."""
        return tuple(
            select.chosen.label
            for select in (*self.bar, *self.more)
            if select.changed and select.default == ""
        )


def filter_form(
    dimensions: Mapping[str, Mapping[str, int]], query: Mapping[str, str], taxonomy: Taxonomy
) -> FilterForm:
    """The form for what can be filtered by, with what the address asks for chosen."""
    segments = [
        _select(
            name, name.removeprefix("segment.").replace("_", " ").capitalize(), "All", _counted(values), query
        )
        for name, values in sorted(dimensions.items(), key=_widest_first)
        if name.startswith("segment.")
    ]
    channels = _counted(dimensions.get("channel", {}))
    sources = [(key, _SOURCES.get(key, key)) for key, _ in _counted(dimensions.get("source", {}))]
    lenses = [(lens.key, lens.name) for lens in taxonomy.lenses]
    compare = [("previous", "Previous period"), ("none", "Nothing")]
    return FilterForm(
        bar=(
            _fixed("period", "Period", _PERIODS, "30d", query),
            _select("channel", "Channel", "All channels", channels, query),
            *segments[:_SEGMENTS_IN_BAR],
            _fixed("lens", "Lens", lenses, "full", query),
            _fixed("compare", "Compare with", compare, "previous", query),
        ),
        more=(_select("source", "Source", "All sources", sources, query), *segments[_SEGMENTS_IN_BAR:]),
        first_day=query.get("from", ""),
        last_day=query.get("to", ""),
    )


def _widest_first(dimension: tuple[str, Mapping[str, int]]) -> tuple[int, str]:
    name, values = dimension
    return -sum(values.values()), name


def _counted(values: Mapping[str, int]) -> list[tuple[str, str]]:
    """Values as options, the most frequent first."""
    return [(value, value) for value, _ in sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))]


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
