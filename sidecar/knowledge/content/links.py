"""Which addresses may stand in an answer, and addresses written out in plain text."""

from __future__ import annotations

import html
import ipaddress
import re
from urllib.parse import urljoin, urlsplit

_BARE = re.compile(
    r"\bhttps?://[^\s<>\"'`{}|\\^]+[^\s<>\"'`{}|\\^.,;:!?)\]。，、！？；：）】»”’*_~]", re.IGNORECASE
)
_SCHEME = re.compile(r"^\s*(?:https?|mailto|tel):", re.IGNORECASE)
_PRIVATE_SUFFIXES = (
    ".local",
    ".localhost",
    ".internal",
    ".intranet",
    ".lan",
    ".corp",
    ".home",
    ".arpa",
    ".test",
    ".invalid",
)


def is_absolute(address: str) -> bool:
    """Whether an address is complete, with one of the protocols that links may have."""
    return _SCHEME.match(address) is not None


def resolved(address: str, base: str | None) -> str | None:
    """Return the complete address of a link, `None` if it leads nowhere outside its document."""
    address = address.strip()
    if is_absolute(address):
        return address
    if not address or address.startswith("#") or not base or not is_absolute(base):
        return None
    try:
        joined = urljoin(base, address)
    except ValueError:
        return None
    return joined if is_absolute(joined) else None


def is_public_image(address: str) -> bool:
    """Whether a picture is on the public web under https, where a customer can see it, too."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        credentials = parts.username is not None or parts.password is not None
    except ValueError:
        return False
    if parts.scheme != "https" or credentials or not host:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        # Not an address but a name; a last label of digits would be read as an address by browsers.
        last = host.rpartition(".")[2]
        return "." in host and not host.endswith(_PRIVATE_SUFFIXES) and not last[:1].isdigit()


def with_links(text: str) -> str:
    """Return escaped HTML of plain text in which written-out web addresses are links."""
    pieces: list[str] = []
    position = 0
    for match in _BARE.finditer(text):
        address = _balanced(match[0])
        pieces.append(html.escape(text[position : match.start()], quote=False))
        pieces.append(f'<a href="{html.escape(address)}">{html.escape(address, quote=False)}</a>')
        position = match.start() + len(address)
    pieces.append(html.escape(text[position:], quote=False))
    return "".join(pieces)


def has_bare_link(text: str) -> bool:
    """Whether `with_links` would find anything, roughly."""
    return "://" in text


def _balanced(address: str) -> str:
    """Cut at a closing bracket that was opened before the address began."""
    depth = 0
    for position, character in enumerate(address):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return address[:position]
    return address
