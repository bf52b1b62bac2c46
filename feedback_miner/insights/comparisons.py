"""How a sentence compares with a competitor: a few plain patterns around its name, in English.

Patterns are tried in their order, the first that fits decides. What fits none only names the competitor: no verdict is
guessed from the mood alone, but where the sentence says that it compares ("unlike", "compared with").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

#: Stands for the competitor's name while patterns are tried.
_THEY = "§"
#: Beyond this a sentence is in a good or a bad mood.
_CLEAR = 0.25


class Verdict(StrEnum):
    """How the comparison goes for us."""

    BETTER = "better"
    WORSE = "worse"
    EVEN = "even"
    #: the competitor is named, and nothing is compared
    NAMED = "named"


_VIRTUES = (
    "accurate|affordable|attentive|comfortable|convenient|efficient|flexible|friendly|generous|helpful|intuitive|modern"
    "|polite|professional|reliable|responsive|secure|stable|transparent|trustworthy|useful"
)
_FAULTS = "annoying|buggy|complicated|confusing|costly|difficult|expensive|frustrating|stressful|unreliable"
_GOOD = (
    "(?:better|cheaper|cleaner|clearer|easier|faster|friendlier|kinder|nicer|quicker|safer|simpler|smoother|superior"
    f"|more (?:{_VIRTUES})|less (?:{_FAULTS}))"
)
_BAD = (
    "(?:worse|buggier|clunkier|costlier|dearer|dirtier|harder|inferior|poorer|pricier|ruder|slower"
    f"|more (?:{_FAULTS})|less (?:{_VIRTUES}))"
)
_GOOD_PLAIN = f"(?:good|great|cheap|clean|clear|easy|fast|nice|quick|safe|simple|smooth|{_VIRTUES})"
_BAD_PLAIN = f"(?:bad|poor|slow|hard|rude|awful|terrible|{_FAULTS})"
_IS = r"(?:'s|is|are|was|were|has been|have been|seems?|feels?|looks?)"
_NOT = r"(?:not|never|no|isn't|aren't|wasn't|weren't|nowhere near|doesn't|don't|didn't)"
_WORDS = r"(?:[\w'’-]+ ){0,3}"
_UP_TO_FOUR = r"(?:[\w'’-]+ ){0,4}"
_DOES = rf"(?:{_IS}|does|did|do|has|have|had|gives?|gave|offers?|works?|worked|runs?)"
_CHANGE = r"(?:switch|chang|mov|migrat|transfer|convert)\w*"
_MOVE = rf"(?:{_CHANGE}|come|comes|coming|came)"
_GO = rf"(?:{_CHANGE}|go|going|went|gone|return\w*)"
_LEAVE = r"(?:leave|leaves|leaving|left|ditch\w*|cancel\w*|dropp\w*|drop|quit|quitting|swapp\w*|swap)"
_CHOOSE = r"(?:choose|choosing|chose|chosen|pick\w*|prefer\w*|recommend\w*|take|taking|took|use|used|using)"

_PATTERNS: tuple[tuple[Verdict, re.Pattern[str]], ...] = tuple(
    (verdict, re.compile(pattern.replace("THEY", _THEY)))
    for verdict, pattern in (
        (Verdict.WORSE, rf"\b{_NOT} {_WORDS}(?:as|so) {_GOOD_PLAIN} as (?:at |with )?THEY"),
        (Verdict.BETTER, rf"\b{_NOT} {_WORDS}(?:as|so) {_BAD_PLAIN} as (?:at |with )?THEY"),
        (Verdict.BETTER, rf"THEY {_IS} {_NOT} {_WORDS}(?:as|so) {_GOOD_PLAIN}\b"),
        (Verdict.EVEN, rf"\b{_NOT} (?:any |much )?(?:{_GOOD}|{_BAD}|different) (?:than|from|to) (?:at |with )?THEY"),
        (Verdict.EVEN, rf"THEY (?:{_IS} )?{_NOT} (?:any |much )?(?:{_GOOD}|{_BAD}|different)\b"),
        (Verdict.EVEN, r"\b(?:as \w+ as|same as|similar to|equal to|on par with|just like) (?:at |with )?THEY"),
        (Verdict.BETTER, rf"\b{_GOOD} {_WORDS}than {_WORDS}THEY"),
        (Verdict.WORSE, rf"\b{_BAD} {_WORDS}than {_WORDS}THEY"),
        (Verdict.WORSE, rf"THEY,? {_DOES} {_UP_TO_FOUR}{_GOOD}\b"),
        (Verdict.BETTER, rf"THEY,? {_DOES} {_UP_TO_FOUR}{_BAD}\b"),
        (Verdict.WORSE, rf"THEY's (?:[\w'’-]+ ){{1,3}}{_IS} {_WORDS}{_GOOD}\b"),
        (Verdict.BETTER, rf"THEY's (?:[\w'’-]+ ){{1,3}}{_IS} {_WORDS}{_BAD}\b"),
        (Verdict.BETTER, r"\b(?:beats?|beating|outperforms?|instead of|rather than) THEY"),
        (Verdict.BETTER, rf"\b{_CHOOSE} {_WORDS}over THEY"),
        (Verdict.WORSE, rf"\b{_LEAVE} {_WORDS}for THEY"),
        (Verdict.BETTER, rf"\b{_MOVE} (?:over |away |here )?from THEY|\b{_LEAVE} THEY"),
        (Verdict.WORSE, rf"\b{_GO} (?:back |over |on )?to THEY|\bback (?:to|with) THEY"),
        (Verdict.WORSE, rf"\b{_CHOOSE} THEY (?:instead|over|rather)|\bprefer\w* THEY|THEY (?:beats?|wins?|instead)\b"),
        (Verdict.WORSE, r"\bmore like THEY|\bwish\w* (?:[\w'’-]+ ){0,5}like THEY|\bshould have (?:[\w'’-]+ ){0,3}THEY"),
    )
)  # fmt: skip
_BY_MOOD = re.compile(
    rf"\b(?:compared|comparing|comparison) (?:to|with) {_THEY}|\b(?:versus|vs\.?|unlike) {_THEY}"
)


def name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Finds a competitor by any of its names, as words of their own, in any case."""
    longest_first = sorted(names, key=len, reverse=True)
    spelled = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)", re.IGNORECASE)


def verdict_of(text: str, names: re.Pattern[str], sentiment: float) -> Verdict | None:
    """How a statement compares; None where no name is in it."""
    marked, found = names.subn(_THEY, text.replace(_THEY, " "))
    if not found:
        return None
    plain = " ".join(marked.lower().replace("’", "'").split())
    for verdict, pattern in _PATTERNS:
        if pattern.search(plain):
            return verdict
    if _BY_MOOD.search(plain) and abs(sentiment) > _CLEAR:
        return Verdict.BETTER if sentiment > 0 else Verdict.WORSE
    return Verdict.NAMED
