"""What the team says about an answer against its source; indexes for counting and turning pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "overrides",
        sa.Column("answer_number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("source_audience", sa.Text(), nullable=False),
        sa.Column("source_tags", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_number"], ["answers.number"], name=op.f("fk_overrides_answer_number")
        ),
        sa.PrimaryKeyConstraint("answer_number", name=op.f("pk_overrides")),
    )
    op.create_index(op.f("ix_answers_live"), "answers", ["source_id", "gone_at", "number"], unique=False)
    for name, condition in (("failed", "failure IS NOT NULL"), ("missing", "not_seen_since IS NOT NULL")):
        op.create_index(
            op.f(f"ix_documents_{name}"),
            "documents",
            ["source_id", "external_id"],
            unique=False,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
