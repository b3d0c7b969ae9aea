"""How the admin's browser gets in: a one-time link from the command line, swapped for a session cookie.

The link holds a secret for one use within a minute. The session lives in memory until the server stops or
12 hours have passed.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

LINK_SECONDS = 60.0
SESSION_SECONDS = 12 * 3600.0


def cookie_name(port: int) -> str:
    """Return the name of the session cookie; cookies ignore ports, so two sidecars need two names."""
    return f"cuecard_admin_{port}"


class Launches:
    """One-time links and the sessions that came from them. Secrets are kept as hashes, found by lookup."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._links: dict[str, float] = {}
        self._sessions: dict[str, float] = {}

    def make_link(self) -> str:
        """Return the secret of a new one-time link."""
        self._drop_old()
        secret = secrets.token_urlsafe(32)
        self._links[_digest(secret)] = self._clock() + LINK_SECONDS
        return secret

    def swap(self, secret: str) -> str | None:
        """Use a link up; return the value of a new session cookie, `None` if the link is not valid."""
        self._drop_old()
        if self._links.pop(_digest(secret), None) is None:
            return None
        session = secrets.token_urlsafe(32)
        self._sessions[_digest(session)] = self._clock() + SESSION_SECONDS
        return session

    def knows(self, session: str | None) -> bool:
        """Return whether a cookie value belongs to a session that still runs."""
        if not session:
            return False
        return self._sessions.get(_digest(session), 0.0) > self._clock()

    def _drop_old(self) -> None:
        now = self._clock()
        for table in (self._links, self._sessions):
            for key in [key for key, ends_at in table.items() if ends_at <= now]:
                del table[key]


def _digest(secret: str) -> str:
    # Looking a hash up leaks at most timing of the hash, which says nothing about the secret.
    return hashlib.sha256(secret.encode()).hexdigest()
