"""The guard in front of the CRDT library: which updates may pass, and what they change.

Hostile bytes from anyone with edit rights can break Yjs and pycrdt, so nothing reaches them that
did not pass `Guard.check`. The rules are in SPEC.md (G1 to G19) and RELIABILITY.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crdt.checked import Checked, Inserted, InsertedKind
from crdt.draft import Draft
from crdt.errors import Refused
from crdt.flags import count_units, deleted_ranges, mark_deleted
from crdt.ids import ROOT_CONTENT, ROOT_LINEAGE, IdRange, Version, from_units
from crdt.integrate import Integration
from crdt.keystroke import MAX_STROKE_BYTES, Stroke, read_stroke
from crdt.limits import UNBOUNDED, Limits
from crdt.sequence import IdStore, Sequence
from crdt.update import Update, decode_update, encode_update

__all__ = ["Checked", "Guard", "Inserted", "InsertedKind"]


class _Thorough(NamedTuple):
    checked: Checked
    draft: Draft


class Guard:
    """What is known about one document, and the judge of every update to it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.live_length = 0
        """Length of the live text in UTF-16 units, embeds counting 1."""
        self._state: dict[int, int] = {}
        self.state_vector: Mapping[int, int] = self._state
        """The number of known ids of each client; a view that follows every `admit`."""
        self.store = IdStore()
        self.sequence = Sequence(self.store, ROOT_CONTENT)
        self.lineage = Sequence(self.store, ROOT_LINEAGE)
        self._id_count = 0
        self._pending: Stroke | _Thorough | None = None
        self._has_room = self._is_roomy()

    @classmethod
    def empty(cls, limits: Limits | None = None) -> Guard:
        """The guard of a document without history."""
        return cls(limits or Limits())

    @classmethod
    def from_state(cls, update: bytes, limits: Limits | None = None) -> Guard:
        """The guard of a document that is there already.

        Args:
            update: its whole history merged into one update, with the text of deleted items;
                trusted, so neither contents nor limits are judged.
            limits: bounds of what comes later.

        Raises:
            Malformed: `update` is not an update.
            Refused: it is not the whole history of a document that passed a guard.
        """
        guard = cls(limits or Limits())
        guard._restore(decode_update(update))
        return guard

    def _restore(self, update: Update) -> None:
        integration = Integration(self.store, self.sequence, self.lineage, UNBOUNDED)
        integration.trusts_content = True
        integration.run(update)
        integration.draft.join()
        self._settle(integration.draft, integration.deleted)

    # Judging

    def check(self, update: bytes, *, offline: bool = False) -> Checked:
        """Judge an update; changes nothing.

        Args:
            update: as received.
            offline: whether it answers our sync step 1 (may be larger, with ids of several clients).

        Returns:
            What it would change; hand it to `admit` before the next check.

        Raises:
            Malformed: it is not a v1 update.
            Gap: it builds on ids that are not known here.
            Refused: it breaks a rule.
        """
        if self._has_room:
            stroke = read_stroke(self.store, update)
            if stroke is not None:
                self._pending = stroke
                return stroke.checked
        return self.check_thoroughly(update, offline=offline)

    def check_thoroughly(self, update: bytes, *, offline: bool = False) -> Checked:
        """Judge an update as `check` does, without the short way for key presses."""
        self._pending = None
        limits = self.limits.offline if offline else self.limits.live
        if len(update) > limits.max_bytes:
            raise Refused("too-large", "The update is too large.")
        decoded = decode_update(update, limits.max_parts)
        integration = Integration(self.store, self.sequence, self.lineage, limits)
        try:
            integration.run(decoded)
            checked = self._judge(update, integration)
        finally:
            integration.draft.undo()
        self._pending = _Thorough(checked, integration.draft)
        return checked

    def _judge(self, update: bytes, done: Integration) -> Checked:
        clients = tuple(sorted({item.client for item in done.items}))
        if clients:
            self._check_size(done)
        if done.needs_rewriting:
            is_empty = not done.items and not done.deleted
            new = Update(tuple(done.items), tuple(done.deleted))
            update = b"" if is_empty else encode_update(new)
        elif not done.items and not done.deleted:
            update = b""
        return Checked(
            update,
            clients,
            tuple(done.inserted),
            tuple(done.deleted),
            not clients and bool(done.deleted) and done.deletes_only_formats(),
        )

    def _check_size(self, done: Integration) -> None:
        limits, store = self.limits, self.store
        if self.live_length + done.units_added - done.units_deleted > max(
            limits.max_units, self.live_length
        ):
            raise Refused("document-full", "The document has reached its largest size.")
        if (
            store.run_count > limits.max_runs
            or len(store.flags) > limits.max_clients
            or self._id_count + sum(item.length for item in done.inserted) > limits.max_ids
        ):
            raise Refused("document-full", "The history has reached its largest size.")

    def admit(self, checked: Checked) -> None:
        """Take over what the last check found; cannot fail.

        Raises:
            RuntimeError: `checked` is not the result of the last check.
        """
        pending = self._pending
        if pending is None or pending.checked is not checked:
            raise RuntimeError("Only the result of the last check can be admitted.")
        self._pending = None
        if isinstance(pending, Stroke):
            length = pending.admit(self.store)
            self.live_length += length
            if length > 0:
                client = checked.clients[0]
                self._state[client] += length
                self._id_count += length
                self._has_room = self._is_roomy()
        else:
            pending.draft.redo()
            self._settle(pending.draft, checked.deleted)

    def _is_roomy(self) -> bool:
        limits = self.limits
        return (
            self.live_length + MAX_STROKE_BYTES <= limits.max_units
            and self._id_count + MAX_STROKE_BYTES <= limits.max_ids
            and self.store.run_count + 3 <= limits.max_runs
            and limits.live.max_bytes >= MAX_STROKE_BYTES
        )

    def _settle(self, draft: Draft, deleted: tuple[IdRange, ...] | list[IdRange]) -> None:
        all_flags = self.store.flags
        for client, clock, flags in draft.known:
            self._state[client] = clock + len(flags)
            self._id_count += len(flags)
            self.live_length += count_units(flags, 0, len(flags))
        for client, clock, length in deleted:
            flags = all_flags[client]
            self.live_length -= count_units(flags, clock, clock + length)
            mark_deleted(flags, clock, clock + length)
        self._has_room = self._is_roomy()

    # Reading

    def text(self) -> str:
        """The live text, embeds as U+FFFC; what Yjs would show."""
        return from_units(
            "".join(
                "\ufffc" if piece.units is None else piece.units for piece in self.sequence.live()
            )
        )

    def version(self) -> Version:
        """The present moment, for reading the order later as it is now."""
        deletions = {client: deleted_ranges(flags) for client, flags in self.store.flags.items()}
        return Version(dict(self._state), {key: value for key, value in deletions.items() if value})
