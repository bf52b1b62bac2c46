"""What goes wrong between a place and who asks it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from tests.feeds.places import Answer, Request

#: From what was asked and would be answered, to what is answered.
Trouble = Callable[[Request, Answer], Answer]


def too_many(_: Request, usual: Answer) -> Answer:
    """For four minutes nobody is to come."""
    return replace(usual, body=b"", status=429, headers={"Retry-After": "240"})


def unavailable(_: Request, usual: Answer) -> Answer:
    """It is worked on for two minutes."""
    return replace(usual, body=b"", status=503, headers={"Retry-After": "120"})


def broken(_: Request, usual: Answer) -> Answer:
    """It fails and says what it has in hand."""
    return replace(usual, status=500)


def cut(_: Request, usual: Answer) -> Answer:
    """The connection ends in the middle."""
    half = len(usual.body) // 2
    return replace(usual, body=usual.body[:half], missing=len(usual.body) - half + 1)


def halved(_: Request, usual: Answer) -> Answer:
    """Half of it, as if it were the whole."""
    return replace(usual, body=usual.body[: len(usual.body) // 2])


def junk(_: Request, usual: Answer) -> Answer:
    """A page of HTML with status 200, as proxies send it."""
    return replace(usual, body=b"<!doctype html><html><body>Please wait.</body></html>")


def moved(request: Request, _: Answer) -> Answer:
    """It sends us on, to where it is well."""
    return Answer(status=302, headers={"Location": f"{request.path}?{urlencode(request.query)}"})


TROUBLES: Sequence[Trouble] = (too_many, unavailable, broken, cut, halved, junk, moved)


class Troubled:
    """The answers of a place, of which one a minute may go wrong."""

    def __init__(
        self,
        usual: Callable[[Request], Answer],
        troubles: Sequence[Trouble] = TROUBLES,
        *,
        most_before: int = 0,
    ) -> None:
        """`most_before`: how many answers are well at most, in a minute of trouble, before it comes."""
        self._usual, self._troubles = usual, troubles
        self._most_before, self._before = most_before, 0
        self._next: Trouble | None = None

    def expect(self, chance: random.Random) -> None:
        """In every fifth minute something goes wrong."""
        self._next = chance.choice(self._troubles) if chance.random() < 0.2 else None
        self._before = chance.randint(0, self._most_before)

    def rest(self) -> None:
        """No more."""
        self._next = None

    def answer(self, request: Request) -> Answer:
        """The usual one, or what becomes of it."""
        usual = self._usual(request)
        if self._next is None:
            return usual
        if self._before:
            self._before -= 1
            return usual
        trouble, self._next = self._next, None
        return trouble(request, usual)
