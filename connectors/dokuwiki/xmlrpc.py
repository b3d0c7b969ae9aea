"""XML-RPC (xmlrpc.com/spec), as DokuWiki speaks it: one call, one answer, no entities."""

from __future__ import annotations

import xmlrpc.client
from collections.abc import Mapping
from typing import Any
from xml.parsers.expat import ExpatError

from connectors.contract import ConfigInvalid, SourceUnavailable
from connectors.http import Http, RequestFailed, Trouble, place

_DENIED = (111, 112, 114, -32603, -32604)
_MAX_BYTES = 60_000_000


class CallRefused(Exception):  # noqa: N818 - named for what it says
    """The wiki refused one call; `code` is DokuWiki's."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code

    @property
    def is_denied(self) -> bool:
        """Whether the account may not do this."""
        return self.code in _DENIED


async def call(http: Http, address: str, headers: Mapping[str, str], method: str, *arguments: Any) -> Any:
    """Call a method and return its result.

    Args:
        http: of the running connector.
        address: of the wiki's `xmlrpc.php`.
        headers: that authorise.
        method: only ones that change nothing: they may be sent twice.
        arguments: of the method.

    Raises:
        CallRefused: if the wiki answers with a fault.
        RequestFailed: if there is no answer of XML-RPC.
    """
    body = xmlrpc.client.dumps(tuple(arguments), method, encoding="utf-8", allow_none=True)
    response = await http.request(
        "POST", address, headers={"Content-Type": "text/xml", **headers}, body=body.encode("utf-8"),
        max_bytes=_MAX_BYTES, repeatable=True,
    )  # fmt: skip
    if (
        b"<!DOCTYPE" in response.body
        or b"<!ENTITY" in response.body
        or b"methodResponse" not in response.body
    ):
        raise RequestFailed(Trouble.UNREADABLE, place(address), "gave no answer of XML-RPC")
    try:
        (result,), _ = xmlrpc.client.loads(response.body, use_builtin_types=True)
    except xmlrpc.client.Fault as fault:
        raise CallRefused(fault.faultCode, fault.faultString) from None
    except (ExpatError, ValueError, xmlrpc.client.Error) as error:
        raise RequestFailed(Trouble.UNREADABLE, place(address), f"gave a damaged answer ({error})") from None
    return result


def refused(error: CallRefused) -> ConfigInvalid | SourceUnavailable:
    """Return the error for a wiki that refuses what every run needs."""
    if error.is_denied:
        return ConfigInvalid(
            f"The wiki refuses this account ({error}): enter a user and password, switch the remote API on"
            " (Configuration, Remote API) and allow the account to use it."
        )
    return SourceUnavailable(f"The wiki cannot be read just now ({error}): try again later.")
