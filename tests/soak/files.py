"""Files of made-up tickets, of which it is known what an import makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_FIRST_DAY = date(2026, 3, 2)
#: One of so many tickets has other words in each edition of its family.
_CHANGED = 10
#: Messages of a customer.
_EACH = 4
#: One of so many tickets is without words, occurs twice, is followed by a broken row.
_BLANK, _TWICE, _BROKEN = 97, 89, 101


@dataclass(frozen=True, slots=True)
class Ticket:
    """What is stored of a ticket."""

    text: str
    customer: str


@dataclass(frozen=True, slots=True)
class TicketFile:
    """An edition of the tickets of a family: the same three always make the same file."""

    family: str
    edition: int
    #: tickets in it; some rows more are broken, or come again
    size: int

    @property
    def name(self) -> str:
        """What the import is called."""
        return f"{self.family}-{self.edition}.csv"

    def tickets(self) -> Mapping[str, Ticket]:
        """Id → what is stored of it."""
        return _tickets(self)

    def content(self) -> bytes:
        """The file."""
        return ("id,date,customer,comment\n" + "\n".join(self._rows()) + "\n").encode()

    @property
    def read(self) -> int:
        """Its rows."""
        return self.size + self.merged + self.rejected

    @property
    def blank(self) -> int:
        """Rows without words."""
        return sum(map(_is_blank, range(self.size)))

    @property
    def merged(self) -> int:
        """Rows whose id comes again."""
        return sum(map(_is_twice, range(self.size)))

    @property
    def rejected(self) -> int:
        """Rows with a cell too many."""
        return sum(map(_is_broken, range(self.size)))

    def _rows(self) -> Iterator[str]:
        """What comes again stands at the beginning, in other chunks than the rows that count."""
        for n in filter(_is_twice, range(self.size)):
            yield f"{self._id(n)},{_day(n)},{self._customer(n)},The first words of {self._id(n)}."
        for n in range(self.size):
            if _is_broken(n):
                yield f"broken{n},{_day(n)},{self._customer(n)},One cell,too many."
            yield f"{self._id(n)},{_day(n)},{self._customer(n)},{'' if _is_blank(n) else self._words(n)}"

    def _id(self, n: int) -> str:
        return f"{self.family}{n}"

    def _customer(self, n: int) -> str:
        return f"{self.family}-{n // _EACH}"

    def _words(self, n: int) -> str:
        changed = self.edition if n % _CHANGED == self.edition % _CHANGED else 0
        return f"Ticket {n} of {self.family} was late again; told {changed} times."


@lru_cache(maxsize=6)
def _tickets(file: TicketFile) -> Mapping[str, Ticket]:
    """Of a hundred thousand tickets only the latest files fit into memory."""
    worded = (n for n in range(file.size) if not _is_blank(n))
    return {file._id(n): Ticket(file._words(n), file._customer(n)) for n in worded}


def _day(n: int) -> str:
    return f"{_FIRST_DAY + timedelta(days=n % 60)}T10:00:00Z"


def _is_blank(n: int) -> bool:
    return n % _BLANK == 5


def _is_twice(n: int) -> bool:
    return n % _TWICE == 3 and not _is_blank(n)


def _is_broken(n: int) -> bool:
    return n % _BROKEN == 7
