"""From what aiohttp raises and servers answer to what an admin can do about it."""

from __future__ import annotations

from http import HTTPStatus

import aiohttp

from connectors.http import RequestFailed, Response, Trouble, place
from sidecar.sync.http.addresses import REFUSED, REFUSED_HERE
from sidecar.sync.http.waiting import retry_after

_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: (Trouble.UNAUTHORIZED, "does not accept who this source says it is"),
    HTTPStatus.FORBIDDEN: (Trouble.FORBIDDEN, "does not let this source read it"),
    HTTPStatus.NOT_FOUND: (Trouble.NOT_FOUND, "is not there"),
    HTTPStatus.GONE: (Trouble.NOT_FOUND, "is gone"),
    HTTPStatus.REQUEST_TIMEOUT: (Trouble.TIMEOUT, "took too long to answer"),
    HTTPStatus.TOO_MANY_REQUESTS: (Trouble.RATE_LIMITED, "was asked too often"),
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: (Trouble.CONNECTION, "is behind a proxy that wants a password"),
}
#: The first that fits counts: the kinds of aiohttp overlap.
_BY_ERROR: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Trouble, str], ...] = (
    (TimeoutError, Trouble.TIMEOUT, "did not answer in time"),
    (aiohttp.ClientProxyConnectionError, Trouble.CONNECTION, "is behind a proxy that does not answer"),
    (aiohttp.ClientHttpProxyError, Trouble.CONNECTION, "is behind a proxy that does not let it through"),
    (aiohttp.ClientConnectorDNSError, Trouble.DNS, "cannot be found: there is no such name"),
    (
        aiohttp.ClientConnectorCertificateError,
        Trouble.TLS,
        "has a certificate that this machine does not trust",
    ),
    (aiohttp.ClientConnectorSSLError, Trouble.TLS, "speaks no TLS that this machine understands"),
    (aiohttp.ClientConnectorError, Trouble.CONNECTION, "cannot be reached"),
    ((aiohttp.InvalidURL, ValueError), Trouble.BAD_ADDRESS, "is no address of a page"),
    (aiohttp.ClientPayloadError, Trouble.CONNECTION, "broke off its answer"),
    ((aiohttp.ServerDisconnectedError, OSError), Trouble.CONNECTION, "broke off the connection"),
)
_OWN_TROUBLE = "has trouble of its own"
_REJECTED = "rejects the request"
_NO_HTTP = "gave an answer that is not valid HTTP"
#: All that is said of what happened, for those who translate it.
SAID = (
    *(what for _, what in _BY_STATUS.values()),
    *(what for _, _, what in _BY_ERROR),
    *(_OWN_TROUBLE, _REJECTED, REFUSED_HERE, _NO_HTTP),
)
_ERRORS_FROM = 400
_SERVER_ERRORS_FROM = 500


def of_answer(response: Response) -> RequestFailed | None:
    """Return the failure an answer stands for, if it does."""
    status = response.status
    if status < _ERRORS_FROM:
        return None
    known = _BY_STATUS.get(HTTPStatus(status)) if status in list(HTTPStatus) else None
    if known is None and status >= _SERVER_ERRORS_FROM:
        known = (Trouble.SERVER_ERROR, _OWN_TROUBLE)
    trouble, what = known or (Trouble.REJECTED, _REJECTED)
    return RequestFailed(
        trouble,
        place(response.url),
        f"{what} ({status})",
        status=status,
        retry_after=retry_after(response.headers, is_limit=trouble is Trouble.RATE_LIMITED),
    )


def of_error(error: Exception, url: str) -> RequestFailed:
    """Return the failure an exception of the client stands for. What it says itself may hold secrets."""
    trouble, what = _named(error)
    return RequestFailed(trouble, place(url), what)


def _named(error: Exception) -> tuple[Trouble, str]:
    if isinstance(error, aiohttp.ClientConnectorError) and REFUSED in str(error.os_error):
        return Trouble.PRIVATE_ADDRESS, REFUSED_HERE
    for kinds, trouble, what in _BY_ERROR:
        if isinstance(error, kinds):
            return trouble, what
    return Trouble.UNREADABLE, _NO_HTTP
