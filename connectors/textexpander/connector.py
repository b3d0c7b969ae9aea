"""The `textexpander` source: exported groups of snippets. What is read of them is told in `groups`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from connectors.contract import Manifest, ParseFailed, SourceUnavailable
from connectors.entries import Found, files_of, nameless, read_bytes
from connectors.snippets.base import Snippet, SnippetsConfig, SnippetsConnector
from connectors.snippets.nesting import resolved
from connectors.textexpander.groups import Raw, read_property_list, read_table

_TABLES = (".csv", ".tsv", ".txt")
_LISTS = (".textexpander", ".plist", ".xml")
_NESTED = re.compile(r"%snippet:([^%\n]{1,100})%")
#: Keys that begin a new line in any editor; others only move the caret.
_RETURN = re.compile(r"%key:(?:enter|return)%", re.IGNORECASE)


class TextExpanderConfig(SnippetsConfig):
    """Where the export lies, and what holds for all of it."""


class TextExpanderConnector(SnippetsConnector[TextExpanderConfig]):
    """Reads snippets with their fill-ins and dates; a group is a folder, nested ones stand in place."""

    manifest = Manifest(
        id="textexpander",
        title="TextExpander",
        summary="Exported groups (.textexpander or CSV) with fill-ins, dates, nesting; scripts never run.",
        config_model=TextExpanderConfig,
        docs_url="https://textexpander.com/learn/using/snippets/advanced-snippet-elements",
    )
    syntax = "textexpander"

    async def snippets(self) -> Sequence[Snippet | Found]:
        """Return the snippets of all files, those inside others in their places."""
        files = await self.context.thread(files_of, self.config.path, (*_TABLES, *_LISTS))
        raw: list[tuple[str, Raw]] = []
        for file in files:
            place = f"{file.name}, " if len(files) > 1 else ""
            raw += [(f"{place}{each.place}", each) for each in await self._raw(file)]
        texts: dict[str, str] = {}
        for _, each in raw:
            if each.abbreviation and each.text and not each.program:
                texts.setdefault(each.abbreviation, each.text)
        return list(_snippets(raw, texts))

    async def _raw(self, file: Path) -> list[Raw]:
        try:
            if file.suffix.lower() in _TABLES:
                data = await self.context.thread(read_bytes, file)
                return await self.context.thread(read_table, data, file.stem)
            return await self.context.parse(read_property_list, str(file))
        except ParseFailed as error:
            raise SourceUnavailable(f"{file.name}: {error}") from None


def _snippets(raw: Sequence[tuple[str, Raw]], texts: dict[str, str]) -> Iterator[Snippet | Found]:
    for place, each in raw:
        identity = each.uuid or "/".join(
            part for part in (each.group, each.abbreviation or each.label) if part
        )
        if each.error or not (each.uuid or each.abbreviation or each.label):
            yield nameless(place, each.error or "It has neither abbreviation nor label: give it one.")
            continue
        yield Snippet(
            id=identity,
            place=place,
            body=_RETURN.sub("\n", resolved(each.text, each.abbreviation, _NESTED, texts.get)),
            title=each.label,
            shortcut=each.abbreviation or None,
            folder=each.group or None,
            created_at=each.created_at,
            updated_at=each.updated_at,
            extra={"uses": each.uses, "formatting": "left out" if each.rich else None},
            left_out=f"It is a program ({each.program}), which is never run here." if each.program else None,
        )
