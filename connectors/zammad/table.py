"""The `zammad-csv` source: text modules from the table that Zammad imports.

Zammad has no export of all text modules: what it offers for download is an example of at most 23 of them. The
table is what teams keep themselves, or write from Zammad's database, to import it. Source: Zammad's
`can_csv_import.rb` (columns by name, lists parted by `~~~`) and its tests (`;` between columns).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import Field

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath, SourceConfig
from connectors.contract import (
    Check,
    Checkpoint,
    CheckReport,
    Connector,
    Cursor,
    Event,
    Failure,
    Manifest,
    Outcome,
    ParseFailed,
    Skipped,
    SourceUnavailable,
    failed_check,
)
from connectors.hosted.answers import Fields, mark, read_answers
from connectors.listing import Listed, pull_listed
from connectors.model import Audience, BodyFormat
from connectors.parsing.decode import decode
from connectors.parsing.fields import plain_key
from connectors.parsing.records import Row, read_csv
from connectors.zammad import modules

#: Part of every fingerprint: raise it when more is read out of the same rows than before.
READER_VERSION = 1
_MAX_BYTES = 50_000_000
_BATCH = 200
_LIST = "~~~"
#: By this Zammad tells HTML from text when it imports a text module.
_MARKUP = re.compile(r"<.+?>")
_NO = {"false", "0", "no", "f"}


class ZammadCsvConfig(SourceConfig):
    """Where the table lies, and what holds for all of it."""

    path: LocalPath = Field(
        title="File", description="The CSV file, with the columns id, name, keywords, content, note, active."
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


@dataclass(slots=True)
class _Table:
    """The rows of a file. It is whole if it is known of each row which text module it is."""

    listed: list[Listed[modules.TextModule]]
    others: list[Skipped | Failure]
    whole: bool = True


class ZammadCsvConnector(Connector[ZammadCsvConfig]):
    """Reads all rows on every run. Ids are those that the `zammad` source gives to text modules, too."""

    manifest = Manifest(
        id="zammad-csv",
        title="Zammad text modules (CSV)",
        summary="A table of text modules as Zammad imports it, with keywords, notes and groups.",
        config_model=ZammadCsvConfig,
        docs_url="https://admin-docs.zammad.org/en/latest/manage/text-modules.html",
    )

    async def check(self) -> CheckReport:
        """Find out whether the file can be read, and how many text modules it has."""
        try:
            table = await self.context.thread(self._table)
        except SourceUnavailable as error:
            return failed_check("file", error, "Correct the path or the file.")
        number = len(table.listed)
        outcome = Outcome.PASSED if number else Outcome.INDETERMINATE
        remedy = "" if number else "Add rows to the file, or set `active` to true."
        rows = [
            Check(
                "row", Outcome.INDETERMINATE, f"{item.external_id}: {item.reason}", "Correct it in the file."
            )
            for item in table.others[:20]
            if isinstance(item, Failure)
        ]
        return CheckReport((Check("text modules", outcome, f"{number} can be read.", remedy), *rows))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every row, in the order of the file.

        Args:
            cursor: ignored: a run that was cut off starts anew and passes over what is already stored.

        Raises:
            SourceUnavailable: if the file is not there, or as a whole cannot be read.
        """
        del cursor
        table = await self.context.thread(self._table)
        for other in table.others:
            yield other
        async for event in pull_listed(self, table.listed, self._read, batch=_BATCH):
            is_last = isinstance(event, Checkpoint) and event.complete
            yield Checkpoint(complete=table.whole) if is_last else event

    async def _read(self, new: Sequence[Listed[modules.TextModule]]) -> list[Event]:
        return await read_answers(self.context, new, self._fields)

    def _fields(self, module: modules.TextModule) -> Fields:
        config = self.config
        fields = partial(modules.fields, audience=config.audience, groups=config.groups, address="")
        markup = BodyFormat.HTML if _MARKUP.search(module.get("content", "")) else BodyFormat.TEXT
        return fields(module) | {"language": config.language, "body_format": markup}

    def _table(self) -> _Table:
        """Read the file; runs in a worker thread."""
        settings = self.config.model_dump_json(exclude={"path"})
        table = _Table([], [])
        taken: dict[str, str] = {}
        for row in _rows(self.config.path):
            module = _module(row)
            id_ = modules.external_id(module["id"])
            if not module["id"]:
                table.whole = False
                reason = row.error or "It has neither an id nor a name: fill in the column `name`."
                table.others.append(Failure(f"? {row.place}", reason))
            elif id_ in taken:
                reason = f"It is the same text module as {taken[id_]}: give each an id of its own."
                table.others.append(Failure(f"{id_} ({row.place})", reason))
            elif row.error:
                table.others.append(Failure(id_, f"{row.place.capitalize()}: {row.error}"))
            elif skipped := modules.left_out(module):
                table.others.append(skipped)
            else:
                table.listed.append(Listed(id_, mark(READER_VERSION, settings, module), module))
            taken.setdefault(id_, row.place)
        return table


def _module(row: Row) -> modules.TextModule:
    """Return a row as the API would give the text module; without an id, its name is it, as for Zammad."""
    said = {plain_key(key): str(value or "").strip() for key, value in row.record.items()}
    return {
        **said,
        "id": said.get("id") or said.get("name") or "",
        "active": said.get("active", "").casefold() not in _NO,
        "groups": [part.strip() for part in said.get("groups", "").split(_LIST) if part.strip()],
        "group_ids": [part.strip() for part in said.get("group_ids", "").split(_LIST) if part.strip()],
    }


def _rows(path: Path) -> list[Row]:
    """Return the rows of a file.

    Raises:
        SourceUnavailable: it is not there, or no such table.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise SourceUnavailable(f"{path.name} is larger than {_MAX_BYTES // 1_000_000} MB: split it.")
        return list(read_csv(decode(path.read_bytes())))
    except FileNotFoundError:
        raise SourceUnavailable(f"{path} is not there: correct the path, or connect the drive.") from None
    except (OSError, ParseFailed) as error:
        raise SourceUnavailable(f"{path.name} cannot be read as a table: {error}") from None
