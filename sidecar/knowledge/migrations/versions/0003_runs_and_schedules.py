"""When sources are read by themselves, and what each run came to, document by document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("sources", sa.Column("schedule", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("paused_at", sa.BigInteger(), nullable=True))
    op.add_column("runs", sa.Column("started_by", sa.Text(), server_default="person", nullable=False))
    op.add_column("runs", sa.Column("ending", sa.Text(), nullable=True))
    op.create_table(
        "run_documents",
        sa.Column("run_number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_number"], ["runs.number"], name=op.f("fk_run_documents_run_number")),
        sa.PrimaryKeyConstraint("run_number", "external_id", name=op.f("pk_run_documents")),
    )
