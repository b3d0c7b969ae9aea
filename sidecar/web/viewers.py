"""Who a token stands for: the control token of this run, or one from the database."""

from __future__ import annotations

import getpass
import hmac
from datetime import UTC, datetime

from sidecar.knowledge import tokens
from sidecar.knowledge.database import Database
from sidecar.knowledge.model import Role, Viewer


class Viewers:
    """Finds the viewer of a token.

    The control token stands for whoever can read the data folder's private files: the person at this machine.
    `last_used` tells by name when a token was last sent, `last_asked` when it last asked for suggestions,
    since the server started.
    """

    def __init__(self, database: Database, control_token: str) -> None:
        self._database = database
        self._control_token = control_token.encode()
        self.local_admin = Viewer(name=_user_name(), role=Role.ADMIN, groups=None)
        self.last_used: dict[str, datetime] = {}
        self.last_asked: dict[str, datetime] = {}

    async def find(self, token: str) -> Viewer | None:
        """Return who sent this token, or `None` if it is not (or no longer) valid."""
        if hmac.compare_digest(token.encode("utf-8", "surrogateescape"), self._control_token):
            return self.local_admin
        viewer = await self._database.read(tokens.find, token)
        if viewer is not None:
            self.last_used[viewer.name] = datetime.now(UTC)
        return viewer

    async def prove(self, key: str, message: str) -> str | None:
        """Return the proof that this server knows the token with this key, see `tokens.prove`."""
        return await self._database.read(tokens.prove, key, message)


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (
        KeyError,
        OSError,
        ImportError,
    ):  # no such user, as in some containers; the pwd module is POSIX only
        return "admin"
