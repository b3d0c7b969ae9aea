"""The files that a card links to: Guru keeps them beside the card's text, behind its sign-in."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

from connectors.model import Attachment

#: Where uploaded files are (`guruhq/py-sdk`, `upload_file`).
_HOSTS = {"content.api.getguru.com", "api.getguru.com"}
_FOLDER = "/files/view/"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link to a file."""
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self._open = address if _is_file(address) else None
            if self._open:
                self.found.setdefault(self._open, "")

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        self._open = None if tag == "a" else self._open

    def handle_data(self, data: str) -> None:
        """Take what a link says for the file's name."""
        if self._open:
            self.found[self._open] += data


def files(body: str) -> tuple[Attachment, ...]:
    """Return the uploaded files that a card's HTML links to, each once."""
    links = _Links()
    links.feed(body)
    links.close()
    return tuple(
        Attachment(name=" ".join(name.split()) or address.rpartition("/")[2], url=address)
        for address, name in links.found.items()
    )


def _is_file(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname in _HOSTS and parts.path.startswith(_FOLDER)
