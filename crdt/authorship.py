"""Authorship: whose words every inserted id is, and how it got here (SPEC.md A1 to A7).

`Authorship` is the fold of entries, in the order of the log, into spans over ids. It is a pure
function of the log: the same updates in the same order give the same spans on any machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple, TypedDict, get_args

from crdt.codec import Reader, Writer
from crdt.errors import Malformed
from crdt.ids import IdRange
from crdt.spans import IdRangeLike, SpanMap, SpanWriter

__all__ = [
    "UNKNOWN",
    "Authorship",
    "Entry",
    "Origin",
    "Source",
    "SourceJson",
    "SpanJson",
    "Written",
    "same_authorship",
    "span_json",
]

Written = Literal["typed", "pasted", "imported", "adopted", "unknown"]
"""How words first came to be. The order is that of the stored codes: only append."""
Origin = Literal["typed", "pasted", "imported", "adopted", "unknown", "moved", "copied", "restored"]
"""How ids got to their place. The order is that of the stored codes: only append."""

_WRITTEN: Final[tuple[Written, ...]] = get_args(Written)
_ORIGINS: Final[tuple[Origin, ...]] = get_args(Origin)
_VERSION: Final = 2
_MINUTE_MS: Final = 60_000


class Source(NamedTuple):
    """The ids that a span came from, number by number.

    The source of the id `(c, n)` is `(client, n + shift)`, in the document named, or in this one. So
    spans that continue each other in their sources too have the same entry, and are one span.
    """

    client: int
    shift: int
    document: str | None = None


class Entry(NamedTuple):
    """Whose words an id range holds and how they got there.

    Attributes:
        author: the person whose words they are; None where nobody here wrote them or nobody knows.
        placed_by: the person on the connection that inserted them; None for the server.
        at: when the server received them, in ms since the epoch.
        origin: how they got here.
        suggestion: the suggestion whose words they are, also after they were moved.
        undeclared: whether they were recognised as a suggestion's without having been placed as one.
        written: how the words first came to be; `origin` itself where they came from nowhere else.
        source: where they came from, for `moved`, `copied` and `restored`.
        suggestion_shift: for `adopted`, what to add to a clock for the place in the suggestion's text.
    """

    author: str | None
    placed_by: str | None
    at: int
    origin: Origin
    suggestion: str | None = None
    undeclared: bool = False
    written: Written = "typed"
    source: Source | None = None
    suggestion_shift: int | None = None


UNKNOWN: Final = Entry(None, None, 0, "unknown", written="unknown")
"""What is said of an id that no entry covers."""


class SourceJson(TypedDict):
    """Where the first id of a span came from; `document` null is the same document."""

    client: int
    clock: int
    document: str | None


class SpanJson(TypedDict):
    """An authorship span on the wire."""

    client: int
    clock: int
    length: int
    author: str | None
    placed_by: str | None
    at: int
    origin: Origin
    written: Written
    suggestion: str | None
    suggestion_at: int | None
    undeclared: bool
    source: SourceJson | None


def span_json(span: IdRangeLike, entry: Entry) -> SpanJson:
    """A span as HTTP and the socket carry it."""
    source, shift = entry.source, entry.suggestion_shift
    return {
        "client": span.client,
        "clock": span.clock,
        "length": span.length,
        "author": entry.author,
        "placed_by": entry.placed_by,
        "at": entry.at,
        "origin": entry.origin,
        "written": entry.written,
        "suggestion": entry.suggestion,
        "suggestion_at": None if shift is None else span.clock + shift,
        "undeclared": entry.undeclared,
        "source": None
        if source is None
        else {
            "client": source.client,
            "clock": span.clock + source.shift,
            "document": source.document,
        },
    }


def same_authorship(one: Entry, other: Entry) -> bool:
    """Whether two entries differ at most in the second: the same in all but `at`, same minute."""
    return one is other or (
        one.at // _MINUTE_MS == other.at // _MINUTE_MS
        and one[:2] == other[:2]
        and one[3:] == other[3:]
    )


class Authorship:
    """The entries of a document's ids.

    Consecutive ids of one client whose entries are the same, but for `at` within one minute, are
    kept as one span with the first `at`.
    """

    __slots__ = ("_writer",)

    def __init__(self, spans: SpanMap[Entry] | None = None) -> None:
        self._writer = SpanWriter(spans, alike=same_authorship)

    def record(self, inserted: Iterable[IdRangeLike], entry: Entry) -> None:
        """Write one entry for all these ids.

        Raises:
            SpanConflict: one of them has another entry. The fold is then of no use any more.
        """
        put = self._writer.put
        for span in inserted:
            put(span.client, span.clock, span.length, entry)

    def record_all(self, spans: Iterable[tuple[IdRangeLike, Entry]]) -> None:
        """Write the entries that `lineage.classify` found.

        Raises:
            SpanConflict: as `record`.
        """
        put = self._writer.put
        for span, entry in spans:
            put(span.client, span.clock, span.length, entry)

    def amend(self, span: IdRangeLike, entry: Entry) -> None:
        """Replace the entry of ids: what a claim in the next transaction of an undo said (SPEC.md A2)."""
        self._writer.replace(span.client, span.clock, span.length, entry)

    def entry_of(self, client: int, clock: int) -> Entry:
        """The entry of one id; `UNKNOWN` where there is none."""
        return self._writer.get(client, clock) or UNKNOWN

    def slice(self, client: int, clock: int, length: int) -> Iterator[tuple[IdRange, Entry | None]]:
        """The spans of a range in clock order, without a hole; None where there is no entry."""
        return self._writer.slice(client, clock, length)

    def spans_of(self, ranges: Iterable[IdRangeLike]) -> Iterator[tuple[IdRange, Entry]]:
        """The spans of the ranges, in their order, without a hole.

        Ranges that continue each other are joined where their entry is the same.
        """
        last: tuple[IdRange, Entry] | None = None
        for wanted in ranges:
            for span, found in self._writer.slice(wanted.client, wanted.clock, wanted.length):
                entry = found or UNKNOWN
                if last is not None and _continues(last, span, entry):
                    last = (last[0]._replace(length=last[0].length + span.length), last[1])
                    continue
                if last is not None:
                    yield last
                last = (span, entry)
        if last is not None:
            yield last

    def spans(self) -> SpanMap[Entry]:
        """All spans as they are now."""
        return self._writer.freeze()

    def dumps(self) -> bytes:
        """The spans as bytes for a snapshot; `loads` is the inverse."""
        spans = list(self._writer.items())
        kinds: dict[Entry, int] = {}
        numbers = [kinds.setdefault(_kind_of(entry), len(kinds)) for _, entry in spans]
        writer = Writer()
        writer.write_varuint(_VERSION)
        _write_kinds(writer, kinds)
        writer.write_varuint(len(spans))
        client = clock = at = 0
        for (span, entry), number in zip(spans, numbers, strict=True):
            writer.write_varuint(span.client - client)
            writer.write_varuint(span.clock if span.client != client else span.clock - clock)
            writer.write_varuint(span.length)
            writer.write_varuint(number)
            writer.write_varint(entry.at - at)
            if entry.source is not None:
                writer.write_varint(entry.source.shift)
            if entry.suggestion_shift is not None:
                writer.write_varint(entry.suggestion_shift)
            client, clock, at = span.client, span.end, entry.at
        return writer.bytes()

    @classmethod
    def loads(cls, data: bytes) -> Authorship:
        """Read what `dumps` wrote.

        Raises:
            Malformed: `data` is something else.
        """
        reader = Reader(data)
        if reader.read_varuint() != _VERSION:
            raise Malformed(0, f"version {_VERSION} of stored authorship")
        kinds = _read_kinds(reader)
        authorship = cls()
        client = clock = at = 0
        for _ in range(reader.read_varuint()):
            start = reader.position
            step = reader.read_varuint()
            client, clock = client + step, reader.read_varuint() + (0 if step else clock)
            length, kind = reader.read_varuint(), reader.read_varuint()
            at += reader.read_varint()
            if not length or kind >= len(kinds):
                raise Malformed(start, "a span of one of the entries")
            entry = _read_places(reader, kinds[kind]._replace(at=at))
            authorship._writer.put(client, clock, length, entry)
            clock += length
        reader.finish()
        return authorship


def _continues(last: tuple[IdRange, Entry], span: IdRange, entry: Entry) -> bool:
    before, same = last
    return before.client == span.client and before.end == span.clock and same == entry


def _kind_of(entry: Entry) -> Entry:
    """An entry without what differs from span to span."""
    source, shift = entry.source, entry.suggestion_shift
    return entry._replace(
        at=0,
        source=None if source is None else source._replace(shift=0),
        suggestion_shift=None if shift is None else 0,
    )


def _read_places(reader: Reader, entry: Entry) -> Entry:
    if entry.source is not None:
        entry = entry._replace(source=entry.source._replace(shift=reader.read_varint()))
    if entry.suggestion_shift is not None:
        entry = entry._replace(suggestion_shift=reader.read_varint())
    return entry


_UNDECLARED, _HAS_SOURCE, _HAS_PLACE = 1, 2, 4


def _names_of(entry: Entry) -> tuple[str | None, ...]:
    document = None if entry.source is None else entry.source.document
    return entry.author, entry.placed_by, entry.suggestion, document


def _write_kinds(writer: Writer, kinds: Iterable[Entry]) -> None:
    """Write the entries without their times and places, each name once."""
    entries = list(kinds)
    names: dict[str | None, int] = {None: 0}
    for entry in entries:
        for name in _names_of(entry):
            names.setdefault(name, len(names))
    writer.write_varuint(len(names) - 1)
    for name in names:
        if name is not None:
            writer.write_varstring(name)
    writer.write_varuint(len(entries))
    for entry in entries:
        for name in _names_of(entry):
            writer.write_varuint(names[name])
        writer.write_byte(_ORIGINS.index(entry.origin))
        writer.write_byte(_WRITTEN.index(entry.written))
        writer.write_byte(
            entry.undeclared * _UNDECLARED
            | (entry.source is not None) * _HAS_SOURCE
            | (entry.suggestion_shift is not None) * _HAS_PLACE
        )
        if entry.source is not None:
            writer.write_varuint(entry.source.client)


def _read_kinds(reader: Reader) -> list[Entry]:
    names: list[str | None] = [None]
    names.extend(reader.read_varstring() for _ in range(reader.read_varuint()))
    return [_read_kind(reader, names) for _ in range(reader.read_varuint())]


def _read_kind(reader: Reader, names: list[str | None]) -> Entry:
    start = reader.position
    author, placed_by, suggestion, document = (reader.read_varuint() for _ in range(4))
    origin, written, bits = (reader.read_byte() for _ in range(3))
    if (
        max(author, placed_by, suggestion, document) >= len(names)
        or origin >= len(_ORIGINS)
        or written >= len(_WRITTEN)
        or bits > _UNDECLARED | _HAS_SOURCE | _HAS_PLACE
    ):
        raise Malformed(start, "an entry of known names and a known origin")
    source = Source(reader.read_varuint(), 0, names[document]) if bits & _HAS_SOURCE else None
    return Entry(
        names[author],
        names[placed_by],
        0,
        _ORIGINS[origin],
        names[suggestion],
        bool(bits & _UNDECLARED),
        _WRITTEN[written],
        source,
        0 if bits & _HAS_PLACE else None,
    )
