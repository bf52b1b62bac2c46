"""HTML to text, only where it is HTML: "a < b and c > d", "<3" and placeholders are words, not tags."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

_BLOCKS = """
    address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section table tbody tfoot thead tr ul
""".split()  # noqa: SIM905
_CELLS = ["td", "th"]
_UNSEEN = ["head", "title", "style", "script", "noscript", "template", "svg", "iframe", "object", "select"]
#: What a tag becomes where it opens and where it closes.
_BREAKS = {"br": "\n", **dict.fromkeys(_BLOCKS, "\n"), **dict.fromkeys(_CELLS, " ")}
_INLINE = """
    a abbr b bdi bdo big body br button cite code del dfn em font html i img input ins kbd label link mark meta o:p
    q s samp small span strike strong sub sup time tt u var wbr
""".split()  # noqa: SIM905
_NAMES = "|".join(sorted([*_BLOCKS, *_CELLS, *_UNSEEN, *_INLINE], key=len, reverse=True))

# An attribute must have a value: "if a <b and c> d" is arithmetic.
_TAG = re.compile(
    rf"<(?:/(?:{_NAMES})\s*|(?:{_NAMES})(?:\s+[\w:.-]{{1,60}}\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'<>]+))*\s*/?)>",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(rf"<(?:br|{'|'.join(_BLOCKS)}|td|th)\b", re.IGNORECASE)
_COMMENT = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<!\[(?:if|endif)[^\]<>]*\]>|<!doctype[^<>]*>|<\?xml[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_QUOTED_MAIL = {"gmail_quote", "yahoo_quoted", "moz-cite-prefix", "divRplyFwdMsg"}


def to_text(text: str) -> str:
    """The words of the text: tags become line ends or nothing, entities become characters.

    Quoted mail that is marked as such comes off, unless nothing else is there.
    """
    unescaped = text if _TAG.search(text) else _ENTITY.sub(lambda m: html.unescape(m.group()), text)
    if not _TAG.search(unescaped):
        return unescaped
    page = lxml_html.document_fromstring(f"<body>{_escape_what_is_no_tag(unescaped)}", parser=_parser())
    for left_out in (_is_unseen_or_quoted, _is_unseen):
        words = "".join(_words(page, left_out))
        if words.strip():
            return words
    # Beyond a depth of some hundred tags the parser gives up.
    return _TAG.sub(" ", unescaped)


def _parser() -> etree.HTMLParser:
    """A parser that fetches nothing."""
    return lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)


def _words(page: etree._Element, is_left_out: Callable[[etree._Element], bool]) -> Iterator[str]:
    """The texts of the page in order, with white space where a browser breaks lines."""
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, element in walk:
        left_out = is_left_out(element)
        if event == "start":
            if left_out:
                walk.skip_subtree()
                continue
            yield _BREAKS.get(element.tag, "")
            yield "- " if element.tag == "li" else ""
            yield element.text or ""
        else:
            yield "" if left_out or element.tag == "br" else _BREAKS.get(element.tag, "")
            yield element.tail or ""


def _is_unseen(element: etree._Element) -> bool:
    return element.tag in _UNSEEN


def _is_unseen_or_quoted(element: etree._Element) -> bool:
    marks = {*element.get("class", "").split(), element.get("id", "")}
    quotes = element.tag == "blockquote" and element.get("type") == "cite"
    return _is_unseen(element) or quotes or not marks.isdisjoint(_QUOTED_MAIL)


def _escape_what_is_no_tag(source: str) -> str:
    """The parser would swallow "<3 you" and "<PERSON>": every "<" that opens no known tag is text."""
    source = _COMMENT.sub("", source)
    if _STRUCTURE.search(source):
        source = re.sub(r"\s+", " ", source)
    kept: list[str] = []
    last = 0
    for tag in _TAG.finditer(source):
        kept += [source[last : tag.start()].replace("<", "&lt;"), tag.group()]
        last = tag.end()
    return "".join([*kept, source[last:].replace("<", "&lt;")])
