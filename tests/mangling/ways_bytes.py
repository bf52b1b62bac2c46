"""Ways to break any file, whatever is in it: by its bytes alone."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from random import Random

WayOfBytes = Callable[[Random, bytes], bytes]
#: What files of some formats begin with.
_MARKS = (
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\x1f\x8b"),
    *(b"PK\x03\x04", b"PAR1", b"{", b"["),
)

#: Bytes of other encodings, and such as none has.
_STRANGERS = (b"\xe9", b"\x81", b"\xa0", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x1a")


def cut_off(rng: Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content))]


def beginning_lost(rng: Random, content: bytes) -> bytes:
    return content[rng.randrange(1, len(content)) :]


def bytes_flipped(rng: Random, content: bytes) -> bytes:
    flipped = bytearray(content)
    for _ in range(rng.choice([1, 3, 30, len(content) // 20 + 1])):
        flipped[rng.randrange(len(flipped))] = rng.randrange(256)
    return bytes(flipped)


def bits_flipped(rng: Random, content: bytes) -> bytes:
    flipped = bytearray(content)
    for _ in range(rng.randint(1, 8)):
        flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
    return bytes(flipped)


def zeros_within(rng: Random, content: bytes) -> bytes:
    for _ in range(rng.choice([1, 5, 50])):
        at = rng.randrange(len(content))
        content = content[:at] + bytes(rng.choice([1, 1, 1, 512])) + content[at:]
    return content


def mark_in_the_middle(rng: Random, content: bytes) -> bytes:
    at = rng.randrange(len(content))
    return content[:at] + rng.choice(_MARKS) + content[at:]


def mark_that_lies(rng: Random, content: bytes) -> bytes:
    return rng.choice(_MARKS) + content


def junk_behind(rng: Random, content: bytes) -> bytes:
    return content + rng.randbytes(rng.randint(1, 5_000))


def twice(rng: Random, content: bytes) -> bytes:
    return content + rng.choice([b"", b"\n", b"\r\n\r\n"]) + content


def piece_repeated(rng: Random, content: bytes) -> bytes:
    start, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    return content[:end] + content[start:end] * rng.randint(1, 3) + content[end:]


def piece_lost(rng: Random, content: bytes) -> bytes:
    start, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + content[end:]


def halves_swapped(rng: Random, content: bytes) -> bytes:
    at = rng.randrange(len(content))
    return content[at:] + content[:at]


def letter_of_another_encoding(rng: Random, content: bytes) -> bytes:
    for _ in range(rng.choice([1, 3, 40])):
        at = rng.randrange(len(content))
        content = content[:at] + rng.choice(_STRANGERS) + content[at:]
    return content


def hardly_anything(rng: Random, content: bytes) -> bytes:
    return rng.choice(
        [b"", b" ", b"\n" * 5_000, content[:1], content[:2], b"\xef\xbb\xbf", b"\0", b'"', b"{", b"[]"]
    )


def packed(rng: Random, content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def packed_twice(rng: Random, content: bytes) -> bytes:
    return gzip.compress(gzip.compress(content, mtime=0), mtime=0)


def packed_and_damaged(rng: Random, content: bytes) -> bytes:
    whole = gzip.compress(content, mtime=0)
    return rng.choice([cut_off, bits_flipped, junk_behind, twice])(rng, whole)


def packed_bomb(rng: Random, content: bytes) -> bytes:
    """The file, and 100 MB of one letter behind it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    block = rng.choice([b" ", b"\n", b"x", b"[", b"a,"]) * 1_000_000
    return packer.compress(content) + b"".join(packer.compress(block) for _ in range(50)) + packer.flush()


WAYS_OF_BYTES: tuple[WayOfBytes, ...] = (
    cut_off,
    beginning_lost,
    bytes_flipped,
    bits_flipped,
    zeros_within,
    mark_in_the_middle,
    mark_that_lies,
    junk_behind,
    twice,
    piece_repeated,
    piece_lost,
    halves_swapped,
    letter_of_another_encoding,
    hardly_anything,
    packed,
    packed_twice,
    packed_and_damaged,
    packed_bomb,
)
