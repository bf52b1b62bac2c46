"""Where in a customer's message a name stands: after a greeting, under a sign-off, beside the word for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedback_miner.text.name_lists import is_given_name, is_no_name

UPPER = r"[^\W\d_a-zß-öø-ÿ]"
#: A capitalised word: "Dara", "O'Connor", "Mei-Ling".
WORD = rf"(?:\b{UPPER}(?:[^\W\d_]|['’-](?=[^\W\d_])){{1,40}})"
_PARTICLE = (
    r"(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|bin|binti|ibn|al|el|ter|ten|ap|ní|mac|y|e) )"
)
_INITIAL = rf"(?:{UPPER}\.)"
#: What may follow a given name: "van der Berg", "T. Harcourt", "V."
SURNAME = rf"(?:{_PARTICLE}{{0,2}}{WORD}|{_INITIAL}(?: {WORD})?)"
FULL_NAME = rf"{WORD}(?: (?:{SURNAME}|{UPPER}\b(?!['’]))){{0,3}}"

TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Madam|Mister|Doctor|Nurse|Professor|Captain|Officer|Herr|Frau|Señora?"
    r"|Monsieur|Madame|Sra?|Mme)"
)
_START = r"(?:^|(?<=[.!?] ))"
_GREETING = r"hi|hello|hey|hiya|dear|greetings|(?:good )?(?:morning|afternoon|evening)|good day"
_SIGN_OFF = r"regards|wishes|thanks|thank you|cheers|sincerely|faithfully|truly|best|love|ta|xoxo|take care"
_STAFF = (
    r"agent|adviser|advisor|rep|representative|assistant|manager|colleague|engineer|technician|driver|courier|clerk"
    r"|nurse|doctor|waiter|waitress|server|receptionist|operator|consultant|stylist|trainer"
)
_RELATION = (
    r"husband|wife|son|daughter|brother|sister|mother|father|mum|mom|dad|partner|friend|neighbou?r|boss|flatmate"
    r"|roommate|cousin|aunt|uncle|grandson|granddaughter"
)
_SOMEONE = rf"someone|somebody|man|woman|lady|guy|chap|bloke|lad|dude|girl|boy|gentleman|person|{_STAFF}"
_MET = (
    r"(?:spoke|speaking|spoken|talked|talking|chatted|chatting|dealt|dealing|sat) (?:to|with)"
    r"|(?:served|helped|assisted|handled|seen|treated|looked after|signed|signed for) by|ask(?:ed)? for"
    r"|kudos to|shout ?-?out to|props to|hats off to|credit to|compliments to"
    r"|(?:thanks|thank you|cheers)(?: so much| very much| again)?,?(?: to)?"
)
_DEPARTMENT = (
    r"support|services?|sales|billing|reception|front desk|chat|returns|claims|accounts|help ?desk|checkout"
    r"|customer \w+"
)
_PRAISE_OR_BLAME = (
    r"helpful|kind|patient|friendly|rude|polite|lovely|understanding|professional|knowledgeable|attentive|dismissive"
    r"|unhelpful|courteous|brilliant|a (?:star|gem|legend|delight|joy|pleasure|lifesaver)"
)

#: The name is the group "name" of each.
_POSITIONS = tuple(
    re.compile(before + rf"(?P<name>{FULL_NAME})" + after, re.MULTILINE)
    for before, after in (
        (rf"\b{TITLE}\b\.? ", ""),
        (rf"{_START}(?i:{_GREETING})(?i: there| again)?,? (?:{TITLE}\.? )?", r"(?= ?[,.!:;–-]|$)"),
        (rf"(?i:(?<!\w)(?:{_SIGN_OFF})[,.!]*[ \n]{{0,3}}(?:[-–—] ?)?)(?<=[,.!\n –—-])", r"(?=[.!]?(?:\n|$))"),
        (rf"{_START}[-–—~] ?", r"\.?$"),
        (
            rf"\b(?i:my name is|my name's|(?:her|his|their|whose|{_STAFF})(?:'s)? name (?:is|was)|call me|i go by) ",
            "",
        ),
        (rf"\b(?i:(?:{_SOMEONE}),? (?:named|called|by the name of)) ", ""),
        (r"\b(?i:this is|it's|it is) ", r" (?i:speaking|here|again|from|writing|calling|\()"),
        (_START, r" here\b"),
        (rf"\b(?i:{_MET}) ", ""),
        (rf"\b(?i:{_STAFF}|{_RELATION}),? ", ""),
        (r"\bhad ", r" on (?:the|my) (?:line|phone|chat)\b"),
        ("", rf" (?i:(?:from|in|on|at) (?:the |your )?(?:\w+ )?(?:{_DEPARTMENT}))\b"),
        (
            r"(?:^|(?<=[.!?,] ))",
            rf" (?:was|is|has been) (?:so |very |really |extremely |super |absolutely |just )*(?:{_PRAISE_OR_BLAME})\b",
        ),
    )
)

#: In a few positions names are written small, too: "hi dara,", "spoke to priya", "my name is john smith".
_SMALL = re.compile(
    r"^(?:hi|hello|hey|dear|hiya) (?P<greeted>[^\W\d_]{2,20})(?=[,!])"
    r"|\b(?:(?:spoke|talked|chatted) (?:to|with)|agent|rep) (?P<met>[^\W\d_]{3,20})\b"
    r"|\bmy name is (?P<own>[^\W\d_]{3,20})\b(?: (?P<surname>[^\W\d_]{2,20})\b)?",
    re.MULTILINE | re.IGNORECASE,
)


def find_by_position(text: str) -> Iterator[tuple[int, int]]:
    """Spans that stand where names stand. What stands there may be no name: "Dear Team", "Thanks, Spotify"."""
    for position in _POSITIONS:
        for m in position.finditer(text):
            yield m.span("name")
    for m in _SMALL.finditer(text):
        given = next(group for group in ("greeted", "met", "own") if m[group])
        if is_given_name(m[given].title()):
            surname = m["surname"] and not is_no_name(m["surname"])
            yield m.start(given), m.end("surname") if surname else m.end(given)
