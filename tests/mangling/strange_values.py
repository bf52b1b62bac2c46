"""Cells and values that no export ought to have, and some do."""

from __future__ import annotations

import re
from random import Random

DATES = (
    *("03/04/2026", "25/03/2026", "03/25/2026", "2026/04/03", "3.4.26", "20260403", "2026-04", "2026-W14-5"),
    *("1767600000", "1767600000000", "1767600000.123", "-1", "46027.5", "0", "1e10", "253402300800000"),
    *("2026-02-30", "0000-00-00", "9999-12-31T23:59:59Z", "1969-12-31", "2026-01-05T25:00:00", "20260-01-05"),
    *(
        "yesterday",
        "in 2 days",
        "Mon",
        "12:30",
        "٢٠٢٦-٠١-٠٥",
        "2026年1月5日",
        "5. Januar 2026",
        "NaT",
        "null",
        "#######",
    ),
    *(
        "2026-01-05T08:00:00+99:99",
        "2026-01-05T08:00:00 EST",
        "2026-01-05 08:00:00 Europe/Berlin",
        "9" * 64,
        "1/1/1",
    ),
    *(
        "2026-01-05T08:00:00.123456789Z",
        "Jan",
        "05-Jan-26 08.00.00.000000 AM",
        "2026-01-05T08:00:00+00:00[UTC]",
    ),
)
NUMBERS = (
    *(
        "NaN",
        "inf",
        "-5",
        "1e999",
        "5/0",
        "10/0",
        "0/10",
        "4,5",
        "½",
        "٣",
        "five",
        "★★★★★",
        "★" * 5_000,
        "5 stars",
    ),
    *("101%", "-0", "0x10", "1_000", "9" * 400, "5 out of 0", "4.5.6", "00005", " 5 ", "+5", "true", "5/5/5"),
)
TEXTS = (
    *(
        "",
        " ",
        "\0",
        "=1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "<script>alert(1)</script>",
        "'; DROP TABLE item; --",
    ),
    *(
        "null",
        "N/A",
        "-",
        "[deleted]",
        "{}",
        "[]",
        "{'a': 1}",
        "[[[[",
        "%s%n",
        "{0.__class__}",
        "../../etc/passwd",
    ),
    *(
        "\ud83d",
        "\u202etxet",
        "e\u0301" * 500,
        "😡" * 500,
        "word " * 20_000,
        "\n" * 5_000,
        "a\r\nb",
        '"',
        "\\",
        "\x1b[2J",
    ),
    *(
        "{" * 5_000,
        "[" * 5_000 + "]" * 5_000,
        '{"a":' * 2_000 + "1" + "}" * 2_000,
        "-" * 20_000 + "1",
        "(" * 1_000,
    ),
    *("ann@example.com", "+44 20 7946 0000", "javascript:alert(1)", "https://example.com/?" + "q" * 5_000),
)

#: Repeated without end, each makes some pattern look at every letter for every letter, where it is written carelessly.
BAITS = (
    *(
        "@",
        "a@",
        "a@b.",
        "a.",
        "x",
        "é",
        "1",
        "1,",
        "1/",
        "01:",
        "-",
        "(",
        "( ",
        "★",
        "5 stars ",
        "|",
        ";",
        "a;",
        "\t",
    ),
    *(
        "<p ",
        "</a",
        "<",
        "&#",
        "&amp;",
        "[",
        "{'a':",
        '{"a":',
        '"',
        "'",
        ": ",
        "= ",
        "?",
        "http://",
        "\u0301",
        "a b ",
    ),
    *(
        "a\n",
        "\n",
        " ",
        "> ",
        "_",
        "a_",
        "A",
        "aB",
        "#",
        "%",
        "2026-01-05 ",
        "Jan ",
        "+",
        "\\",
        "\u200d",
        "😡",
    ),
)

_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{10}")
_LONG = 900_000
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def strange(rng: Random, cell: str) -> str:
    """A cell of the kind of this one, or of another."""
    if _DATE.match(cell) and rng.random() < 0.8:
        return rng.choice(DATES)
    if _NUMBER.fullmatch(cell) and rng.random() < 0.8:
        return rng.choice(NUMBERS)
    return rng.choice(TEXTS)


def nearly_too_long(rng: Random) -> str:
    """A text that is just short enough to be read."""
    bait = rng.choice(BAITS)
    return rng.choice(["", "a", "5", "<p>"]) + bait * (_LONG // len(bait)) + rng.choice(["", " b", "@", "\0"])


def is_date(cell: str) -> bool:
    """Whether a cell begins as a date does."""
    return _DATE.match(cell) is not None
