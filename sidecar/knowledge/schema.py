"""The tables. `answers` holds what is said now, `documents` what was last seen at the source.

Rows that change on every run (`documents`) or every click (`usage`) are kept apart from the long rows with
text, so that touching them stays cheap. JSON is stored as text and parsed only when needed, the same on
every database.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

#: The newest Alembic revision. A database that says so is used without loading Alembic.
REVISION = "0006"

_MICROSECONDS = 1_000_000


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored as whole microseconds since 1970 (UTC): exact, sortable, alike everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Turn a datetime into microseconds."""
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Turn microseconds into a datetime in UTC."""
        return None if value is None else from_microseconds(value)


def to_microseconds(value: datetime) -> int:
    """Return microseconds since 1970 of an aware datetime."""
    delta = value - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * _MICROSECONDS + delta.microseconds


def from_microseconds(value: int) -> datetime:
    """Return the UTC datetime of microseconds since 1970."""
    seconds, microseconds = divmod(value, _MICROSECONDS)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: In SQLite only a key declared INTEGER is the row itself; any other type costs a second look-up.
Number = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

#: Numbers handed out one after the other: `change` (the outbox), `answer`, `asked`, `run`.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("config", Text, nullable=False),
    Column("cursor", Text),
    Column("created_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Column("schedule", Text),
    Column("paused_at", Moment),
)
Index(
    "uq_sources_live_name",
    sources.c.name,
    unique=True,
    sqlite_where=text("removed_at IS NULL"),
    postgresql_where=text("removed_at IS NULL"),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("source_id", Text, ForeignKey("sources.id"), nullable=False, index=True),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("complete", Integer, nullable=False, server_default="0"),
    Column("held", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    Column("summary", Text, nullable=False, server_default="{}"),
    Column("started_by", Text, nullable=False, server_default="person"),
    Column("ending", Text),
)

run_documents = Table(
    "run_documents",
    metadata,
    Column("run_number", Number, ForeignKey("runs.number"), primary_key=True, autoincrement=False),
    Column("external_id", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("reason", Text),
)

answers = Table(
    "answers",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("source_id", Text, ForeignKey("sources.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False, index=True),
    Column("gone_at", Moment),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("placeholders", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("url", Text),
    Column("audience", Text, nullable=False),
    Column("groups", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("translation_of", Text),
    Column("tags", Text, nullable=False),
    Column("folder", Text),
    Column("shortcut", Text),
    Column("owner", Text),
    Column("attachments", Text, nullable=False),
    Column("images", Text, nullable=False),
    Column("extra", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("created_at", Moment),
    Column("updated_at", Moment),
    Column("stored_at", Moment, nullable=False),
    Column("verified_at", Moment),
    Column("verified_by", Text),
    Column("verified_hash", Text),
    Column("verified_at_source", Moment),
    Column("flagged_at", Moment),
    Column("flagged_by", Text),
    Column("flag_reason", Text),
    UniqueConstraint("source_id", "external_id"),
)
Index("ix_answers_translation", answers.c.source_id, answers.c.translation_of)
#: Counting a source's answers and turning their pages touches no row with text.
Index("ix_answers_live", answers.c.source_id, answers.c.gone_at, answers.c.number)
#: Few answers were verified: counting them looks at no others.
Index(
    "ix_answers_verified",
    answers.c.source_id,
    answers.c.gone_at,
    answers.c.number,
    sqlite_where=text("verified_at IS NOT NULL"),
    postgresql_where=text("verified_at IS NOT NULL"),
)

passages = Table(
    "passages",
    metadata,
    Column("answer_number", BigInteger, ForeignKey("answers.number"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("answer_number", BigInteger, ForeignKey("answers.number"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("updated_at", Moment),
)

#: What was last seen of each document: unchanged documents only touch this narrow table. With a `failure`,
#: the fingerprint is that of the broken state, and the answer (if any) keeps its last readable version.
documents = Table(
    "documents",
    metadata,
    Column("source_id", Text, ForeignKey("sources.id"), primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("answer_number", BigInteger, ForeignKey("answers.number"), index=True),
    Column("content_hash", Text),
    Column("fingerprint", Text),
    Column("failure", Text),
    Column("retryable", Integer, nullable=False, server_default="0"),
    Column("failed_since", Moment),
    Column("run_number", BigInteger, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("not_seen_since", Moment),
)

#: Few documents fail or are missing: counting and listing them looks at no others.
Index(
    "ix_documents_failed",
    documents.c.source_id,
    documents.c.external_id,
    sqlite_where=text("failure IS NOT NULL"),
    postgresql_where=text("failure IS NOT NULL"),
)
Index(
    "ix_documents_missing",
    documents.c.source_id,
    documents.c.external_id,
    sqlite_where=text("not_seen_since IS NOT NULL"),
    postgresql_where=text("not_seen_since IS NOT NULL"),
)

asked = Table(
    "asked",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False, index=True),
    Column("answer_number", BigInteger, ForeignKey("answers.number"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("query_id", Text, index=True),
    Column("created_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)

queries = Table(
    "queries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sentences", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("viewer", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

events = Table(
    "events",
    metadata,
    Column("query_id", Text, primary_key=True),
    Column("answer_number", BigInteger, ForeignKey("answers.number"), primary_key=True),
    Column("type", Text, primary_key=True),
    Column("viewer", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

usage = Table(
    "usage",
    metadata,
    Column("answer_number", Number, ForeignKey("answers.number"), primary_key=True, autoincrement=False),
    Column("inserted", Integer, nullable=False, server_default="0"),
)

#: What one viewer does with an answer: how often they inserted it, and since when it is their favourite.
personal = Table(
    "personal",
    metadata,
    Column("viewer", Text, primary_key=True),
    Column("answer_number", Number, ForeignKey("answers.number"), primary_key=True, autoincrement=False),
    Column("inserted", Integer, nullable=False, server_default="0"),
    Column("pinned_at", Moment),
)

#: What the team has decided about an answer for a kind of ticket; `condition` says which kind.
rules = Table(
    "rules",
    metadata,
    Column("id", Text, primary_key=True),
    Column("action", Text, nullable=False),
    Column("answer_number", BigInteger, ForeignKey("answers.number"), nullable=False, index=True),
    Column("condition", Text, nullable=False),
    Column("note", Text),
    Column("created_by", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

#: What the team has said about an answer against its source. `answers` holds what counts, the `source_`
#: columns what the source says; an archived answer has `gone_at` and keeps its documents and passages.
overrides = Table(
    "overrides",
    metadata,
    Column("answer_number", Number, ForeignKey("answers.number"), primary_key=True, autoincrement=False),
    Column("audience", Text),
    Column("tags", Text),
    Column("archived_at", Moment),
    Column("source_audience", Text, nullable=False),
    Column("source_tags", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

#: Answers that agents asked for because there was none.
wanted = Table(
    "wanted",
    metadata,
    Column("id", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("settled_at", Moment),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("groups", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
)
