"""Bounds of the guard; every one is a setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["UNBOUNDED", "Limits", "UpdateLimits"]


@dataclass(frozen=True, slots=True)
class UpdateLimits:
    """How much one update may hold.

    Attributes:
        max_bytes: its size.
        max_parts: structs, values and deleted ranges together.
        max_clients: client ids with new ids.
        max_new_ids: new ids; a struct of deleted content claims many with few bytes.
        max_scans: looks at concurrent insertions that meet at one spot, the only work that is
            not proportional to an update's size.
    """

    max_bytes: int
    max_parts: int
    max_clients: int
    max_new_ids: int
    max_scans: int


UNBOUNDED: Final = UpdateLimits(1 << 62, 1 << 62, 1 << 62, 1 << 62, 1 << 62)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one update, and one document, may hold.

    Attributes:
        live: bounds of an update message.
        offline: bounds of the answer to sync step 1.
        max_units: length of the live text in UTF-16 units.
        max_ids: all ids ever, deleted ones included; each costs about 2 bytes of memory.
        max_runs: pieces the order falls into; each costs about 300 bytes of memory.
        max_clients: client ids ever.
    """

    live: UpdateLimits = UpdateLimits(
        max_bytes=256 * 1024,
        max_parts=5_000,
        max_clients=1,
        max_new_ids=256 * 1024,
        max_scans=20_000,
    )
    offline: UpdateLimits = UpdateLimits(
        max_bytes=16 * 1024 * 1024,
        max_parts=100_000,
        max_clients=256,
        max_new_ids=2_000_000,
        max_scans=500_000,
    )
    max_units: int = 2_000_000
    max_ids: int = 20_000_000
    max_runs: int = 400_000
    max_clients: int = 100_000
