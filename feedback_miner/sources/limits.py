"""Limits on what is read: every file is somebody else's. Sizes are characters of text unless a name says bytes."""

from __future__ import annotations

#: the longest cell that is read; a longer one makes its row a row error
CELL_CHARS = 1_000_000

#: the longest record of a text format, over all its lines
RECORD_CHARS = 4_000_000

#: lines that one record of a CSV file may span before its quotation mark counts as stray
RECORD_LINES = 1_000

#: columns of a table, or keys of a flattened object
COLUMNS = 4_096

#: the name of a column: surveys put whole questions there; a longer one is cut
NAME_CHARS = 1_000

#: the dotted name of a JSON value: each name below a key repeats it
KEY_CHARS = 200

#: nested levels of a JSON record that are read; what lies deeper is left out
JSON_DEPTH = 24

#: one value of a JSON document while it is read; as a cell it is a row error long before
VALUE_CHARS = 100_000_000

#: one body of a recorded answer, unpacked
BODY_BYTES = 64 * 1024 * 1024

#: a packed file may grow by this factor once it has passed `UNPACKED_FREE_BYTES`; text rarely packs better than 50
UNPACKED_RATIO = 200
UNPACKED_FREE_BYTES = 16 * 1024 * 1024

#: all parts of an XLSX file together, unpacked; its shared texts, which are held in memory; the number of its parts
XLSX_BYTES = 640 * 1024 * 1024
XLSX_SHARED_BYTES = 192 * 1024 * 1024
XLSX_PARTS = 5_000

#: rows of a sheet, as Excel itself limits them
XLSX_ROWS = 1_048_576
