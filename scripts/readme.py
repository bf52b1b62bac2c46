"""The parts of README.md that commands write, between two comments that name the part."""

from __future__ import annotations

from pathlib import Path

from feedback_miner.errors import FileError

README = Path(__file__).resolve().parents[1] / "README.md"


def read_part(page: Path, name: str) -> str:
    """What stands in the part `name` of the page. Raises FileError where the page has no such part."""
    text = page.read_text(encoding="utf-8")
    start, end = _span(text, name, page)
    return text[start:end].strip("\n")


def write_part(page: Path, name: str, body: str) -> None:
    """Put `body` in the place of the part `name`. Raises FileError where the page has no such part."""
    text = page.read_text(encoding="utf-8")
    start, end = _span(text, name, page)
    page.write_text(f"{text[:start]}\n{body}\n{text[end:]}", encoding="utf-8")


def _span(text: str, name: str, page: Path) -> tuple[int, int]:
    """Where the part's lines begin and end, the comments not among them."""
    begin, end = f"<!-- {name}: begin", f"<!-- {name}: end -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(end) < text.index(begin):
        raise FileError(f"there must be one “{begin} … -->” and after it one “{end}”", where=str(page))
    return text.index("\n", text.index(begin)), text.index(end)
