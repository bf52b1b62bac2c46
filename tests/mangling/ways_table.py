"""Ways to break what is a table: rows and columns that are missing, doubled, moved, or not what they were."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.mangling.strange_values import DATES, is_date, nearly_too_long, strange

Rows = list[list[str]]
#: rows, of which the first is the header → other rows
WayOfTable = Callable[[Random, Rows], Rows]

_BIG = 10_000_000
_MOST_ROWS = 2_000
_LINE = "a line of some words, as long as such lines are, with a few more words at its end\n"


def header_missing(rng: Random, rows: Rows) -> Rows:
    return rows[1:]


def header_doubled(rng: Random, rows: Rows) -> Rows:
    at = rng.choice([1, 1, len(rows) // 2, len(rows)])
    return [*rows[:at], rows[0], *rows[at:]]


def header_only(rng: Random, rows: Rows) -> Rows:
    return rows[:1]


def header_shifted(rng: Random, rows: Rows) -> Rows:
    return [rows[0][1:] if rng.random() < 0.5 else ["", *rows[0]], *rows[1:]]


def columns_dropped(rng: Random, rows: Rows) -> Rows:
    gone = set(rng.sample(range(len(rows[0])), rng.randint(1, max(1, len(rows[0]) - 1))))
    return [[cell for n, cell in enumerate(row) if n not in gone] for row in rows]


def column_dropped(rng: Random, rows: Rows) -> Rows:
    gone = rng.randrange(len(rows[0]))
    return [row[:gone] + row[gone + 1 :] for row in rows]


def columns_doubled(rng: Random, rows: Rows) -> Rows:
    times = rng.choice([2, 2, 3, 40])
    return [row * times for row in rows]


def columns_moved(rng: Random, rows: Rows) -> Rows:
    order = rng.sample(range(len(rows[0])), len(rows[0]))
    return [[row[n] if n < len(row) else "" for n in order] for row in rows]


def columns_renamed(rng: Random, rows: Rows) -> Rows:
    names = [
        "",
        "x",
        "id",
        "text",
        "date",
        "Überschrift",
        "a" * 100_000,
        "\0",
        "a\nb",
        "=1+1",
        "{}",
        "message.text",
        "column 1",
    ]
    header = [rng.choice([name, name, rng.choice(names)]) for name in rows[0]]
    return [header, *rows[1:]]


def columns_all_of_one_name(rng: Random, rows: Rows) -> Rows:
    return [[rng.choice(["x", "", "id", "text"])] * len(rows[0]), *rows[1:]]


def names_in_another_case(rng: Random, rows: Rows) -> Rows:
    return [
        [rng.choice([name.upper(), name.lower(), name.title(), f" {name} "]) for name in rows[0]],
        *rows[1:],
    ]


def thousands_of_columns(rng: Random, rows: Rows) -> Rows:
    more = rng.choice([1_000, 4_096, 5_000, 60_000])
    return [row + [f"c{n}" for n in range(more)] for row in rows[:20]]


def rows_repeated(rng: Random, rows: Rows) -> Rows:
    times = rng.choice([2, 3, 20])
    return [rows[0], *rows[1 : _MOST_ROWS // times] * times]


def ids_repeated(rng: Random, rows: Rows) -> Rows:
    """One column has one value in all rows."""
    column = rng.randrange(len(rows[0]))
    value = next((row[column] for row in rows[1:] if column < len(row) and row[column]), "7")
    below = [[*row[:column], value, *row[column + 1 :]] for row in rows[1:]]
    return [rows[0], *below * 3]


def rows_ragged(rng: Random, rows: Rows) -> Rows:
    def ragged(row: list[str]) -> list[str]:
        return rng.choice([row, row[: rng.randint(0, len(row))], row + ["more"] * rng.choice([1, 3, 5_000])])

    return [rows[0], *(ragged(row) for row in rows[1:])]


def rows_out_of_order(rng: Random, rows: Rows) -> Rows:
    return rng.sample(rows, len(rows))


def rows_without_a_word(rng: Random, rows: Rows) -> Rows:
    return [rows[0], *([""] * len(row) for row in rows[1:] * 30)]


def titles_above(rng: Random, rows: Rows) -> Rows:
    return [["Report"], [], ["from", "2026-01-01"], *([[]] * rng.choice([0, 3, 40])), *rows]


def totals_below(rng: Random, rows: Rows) -> Rows:
    return [*rows, [], ["Total", *["9"] * (len(rows[0]) - 1)], ["exported by ann@example.com"]]


def strange_cells(rng: Random, rows: Rows) -> Rows:
    share = rng.choice([0.05, 0.3, 1.0])
    return [
        rows[0],
        *([strange(rng, cell) if rng.random() < share else cell for cell in row] for row in rows[1:]),
    ]


def strange_column(rng: Random, rows: Rows) -> Rows:
    column = rng.randrange(len(rows[0]))
    return [
        rows[0],
        *([strange(rng, cell) if n == column else cell for n, cell in enumerate(row)] for row in rows[1:]),
    ]


def dates_of_another_kind(rng: Random, rows: Rows) -> Rows:
    kind = rng.choice(DATES)
    return [rows[0], *([kind if is_date(cell) else cell for cell in row] for row in rows[1:])]


def dates_of_all_kinds(rng: Random, rows: Rows) -> Rows:
    return [
        rows[0],
        *(
            [rng.choice(DATES) if is_date(cell) else cell for cell in row]
            for row in rows[1 : _MOST_ROWS // 5] * 5
        ),
    ]


def cell_of_ten_megabytes(rng: Random, rows: Rows) -> Rows:
    filler = rng.choice(["x", "word ", _LINE, '"', "[", "9", "é"])
    number, column = rng.randrange(len(rows)), rng.randrange(len(rows[0]))
    row = rows[number]
    return [
        *rows[:number],
        [*row[:column], filler * (_BIG // len(filler)), *row[column + 1 :]],
        *rows[number + 1 :],
    ]


def cell_nearly_too_long(rng: Random, rows: Rows) -> Rows:
    number, column = rng.randrange(len(rows)), rng.randrange(len(rows[0]))
    row = rows[number]
    return [*rows[:number], [*row[:column], nearly_too_long(rng), *row[column + 1 :]], *rows[number + 1 :]]


def column_of_long_cells(rng: Random, rows: Rows) -> Rows:
    column, cell = rng.randrange(len(rows[0])), nearly_too_long(rng)
    return [rows[0], *([*row[:column], cell, *row[column + 1 :]] for row in rows[1:6])]


def turned_on_its_side(rng: Random, rows: Rows) -> Rows:
    width = max(map(len, rows))
    return [[row[n] if n < len(row) else "" for row in rows] for n in range(width)]


def one_cell_a_row(rng: Random, rows: Rows) -> Rows:
    return [[",".join(row)] for row in rows]


WAYS_OF_TABLES: tuple[WayOfTable, ...] = (
    header_missing,
    header_doubled,
    header_only,
    header_shifted,
    columns_dropped,
    column_dropped,
    columns_doubled,
    columns_moved,
    columns_renamed,
    columns_all_of_one_name,
    names_in_another_case,
    thousands_of_columns,
    rows_repeated,
    ids_repeated,
    rows_ragged,
    rows_out_of_order,
    rows_without_a_word,
    titles_above,
    totals_below,
    strange_cells,
    strange_column,
    dates_of_another_kind,
    dates_of_all_kinds,
    cell_of_ten_megabytes,
    cell_nearly_too_long,
    column_of_long_cells,
    turned_on_its_side,
    one_cell_a_row,
)
