"""Addresses of the web in a recording: whose they are is hidden, what a connector needs of them stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>\\^`{}|]+", re.IGNORECASE)

#: Services that many share: their own name stays, their customer's part of it goes.
_SHARED = re.compile(
    r"(?:^|\.)(?P<service>(?:chatwoot|force|front|frontapp|getguru|github|gitlab|google|googleapis|gorgias"
    r"|helpscoutdocs|hubapi|hubspot|notion|salesforce|zammad|zendesk|freshdesk|freshservice|atlassian)\.com"
    r"|(?:atlassian|helpscout)\.net|intercom\.(?:io|help)|notion\.(?:so|site))$"
)
_PUBLIC = {
    "",
    "api",
    "api2",
    "www",
    "app",
    "rest",
    "docsapi",
    "help",
    "support",
    "docs",
    "developers",
    "drive",
}
_WORDS = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"[^\W_]+")
#: From so many words on, a part of a path is somebody's title.
_TITLE_WORDS = 3


@dataclass(slots=True)
class Hosts:
    """Gives hosts other names, each always the same. The first one is taken for the source itself."""

    _names: dict[str, str] = field(default_factory=dict)

    def named(self, host: str) -> str:
        """Return what stands in for a host."""
        small = host.lower().rstrip(".")
        if small not in self._names:
            self._names[small] = self._new(small)
        return self._names[small]

    def _new(self, host: str) -> str:
        alias = f"example-{len(self._names) + 1}" if self._names else "example"
        if shared := _SHARED.search(host):
            customer = host[: shared.start()]
            return host if customer in _PUBLIC else f"{alias}.{shared['service']}"
        return f"{alias}.test"


def scrub_address(
    address: str, hosts: Hosts, parameter: Callable[[str, str], str], title: Callable[[str], str]
) -> str:
    """Return an address without the names of host, people and titles in it.

    Args:
        address: whole, or from its path on.
        hosts: names for hosts.
        parameter: what stands in for a value of the query, by its name.
        title: what stands in for a part of the path that may be a title or a name.
    """
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "https://unreadable.test/"
    netloc = f"{hosts.named(parts.hostname)}{port}" if parts.hostname else ""
    path = "/".join(scrub_segment(segment, title) for segment in parts.path.split("/"))
    query = urlencode([(name, parameter(name, value)) for name, value in parse_qsl(parts.query, True)])
    return urlunsplit((parts.scheme, netloc, path, query, title(parts.fragment) if parts.fragment else ""))


def scrub_segment(segment: str, title: Callable[[str], str]) -> str:
    """Return a part of a path; the words in it are replaced if it may be a title, numbers stay."""
    plain = unquote(segment)
    if not _may_be_title(plain):
        return segment
    stem, dot, ending = plain.rpartition(".")
    if not dot or not ending.isascii() or not ending.islower() or len(ending) > 5:  # noqa: PLR2004 - no ending of a file
        stem, dot, ending = plain, "", ""
    if "@" in plain:
        return quote(title(plain), safe="-._~@")
    words = _PART.sub(lambda match: match[0] if match[0].isdigit() else title(match[0]), stem)
    return quote(words + dot + ending, safe="-._~!$&'()*+,;=:@")


def _may_be_title(plain: str) -> bool:
    if "@" in plain or not plain.isascii() or re.search(r"\s", plain):
        return True
    words = _WORDS.findall(plain.replace("_", " ") if plain[:1].isupper() else plain)
    if len(words) >= _TITLE_WORDS and ("-" in plain or "+" in plain):
        return True
    return any(word[:1].isupper() and word[1:].islower() for word in words) and not re.fullmatch(
        r"[a-z]+(?:[A-Z][a-z0-9]*)+", plain
    )
