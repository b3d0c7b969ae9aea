"""Turn a database driver's complaint into a sentence that says what to do."""

from __future__ import annotations

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

_SQLITE_REMEDIES = (
    (
        "unable to open database file",
        "{place} cannot be opened. Check that the folder exists and that you may write to it.",
    ),
    ("readonly database", "{place} cannot be written. Check the permissions of the file and its folder."),
    ("disk is full", "The disk of {place} is full. Free some space and try again; nothing stored was lost."),
    (
        "disk i/o error",
        "{place} cannot be read or written (disk error). Check the disk; then restore a backup if needed.",
    ),
    (
        "file is not a database",
        "{place} is not a Cuecard database, or it is damaged. Move it away and restore a backup.",
    ),
    ("malformed", "{place} is damaged. Move it away and restore a backup with: cuecard restore FILE"),
    ("database is locked", "{place} is in use by another program. Close it and try again."),
)


def explain(error: DBAPIError, url: URL) -> str | None:
    """Return what the user should do about `error`, or `None` if it is a fault of the program.

    Passwords never appear: the place is named without them.
    """
    complaint = str(error.orig).lower()
    if url.get_backend_name() == "sqlite":
        for sign, remedy in _SQLITE_REMEDIES:
            if sign in complaint:
                return remedy.format(place=url.database)
        return None
    if isinstance(error, OperationalError) or error.connection_invalidated:
        place = url.set(password=None).render_as_string()
        return f"The database {place} does not answer. Check that it runs, and its address and login."
    return None
