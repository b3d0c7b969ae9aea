"""Health, pairing, tokens and the way in for the admin's browser."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from sidecar.knowledge.model import Role
from sidecar.web.wire.base import Incoming, Name, Outgoing


class Challenge(Incoming):
    """What a client sends to make sure that this is the sidecar it was paired with; both or neither."""

    challenge: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,128}$")] | None = None
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None = None


class Health(Outgoing):
    """Who answers on this port, and whether its index is up to date.

    `proof` is there only when a challenge was answered: HMAC-SHA256 of `HOST:PORT CHALLENGE` (where this
    server listens: an impostor cannot pass the challenge on) under the SHA-256 of the token that `key` means.
    """

    name: str
    version: str
    ready: bool
    proof: str | None = Field(default=None, exclude_if=lambda proof: proof is None)


class PairRequest(Incoming):
    """The six digits on show, and how the new token should be called (`Chrome on Ada's laptop`)."""

    code: Annotated[str, Field(pattern=r"^\s*\d{3}[\s-]?\d{3}\s*$")]
    client: Name


class PairResponse(Outgoing):
    """The token, told this once, and its name."""

    token: str
    name: str


class PairCodeRequest(Incoming):
    """What the token that will come from the code may do."""

    role: Role = Role.AGENT
    groups: list[Name] = Field(default_factory=list)


class PairCodeOut(Outgoing):
    """A pairing code on show."""

    code: str
    expires_at: datetime
    seconds_left: float
    tries_left: int


class TokenRequest(Incoming):
    """A token to be made."""

    name: Name
    role: Role = Role.AGENT
    groups: list[Name] = Field(default_factory=list)


class TokenOut(Outgoing):
    """A token without its secret."""

    id: str
    name: str
    role: Role
    groups: list[str]
    created_at: datetime
    last_used_at: datetime | None


class NewToken(TokenOut):
    """A token with its secret, told this once."""

    token: str


class TokenList(Outgoing):
    """All tokens."""

    tokens: list[TokenOut]


class LaunchOut(Outgoing):
    """A link that lets one browser into the admin pages, once, within `seconds_left`."""

    url: str
    seconds_left: float
