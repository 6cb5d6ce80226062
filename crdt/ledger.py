"""Authorship: one entry for every inserted id, written once (SPEC.md A1 to A6).

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

__all__ = ["UNKNOWN", "Authorship", "Entry", "Origin", "SpanJson", "same_authorship", "span_json"]

Origin = Literal["typed", "pasted", "imported", "adopted", "unknown"]
"""How text got into the document. The order is that of the stored codes: only append."""

_ORIGINS: Final[tuple[Origin, ...]] = get_args(Origin)
_VERSION: Final = 1
_MINUTE_MS: Final = 60_000


class Entry(NamedTuple):
    """Whose words an id range holds and how they got there.

    Attributes:
        author: the person whose words they are; None where nobody here wrote them or nobody knows.
        placed_by: the person on the connection that inserted them; None for the server.
        at: when the server received them, in ms since the epoch.
        origin: how they got here.
        suggestion: the suggestion they come from, for `adopted`.
        undeclared: whether they were recognised as a suggestion's without having been placed as one.
    """

    author: str | None
    placed_by: str | None
    at: int
    origin: Origin
    suggestion: str | None = None
    undeclared: bool = False


UNKNOWN: Final = Entry(None, None, 0, "unknown")
"""What is said of an id that no entry covers."""


class SpanJson(TypedDict):
    """An authorship span on the wire."""

    client: int
    clock: int
    length: int
    author: str | None
    placed_by: str | None
    at: int
    origin: Origin
    suggestion: str | None
    undeclared: bool


def span_json(span: IdRangeLike, entry: Entry) -> SpanJson:
    """A span as HTTP and the socket carry it."""
    return {
        "client": span.client,
        "clock": span.clock,
        "length": span.length,
        "author": entry.author,
        "placed_by": entry.placed_by,
        "at": entry.at,
        "origin": entry.origin,
        "suggestion": entry.suggestion,
        "undeclared": entry.undeclared,
    }


def same_authorship(one: Entry, other: Entry) -> bool:
    """Whether two entries differ at most in the second: the same in all but `at`, same minute."""
    return (
        one.at // _MINUTE_MS == other.at // _MINUTE_MS
        and one.author == other.author
        and one.placed_by == other.placed_by
        and one.origin == other.origin
        and one.suggestion == other.suggestion
        and one.undeclared == other.undeclared
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

    def entry_of(self, client: int, clock: int) -> Entry:
        """The entry of one id; `UNKNOWN` where there is none."""
        return self._writer.get(client, clock) or UNKNOWN

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
        for _, entry in spans:
            kinds.setdefault(entry._replace(at=0), len(kinds))
        writer = Writer()
        writer.write_varuint(_VERSION)
        _write_kinds(writer, kinds)
        writer.write_varuint(len(spans))
        client = clock = at = 0
        for span, entry in spans:
            writer.write_varuint(span.client - client)
            writer.write_varuint(span.clock if span.client != client else span.clock - clock)
            writer.write_varuint(span.length)
            writer.write_varuint(kinds[entry._replace(at=0)])
            writer.write_varint(entry.at - at)
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
            authorship._writer.put(client, clock, length, kinds[kind]._replace(at=at))
            clock += length
        reader.finish()
        return authorship


def _continues(last: tuple[IdRange, Entry], span: IdRange, entry: Entry) -> bool:
    before, same = last
    return before.client == span.client and before.end == span.clock and same == entry


def _write_kinds(writer: Writer, kinds: Iterable[Entry]) -> None:
    """Write the entries without their times, each name once."""
    entries = list(kinds)
    names: dict[str | None, int] = {None: 0}
    for entry in entries:
        for name in (entry.author, entry.placed_by, entry.suggestion):
            names.setdefault(name, len(names))
    writer.write_varuint(len(names) - 1)
    for name in names:
        if name is not None:
            writer.write_varstring(name)
    writer.write_varuint(len(entries))
    for entry in entries:
        for name in (entry.author, entry.placed_by, entry.suggestion):
            writer.write_varuint(names[name])
        writer.write_byte(_ORIGINS.index(entry.origin) << 1 | entry.undeclared)


def _read_kinds(reader: Reader) -> list[Entry]:
    names: list[str | None] = [None]
    names.extend(reader.read_varstring() for _ in range(reader.read_varuint()))
    kinds: list[Entry] = []
    for _ in range(reader.read_varuint()):
        start = reader.position
        author, placed_by, suggestion = (reader.read_varuint() for _ in range(3))
        code = reader.read_byte()
        if max(author, placed_by, suggestion) >= len(names) or code >> 1 >= len(_ORIGINS):
            raise Malformed(start, "an entry of known names and a known origin")
        origin = _ORIGINS[code >> 1]
        kinds.append(
            Entry(names[author], names[placed_by], 0, origin, names[suggestion], bool(code & 1))
        )
    return kinds
