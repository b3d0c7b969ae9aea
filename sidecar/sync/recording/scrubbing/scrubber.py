"""Takes secrets, people and texts out of everything in a recording, the same one always in the same way."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from sidecar.sync.recording.scrubbing.addresses import ADDRESS, Hosts, scrub_address
from sidecar.sync.recording.scrubbing.filler import Filler
from sidecar.sync.recording.scrubbing.kinds import (
    is_name_in_address,
    is_number_of_person,
    is_of_person,
    is_opaque,
    is_plain,
    is_secret,
)
from sidecar.sync.recording.scrubbing.markup import has_markup, scrub_markup, scrub_text

#: Takes personal data out of a text; the names are those of people that the recording speaks of.
Cleaner = Callable[[str, Iterable[str]], str]

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_WHOLE_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_PATH = re.compile(r"/[^\s<>]*[a-z][^\s<>]*")
_QUOTED = re.compile(r"(?P<open>[\"'‘“])(?P<value>[^\"'’”]+)(?P<close>[\"'’”])")
_CITED = re.compile(r"(?<!\w)(?P<quote>[\"'])(?P<value>[^\"']+)(?P=quote)(?!\w)")
_SHORTEST_SECRET = 4


class Scrubber:
    """Scrubs one recording. Whatever was replaced once is replaced alike everywhere.

    Args:
        secrets: the secrets of the source's settings.
        clean: how personal data is taken out of texts that are kept; `None` to replace all texts.
        salt: random bytes; other ones for each recording.
    """

    def __init__(
        self, secrets: Iterable[str], clean: Cleaner | None = None, salt: bytes | None = None
    ) -> None:
        self._secrets = sorted(
            {each for each in secrets if len(each) >= _SHORTEST_SECRET}, key=len, reverse=True
        )
        self._clean = clean
        self._filler = Filler(os.urandom(16) if salt is None else salt)
        self._hosts = Hosts()
        self._removed: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._mails: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._spoken: dict[str, str] = {}
        self._news: set[str] = set()

    # --- what the service said, and the settings

    def json(self, value: Any, name: str = "", *, person: bool = False) -> Any:
        """Return parsed JSON with the same build, without what people wrote and who they are."""
        if isinstance(value, Mapping):
            about = person or is_of_person(name)
            return {
                self._key(str(key)): self.json(each, str(key), person=about) for key, each in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [self.json(each, name, person=person) for each in value]
        if isinstance(value, str):
            return self.field(name, value, person=person)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and is_number_of_person(name):
            return 0
        return value

    def field(self, name: str, value: str, *, person: bool = False) -> str:
        """Return what stands in for the value of a field of this name."""
        value = value.encode("utf-8", "replace").decode()  # halves of characters: no file can hold them
        news = self._replaced(name, value, person=person)
        # A word of the service's own, such as a state, may be a title elsewhere: requests keep it.
        if news != value:
            self._spoken[value] = news
            self._news.add(news)
            if not is_plain(value, "") or value in self._people or is_name_in_address(name):
                self._known[value] = news
        return news

    def address(self, value: str) -> str:
        """Return an address, whole or a path, without the names in it."""
        if value.startswith(("mailto:", "tel:", "data:", "javascript:")):
            return f"{value.partition(':')[0]}:removed"
        return scrub_address(self._without_secrets(value), self._hosts, self._parameter, self._title)

    def words(self, text: str) -> str:
        """Return a text without markup: other words, or the same without personal data."""
        if self._clean is None:
            parts = re.split(f"({ADDRESS.pattern}|{_MAIL.pattern})", text, flags=re.IGNORECASE)
            return "".join(self._part(part) for part in parts)
        return self._clean(self._without_secrets(text), self._people)

    def markup(self, text: str, *, fields: bool = False) -> str:
        """Return HTML, or XML whose elements are `fields`, without what it says."""
        return scrub_markup(text, self, fields=fields)

    # --- what the connector asked, and what it says

    def asked(self, value: Any, name: str = "") -> Any:
        """Return what a connector sent. It is made of its own words, the settings, and what it was told."""
        if isinstance(value, Mapping):
            return {key: self.asked(each, str(key)) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.asked(each, name) for each in value]
        return self._asked(name, value) if isinstance(value, str) else value

    def asked_markup(self, text: str) -> str:
        """Return XML that a connector sent."""
        return scrub_markup(text, _Asking(self), fields=True)

    def asked_address(self, address: str) -> str:
        """Return the address of a request."""
        if (known := self._known.get(address)) is not None:
            return known
        plain = self._with_known_parts(self._without_secrets(address))
        return scrub_address(plain, self._hosts, self._asked, self._known_title)

    def sentence(self, text: str) -> str:
        """Return what a connector says of an error: its own words; what it read is replaced as elsewhere."""
        plain = ADDRESS.sub(lambda match: self.asked_address(match[0]), self._without_secrets(text))
        plain = _MAIL.sub(lambda match: self._mail(match[0]), plain)
        told = (value for value in self._spoken if len(value) >= _SHORTEST_SECRET - 1 and value in plain)
        for value in sorted(told, key=len, reverse=True):
            whole = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
            plain = self._spoken[value].join(whole.split(plain))
        return _CITED.sub(self._cited, plain)

    def token(self, value: str) -> str:
        """Return what stands in for a secret."""
        return self._removed.setdefault(value, f"removed-{len(self._removed) + 1}")

    # --- how

    def _replaced(self, name: str, value: str, *, person: bool) -> str:
        if not value.strip():
            return value
        if is_secret(name) or is_opaque(value):
            return self.token(value)
        plain = self._without_secrets(value)
        if _WHOLE_ADDRESS.fullmatch(plain) or _PATH.fullmatch(plain):
            return self.address(plain)
        if is_of_person(name, within=person) or _MAIL.fullmatch(plain):
            return self._of_person(name, plain)
        if is_plain(plain, name):
            return plain
        return self.markup(plain) if has_markup(plain) else scrub_text(plain, self.words)

    def _of_person(self, name: str, value: str) -> str:
        """Return what stands in for a mail address, a name, a telephone number; an id stays."""
        if _MAIL.fullmatch(value):
            return self._mail(value)
        return value if value.isdecimal() and not is_number_of_person(name) else self._person(value)

    def _cited(self, match: re.Match[str]) -> str:
        """Fill what stands in quotes and is not known whole: errors of libraries cut their values off."""
        value = match["value"]
        return (
            match[0]
            if is_plain(value, "") or value in self._news
            else match[0].replace(value, self._filler.text(value))
        )

    def _asked(self, name: str, value: str) -> str:
        if is_secret(name) or is_opaque(value):
            is_page = value.isdecimal() and len(value) < _SHORTEST_SECRET
            return value if is_page else self.token(value)
        if value in self._known:
            return self._known[value]
        plain = self._without_secrets(value)
        if _WHOLE_ADDRESS.fullmatch(plain):
            return self.asked_address(plain)
        if has_markup(plain):
            return self.asked_markup(plain)
        plain = _MAIL.sub(lambda match: self._mail(match[0]), plain)
        plain = _QUOTED.sub(
            lambda match: match["open"] + self._known.get(match["value"], match["value"]) + match["close"],
            plain,
        )
        return ",".join(self._known.get(part, part) for part in plain.split(",")) if "," in plain else plain

    def _key(self, key: str) -> str:
        """Return the name of a field; it may be data, too."""
        return (
            self.field("title", key) if re.search(r"\s|@|[^\x00-\x7f]", key) else self._without_secrets(key)
        )

    def _parameter(self, name: str, value: str) -> str:
        return self.field(name, value)

    def _title(self, text: str) -> str:
        found = self._known[text] = self._mail(text) if "@" in text else self._filler.text(text)
        return found

    def _known_title(self, text: str) -> str:
        return _MAIL.sub(lambda match: self._mail(match[0]), self._known.get(text, text))

    def _with_known_parts(self, address: str) -> str:
        """Return an address with the parts of its path replaced that stand for somebody or something."""
        start, slashes, path = address.partition("//") if "//" in address else ("", "", address)
        host, *parts = path.split("/")
        news = (self._known.get(unquote(part)) for part in parts)
        kept = [
            part if new is None else quote(new, safe="-._~@") for part, new in zip(parts, news, strict=True)
        ]
        return start + slashes + "/".join([host, *kept])

    def _part(self, part: str) -> str:
        if _MAIL.fullmatch(part):
            return self._mail(part)
        return self.address(part) if ADDRESS.fullmatch(part) else self._filler.text(part)

    def _mail(self, mail: str) -> str:
        """Return what stands in for a mail address, and that for itself."""
        if mail not in self._news:
            mail = self._mails.setdefault(mail.casefold(), f"person-{len(self._mails) + 1}@example.test")
            self._news.add(mail)
        return mail

    def _person(self, name: str) -> str:
        return self._people.setdefault(name, f"Person {len(self._people) + 1}")

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, self.token(secret))
        return text


@dataclass(frozen=True, slots=True)
class _Asking:
    """What stands in for what is found in XML that a connector sent."""

    scrubber: Scrubber

    def field(self, name: str, value: str) -> str:
        return str(self.scrubber.asked(value, name))

    def address(self, value: str) -> str:
        return self.scrubber.asked_address(value)

    def words(self, text: str) -> str:
        return str(self.scrubber.asked(text))

    def json(self, value: object) -> object:
        return self.scrubber.asked(value)
