"""Texts come in as they were written, whatever the encoding."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from feedback_miner.errors import FileError
from tests.sources.builders import cells, opened

_WESTERN = "id,text\n" + "".join(f"{n},Größe falsch – naïve café “très cher” n° {n}\n" for n in range(40))
_RUSSIAN = "id,text\n" + "".join(
    f"{n},Доставка опоздала на три дня и поддержка не отвечает\n" for n in range(40)
)
_JAPANESE = "id,text\n" + "".join(f"{n},配達が三日も遅れました。とても残念です。\n" for n in range(40))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_western_text(encoding: str, tmp_path: Path) -> None:
    assert cells(opened(tmp_path, _WESTERN.encode(encoding)))[7] == [
        "7",
        "Größe falsch – naïve café “très cher” n° 7",
    ]


@pytest.mark.parametrize(("text", "encoding"), [(_RUSSIAN, "cp1251"), (_JAPANESE, "cp932")])
def test_other_alphabets(text: str, encoding: str, tmp_path: Path) -> None:
    sound = cells(opened(tmp_path, text))
    assert cells(opened(tmp_path, text.encode(encoding))) == sound


def test_a_few_windows_letters_in_a_utf8_file_are_read_as_such(tmp_path: Path) -> None:
    content = "id,text\n1,größer 😡\n".encode() + "2,café\n".encode("cp1252") + "3,naïve señor\n".encode()
    assert [row[1] for row in cells(opened(tmp_path, content))] == ["größer 😡", "café", "naïve señor"]


def test_one_odd_letter_after_megabytes_does_no_harm(tmp_path: Path) -> None:
    content = b"id,text\n" + b"1,plain and simple\n" * 100_000 + "2,café\n".encode("cp1252")
    assert cells(opened(tmp_path, content))[-1] == ["2", "café"]


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, gzip.compress(b"id,text\n1,a\n"), "file.csv.gz")) == [["1", "a"]]


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="grows too much"):
        opened(tmp_path, gzip.compress(b"id,text\n" + b"1,a\n" * 25_000_000, 1), "file.csv.gz")


def test_a_gzip_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cut off"):
        opened(tmp_path, gzip.compress(_WESTERN.encode())[:200], "file.csv.gz")
