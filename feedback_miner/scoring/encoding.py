"""From a message and the spans of its statements to windows of tokens that the encoder can read.

A short message is one window. A longer one is cut at the borders of its statements into several, each with
the end of what went before as context, so that every statement is read with real text around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import ModelError
from feedback_miner.scoring.layout import SpecialTokens


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens for one pass of the encoder, and which of them belong to which statement of the message."""

    token_ids: list[int]
    #: (position in `token_ids`, index of the statement in the message)
    owned: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class PlacedWindow:
    """A window, and where in the message's text its tokens stand."""

    window: Window
    #: position in the window of the first token of the text
    first: int
    #: the characters that each token of the text covers, from the first on
    places: list[tuple[int, int]]


class MessageEncoder:
    """Tokenises messages and cuts them into windows of at most `max_tokens` tokens.

    Raises ModelError where tokenizer and lengths do not suit each other.

    Where a message does not fit, a window begins with up to `context_tokens` of the text before it.
    Source and channel are set in front of the text ("ticket via email: …") where they are of `sources` and
    `channels`, the ones seen in training; the source alone ("ticket: …") where the channel is not. Exports write a
    channel in many ways: case does not count, and "_" is a blank.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        special: SpecialTokens,
        *,
        max_tokens: int,
        context_tokens: int,
        sources: Sequence[str],
        channels: Sequence[str],
    ) -> None:
        self._tokenizer = tokenizer
        self._context = context_tokens
        self._begin = token_id(tokenizer, special.begin)
        self._end = token_id(tokenizer, special.end)
        self._prefixes = {
            (source, channel): tokenizer.encode(prefix, add_special_tokens=False).ids
            for source in sources
            for channel, prefix in _prefixes(source, channels)
        }
        longest_prefix = max((len(ids) for ids in self._prefixes.values()), default=0)
        self._room = max_tokens - longest_prefix - 2
        if self._room <= context_tokens:
            raise ModelError(
                f"max_tokens={max_tokens} leaves no room beside {context_tokens} tokens of context"
            )

    def windows(self, message: ScorableMessage) -> list[Window]:
        """The windows that together hold every token of every statement exactly once as owned.

        Tokens between statements serve as context only. A statement without tokens is owned by no window.
        """
        return [placed.window for placed in self.placed_windows(message)]

    def placed_windows(self, message: ScorableMessage) -> Iterator[PlacedWindow]:
        """The same windows with the places of their tokens."""
        encoded = self._tokenizer.encode(message.text, add_special_tokens=False)
        ids, offsets = encoded.ids, encoded.offsets  # each reading of these copies the whole message
        owners = _owners(offsets, message.spans)
        prefix = [self._begin, *self._prefix(message.source, message.channel)]
        for context_start, start, end in self._cuts(owners):
            shift = len(prefix) - context_start
            owned = [(token + shift, owner) for token in range(start, end) for owner in owners[token]]
            if owned:
                window = Window([*prefix, *ids[context_start:end], self._end], owned)
                yield PlacedWindow(window, len(prefix), offsets[context_start:end])

    def _prefix(self, source: str, channel: str) -> Sequence[int]:
        alone = self._prefixes.get((source, ""), [])
        return self._prefixes.get((source, channel.lower().replace("_", " ")), alone)

    def _cuts(self, owners: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
        """(where context begins, where the window's own tokens begin, where they end), over all tokens."""
        start = 0
        while start < len(owners):
            context_start = max(0, start - self._context)
            end = min(len(owners), context_start + self._room)
            if end < len(owners):
                end = _last_border(owners, start, end)
            yield context_start, start, end
            start = end


def token_id(tokenizer: Tokenizer, token: str) -> int:
    """The token's number. Raises ModelError where the tokenizer does not know it."""
    known = tokenizer.token_to_id(token)
    if known is None:
        raise ModelError(f"the tokenizer has no token {token}")
    return known


def _prefixes(source: str, channels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(channel, what is set in front of a message); the channel "" stands for every unknown one."""
    yield "", f"{source}: "
    for channel in channels:
        yield channel, f"{source} via {channel}: "


def _owners(offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """For each token the statements whose span holds its first character, for spans in any order."""
    owners: list[list[int]] = [[] for _ in offsets]
    by_start = sorted(range(len(spans)), key=lambda n: spans[n][0])
    first_token = 0
    for n in by_start:
        start, end = spans[n]
        while first_token < len(offsets) and offsets[first_token][0] < start:
            first_token += 1
        token = first_token
        while token < len(offsets) and offsets[token][0] < end:
            owners[token].append(n)
            token += 1
    return owners


def _last_border(owners: Sequence[Sequence[int]], start: int, end: int) -> int:
    """The last place in (start, end] where one statement ends and another begins, else `end`."""
    for cut in range(end, start, -1):
        if owners[cut] != owners[cut - 1]:
            return cut
    return end
