"""What kind of place a file's texts come from: it decides how they read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from feedback_miner.domain import FieldGuess, Source
from feedback_miner.sources.profile import ColumnProfile

#: Words in the names of columns. A file has the source that most of its columns speak for; the first wins a tie.
_WORDS = {
    Source.SOCIAL: r"tweets?|retweets?|hashtags?|followers?|handle|screen name|likes|mentions?|posts?|subreddit",
    Source.REVIEW: r"reviews?|reviewer|stars?|app version|helpful|thumbs|play store|app store",
    Source.SURVEY: r"nps|survey|respondent|questionnaire|questions?|answers?|response id|promoter|recommend|fft",
    Source.TICKET: r"tickets?|case|priority|assignee|requester|complaints?|status|subject|agent|resolved|sla|support",
}


def guess_source(profiles: Sequence[ColumnProfile], fields: Collection[str]) -> tuple[Source, FieldGuess]:
    """The source, with the columns that speak for it. `fields` are those already found."""
    telling = {
        source: [p.column for p in profiles if re.search(rf"\b({words})\b", p.name)]
        for source, words in _WORDS.items()
    }
    source, columns = max(telling.items(), key=lambda sc: len(sc[1]))
    if columns:
        shown = ", ".join(f"“{column}”" for column in columns[:3])
        confidence = min(0.95, 0.5 + 0.15 * len(columns))
        return source, FieldGuess(
            "source", columns[0], round(confidence, 2), f"{source}: columns such as {shown}."
        )
    if "nps" in fields:
        return Source.SURVEY, FieldGuess("source", "", 0.6, "survey: it has an NPS column.")
    if "rating" in fields:
        return Source.REVIEW, FieldGuess("source", "", 0.6, "review: it has a rating column.")
    return Source.TICKET, FieldGuess("source", "", 0.3, "ticket: nothing in the file says otherwise.")
