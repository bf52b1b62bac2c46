"""Ways to break what is text: encodings, line ends, quotation marks, what programs put around a file."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

#: text → the file's bytes
WayOfText = Callable[[Random, str], bytes]

_BIG = 10_000_000


def other_encoding(rng: Random, text: str) -> bytes:
    encodings = [
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "cp1251",
        "cp932",
        "cp037",
        "utf-7",
        "koi8-r",
    ]
    return text.encode(rng.choice(encodings), "replace")


def two_encodings(rng: Random, text: str) -> bytes:
    at = rng.randrange(len(text))
    first, second = rng.sample(["utf-8", "utf-16", "cp1252", "utf-16-be", "utf-32"], 2)
    return text[:at].encode(first, "replace") + text[at:].encode(second, "replace")


def read_in_a_wrong_encoding(rng: Random, text: str) -> bytes:
    return text.encode().decode("cp1252", "replace").encode()


def other_line_ends(rng: Random, text: str) -> bytes:
    ends = ["\r", "\r\n", "\n\n", "\r\r\n", "\u2028", "\x85", "\x0b", "\n\r", " ", ""]
    return text.replace("\r\n", "\n").replace("\n", rng.choice(ends)).encode(errors="replace")


def mixed_line_ends(rng: Random, text: str) -> bytes:
    lines = text.splitlines()
    return "".join(line + rng.choice(["\n", "\r\n", "\r", "\r\r\n"]) for line in lines).encode(
        errors="replace"
    )


def quote_lost(rng: Random, text: str) -> bytes:
    places = [n for n, letter in enumerate(text) if letter == '"']
    if not places:
        return quote_too_many(rng, text)
    at = rng.choice(places)
    return (text[:at] + text[at + 1 :]).encode(errors="replace")


def quote_too_many(rng: Random, text: str) -> bytes:
    for _ in range(rng.choice([1, 1, 4])):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(['"', '""', '"""', "\\"]) + text[at:]
    return text.encode(errors="replace")


def other_quotes(rng: Random, text: str) -> bytes:
    return text.replace('"', rng.choice(["'", "“", "`", '""', '\\"', "&quot;", ""])).encode(errors="replace")


def other_delimiters(rng: Random, text: str) -> bytes:
    first, second = rng.choice(
        [
            (",", ";"),
            (",", "\t"),
            (",", "|"),
            ("\t", ","),
            (",", "\x1f"),
            (",", ", "),
            (",", "ͺ"),
            (":", "="),
            (",", ""),
        ]
    )
    return text.replace(first, second).encode(errors="replace")


def delimiters_of_several_kinds(rng: Random, text: str) -> bytes:
    return "".join(rng.choice(",;\t|") if letter == "," else letter for letter in text).encode(
        errors="replace"
    )


def something_above(rng: Random, text: str) -> bytes:
    above = [
        "sep=;\n",
        "# exported by hand\n",
        "Report\n\nMade on 2026-01-05\n\n",
        "\n" * 300,
        ")]}'\n",
        "//\n",
        "var data = ",
        "<?xml version='1.0'?>\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n",
    ]
    return (rng.choice(above) + text).encode(errors="replace")


def something_below(rng: Random, text: str) -> bytes:
    below = [
        "\nTotal,2\n",
        "\n(2 rows affected)\n",
        "\n--\n",
        ",",
        "]",
        "}",
        "\n" * 50_000,
        "\0" * 4_096,
        "\x1a",
        "\n<html><body>Session expired</body></html>",
    ]
    return (text + rng.choice(below)).encode(errors="replace")


def pieces_out_of_order(rng: Random, text: str) -> bytes:
    lines = text.splitlines(keepends=True)
    rng.shuffle(lines)
    return "".join(lines).encode(errors="replace")


def letters_that_are_none(rng: Random, text: str) -> bytes:
    strange = [
        "\ufeff",
        "\u200b",
        "\u202e",
        "\ufffe",
        "\U0010ffff",
        "\x07",
        "\x1b[31m",
        "\ud83d",
        "\u0000",
        "\u0300" * 2_000,
        "\xa0",
    ]
    for _ in range(rng.choice([1, 5, 30])):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(strange) + text[at:]
    return text.encode("utf-8", "surrogatepass")


def ten_megabytes_within(rng: Random, text: str) -> bytes:
    at = rng.randrange(len(text))
    filler = rng.choice(["x", "word ", "\n", '"', ",", "{", "é", "9"])
    return (text[:at] + filler * (_BIG // len(filler.encode())) + text[at:]).encode(errors="replace")


def all_on_one_line(rng: Random, text: str) -> bytes:
    return " ".join(text.split()).encode(errors="replace")


WAYS_OF_TEXT: tuple[WayOfText, ...] = (
    other_encoding,
    two_encodings,
    read_in_a_wrong_encoding,
    other_line_ends,
    mixed_line_ends,
    quote_lost,
    quote_too_many,
    other_quotes,
    other_delimiters,
    delimiters_of_several_kinds,
    something_above,
    something_below,
    pieces_out_of_order,
    letters_that_are_none,
    ten_megabytes_within,
    all_on_one_line,
)
