"""Which column holds what people wrote, and the question where that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from feedback_miner.domain import FieldGuess, MappingQuestion
from feedback_miner.sources.profile import ColumnProfile

_SURE = 0.6
#: A second column this close to the best may as well be the one.
_TIE = 0.85

_STRONG = re.compile(
    r"(full |review |tweet |post |message |feedback |customer |ticket |case |issue |complaint |original )?"
    r"(text|body|comments?|content|description|message|review|feedback|verbatim|complaint|tweet|answer|post|details)"
    r"( text| body| content)?"
)
_WEAK = re.compile(
    r".*\b(text|comments?|description|message|review|feedback|verbatim|complaint|answer|opinion)\b.*"
)
_WORDING = re.compile(
    r".*\b(why|what|how|please|tell us|free text|comments?|improve|in your own words|anything else|reason)\b.*",
    re.DOTALL,
)
_NEVER = re.compile(
    r".*\b(agent|reply|replied|internal|notes?|url|link|address|tags?|e ?mail|location|time ?zone|topics|sentiment"
    r"|response text|developer|resolution|ids?|user agent|categor(y|ical)|reason)\b.*"
)
#: a column named by the question that it answers, as survey tools export them
_QUESTION = re.compile(r"(what|why|how|which|please|tell|describe|is there)\b.*")
_HEADLINE = re.compile(r"(ticket |review |email |case )?(subject|title|headline)")


@dataclass(frozen=True, slots=True)
class TextGuess:
    """The columns of the text in the file's order; none where nothing looks like one."""

    fields: tuple[FieldGuess, ...]
    question: MappingQuestion | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns alone."""
        return tuple(guess.column for guess in self.fields)


def guess_text(profiles: Sequence[ColumnProfile]) -> TextGuess:
    """The wordiest column that a name speaks for, and a subject line where there is one beside it."""
    headlines = [p for p in profiles if _HEADLINE.fullmatch(p.name)]
    bodies = sorted(((_score(p), p) for p in profiles if p not in headlines), key=lambda sp: -sp[0])
    likely = [(score, p) for score, p in bodies if score > 0.15]
    if not likely:
        return _headline_alone(profiles, headlines)
    best_score, best = likely[0]
    near = [p.column for score, p in likely if score >= _TIE * best_score]
    lead = 0.25 if len(likely) == 1 else 0.15 if likely[1][0] < 0.5 * best_score else 0.0
    confidence = round(min(0.99, best_score + lead), 2)
    body = FieldGuess("text", best.column, confidence, _why(best))
    beside = [p for p in headlines if p.filled > 0.3 and p.distinct > 0.2 and p.words < max(best.words, 2)][
        :1
    ]
    fields = [
        FieldGuess("text", p.column, confidence, f"The subject line of “{best.column}”.") for p in beside
    ] + [body]
    if len(near) > 1:
        return TextGuess(tuple(fields), _ask("Several columns look like what people wrote", near))
    if confidence < _SURE:
        choices = [p.column for _, p in likely[:8]]
        return TextGuess(
            tuple(fields), _ask(f"“{best.column}” may be what people wrote, but that is not sure", choices)
        )
    return TextGuess(tuple(fields), None)


def is_text_name(name: str) -> bool:
    """Whether a name, as lower-case words, speaks for what people wrote or for its headline."""
    return bool(_STRONG.fullmatch(name) or _HEADLINE.fullmatch(name))


def _headline_alone(profiles: Sequence[ColumnProfile], headlines: Sequence[ColumnProfile]) -> TextGuess:
    wordy = [p for p in headlines if p.words >= 2 and p.distinct > 0.2]
    if wordy:
        why = f"No column holds a longer text; its cells have {wordy[0].words:.0f} words on average."
        return TextGuess((FieldGuess("text", wordy[0].column, 0.7, why),), None)
    return TextGuess((), _ask("No column looks like what people wrote", [p.column for p in profiles[:200]]))


def _score(p: ColumnProfile) -> float:
    asked = _QUESTION.fullmatch(p.name) is not None
    if _NEVER.fullmatch(p.name) and not _STRONG.fullmatch(p.name) and not asked:
        return 0.0
    if _STRONG.fullmatch(p.name) or _WORDING.fullmatch(p.label):
        named = 1.0
    else:
        named = 0.75 if asked or _WEAK.fullmatch(p.name) else 0.0
    if not p.values:
        return 0.3 * named
    if max(p.dates, p.numeric, p.urls, p.emails) > 0.5 or p.words < 1.4:
        return 0.0
    telling = min(1.0, p.words / 8) * (0.2 + 0.8 * p.distinct) * (0.6 + 0.4 * p.filled)
    return 0.6 * telling + 0.4 * named * min(1.0, p.words / 3) * min(1.0, 3 * p.distinct)


def _why(p: ColumnProfile) -> str:
    if not p.values:
        return "The name fits; there are no cells to look at."
    recur = "hardly any recurs" if p.distinct > 0.9 else f"{p.distinct:.0%} of them differ"
    return f"Its cells have {p.words:.0f} words on average, and {recur}."


def _ask(what: str, choices: Sequence[str]) -> MappingQuestion:
    return MappingQuestion("text", f"{what}. Which column is the text?", tuple(choices))
