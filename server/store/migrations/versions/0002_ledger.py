"""The ledger: entries beside updates in one log, checkpoints, signing keys.

Suggestions that were served before there was a ledger become its first entries, numbered up to 0 in
front of the first update. Snapshots are dropped: the next opening reads the whole log again.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("ALTER TABLE updates RENAME COLUMN update_bytes TO data")
    op.add_column(
        "updates", sa.Column("kind", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.drop_table("snapshots")
    op.create_table(
        "snapshots",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("authorship", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_snapshots_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_snapshots")),
    )
    op.create_table(
        "checkpoints",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_checkpoints")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
    )
    _enter_old_suggestions()


def _enter_old_suggestions() -> None:
    connection = op.get_bind()
    served = connection.execute(
        sa.text(
            "SELECT document_id, id, number, person_id, at_ms, text, model, label, recipe, instruction"
            " FROM suggestions WHERE state = 'ready' ORDER BY document_id, number DESC"
        )
    ).mappings()
    rows = []
    seq, document_id = 0, None
    for each in served:
        seq = 0 if each["document_id"] != document_id else seq - 1
        document_id = each["document_id"]
        fields = {name: each[name] for name in ("id", "number", "text", "model", "label", "recipe")}
        body = {"kind": "suggestion", **fields, "instruction": each["instruction"]}
        rows.append(
            {
                "document_id": document_id,
                "seq": seq,
                "at_ms": each["at_ms"],
                "person_id": each["person_id"],
                "data": json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
                "kind": 1,
            }
        )
    if rows:
        statement = (
            "INSERT INTO updates (document_id, seq, at_ms, person_id, data, kind)"
            " VALUES (:document_id, :seq, :at_ms, :person_id, :data, :kind)"
        )
        connection.execute(sa.text(statement), rows)
