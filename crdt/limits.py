"""Bounds of the guard; every one is a setting."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one update, and one document, may hold.

    "Live" bounds hold for an update message, "offline" ones for a first sync (sync step 2). "Parts"
    are structs, values and deleted ranges together; "scans" are looks at concurrent insertions
    that meet at one spot, the only work that is not proportional to an update's size.
    """

    max_live_bytes: int = 256 * 1024
    max_live_parts: int = 5_000
    max_live_scans: int = 20_000
    max_offline_bytes: int = 16 * 1024 * 1024
    max_offline_parts: int = 200_000
    max_offline_scans: int = 1_000_000
    max_offline_clients: int = 256
    max_units: int = 2_000_000
    """Length of the live text in UTF-16 units."""
    max_ids: int = 20_000_000
    """All ids ever, deleted ones included."""
    max_runs: int = 400_000
    """Pieces the order falls into; each costs about 300 bytes of memory."""
    max_clients: int = 100_000
