"""The tables, as the newest migration leaves them.

The log (`updates`, `clients`) has no foreign keys: a check per keystroke would buy nothing, since
only `create_document` makes a document and nothing ever deletes one for good.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "accounts",
    "checkpoints",
    "clients",
    "comment_news",
    "comments",
    "contests",
    "desks",
    "documents",
    "invitations",
    "members",
    "metadata",
    "persons",
    "recipes",
    "reviews",
    "segments",
    "sessions",
    "sign_offs",
    "signing_keys",
    "snapshots",
    "suggestion_marks",
    "suggestions",
    "threads",
    "updates",
    "visits",
]

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = String(64)
_Digest = String(64)

persons: Final = Table(
    "persons",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("initials", String(8), nullable=False),
    Column("colour", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("consent", Boolean),
    Column("digest", Boolean),
    Index("ix_persons_created_at", "created_at"),
)

accounts: Final = Table(
    "accounts",
    metadata,
    Column("person_id", _Id, ForeignKey("persons.id"), primary_key=True),
    Column("login", String(254), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("login"),
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("person_id", _Id, ForeignKey("persons.id"), nullable=False, index=True),
    Column("token_digest", _Digest, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("last_seen_at", BigInteger, nullable=False),
    Column("agent", String(200), nullable=False),
    UniqueConstraint("token_digest"),
)

documents: Final = Table(
    "documents",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("generation", _Id, nullable=False),
    Column("created_by", _Id, ForeignKey("persons.id")),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("deleted_at", BigInteger),
    Column("shares", JSON, nullable=False),
)

members: Final = Table(
    "members",
    metadata,
    Column("document_id", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("person_id", _Id, ForeignKey("persons.id"), primary_key=True, index=True),
    Column("role", String(16), nullable=False),
    Column("joined_at", BigInteger, nullable=False),
)

invitations: Final = Table(
    "invitations",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("document_id", _Id, ForeignKey("documents.id"), nullable=False, index=True),
    Column("token_digest", _Digest, nullable=False),
    Column("role", String(16), nullable=False),
    Column("created_by", _Id, ForeignKey("persons.id"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    UniqueConstraint("token_digest"),
)

updates: Final = Table(
    "updates",
    metadata,
    Column("document_id", _Id, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("person_id", _Id, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("kind", SmallInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

segments: Final = Table(
    "segments",
    metadata,
    Column("document_id", _Id, primary_key=True),
    Column("first", BigInteger, primary_key=True, autoincrement=False),
    Column("last", BigInteger, nullable=False),
    Column("history", LargeBinary, nullable=False),
    Column("updates", LargeBinary, nullable=False),
)

clients: Final = Table(
    "clients",
    metadata,
    Column("document_id", _Id, primary_key=True),
    Column("client", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", _Id, nullable=False),
    sqlite_with_rowid=False,
)

snapshots: Final = Table(
    "snapshots",
    metadata,
    Column("document_id", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("authorship", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("refused", Text, nullable=False),
)

checkpoints: Final = Table(
    "checkpoints",
    metadata,
    Column("document_id", _Id, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("key_id", _Id, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

signing_keys: Final = Table(
    "signing_keys",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("private", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

suggestions: Final = Table(
    "suggestions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("document_id", _Id, ForeignKey("documents.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("request_id", _Id, nullable=False),
    Column("person_id", _Id, ForeignKey("persons.id"), nullable=False, index=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("recipe", String(32), nullable=False),
    Column("instruction", Text),
    Column("passage", JSON, nullable=False),
    Column("label", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("model", String(200), nullable=False),
    Column("state", String(16), nullable=False),
    Column("took_ms", BigInteger),
    Column("usage", JSON(none_as_null=True)),
    Column("cost", Float),
    Column("answered_by", _Id, index=True),
    Column("shared_by", _Id),
    Column("shared_at", BigInteger),
    UniqueConstraint("document_id", "number"),
)

suggestion_marks: Final = Table(
    "suggestion_marks",
    metadata,
    Column("suggestion_id", _Id, ForeignKey("suggestions.id"), primary_key=True),
    Column("person_id", _Id, ForeignKey("persons.id"), primary_key=True, index=True),
    Column("rating", SmallInteger, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("dismissed", Boolean, nullable=False),
)

desks: Final = Table(
    "desks",
    metadata,
    Column("document_id", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("brief", JSON, nullable=False),
    Column("brief_version", Integer, nullable=False),
    Column("policy", JSON, nullable=False),
    Column("policy_version", Integer, nullable=False),
)

recipes: Final = Table(
    "recipes",
    metadata,
    Column("document_id", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("person_id", _Id, ForeignKey("persons.id"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("content", JSON(none_as_null=True)),
)

visits: Final = Table(
    "visits",
    metadata,
    Column("document_id", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("person_id", _Id, ForeignKey("persons.id"), primary_key=True, index=True),
    Column("seq", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("before", BigInteger, nullable=False),
)

threads: Final = Table(
    "threads",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("document_id", _Id, ForeignKey("documents.id"), nullable=False, index=True),
    Column("person_id", _Id, ForeignKey("persons.id"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("anchor", JSON, nullable=False),
    Column("quote", Text, nullable=False),
    Column("resolved_by", _Id),
    Column("resolved_at", BigInteger),
)

comments: Final = Table(
    "comments",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("thread_id", _Id, ForeignKey("threads.id"), nullable=False, index=True),
    Column("person_id", _Id, ForeignKey("persons.id"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("edited_at", BigInteger),
    Column("deleted_at", BigInteger),
)

comment_news: Final = Table(
    "comment_news",
    metadata,
    Column("comment_id", _Id, ForeignKey("comments.id"), primary_key=True),
    Column("person_id", _Id, ForeignKey("persons.id"), primary_key=True, index=True),
    Column("reason", String(16), nullable=False),
    Column("read_at", BigInteger),
    Column("mailed_at", BigInteger),
)

reviews: Final = Table(
    "reviews",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("document_id", _Id, ForeignKey("documents.id"), nullable=False, index=True),
    Column("person_id", _Id, ForeignKey("persons.id"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("ids", JSON, nullable=False),
    Column("hash", _Digest, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("suggestion", _Id),
    Column("text", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("withdrawn_at", BigInteger),
)

contests: Final = Table(
    "contests",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("document_id", _Id, ForeignKey("documents.id"), nullable=False, index=True),
    Column("person_id", _Id, ForeignKey("persons.id"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("ids", JSON, nullable=False),
    Column("hash", _Digest, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("suggestion", _Id),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("ended", String(16)),
    Column("ended_by", _Id),
    Column("ended_at", BigInteger),
    Column("ended_note", Text, nullable=False),
)

sign_offs: Final = Table(
    "sign_offs",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("document_id", _Id, ForeignKey("documents.id"), nullable=False, index=True),
    Column("person_id", _Id, ForeignKey("persons.id"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("covers", BigInteger, nullable=False),
    Column("sha256", _Digest, nullable=False),
    Column("note", Text, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("reviewed", Integer, nullable=False),
    Column("stale", Integer, nullable=False),
    Column("contested", Integer, nullable=False),
    Column("withdrawn_at", BigInteger),
)
