"""Personal data with a form of its own: e-mail addresses, payment cards, IBANs, and phone numbers (`phones.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from stdnum import iban, luhn

from feedback_miner.text.phones import find_phones, is_called_an_identifier
from feedback_miner.text.placeholders import Found, PersonalData, replace, until_stable

_MAY_HOLD_EMAIL = re.compile(r"@|\bat\b", re.IGNORECASE)
_MAY_HOLD_NUMBER = re.compile(r"\d(?:\D{0,3}\d){6}")

_LOCAL = r"[\w.+%'-]{1,64}"
_DOT = r" ?(?:\(dot\)|\[dot\]|\{dot\}|\bdot\b) ?"
_MAILBOX_PROVIDER = (
    r"(?:gmail|googlemail|hotmail|yahoo|ymail|outlook|icloud|live|aol|proton|protonmail|gmx|msn)"
)
_EMAILS = (
    re.compile(rf"{_LOCAL}@(?:[\w-]{{1,63}}\.){{1,6}}[^\W\d_]{{2,24}}"),
    # "jo @ gmail.com": only with the well-known mailbox providers, as "lunch @ nandos.com" is no address.
    re.compile(rf"{_LOCAL} ?@ ?{_MAILBOX_PROVIDER}\.[a-z]{{2,3}}(?:\.[a-z]{{2}})?\b", re.IGNORECASE),
    # "jo at example dot com", "jo [at] example.com"
    re.compile(
        rf"(?<!\w){_LOCAL} at [\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}[a-z]{{2,6}}\b", re.IGNORECASE
    ),
    re.compile(
        rf"(?<!\w){_LOCAL} ?(?:\(at\)|\[at\]|\{{at\}}) ?[\w-]{{1,63}}(?:(?:{_DOT}|\.)[\w-]{{1,63}}){{1,4}}",
        re.IGNORECASE,
    ),
)

_CARD_DIGITS = range(13, 20)
_CARD_LIKE = re.compile(r"(?<![\w.,+-])\d{2,19}(?:[ -]\d{1,19}){0,7}(?![\w%])(?!-\d)")
_GROUP = re.compile(r"\d+")
_FOUR_FOURS = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}")
#: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro.
_ISSUER = re.compile(r"4|5[0-8]|2[2-7]|3[04-9]|6")
_CALLED_A_CARD = re.compile(
    r"(?<!gift )(?<!sim )(?<!loyalty )(?<!member )(?<!membership )(?<!store )(?<!library )(?<!rewards )"
    r"\b(?:cards?|visa|mastercard|amex|american express|maestro|discover)\b"
    r"(?:[ :#,-]|number|no\b|num\b|ends?|is|was|with|debit|credit|my|the)*$",
    re.IGNORECASE,
)

_IBAN_LIKE = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![^\W_])")
_IBAN_LENGTHS = range(15, 35)
_CALLED_AN_IBAN = re.compile(r"\biban\b[^\n.]{0,20}$", re.IGNORECASE)
_CONTEXT_CHARACTERS = 40


def redact_structured(text: str) -> str:
    """The text with e-mail addresses, cards, IBANs and phone numbers replaced by `<EMAIL> <CARD> <IBAN> <PHONE>`.

    Order, flight, case and version numbers, dates, times and prices stay. Redacting twice changes nothing.
    """
    return until_stable(text, _redact_once)


def _redact_once(text: str) -> str:
    return replace(text, find_structured(text))


def find_structured(text: str) -> list[Found]:
    """Where personal data with a form of its own is, the surest kind first (spans may overlap)."""
    found: list[Found] = []
    if _MAY_HOLD_EMAIL.search(text):
        found += (Found(*m.span(), PersonalData.EMAIL) for email in _EMAILS for m in email.finditer(text))
    if _MAY_HOLD_NUMBER.search(text):
        found += _find_ibans(text)
        found += _find_cards(text)
        found += find_phones(text)
    return found


def _find_ibans(text: str) -> Iterator[Found]:
    for like in _IBAN_LIKE.finditer(text):
        start = like.start()
        # Words after the number may look like a part of it, so every end is tried, the last first.
        ends = [start + m.end() for m in re.finditer(r"[A-Za-z0-9]+", like.group())][::-1]
        ends = [end for end in ends if len(iban.compact(text[start:end])) in _IBAN_LENGTHS]
        # The registries of banks that the library knows by country are incomplete: the check digits must do.
        valid = [end for end in ends if iban.is_valid(text[start:end], check_country=False)]
        if valid:
            yield Found(start, valid[0], PersonalData.IBAN)
        elif ends and _CALLED_AN_IBAN.search(text[max(0, start - _CONTEXT_CHARACTERS) : start]):
            yield Found(
                start, next((end for end in ends if text[end - 1].isdigit()), ends[0]), PersonalData.IBAN
            )


def _find_cards(text: str) -> Iterator[Found]:
    for like in _CARD_LIKE.finditer(text):
        groups = [(like.start() + m.start(), like.start() + m.end()) for m in _GROUP.finditer(like.group())]
        for start, end in _spans_of_card_length(groups):
            if _is_card(text, start, end):
                yield Found(start, end, PersonalData.CARD)
                break


def _spans_of_card_length(groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """From group of digits to group of digits, the first beginning first, the longest first."""
    for n, (start, _) in enumerate(groups):
        lengths = accumulate(end - begin for begin, end in groups[n:])
        ends = [end for length, (_, end) in zip(lengths, groups[n:], strict=True) if length in _CARD_DIGITS]
        yield from ((start, end) for end in reversed(ends))


def _is_card(text: str, start: int, end: int) -> bool:
    digits = "".join(c for c in text[start:end] if c.isdigit())
    if _CALLED_A_CARD.search(text[max(0, start - _CONTEXT_CHARACTERS) : start]):
        return True
    if not _ISSUER.match(digits) or is_called_an_identifier(text, start):
        return False
    # Four groups of four are a card also where a digit is mistyped.
    return luhn.is_valid(digits) or bool(_FOUR_FOURS.fullmatch(text[start:end]))
