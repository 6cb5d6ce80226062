"""What the ledger says of reviews, contests and sign-offs: the fields of their entries, in their order."""

from __future__ import annotations

from server.verdicts import ContestEnd, Said, SignOff

__all__ = [
    "contest_body",
    "contest_end_body",
    "review_body",
    "sign_off_body",
    "withdrawal_body",
]


def review_body(review_id: str, said: Said, note: str) -> dict[str, object]:
    """The fields of an entry that says a passage was reviewed."""
    return {"kind": "review", "id": review_id, "verdict": "reviewed", **_said(said), "note": note}


def contest_body(contest_id: str, said: Said, reason: str) -> dict[str, object]:
    """The fields of an entry that says a placing is contested."""
    return {
        "kind": "contest",
        "id": contest_id,
        "verdict": "contested",
        **_said(said),
        "reason": reason,
    }


def contest_end_body(contest_id: str, end: ContestEnd, note: str) -> dict[str, object]:
    """The fields of an entry that says a contest was withdrawn or settled."""
    return {"kind": "contest", "id": contest_id, "verdict": end, "note": note}


def sign_off_body(row: SignOff) -> dict[str, object]:
    """The fields of an entry that says a document was signed off."""
    return {
        "kind": "sign-off",
        "id": row.id,
        "verdict": "signed",
        "covers": row.covers,
        "sha256": row.sha256,
        "note": row.note,
        "passages": row.passages,
        "reviewed": row.reviewed,
        "stale": row.stale,
        "unreviewed": row.unreviewed,
        "contested": row.contested,
    }


def withdrawal_body(kind: str, row_id: str) -> dict[str, object]:
    """The fields of an entry that says a review or a sign-off was withdrawn; `kind` is theirs."""
    return {"kind": kind, "id": row_id, "verdict": "withdrawn"}


def _said(said: Said) -> dict[str, object]:
    return {
        "ids": [list(ids) for ids in said.ids],
        "content": said.hash,
        "origin": said.origin,
        "suggestion": said.suggestion,
    }
