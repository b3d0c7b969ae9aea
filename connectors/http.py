"""What connectors know of the web: the session their context gives them, its answers, and what can go wrong.

Connectors never open a session of their own. The one of the context keeps to rate limits per host, repeats
what failed for the moment, honours `Retry-After`, caps sizes and times, refuses private addresses unless the
admin allowed them for the source, and never hands a header with a secret on to another origin.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

from connectors.contract import Check, Outcome, SourceUnavailable
from connectors.parsing.decode import decode

#: How large, in bytes and unpacked, an answer may be unless the connector says otherwise.
MAX_BYTES = 20_000_000

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class Trouble(StrEnum):
    """Why a request failed. The sentences that go with them are in `REMEDIES`."""

    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    REJECTED = "rejected"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    TLS = "tls"
    DNS = "dns"
    CONNECTION = "connection"
    PRIVATE_ADDRESS = "private_address"
    BAD_ADDRESS = "bad_address"
    REDIRECTS = "redirects"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


#: What the admin can do about each, as the second half of a sentence.
REMEDIES = {
    Trouble.UNAUTHORIZED: "enter a valid key, token or password for this source",
    Trouble.FORBIDDEN: "give the account of this source the right to read it",
    Trouble.NOT_FOUND: "correct the address, or whether it is still there",
    Trouble.REJECTED: "correct the settings of this source",
    Trouble.RATE_LIMITED: "let it run less often; the next run goes on where this one ended",
    Trouble.SERVER_ERROR: "try again later; if it stays so, tell those who run that server",
    Trouble.TIMEOUT: "try again later, and check that the server can be reached from this machine",
    Trouble.TLS: "correct the server's certificate, or make this machine trust who issued it",
    Trouble.DNS: "correct the address, and check this machine's connection",
    Trouble.CONNECTION: "check that the server runs and can be reached from this machine",
    Trouble.PRIVATE_ADDRESS: "allow it with the setting `private_network` if this source is meant to read it",
    Trouble.BAD_ADDRESS: "give an address that begins with https:// or http://, without a password in it",
    Trouble.REDIRECTS: "give the address at which it ends up",
    Trouble.TOO_LARGE: "make it smaller at its source, or leave it out",
    Trouble.UNREADABLE: "check that the address is that of the right service",
}

#: Which of them say nothing about the settings: the same request may succeed later.
PASSING = frozenset(
    {Trouble.RATE_LIMITED, Trouble.SERVER_ERROR, Trouble.TIMEOUT, Trouble.CONNECTION, Trouble.DNS}
)


class RequestFailed(SourceUnavailable):
    """A request that brought nothing; the message names the place and says what to do.

    Left alone, it ends the run with its message and keeps everything stored. For one document's request,
    catch it and yield `Failure(external_id, str(error), error.retryable)`.

    Attributes:
        trouble: what went wrong.
        status: of the answer, if there was one.
        retry_after: seconds the server asked to wait, if it did.
    """

    def __init__(
        self,
        trouble: Trouble,
        where: str,
        what: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.trouble = trouble
        self.where = where
        self.status = status
        self.retry_after = retry_after
        self.detail = f"{where} {what}"
        super().__init__(f"{self.detail}: {REMEDIES[trouble]}.")

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later."""
        return self.trouble in PASSING

    def check(self, name: str) -> Check:
        """Return the failure as a finding of `Connector.check`.

        What may pass by itself (a timeout, a 5xx, a rate limit) is no proof that the settings are wrong.
        """
        remedy = REMEDIES[self.trouble]
        outcome = Outcome.INDETERMINATE if self.retryable else Outcome.FAILED
        return Check(name, outcome, f"{self.detail}.", f"{remedy[:1].upper()}{remedy[1:]}.")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, read whole.

    Attributes:
        status: the HTTP status.
        url: where it came from in the end, after redirects.
        headers: by lower-case name; `set-cookie` has a line for each.
        body: unpacked.
        redirects: the addresses on the way, the first one asked for first.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[str, ...] = field(default=())

    @property
    def media_type(self) -> str:
        """The type without parameters, such as `text/html`; empty if the server did not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding the server names; it need not exist, nor be right."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found.group(1) if found else None

    def text(self) -> str:
        """Return the body as text with Unix line ends.

        Raises:
            ParseFailed: it is none.
        """
        return decode(self.body, declares_charset="html" in self.media_type, named=self.charset)

    def json(self) -> Any:
        """Return the body parsed as JSON.

        Raises:
            RequestFailed: it is none; often a login page stands where an API was expected.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            kind = self.media_type or "something unnamed"
            what = f"answered with {kind} where JSON was expected"
            raise RequestFailed(Trouble.UNREADABLE, place(self.url), what, status=self.status) from None


class Http(Protocol):
    """The session a context gives its connector, for one run over one source."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        body: bytes | None = None,
        accept: Collection[int] = (),
        max_bytes: int = MAX_BYTES,
        repeatable: bool = False,
    ) -> Response:
        """Send a request and return the answer, after redirects and as many repetitions as it is worth.

        Args:
            method: such as `GET`.
            url: an absolute http or https address.
            params: appended to the address's query.
            headers: of these only what says which form of a page is wanted (`Accept`, `Accept-Language`,
                `If-None-Match`, `If-Modified-Since`, `User-Agent`) goes along when a redirect leads to
                another origin; authorisation never does.
            json: a body to be sent as JSON.
            form: a body to be sent as a form.
            body: a body to be sent as it is; name its type in `headers`.
            accept: statuses from 400 on that are returned instead of raised.
            max_bytes: how large the answer may be.
            repeatable: whether a method that may change things (POST) can be sent twice here, as a search
                can. GET, HEAD and PROPFIND always can.

        Raises:
            RequestFailed: with what went wrong.
        """

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
        max_bytes: int = MAX_BYTES,
    ) -> Response:
        """Send a GET request; see `request`."""

    async def resolve(self, url: str) -> tuple[str, ...]:
        """Return the addresses under which this source may reach a host, for a program that connects itself.

        That program must connect to these and look the name up no more.

        Raises:
            RequestFailed: the name is not known, or stands for an address the source may not reach.
        """

    def space(self, url: str, seconds: float) -> None:
        """Leave so many seconds between requests to this address's host from now on."""


def bearer(token: str) -> dict[str, str]:
    """Return the header that authorises by a token (RFC 6750)."""
    return {"Authorization": f"Bearer {token}"}


def basic(user: str, password: str) -> dict[str, str]:
    """Return the header that authorises by name and password (RFC 7617)."""
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


def place(url: str) -> str:
    """Return an address as it may be shown: without name, password, query and fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "The address"
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if host else parts.path[:200] or "The address"
