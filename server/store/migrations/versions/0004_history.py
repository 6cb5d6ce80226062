"""Segments: old updates of a log, packed, with their history. Visits: what people had seen when they left.

Snapshots are compressed from now on.
"""

import zlib

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "segments",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("history", sa.LargeBinary(), nullable=False),
        sa.Column("updates", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "first", name=op.f("pk_segments")),
    )
    op.create_table(
        "visits",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_visits_document_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_visits_person_id")),
        sa.PrimaryKeyConstraint("document_id", "person_id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_person_id"), "visits", ["person_id"])
    snapshots = sa.table(
        "snapshots",
        sa.column("document_id", sa.String),
        sa.column("state", sa.LargeBinary),
        sa.column("authorship", sa.LargeBinary),
    )
    connection = op.get_bind()
    for document_id, state, authorship in connection.execute(sa.select(snapshots)).fetchall():
        connection.execute(
            snapshots.update()
            .where(snapshots.c.document_id == document_id)
            .values(state=zlib.compress(state), authorship=zlib.compress(authorship))
        )
