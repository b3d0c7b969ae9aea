"""The pages of an export that are to be read, each with what its surroundings say about it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from connectors.confluence import archive, entities
from connectors.confluence.entities import Entity
from connectors.confluence.outline import KINDS, Outline, Page
from connectors.confluence.pages import Body
from connectors.confluence.storage import Surroundings
from connectors.parsing.bundle import Entry

_STORAGE = "2"
_USER_KEY = re.compile(r'ri:(?:userkey|username|account-id)="([^"]+)"|\[~([^\]|]+)\]')


@dataclass(frozen=True, slots=True)
class Job:
    """One page to be read: its body (none if it is too large), or its file; `page` is all else of it."""

    external_id: str
    fingerprint: str
    page: Page | None = None
    body: Body | None = None
    entry: Entry | None = None


@dataclass(slots=True)
class XmlExport:
    """An XML export after the first pass: `pages` by id, and a job for each as its body comes along."""

    pages: Mapping[str, Page]
    users: Mapping[str, str]
    settings: str
    address: str
    _seen: set[str] = field(default_factory=set)

    @property
    def taken(self) -> int:
        """How many pages' bodies came along so far."""
        return len(self._seen)

    def job(self, body: Entity) -> Job | None:
        """Return what is to be read of a body; `None` if it is not the first with text of a wanted page."""
        page = self.pages.get(body.references.get("content", ""))
        text = body.values.get("body", "")
        if page is None or page.id in self._seen or not (text.strip() or body.too_large):
            return None
        self._seen.add(page.id)
        keys = {key for pair in _USER_KEY.findall(text) for key in pair if key}
        users = {key: self.users[key] for key in sorted(keys) if key in self.users}
        said = json.dumps([self.settings, repr(page), users, body.too_large, text], ensure_ascii=False)
        fingerprint = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        if body.too_large:
            return Job(page.id, fingerprint, page)
        is_storage = body.values.get("bodyType", "").strip() == _STORAGE
        here = Surroundings(self.address, page.id, page.space_key, users)
        return Job(page.id, fingerprint, page, Body(text, is_storage, here))


def outlined(path: Path, everyone: frozenset[str]) -> Outline:
    """Read an XML export once, for everything but the texts.

    Raises:
        SourceUnavailable: if it is not there, damaged, or none.
    """
    outline = Outline(everyone)
    with archive.entities(path) as stream:
        for entity in entities.read(stream, KINDS, skipped=("body",)):
            outline.add(entity)
    return outline


def html_job(entry: Entry, settings: str) -> Job:
    """Return what is to be read of a page of an HTML export."""
    mark = hashlib.sha256(f"{settings}{entry.name}".encode()).hexdigest()[:8]
    return Job(archive.page_id(entry.name) or entry.name, f"{entry.mark}-{mark}", entry=entry)


def mark_of(path: Path) -> str:
    """Return a mark that changes when the export is another one."""
    file = path / archive.ENTITIES if path.is_dir() else path
    status = file.stat()
    return f"{status.st_size:x}-{status.st_mtime_ns:x}"
