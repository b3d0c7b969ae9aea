"""What the team decides for a kind of ticket, and what each viewer inserts and pins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "personal",
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("answer_number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("inserted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pinned_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_number"], ["answers.number"], name=op.f("fk_personal_answer_number")
        ),
        sa.PrimaryKeyConstraint("viewer", "answer_number", name=op.f("pk_personal")),
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("answer_number", sa.BigInteger(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["answer_number"], ["answers.number"], name=op.f("fk_rules_answer_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
    )
    op.create_index(op.f("ix_rules_answer_number"), "rules", ["answer_number"], unique=False)
    # Insertions were noted with who made them from the first schema on.
    op.execute(
        "INSERT INTO personal (viewer, answer_number, inserted) "
        "SELECT viewer, answer_number, COUNT(*) FROM events WHERE type = 'inserted' "
        "GROUP BY viewer, answer_number"
    )
