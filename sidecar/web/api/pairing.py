"""`/v1/pair`, `/v1/pair/code`, `/v1/tokens`, `/v1/launch`: who gets in."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from aiohttp import web
from sqlalchemy import Connection

from sidecar.knowledge import tokens
from sidecar.knowledge.model import Role
from sidecar.web.errors import ApiError, Code
from sidecar.web.keys import SERVICES
from sidecar.web.launch import LINK_SECONDS
from sidecar.web.pairing import Offer, PairingDesk
from sidecar.web.routing import Route, answer, read_body, read_optional_body
from sidecar.web.wire.access import (
    LaunchOut,
    NewToken,
    PairCodeOut,
    PairCodeRequest,
    PairRequest,
    PairResponse,
    TokenList,
    TokenOut,
    TokenRequest,
)
from sidecar.web.wire.base import Done


async def pair(request: web.Request) -> web.Response:
    """Swap the code on show for a token named after the client."""
    services = request.app[SERVICES]
    wanted = await read_body(request, PairRequest)
    digits = "".join(character for character in wanted.code if character.isdecimal())
    offer = services.pairing.take(digits)
    name, plain = await services.database.write(_create_for_client, wanted.client, offer)
    return answer(PairResponse(token=plain, name=name))


async def show_code(request: web.Request) -> web.Response:
    """Make a new pairing code."""
    services = request.app[SERVICES]
    wanted = await read_optional_body(request, PairCodeRequest)
    offer = services.pairing.show(role=wanted.role, groups=frozenset(wanted.groups))
    return answer(code_out(services.pairing, offer), status=201)


async def list_tokens(request: web.Request) -> web.Response:
    """List all tokens, without their secrets."""
    services = request.app[SERVICES]
    rows = await services.database.read(tokens.list_all)
    last_used = services.viewers.last_used
    return answer(TokenList(tokens=[token_out(row, last_used.get(row.name)) for row in rows]))


async def create_token(request: web.Request) -> web.Response:
    """Make a token; its secret is in this answer and nowhere else."""
    wanted = await read_body(request, TokenRequest)
    row, plain = await request.app[SERVICES].database.write(
        tokens.create, wanted.name, wanted.role, frozenset(wanted.groups)
    )
    return answer(NewToken(**token_out(row).model_dump(), token=plain), status=201)


async def revoke_token(request: web.Request) -> web.Response:
    """Revoke a token by its id or name; it is refused from now on."""
    if not await request.app[SERVICES].database.write(tokens.revoke, request.match_info["id"]):
        raise ApiError(Code.NOT_FOUND, "There is no such token. `cuecard token list` names them.")
    return answer(Done())


async def make_launch_link(request: web.Request) -> web.Response:
    """Make a one-time link that lets one browser into the admin pages."""
    secret = request.app[SERVICES].launches.make_link()
    return answer(
        LaunchOut(url=f"http://{request.host}/launch/{secret}", seconds_left=LINK_SECONDS), status=201
    )


def code_out(desk: PairingDesk, offer: Offer) -> PairCodeOut:
    """Return a code on show with its remaining time."""
    left = desk.seconds_left(offer)
    return PairCodeOut(
        code=offer.code,
        expires_at=datetime.now(UTC) + timedelta(seconds=left),
        seconds_left=round(left, 1),
        tries_left=offer.tries_left,
    )


def token_out(row: tokens.TokenRow, last_used_at: datetime | None = None) -> TokenOut:
    """Return a token without its secret."""
    return TokenOut(
        id=row.id,
        name=row.name,
        role=row.role,
        groups=sorted(row.groups),
        created_at=row.created_at,
        last_used_at=last_used_at,
    )


def _create_for_client(conn: Connection, client: str, offer: Offer) -> tuple[str, str]:
    """Make the token of a paired client; a second client of the same name gets a number behind it."""
    taken = {row.name for row in tokens.list_all(conn)}
    names = itertools.chain([client], (f"{client} {number}" for number in itertools.count(2)))
    row, plain = tokens.create(
        conn, next(name for name in names if name not in taken), offer.role, offer.groups
    )
    return row.name, plain


ROUTES = (
    Route(
        "POST",
        "/v1/pair",
        pair,
        "Swap a pairing code for a token",
        open=True,
        body=PairRequest,
        answer=PairResponse,
    ),
    Route(
        "POST",
        "/v1/pair/code",
        show_code,
        "Show a pairing code",
        role=Role.ADMIN,
        body=PairCodeRequest,
        body_optional=True,
        answer=PairCodeOut,
        status=201,
    ),
    Route("GET", "/v1/tokens", list_tokens, "All tokens", role=Role.ADMIN, answer=TokenList),
    Route(
        "POST",
        "/v1/tokens",
        create_token,
        "Make a token",
        role=Role.ADMIN,
        body=TokenRequest,
        answer=NewToken,
        status=201,
    ),
    Route("DELETE", "/v1/tokens/{id}", revoke_token, "Revoke a token", role=Role.ADMIN, answer=Done),
    Route(
        "POST",
        "/v1/launch",
        make_launch_link,
        "A one-time link to the admin pages",
        role=Role.ADMIN,
        answer=LaunchOut,
        status=201,
    ),
)
