"""Phone numbers, told from the order, flight, case and version numbers that customers write far more often.

A number is a phone number by its form (international, British, Irish, North American), or by what it is called
("call me on", "mobile:"); a number that is called an order, a case, a flight … is none, unless it begins with "+".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from feedback_miner.text.placeholders import Found, PersonalData

_BEFORE = r"(?<![\w@#$£€/+])(?<!\d[.,:-])"
_AFTER = r"(?![\w%])(?![.,:/-]\d)"

_INTERNATIONAL = re.compile(rf"(?<![\w@#$£€/+])(?:\+|\(\+)[ ]?\d(?:[ ().\-–/]{{0,3}}\d){{7,14}}{_AFTER}")
_DOUBLE_ZERO = re.compile(rf"{_BEFORE}00[1-9](?:[ ().\-–/]{{0,3}}\d){{8,13}}{_AFTER}")
_TRUNK_ZERO = re.compile(rf"{_BEFORE}\(?0[1-9](?:[ ).\-–]{{0,2}}\d){{7,9}}{_AFTER}")
_NORTH_AMERICAN = re.compile(
    rf"{_BEFORE}(?:1[ .\-–]?)?(?:\([2-9]\d\d\)[ .\-–]?|[2-9]\d\d[ .\-–])[2-9]\d\d[ .\-–]?\d{{4}}{_AFTER}"
)
_ANY = re.compile(
    rf"{_BEFORE}\(?\d(?:[ ().\-–/]{{0,2}}\d){{6,14}}{_AFTER}(?! (?:times|points|people|users|downloads|calls)\b)"
)

_TRUNK_ZERO_REGIONS = ("GB", "IE")
#: Ofcom keeps ranges free for films and forms; the library calls them impossible, people write them all the same.
_BRITISH_MOBILE = re.compile(r"07\d{9}")

_DATE_OR_VERSION = re.compile(
    r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)?\d\d|(?:19|20)\d\d[-./ ]?\d{1,2}[-./ ]?\d{1,2}|(?:(?:19|20)\d\d[ /-]*)+"
    r"|(?:\d+\.)*\d\.(?:\d+\.)*\d+|(?:\d+\.)+\d"
)

_IDENTIFIER_WORD = (
    r"(?:orders?|refs?|references?|cases?|tickets?|invoices?|tracking|parcels?|packages?|shipments?|consignment|awb"
    r"|bookings?|reservations?|confirmations?|pnr|flights?|claims?|polic(?:y|ies)|accounts?|acct|customer"
    r"|member(?:ship)?|loyalty|serials?|s/n|sku|models?|parts?|items?|products?|imei|version|build|ids?|uid"
    r"|transactions?|txn|receipts?|po|codes?|pin|otp|errors?|meter|mpan|isbn|ean|upc|asin|barcode|vouchers?|coupons?"
    r"|incidents?|request|enquiry|docket|contract|subscription|licen[cs]e|passport|vin|batch|lot|job|quote|payment"
    r"|transfer|firmware|release|train|seat|room|sort code|bug|issue|complaint|registration|reg"
    r"|(?:gift|loyalty|member|membership|library|store|rewards|sim) card)"
)
_LINK = (
    r"(?:numbers?|nos?\b|nr\b|num\b|id\b|codes?|ref\b|reference|is\b|was\b|are\b|of\b|my\b|the\b|and\b|it's"
    r"|say(?:s|ing)?\b|[\s:#.=(\"'-])"
)
_CALLED_AN_IDENTIFIER = re.compile(rf"\b{_IDENTIFIER_WORD}\b{_LINK}*$", re.IGNORECASE)
_NAMED_AFTERWARDS = re.compile(
    rf"[\s,\"')]*(?:is|was|as|being) (?:my|our|the|a|an|your) {_IDENTIFIER_WORD}\b", re.IGNORECASE
)

# A placeholder is no word: hence "<" before it.
_PHONE_WORD = re.compile(
    r"(?<![<\w])(?:(?:tele)?phone[ds]?(?! (?:order|model|version))|tel"
    r"|mobile(?! (?:app|bank|data|site|web|version|browser))|mob|cell|call(?:ed|ing)?(?! of)|text(?:ed|ing)?|txt"
    r"|ring(?:ing)?|rang|dial(?:l?ed)?|whatsapp|sms|fax|landline|reach(?:able|ed)?|contact|hotline"
    r"|(?:my|our|his|her|their|your|new|home|work|best) number)\b",
    re.IGNORECASE,
)
_NAMED_A_PHONE_AFTERWARDS = re.compile(
    r"[\s,(]*(?:is|was) (?:my|our|the best) (?:(?:mobile|phone|cell|home|work|contact) )?(?:number|mobile|phone|cell)",
    re.IGNORECASE,
)
_ANY_IDENTIFIER_WORD = re.compile(rf"\b{_IDENTIFIER_WORD}\b", re.IGNORECASE)
_CONTEXT_CHARACTERS = 45


def find_phones(text: str) -> Iterator[Found]:
    """Where phone numbers are, the surest form first (spans may overlap)."""
    for m in _INTERNATIONAL.finditer(text):
        if _is_possible(m.group(), None):
            yield _found(m)
    for form in (_DOUBLE_ZERO, _TRUNK_ZERO, _NORTH_AMERICAN):
        for m in form.finditer(text):
            if not is_called_an_identifier(text, m.start(), m.end()) and _has_form(m.group()):
                yield _found(m)
    for m in _ANY.finditer(text):
        if _is_called_a_phone(text, m.start(), m.end()) and not _DATE_OR_VERSION.fullmatch(m.group()):
            yield _found(m)


def _found(m: re.Match[str]) -> Found:
    """What matched, without a bracket that opens and does not close in it."""
    unclosed = m.group().startswith("(") and ")" not in m.group()
    return Found(m.start() + unclosed, m.end(), PersonalData.PHONE)


def is_called_an_identifier(text: str, start: int, end: int | None = None) -> bool:
    """Whether the words right before `start` (or after `end`) call the number an order, a case, a flight …"""
    if _CALLED_AN_IDENTIFIER.search(text[max(0, start - _CONTEXT_CHARACTERS) : start]):
        return True
    return end is not None and bool(_NAMED_AFTERWARDS.match(text, end))


def _is_called_a_phone(text: str, start: int, end: int) -> bool:
    """Whether the nearest telling word before is one of phoning, or what follows says so."""
    if is_called_an_identifier(text, start, end):
        return False
    if _NAMED_A_PHONE_AFTERWARDS.match(text, end):
        return True
    before = text[max(0, start - _CONTEXT_CHARACTERS) : start]
    phone = max((m.end() for m in _PHONE_WORD.finditer(before)), default=-1)
    identifier = max((m.end() for m in _ANY_IDENTIFIER_WORD.finditer(before)), default=-1)
    return phone > identifier


def _has_form(number: str) -> bool:
    if _DATE_OR_VERSION.fullmatch(number):
        return False
    digits = "".join(c for c in number if c.isdigit())
    if digits.startswith("00"):
        return _is_possible(f"+{digits[2:]}", None)
    if not digits.startswith("0"):
        return True
    return bool(_BRITISH_MOBILE.fullmatch(digits)) or any(
        _is_plausible(number, region) for region in _TRUNK_ZERO_REGIONS
    )


def _is_possible(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


def _is_plausible(number: str, region: str) -> bool:
    """Valid, or merely possible but written in groups as people write phone numbers."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    grouped = not number.isdigit()
    return phonenumbers.is_valid_number(parsed) or (grouped and phonenumbers.is_possible_number(parsed))
