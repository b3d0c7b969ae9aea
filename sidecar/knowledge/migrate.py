"""Bring a database to the newest schema. Alembic is loaded only if there is something to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from sidecar.knowledge.errors import DatabaseTooNew
from sidecar.knowledge.schema import REVISION

#: Any fixed number: the key of the PostgreSQL lock under which one process migrates while others wait.
_LOCK_KEY = 0x0C0E_CA2D


def revision_of(conn: Connection) -> str | None:
    """Return the schema revision a database says it has, `None` if it is new."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_current(conn: Connection) -> bool:
    """Whether nothing has to be migrated."""
    return revision_of(conn) == REVISION


def migrate(conn: Connection, scripts: Path | None = None) -> None:
    """Run the missing migrations inside the transaction of `conn`.

    Args:
        conn: A connection in a writing transaction.
        scripts: The folder with Alembic's scripts, unless it is the one beside this file.

    Raises:
        DatabaseTooNew: The database has a revision that this version does not know.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
    revision = revision_of(conn)
    if revision == REVISION:
        return

    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    # Alembic reads option values through configparser, where a percent sign starts an interpolation.
    location = str(scripts or Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", location)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseTooNew(
            f"This data was written by a newer Cuecard (schema {revision}, this version knows {REVISION}). "
            "Update Cuecard, or restore a backup made with this version."
        )
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def back_up(engine: Engine, revision: str) -> Path | None:
    """Copy a SQLite file aside before it is migrated, as `NAME.before-REVISION.EXT`.

    Returns:
        The copy, or `None` where there is no file.
    """
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name:
        return None
    original = Path(name)
    copy = original.with_name(f"{original.stem}.before-{revision}{original.suffix}")
    partial = copy.with_name(copy.name + ".partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(copy)
    return copy
