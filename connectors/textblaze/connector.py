"""The `text-blaze` source: exported folders of snippets. What is read of them is told in `folders`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from connectors.contract import Manifest, ParseFailed, SourceUnavailable
from connectors.entries import Found, files_of, nameless, read_bytes
from connectors.model import BodyFormat
from connectors.snippets.base import Snippet, SnippetsConfig, SnippetsConnector
from connectors.snippets.nesting import resolved
from connectors.textblaze.commands import NESTED, written_out
from connectors.textblaze.folders import Raw, read_json, read_table

_SUFFIXES = (".json", ".csv", ".tsv")


class TextBlazeConfig(SnippetsConfig):
    """Where the export lies, and what holds for all of it."""


class TextBlazeConnector(SnippetsConnector[TextBlazeConfig]):
    """Reads snippets with their form fields; conditions, formulas and page data stand as gaps."""

    manifest = Manifest(
        id="text-blaze",
        title="Text Blaze",
        summary="Exported folders (JSON or CSV) with form fields and dates; nothing is run or fetched.",
        config_model=TextBlazeConfig,
        docs_url="https://blaze.today/commands",
    )
    syntax = "text-blaze"

    async def snippets(self) -> Sequence[Snippet | Found]:
        """Return the snippets of all files, those inside others in their places."""
        files = await self.context.thread(files_of, self.config.path, _SUFFIXES)
        raw: list[Raw] = []
        for file in files:
            place = f"{file.name}, " if len(files) > 1 else ""
            read = await self.context.thread(_raw, file)
            raw += [replace(each, place=f"{place}{each.place}") for each in read]
        return await self.context.thread(lambda: list(_snippets(raw)))


def _raw(file: Path) -> list[Raw]:
    data = read_bytes(file)
    try:
        return read_json(data) if file.suffix.lower() == ".json" else read_table(data)
    except ParseFailed as error:
        raise SourceUnavailable(f"{file.name}: {error}") from None


def _snippets(raw: Sequence[Raw]) -> Iterator[Snippet | Found]:
    by_shortcut: dict[str, Raw] = {}
    for each in raw:
        by_shortcut.setdefault(each.shortcut, each)
    for each in raw:
        identity = each.id or each.shortcut or "::".join(part for part in (each.folder, each.name) if part)
        if each.error or not (each.id or each.shortcut or each.name):
            yield nameless(each.place, each.error or "It has neither shortcut nor name: give it one.")
            continue
        yield Snippet(
            id=identity,
            place=each.place,
            body=_body(each, by_shortcut),
            body_format=each.markup,
            title=each.name,
            shortcut=each.shortcut or None,
            folder=each.folder,
        )


def _body(raw: Raw, by_shortcut: dict[str, Raw]) -> str:
    def other(shortcut: str) -> str | None:
        found = by_shortcut.get(shortcut)
        if found is None or not found.body.strip():
            return None
        if raw.markup is found.markup or raw.markup is not BodyFormat.HTML:
            # Formatted text cannot stand within plain text: it stays a gap.
            return found.body if raw.markup is found.markup else None
        return escape(found.body, quote=False).replace("\n", "<br>")

    whole = resolved(raw.body, raw.shortcut, NESTED, other)
    about = {"name": raw.name, "shortcut": raw.shortcut, "id": raw.id, "folder": raw.folder or ""}
    return written_out(whole, raw.markup, about)
