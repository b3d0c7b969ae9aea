"""What Alembic runs: migrations on the connection (and in the transaction) that the store hands over."""

from __future__ import annotations

from alembic import context

from sidecar.knowledge.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # Without this Alembic leaves SQLite's DDL outside the transaction, and a crash half way would stay.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
