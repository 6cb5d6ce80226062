"""The team's side of the assistant: briefs, policies, recipes, marks, sharing, teammates' answers, consent."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("persons", sa.Column("consent", sa.Boolean()))
    op.add_column("suggestions", sa.Column("answered_by", sa.String(length=64)))
    op.add_column("suggestions", sa.Column("shared_by", sa.String(length=64)))
    op.add_column("suggestions", sa.Column("shared_at", sa.BigInteger()))
    op.create_index(op.f("ix_suggestions_answered_by"), "suggestions", ["answered_by"])
    op.create_table(
        "suggestion_marks",
        sa.Column("suggestion_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name=op.f("fk_suggestion_marks_suggestion_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_suggestion_marks_person_id")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "person_id", name=op.f("pk_suggestion_marks")),
    )
    op.create_index(op.f("ix_suggestion_marks_person_id"), "suggestion_marks", ["person_id"])
    op.create_table(
        "desks",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("brief_version", sa.Integer(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_desks_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_desks")),
    )
    op.create_table(
        "recipes",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True)),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_recipes_document_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_recipes_person_id")),
        sa.PrimaryKeyConstraint("document_id", "id", "version", name=op.f("pk_recipes")),
    )
