"""Who may talk to the server at all: checked before anything is done with a request.

A web page can make the browser send requests to a loopback port. Three things stop it: the `Host` must be
ours (a name that an attacker rebinds to 127.0.0.1 is not), a web `Origin` is refused, and data needs a
token that no page knows. The admin pages of this server use a cookie instead of a token; it counts only
for requests which the browser says come from those pages themselves (ports of one host share cookies, so
the cookie alone proves nothing).
"""

from __future__ import annotations

import re
from enum import Enum

from aiohttp import web

from sidecar import __version__
from sidecar.knowledge.model import Role, Viewer
from sidecar.web.errors import ApiError, Code, Handler
from sidecar.web.keys import SERVICES, VIEWER, VIEWER_BY_COOKIE
from sidecar.web.launch import cookie_name
from sidecar.web.routing import route_of

VERSION_HEADER = "X-Cuecard-Version"
EXTENSION_HEADER = "X-Cuecard-Extension"

#: Extensions older than this speak another protocol.
OLDEST_EXTENSION = (0, 1)

#: The port that a `Host` without one means.
HTTP_PORT = 80

_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_EXTENSION_ORIGIN = re.compile(r"(chrome|moz|safari-web)-extension://[A-Za-z0-9.-]{1,100}/?")
_ADMIN_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Not "no-referrer": with that, browsers send our own forms with the origin "null".
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_RANK = {Role.AGENT: 0, Role.EXPERT: 1, Role.ADMIN: 2}


class Origin(Enum):
    """Whom the browser names as the sender of a request."""

    ABSENT = "absent"
    OWN = "own"
    EXTENSION = "extension"
    FOREIGN = "foreign"


def host_is_ours(values: list[str], port: int) -> bool:
    """Return whether the `Host` headers of a request (there has to be exactly one) name this server.

    Only the exact forms that browsers and our own clients send count: no trailing dot, no other spelling of
    the loopback address, no missing port (which would mean port 80).
    """
    if len(values) != 1:
        return False
    ours = {f"{name}:{port}" for name in _HOSTS} | (_HOSTS if port == HTTP_PORT else set())
    return values[0].lower() in ours


def classify_origin(values: list[str], host: str) -> Origin:
    """Return whose `Origin` a request carries; `host` is its (checked) `Host`."""
    if not values:
        return Origin.ABSENT
    if len(values) == 1 and values[0] == f"http://{host}":
        return Origin.OWN
    if len(values) == 1 and _EXTENSION_ORIGIN.fullmatch(values[0]):
        return Origin.EXTENSION
    return Origin.FOREIGN


async def security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put on every response: our version, and that nobody may store, embed or reinterpret it."""
    headers = response.headers
    headers[VERSION_HEADER] = __version__
    headers.setdefault("Cache-Control", "no-store")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Server"] = "cuecard"
    if not request.path.startswith("/v1/"):
        for name, value in _ADMIN_HEADERS.items():
            headers.setdefault(name, value)


@web.middleware
async def network_guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what does not come to this server by its own name (421), and what a web page sends (403)."""
    port = _listening_port(request)
    hosts = request.headers.getall("Host", [])
    # The second look is for requests that name their target whole, as to a proxy.
    if not host_is_ours(hosts, port) or not host_is_ours([request.url.raw_authority], port):
        raise ApiError(
            Code.FORBIDDEN,
            f"This server answers only as 127.0.0.1:{port}, localhost:{port} or [::1]:{port}.",
            status=421,
        )
    origin = classify_origin(request.headers.getall("Origin", []), hosts[0])
    if origin is Origin.FOREIGN or (origin is Origin.OWN and not _has_session(request)):
        raise ApiError(Code.FORBIDDEN, "Web pages may not talk to Cuecard: only its browser extension may.")
    return await handler(request)


@web.middleware
async def access_guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let in who may use a route: by bearer token, or an admin page by its cookie."""
    route = route_of(request)
    if route is not None and route.open:
        return await handler(request)
    viewer = await _by_token(request) or _by_cookie(request)
    if route is None and not request.path.startswith("/v1"):
        return await handler(request)  # a 404 outside the API tells nothing
    if viewer is None:
        raise ApiError(
            Code.UNAUTHORIZED,
            "Send a valid token as 'Authorization: Bearer TOKEN'. "
            "Pair the browser anew, or run `cuecard token create`.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    _check_extension_version(request)
    if route is not None and _RANK[viewer.role] < _RANK[route.role]:
        raise ApiError(
            Code.FORBIDDEN, f"This needs a token with the role {route.role}; yours has {viewer.role}."
        )
    request[VIEWER] = viewer
    return await handler(request)


def may(viewer: Viewer, role: Role) -> bool:
    """Return whether a viewer has at least this role."""
    return _RANK[viewer.role] >= _RANK[role]


def same_origin(request: web.Request) -> bool:
    """Return whether the browser says that a page of this very server sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = classify_origin(request.headers.getall("Origin", []), request.headers.get("Host", ""))
    return origin is Origin.OWN


def _listening_port(request: web.Request) -> int:
    transport = request.transport
    address = transport.get_extra_info("sockname") if transport is not None else None
    return int(address[1]) if address else -1


async def _by_token(request: web.Request) -> Viewer | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return None
    return await request.app[SERVICES].viewers.find(token.strip())


def _has_session(request: web.Request) -> bool:
    return request.app[SERVICES].launches.knows(request.cookies.get(cookie_name(_listening_port(request))))


def _by_cookie(request: web.Request) -> Viewer | None:
    if not _has_session(request) or not same_origin(request):
        return None
    request[VIEWER_BY_COOKIE] = True
    return request.app[SERVICES].viewers.local_admin


def _check_extension_version(request: web.Request) -> None:
    told = request.headers.get(EXTENSION_HEADER)
    if told is None:
        return
    numbers = tuple(int(part) for part in re.findall(r"\d+", told)[:3])
    if numbers and numbers < OLDEST_EXTENSION:
        raise ApiError(
            Code.CONFLICT,
            f"The browser extension is older than this sidecar ({__version__}) understands. "
            "Update the extension.",
            status=426,
        )
