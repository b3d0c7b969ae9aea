"""Addresses of pages: one spelling for each, and which of them belong to the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yarl import URL

from connectors.parsing.globs import matcher

_LONGEST = 2000
#: Parameters that say where a visitor comes from, not which page it is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid|_ga|_gl|ref_src|phpsessid|sid", re.IGNORECASE
)
#: What browsers show or play rather than read as a page.
_FILES = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|m?js|json|xml|zip|gz|7z|tar|exe|dmg|mp[34]|mov|webm|ogg|wav"
    r"|woff2?|ttf|pdf|docx?|xlsx?|pptx?|csv|rss|atom)$",
    re.IGNORECASE,
)


def normal(address: str, base: str | None = None) -> str | None:
    """Return an address in the one spelling it has here; `None` if it is none of the web.

    The fragment, tracking parameters and a default port go; upper case in the host does, too.

    Args:
        address: as it is written.
        base: of the page it stands on.
    """
    try:
        url = URL(base).join(URL(address.strip())) if base else URL(address.strip())
        if url.scheme not in {"http", "https"} or not url.host or url.user or url.password:
            return None
        kept = [(name, value) for name, value in url.query.items() if not _TRACKING.fullmatch(name)]
        url = url.with_fragment(None).with_query(kept or None)
        found = str(url.with_path("/") if url.path == "" else url)
    except (ValueError, TypeError):
        return None
    return found if len(found) <= _LONGEST else None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which addresses are the source's: those of its host, below its path, by the admin's patterns."""

    origin: str
    below: str
    include: Callable[[str], bool] | None
    exclude: Callable[[str], bool]

    def refusal(self, address: str) -> str | None:
        """Return why an address is not read, `None` if it is."""
        url = URL(address)
        path = url.path.lstrip("/")
        if str(url.origin()) != self.origin:
            return "It is on another website."
        if not url.path.startswith(self.below):
            return f"It is not below {self.below}."
        if self.exclude(path):
            return "It is left out by the setting `exclude`."
        if self.include is not None and not self.include(path):
            return "It is not among those of the setting `include`."
        return "It is a file, not a page." if _FILES.search(url.path) else None


def scope_of(start: str, include: Sequence[str], exclude: Sequence[str]) -> Scope:
    """Return the scope of a source that begins at an address: that page's folder and all below it."""
    url = URL(start)
    below = "/" if is_sitemap(start) else url.path[: url.path.rfind("/") + 1] or "/"
    return Scope(str(url.origin()), below, matcher(include) if include else None, matcher(exclude))


def is_sitemap(address: str) -> bool:
    """Whether an address is that of a sitemap rather than of a page."""
    return URL(address).path.lower().endswith((".xml", ".xml.gz", "sitemap.txt"))
