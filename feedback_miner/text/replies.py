"""What a mail programme adds to a message comes off: signatures, quoted mail, forwarded headers, disclaimers.

Rules are of whole lines and each line is read once, so that time grows with length. (mail-parser-reply was tried:
it takes every line that begins with "- " or "Thanks," for the beginning of a signature, and cuts the customer's words.)
"""

from __future__ import annotations

import re

#: Longer lines are prose, never a header.
_HEADER_MAX = 300

_QUOTED = re.compile(r">(?![:;=8xX][-'^]?[()\[\]DPOo/\\|*]|[._]<|\d+ ?%)")

_WROTE = re.compile(
    r"(?:On\b.*\bwrote|Am\b.*\bschrieb\b.*|Le\b.*\ba écrit|El\b.*\bescribió|Il\b.*\bha scritto|Op\b.*\bschreef\b.*"
    r"|Em\b.*\bescreveu) ?:"
)
_DATED_OR_ADDRESSED = re.compile(r"\d|@|<")

_SEPARATOR = re.compile(
    r"[-_*= ]{2,}(?:begin )?(?:original message|original appointment|forwarded message|reply message"
    r"|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|message d'origine|message transféré"
    r"|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original)[-_*= ]{2,}"
    r"|begin forwarded message:|_{20,}|.{0,4}please (?:type|write) your reply above this line.{0,4}",
    re.IGNORECASE,
)
_SIGNATURE_MARK = re.compile(r"--|—|_{2,5}")

_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van)\*?: ?\*?.*\S", re.IGNORECASE)
_HEADER = re.compile(
    r"\*?(?:Sent|Date|To|Cc|Subject|Reply-To|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto|Fecha"
    r"|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp)\*? ?:",
    re.IGNORECASE,
)

_SENT_FROM = re.compile(
    r"sent (?:from|via|with) (?:my |the )?(?:\w+ ){0,3}?(?:i?phone|ipad|ipod|android|blackberry|mobile|smartphone"
    r"|samsung|galaxy|huawei|xiaomi|oneplus|pixel|tablet|device|outlook|mail|yahoo|gmail|aol|proton\w*|hey|windows)\b"
    r".{0,60}|get outlook for \w+.{0,40}|von meinem .{1,40} gesendet|gesendet (?:von|mit) .{1,40}"
    r"|envoyé (?:de|depuis) (?:mon|ma) .{1,40}|enviado desde mi .{1,40}|inviato da(?:l mio)? .{1,40}"
    r"|verzonden vanaf mijn .{1,40}|enviado do meu .{1,40}",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:\*+ ?)?(?:confidentiality notice|(?:this|the (?:information|contents?)(?: contained)? (?:in|of) this)"
    r" (?:e-?mail|message|communication|transmission)\b.{0,120}"
    r"\b(?:confidential|privileged|intended (?:only|solely)|legally protected))",
    re.IGNORECASE,
)

_SIGN_OFF = re.compile(
    r"(?:(?:(?:many|with|kind|kindest|best|warm|warmest) )*(?:regards|wishes|thanks)|best|cheers|thank you"
    r"|thanks (?:again|in advance|so much)|yours(?: (?:sincerely|faithfully|truly))?|sincerely|all the best|take care"
    r"|mit freundlichen grüßen|(?:viele|liebe|beste) grüße|cordialement|bien à vous|(?:un )?saludos?|cordiali saluti"
    r"|met vriendelijke groet(?:en)?) ?[,.!]?",
    re.IGNORECASE,
)
_SIGNATORY = re.compile(r"(?:[^\W\d_][\w.'’-]*,? ?){1,5}")
_SENTENCE = re.compile(r"(?:\S+ ){4,}\S*[.!?]")
#: A signature has few lines, and short ones.
_SIGNATURE_LINES = 12
_SIGNATURE_LINE_MAX = 70


def own_words(text: str) -> str:
    """The message without what its mail programme added; the whole message where nothing else is in it."""
    if "\n" not in text and not _SENT_FROM.search(text[-120:]):
        return text
    lines = _without_signature(_without_quotes(text.split("\n")))
    own = "\n".join(lines).strip()
    return own if _has_word(own) else text


def _without_quotes(lines: list[str]) -> list[str]:
    own: list[str] = []
    begun = False
    n = 0
    while n < len(lines):
        line = lines[n]
        header = _wrote_header_lines(lines, n)
        if header and not _quote_is_marked(lines, n + header):
            return own
        if begun and (_SEPARATOR.fullmatch(line) or _starts_mail_header(lines, n) or _DISCLAIMER.match(line)):
            return own
        if not header and not _is_added(line):
            own.append(line)
            begun = begun or _has_word(line)
        n += header or 1
    return own


def _is_added(line: str) -> bool:
    return bool(_QUOTED.match(line) or _SENT_FROM.fullmatch(line) or _SEPARATOR.fullmatch(line))


def _has_word(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _wrote_header_lines(lines: list[str], n: int) -> int:
    """How many lines from the n-th are "On …, … wrote:" (mail programmes wrap it): 0 to 3."""
    if not lines[n].startswith(("On ", "Am ", "Le ", "El ", "Il ", "Op ", "Em ")):
        return 0
    for count in (1, 2, 3):
        header = " ".join(lines[n : n + count])
        if len(header) > _HEADER_MAX:
            return 0
        if _WROTE.fullmatch(header) and _DATED_OR_ADDRESSED.search(header):
            return count
    return 0


def _quote_is_marked(lines: list[str], n: int) -> bool:
    """Whether the quote that begins at the n-th line has ">" before its lines: words may then follow it."""
    following = next((line for line in lines[n:] if line), "")
    return following.startswith(">")


def _starts_mail_header(lines: list[str], n: int) -> bool:
    if len(lines[n]) > _HEADER_MAX or not _FROM.fullmatch(lines[n]):
        return False
    return sum(bool(_HEADER.match(line)) for line in lines[n + 1 : n + 6]) >= 2


def _without_signature(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines.pop()
    for n in range(len(lines) - 1, max(0, len(lines) - _SIGNATURE_LINES), -1):
        below = lines[n + 1 :]
        if _SIGNATURE_MARK.fullmatch(lines[n]) or (_SIGN_OFF.fullmatch(lines[n]) and _is_signature(below)):
            lines = lines[:n]
    return lines


def _is_signature(lines: list[str]) -> bool:
    """A person's name first, then short lines that are no sentences."""
    lines = [line for line in lines if line]
    if not lines:
        return True
    short = all(len(line) <= _SIGNATURE_LINE_MAX and not _SENTENCE.match(line) for line in lines)
    return short and bool(_SIGNATORY.fullmatch(lines[0])) and lines[0][0].isupper()
