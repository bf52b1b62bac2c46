"""Files on their way in: a multipart form, read as it comes, block by block, and never whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from anyio import from_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from feedback_miner.domain import Source
from feedback_miner.errors import InputError, QueryError
from feedback_miner.mining import Wish

#: Longest value of a field other than the file, in bytes.
_MAX_FIELD = 2000
_MAX_FIELDS = 120


@dataclass(frozen=True, slots=True)
class Form:
    """A form up to its file. `blocks` is the file: reading it reads on in the request."""

    file: str
    blocks: Iterator[bytes]
    fields: Mapping[str, list[str]]

    def wish(self) -> Wish:
        """What the fields ask for. Raises QueryError."""
        for name in self.fields.keys() - {"source", "connection", "map"}:
            raise QueryError("There is no such field. Known: source, connection, map, file.", where=name[:60])
        source = self._one("source")
        if source is not None and source not in set(Source):
            raise QueryError(f"Known sources: {', '.join(Source)}.", where="source")
        return Wish(
            Source(source) if source else None, self._one("connection"), tuple(self.fields.get("map", ()))
        )

    def _one(self, name: str) -> str | None:
        values = [value for value in self.fields.get(name, []) if value]
        if len(values) > 1:
            raise QueryError("This can be given once.", where=name)
        return values[0] if values else None


def blocks_of(stream: AsyncIterator[bytes]) -> Iterator[bytes]:
    """The blocks of a request, for code that runs in a worker thread: it waits while the event loop reads."""

    async def next_block() -> bytes | None:
        return await anext(stream, None)

    while (block := from_thread.run(next_block)) is not None:
        yield block


def open_form(body: Iterator[bytes], content_type: str) -> Form:
    """Reads a form up to the contents of its file. Raises InputError where it is no form or has no file."""
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise InputError(
            "Send a form (multipart/form-data) with the file as its field “file”.", where="Content-Type"
        )
    parts = _parts(body, options[b"boundary"])
    fields: dict[str, list[str]] = {}
    for part in parts:
        if part.file is not None:
            return Form(part.file, _file_blocks(part, parts), fields)
        fields.setdefault(part.name, []).append(_value(part))
        if sum(map(len, fields.values())) > _MAX_FIELDS:
            raise InputError(f"A form has at most {_MAX_FIELDS} fields.")
    raise InputError("The form has no file.", where="file")


@dataclass(slots=True)
class _Part:
    """One field of the form; `blocks` must be read to its end before the next part is asked for."""

    name: str
    file: str | None
    blocks: Iterator[bytes]


def _file_blocks(part: _Part, rest: Iterator[_Part]) -> Iterator[bytes]:
    yield from part.blocks
    for late in rest:
        raise InputError("The file comes last: send this field before it.", where=late.name[:60])


def _value(part: _Part) -> str:
    value = bytearray()
    for block in part.blocks:
        value += block
        if len(value) > _MAX_FIELD:
            raise InputError(f"A field has at most {_MAX_FIELD} bytes.", where=part.name[:60])
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        raise InputError("This is no UTF-8 text.", where=part.name[:60]) from None


def _parts(body: Iterator[bytes], boundary: bytes) -> Iterator[_Part]:
    events = _events(body, boundary)
    for event in events:
        if isinstance(event, dict):
            yield _part(event, events)


def _part(headers: Mapping[bytes, bytes], events: Iterator[_Event]) -> _Part:
    _, options = parse_options_header(headers.get(b"content-disposition", b"").decode("latin-1"))
    name = options.get(b"name", b"").decode("utf-8", "replace")
    file = options.get(b"filename")
    return _Part(name, None if file is None else _file_name(file), _until_end(events))


def _file_name(given: bytes) -> str:
    """The last part of what the sender calls it, fit to be shown."""
    last = PurePosixPath(given.decode("utf-8", "replace").replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-200:] or "upload"


def _until_end(events: Iterator[_Event]) -> Iterator[bytes]:
    for event in events:
        if not isinstance(event, bytes):
            return
        yield event


#: headers begin a part, bytes are its contents, None ends it
_Event = dict[bytes, bytes] | bytes | None


@dataclass(slots=True)
class _Recorder:
    """Turns the parser's calls into events."""

    events: list[_Event] = field(default_factory=list)
    ended: bool = False
    _name: bytes = b""
    _value: bytes = b""
    _headers: dict[bytes, bytes] = field(default_factory=dict)

    def on_part_begin(self) -> None:
        self._headers = {}

    def on_header_begin(self) -> None:
        self._name = self._value = b""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        self._headers[self._name.lower()] = self._value

    def on_headers_finished(self) -> None:
        self.events.append(self._headers)

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self.events.append(data[start:end])

    def on_part_end(self) -> None:
        self.events.append(None)

    def on_end(self) -> None:
        self.ended = True


def _events(body: Iterator[bytes], boundary: bytes) -> Iterator[_Event]:
    recorder = _Recorder()
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": recorder.on_part_begin,
                "on_header_begin": recorder.on_header_begin,
                "on_header_field": recorder.on_header_field,
                "on_header_value": recorder.on_header_value,
                "on_header_end": recorder.on_header_end,
                "on_headers_finished": recorder.on_headers_finished,
                "on_part_data": recorder.on_part_data,
                "on_part_end": recorder.on_part_end,
                "on_end": recorder.on_end,
            },
        )
        for block in body:
            parser.write(block)
            yield from recorder.events
            recorder.events.clear()
    except FormParserError:
        raise InputError("The form cannot be read: it does not keep to multipart/form-data.") from None
    if not recorder.ended:
        raise InputError("The form ends before its end: the upload was cut off. Send it again.")
