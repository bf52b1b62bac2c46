"""Which column is which field, by its name and by what its cells look like. All but the text, which is `guess_text`.

Each field has a rule: names that speak for it, strongest first, and a judgement of the cells. The confidence is the
name's weight times the judgement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedback_miner.domain import FieldGuess
from feedback_miner.sources.profile import ColumnProfile
from feedback_miner.sources.scores import parse_csat, parse_nps

_LEAST_CONFIDENCE = 0.3
_SPEAKS_FOR_ITSELF = 0.7

_STAFF = (
    r"agent|assignee|assigned|owner|staff|employee|company|organi[sz]ation|product|app|file|group|brand|team"
)
_ROLES = {
    "customer",
    "agent",
    "bot",
    "end user",
    "end-user",
    "user",
    "admin",
    "contact",
    "staff",
    "system",
    "visitor",
}


@dataclass(frozen=True, slots=True)
class _Rule:
    #: pattern of the whole name → weight, the first that fits counts
    names: Sequence[tuple[str, float]]
    #: 0…1 for the cells
    cells: Callable[[ColumnProfile], float]
    #: what the cells are, for the explanation
    looks: str
    #: names that speak against the field
    never: str = r"(?!)"


def _as_id(p: ColumnProfile) -> float:
    return p.distinct * p.filled if p.distinct > 0.8 and p.filled > 0.8 and p.words < 2 else 0.0


def _as_date(p: ColumnProfile) -> float:
    return p.dates * (1 - 0.4 * p.orderless_dates) * (0.7 + 0.3 * p.filled) if p.dates > 0.6 else 0.0


def _as_customer(p: ColumnProfile) -> float:
    if p.emails > 0.8:
        return 1.0
    if _as_role(p) > 0.8:
        return 0.0
    return 0.7 + 0.2 * p.filled if p.words < 5 and p.dates < 0.5 and p.kinds > 1 else 0.0


def _as_stars(p: ColumnProfile) -> float:
    shown = sum("★" in v or "/5" in v or "star" in v.lower() for v in p.values[:100]) > 0.8 * len(
        p.values[:100]
    )
    return 1.0 if p.values and (shown or p.within(0, 10)) else 0.7 if p.within(0, 100) else 0.0


def _as_nps(p: ColumnProfile) -> float:
    told = sum(parse_nps(v) is not None for v in p.values[:200])
    return 1.0 if p.values and told > 0.9 * len(p.values[:200]) else 0.0


def _as_csat(p: ColumnProfile) -> float:
    told = sum(
        v.lower() in ("offered", "unoffered") or parse_csat(v, None) is not None for v in p.values[:200]
    )
    return 1.0 if p.within(0, 100) or (p.values and told > 0.8 * len(p.values[:200])) else 0.0


def _as_few(p: ColumnProfile) -> float:
    return 1.0 if p.values and p.kinds <= 40 and p.words < 5 and p.numeric < 0.5 and p.dates < 0.5 else 0.0


def _as_role(p: ColumnProfile) -> float:
    return sum(v.lower() in _ROLES for v in p.values) / len(p.values) if p.values else 0.0


def _as_thread(p: ColumnProfile) -> float:
    return 1.0 if p.values and p.words < 2 else 0.0


def _as_language(p: ColumnProfile) -> float:
    return sum(
        re.fullmatch(r"[A-Za-z]{2,3}([-_]\w+)?|[A-Z][a-z]{3,}", v) is not None for v in p.values
    ) / max(1, len(p.values))


_THING = r"(?:ticket|tweet|post|review|response|comment|message|case|record|feedback|complaint|survey|answer|status)"
_PERSON = (
    r"(?:customer|user|author|requester|respondent|reviewer|contact|client|member|sender|consumer|submitter)"
)
_WRITTEN = r"(?:created|submitted|posted|published|received|recorded|opened|written|reviewed|tweeted)"

#: In the order in which fields choose their columns: a column is one field only.
_RULES: Mapping[str, _Rule] = {
    "date": _Rule(
        names=(
            (rf"(\w+ )?{_WRITTEN}( at| on| date| time| datetime| timestamp)?", 1.0),
            (rf"(date|time)( of)? {_WRITTEN}|created utc|{_THING} (date|time)", 0.95),
            (r"date|timestamp|datetime|at|when|date time", 0.9),
            (r"end date|start date", 0.7),
            (r".*\b(date|time|timestamp|at|day)\b.*", 0.6),
        ),
        cells=_as_date,
        looks="its cells are dates",
        never=r".*\b(updated|modified|resolved|closed|solved|due|reply|replied|birth|replies|deleted)\b.*",
    ),
    "id": _Rule(
        names=(
            (rf"id|{_THING} ?(id|number|no|nr|key|uuid)", 1.0),
            (r"uuid|guid|key|reference|number|external id|\w+ (number|key|uuid)", 0.7),
            (r"\w+ id", 0.6),
        ),
        cells=_as_id,
        looks="hardly any value occurs twice",
        never=rf"(.*\b({_PERSON}|{_STAFF}|parent|thread|conversation|account|order)\b.*)",
    ),
    "customer": _Rule(
        names=(
            (rf"{_PERSON}( e ?mail( address)?| id)?|e ?mail( address)?", 1.0),
            (rf"{_PERSON} (name|handle|username|screen name|reference|number)", 0.9),
            (r"user ?name|screen name|handle|account( id| name)?|author (user)?name|from", 0.85),
            (r"(full )?name|customer .*", 0.7),
        ),
        cells=_as_customer,
        looks="it names people",
        never=rf".*\b({_STAFF}|type|role|complaint|comment|feedback|review|message|satisfaction|rating|score)\b.*",
    ),
    "nps": _Rule(
        names=((r".*\b(nps|net promoter)\b.*", 1.0), (r".*\brecommend\b.*", 0.95)),
        cells=_as_nps,
        looks="its cells are whole numbers from 0 to 10",
        never=r".*\b(group|category|segment)\b.*",
    ),
    "csat": _Rule(
        names=(
            (r".*\bcsat\b.*|satisfaction( score| rating)?( score)?", 1.0),
            (r".*\b(satisfaction|satisfied)\b.*", 0.9),
        ),
        cells=_as_csat,
        looks="its cells are degrees of satisfaction",
        never=r".*\b(comment|reason|id)\b.*",
    ),
    "rating": _Rule(
        names=(
            (r"(star |overall |review |user )?(rating|stars)( value)?", 1.0),
            (r"score|overall|review score", 0.8),
            (r".*\b(rating|stars)\b.*|(.*\bhow (would|do) you |please )?rate\b.*", 0.7),
        ),
        cells=_as_stars,
        looks="its cells are marks on a scale",
        never=r".*\b(count|confidence|sentiment|id|comment|reason|number of|date)\b.*",
    ),
    "channel": _Rule(
        names=(
            (r"channel|via|received via|contact (channel|method|type)|via channel|source channel", 1.0),
            (r".*\bchannel\b.*|platform|medium|origin", 0.8),
            (r"source", 0.7),
        ),
        cells=_as_few,
        looks="a few values recur",
    ),
    "author_role": _Rule(
        names=(
            (rf"({_PERSON} |message )?(role|type)", 1.0),
            (rf"{_PERSON}|(sent|written|said) by|by|from|who", 0.9),
            (r".*\brole\b.*", 0.7),
        ),
        cells=_as_role,
        looks="its cells say who wrote",
    ),
    "url": _Rule(
        names=((r"url|link|permalink", 1.0), (rf"{_THING} (url|link)|.*\bpermalink\b.*", 0.95)),
        cells=lambda p: p.urls,
        looks="its cells are web addresses",
        never=r".*\b(image|avatar|photo|icon|picture)\b.*",
    ),
    "thread": _Rule(
        names=((r"(thread|conversation|discussion|parent)( ?id)?|in reply to( status)?( id)?", 1.0),),
        cells=_as_thread,
        looks="its cells are references",
    ),
    "language": _Rule(
        names=((r"(user |detected )?(language|lang|locale)( code)?", 1.0),),
        cells=_as_language,
        looks="its cells are codes of languages",
    ),
    "first_reply_at": _Rule(
        names=((r"first (reply|response|responded|replied)( at| on| date| time)?", 1.0),),
        cells=_as_date,
        looks="its cells are dates",
    ),
    "solved_at": _Rule(
        names=(
            (r"(resolved|solved|closed|completed)( at| on| date| time)?", 1.0),
            (r"resolution (date|time)", 0.9),
        ),
        cells=_as_date,
        looks="its cells are dates",
    ),
}


def guess_fields(
    profiles: Sequence[ColumnProfile], *, only: Collection[str] | None = None, taken: Iterable[str] = ()
) -> list[FieldGuess]:
    """The best column for each field where one is likely; `only` names the fields to look for, `taken` columns to
    leave alone."""
    used = set(taken)
    found: list[FieldGuess] = []
    for field, rule in _RULES.items():
        if only is not None and field not in only:
            continue
        guesses = [guess for p in profiles if p.column not in used and (guess := _judge(field, rule, p))]
        best = max(guesses, key=lambda guess: guess.confidence, default=None)
        if best:
            used.add(best.column)
            found.append(best)
    return found


def guess_time(profiles: Sequence[ColumnProfile], date: str) -> FieldGuess | None:
    """The column with the time of day, where the date column has none."""
    dates = next((p for p in profiles if p.column == date), None)
    if dates is None or dates.has_clock:
        return None
    clocks = [p for p in profiles if p.clocks > 0.9 and "time" in p.name]
    if not clocks:
        return None
    return FieldGuess(
        "time", clocks[0].column, 0.9, f"“{date}” has no time of day, and these cells are nothing else."
    )


def is_field_name(name: str) -> bool:
    """Whether a name, as lower-case words, speaks for some field as surely as a name can without its cells."""
    return any(
        weight >= _SPEAKS_FOR_ITSELF and re.fullmatch(pattern, name)
        for rule in _RULES.values()
        for pattern, weight in rule.names
    )


def _judge(field: str, rule: _Rule, p: ColumnProfile) -> FieldGuess | None:
    if re.fullmatch(rule.never, p.name):
        return None
    named = max(
        (w for text in (p.name, p.label) for pattern, w in rule.names if re.fullmatch(pattern, text)),
        default=0,
    )
    confidence = round(named * (rule.cells(p) if p.values else 0.4), 2)
    if confidence < _LEAST_CONFIDENCE:
        return None
    seen = rule.looks if p.values else "it has no cells to look at"
    return FieldGuess(field, p.column, confidence, f"The name fits, and {seen}.")
