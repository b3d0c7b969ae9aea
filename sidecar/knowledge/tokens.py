"""Access tokens: shown once, kept as a hash.

A token has 256 random bits, so a plain SHA-256 of it cannot be guessed backwards; slow password hashes are
for secrets that people choose.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from sidecar.knowledge.clock import moment
from sidecar.knowledge.errors import NameTaken
from sidecar.knowledge.model import Role, Viewer
from sidecar.knowledge.packed import pack
from sidecar.knowledge.schema import tokens

_PREFIX = "cue_"
_KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token, without its secret."""

    id: str
    name: str
    role: Role
    groups: tuple[str, ...]
    created_at: datetime


def create(
    conn: Connection, name: str, role: Role, groups: Iterable[str] = (), now: datetime | None = None
) -> tuple[TokenRow, str]:
    """Make a token; returns it with its plain form, `cue_` and 43 URL-safe characters, kept nowhere.

    Raises:
        NameTaken: Another token has this name.
    """
    if conn.execute(select(tokens.c.id).where(tokens.c.name == name)).first():
        raise NameTaken(
            f"There is a token named {name!r} already. Choose another name, or revoke that one first."
        )
    plain = _PREFIX + secrets.token_urlsafe(32)
    row = TokenRow(f"t_{secrets.token_hex(6)}", name, role, tuple(sorted(set(groups))), moment(now))
    conn.execute(
        tokens.insert().values(
            id=row.id,
            name=name,
            role=role.value,
            groups=pack(row.groups),
            hash=_digest(plain),
            created_at=row.created_at,
        )
    )
    return row, plain


def find(conn: Connection, plain: str) -> Viewer | None:
    """Return who a token belongs to, `None` if it is unknown or revoked."""
    digest = _digest(plain)
    row = conn.execute(select(tokens).where(tokens.c.hash == digest)).first()
    if row is None or not hmac.compare_digest(row.hash, digest):
        return None
    role = Role(row.role)
    return Viewer(row.name, role, None if role is Role.ADMIN else frozenset(json.loads(row.groups)))


def prove(conn: Connection, key: str, message: str) -> str | None:
    """Return what only a sidecar that knows a token can answer: so a client tells it from an impostor.

    A client computes the same from its token, and sends the token only if the two agree. Neither `key` nor
    the proof is of use to anyone else: from both, the token can no more be guessed than from its hash.

    Args:
        conn: The database.
        key: Which token is meant: the first 16 hexadecimal digits of the SHA-256 of its hash.
        message: What the client chose, with what ties it to this very server.

    Returns:
        HMAC-SHA256 (RFC 2104) of the message under the token's hash (its hexadecimal digits), as hexadecimal
        digits; `None` if no token has this key.
    """
    for digest in conn.execute(select(tokens.c.hash)).scalars():
        if hmac.compare_digest(_digest(digest)[:_KEY_DIGITS].encode(), key.encode()):
            return hmac.digest(digest.encode(), message.encode(), "sha256").hex()
    return None


def list_all(conn: Connection) -> list[TokenRow]:
    """Return all tokens by name."""
    return [
        TokenRow(row.id, row.name, Role(row.role), tuple(json.loads(row.groups)), row.created_at)
        for row in conn.execute(select(tokens).order_by(tokens.c.name))
    ]


def revoke(conn: Connection, id_or_name: str) -> bool:
    """Revoke a token by id or name, at once. Returns whether there was one."""
    row = conn.execute(select(tokens.c.id).where(tokens.c.id == id_or_name)).first()
    row = row or conn.execute(select(tokens.c.id).where(tokens.c.name == id_or_name)).first()
    return row is not None and conn.execute(tokens.delete().where(tokens.c.id == row.id)).rowcount > 0


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
