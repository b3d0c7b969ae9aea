"""A snippet, and the way from it to an answer: alike for every text expander."""

from __future__ import annotations

import abc
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from pydantic import Field

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath, SourceConfig
from connectors.contract import (
    CheckReport,
    Connector,
    Cursor,
    Event,
    ParseFailed,
    Skipped,
    SourceUnavailable,
    failed_check,
)
from connectors.entries import Entry, Found, checks, pull_entries
from connectors.model import Audience, BodyFormat, Document, Kind

#: Part of every fingerprint: raise it when more is read out of the same snippets than before.
READER_VERSION = 1
_LONGEST_TITLE = 80
_MARKUP = re.compile(r"<[^>]*>|%[|\\<>^]|\*\*|__")
#: What stands for something else, in whatever expander's way.
_GAPS = re.compile(
    r"\{\{?[^{}]*\}\}?|\[\[[^\]]*\]\]"
    r"|%[a-z]{4,}:[^%\n]*%|%clipboard"
    r"|(?:%@[+-]\d+[A-Za-z])*%[-1]?[A-Za-z](?:[ ,./:-]{0,3}%[-1]?[A-Za-z](?!\w))*(?!\w)"
)


class SnippetsConfig(SourceConfig):
    """Where the snippets lie, and what holds for all of them."""

    path: LocalPath = Field(title="File", description="The exported file, or a folder of such files.")
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """One snippet. `place` is how a person finds it; `not_run` names the programs it would start.

    With a `problem` it cannot be read; with `left_out` it is none to be shown. Both are sentences.
    """

    id: str
    place: str
    body: str = ""
    body_format: BodyFormat = BodyFormat.TEXT
    title: str = ""
    shortcut: str | None = None
    folder: str | None = None
    tags: tuple[str, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    owner: str | None = None
    not_run: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None
    left_out: str | None = None


ConfigT = TypeVar("ConfigT", bound=SnippetsConfig)


class SnippetsConnector(Connector[ConfigT]):
    """Base of the sources of snippets: all are read at once, for one may stand inside another."""

    #: How the placeholders of the texts are written.
    syntax: str

    @abc.abstractmethod
    async def snippets(self) -> Sequence[Snippet | Found]:
        """Return all snippets in the order of their files; raises `SourceUnavailable`."""

    async def check(self) -> CheckReport:
        """Find out whether the snippets can be read, and which cannot."""
        try:
            found = await self._read()
        except SourceUnavailable as error:
            return failed_check("file", error, "Correct the path, or export the snippets anew.")
        return CheckReport(tuple(checks(found, "snippets", "Export the snippets anew.")))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every snippet, in the order of the files.

        Args:
            cursor: on which device a folder was when it was last read whole.

        Raises:
            SourceUnavailable: if the file is not there, or as a whole cannot be read.
        """
        async for event in pull_entries(self, self._read, cursor, version=READER_VERSION):
            yield event

    async def _read(self) -> list[Found]:
        found = await self.snippets()
        return [self._found(item) if isinstance(item, Snippet) else item for item in found]

    def _found(self, snippet: Snippet) -> Found:
        if snippet.left_out:
            return Skipped(snippet.id, snippet.left_out)
        told = [getattr(snippet, name) for name in Snippet.__slots__]
        return Entry(snippet.id, snippet.place, told, partial(self._document, snippet))

    def _document(self, snippet: Snippet) -> Document:
        if snippet.problem:
            raise ParseFailed(snippet.problem)
        if not snippet.body.strip():
            raise ParseFailed("It has no text: write one, or delete it.")
        extra = {"not run": list(snippet.not_run)} if snippet.not_run else {}
        return Document(
            external_id=snippet.id,
            kind=Kind.REPLY,
            title=" ".join(snippet.title.split()) or title_of(snippet.body) or snippet.shortcut or snippet.id,
            body=snippet.body.strip("\n"),
            body_format=snippet.body_format,
            audience=self.config.audience,
            groups=self.config.groups,
            language=self.config.language,
            tags=snippet.tags,
            folder=snippet.folder,
            shortcut=snippet.shortcut,
            placeholder_syntax=self.syntax,
            created_at=snippet.created_at,
            updated_at=snippet.updated_at,
            owner=snippet.owner,
            extra={**extra, **{name: value for name, value in snippet.extra.items() if value}},
        )


def title_of(body: str) -> str:
    """Return the first words of a text as its title, with an ellipsis in the place of each gap."""
    plain = _GAPS.sub("…", _MARKUP.sub(" ", body))
    line = next((" ".join(each.split()) for each in plain.splitlines() if re.search(r"\w", each)), "")
    if len(line) <= _LONGEST_TITLE:
        return line
    cut = line[:_LONGEST_TITLE]
    return f"{cut.rpartition(' ')[0] or cut}…"
