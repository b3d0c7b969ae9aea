"""What connectors share that read a file of many answers as a whole: tables, collections of snippets."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from connectors.contract import (
    Check,
    Checkpoint,
    Connector,
    Cursor,
    Event,
    Failure,
    Outcome,
    ParseFailed,
    Progress,
    Skipped,
    SourceUnavailable,
    Upsert,
    invalid,
)
from connectors.model import Document
from connectors.parsing import mounts
from connectors.parsing.walk import is_leftover

#: Larger files are no collections of answers.
MAX_BYTES = 100_000_000
_BATCH = 200
_MOST_FILES = 2000
#: Marks the id of an entry of which it could not be told which answer it is.
_NAMELESS = "? "


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in a file.

    `place` is how a person finds it (`row 5`). `content` is all that the answer is made of, as JSON: while it
    stays the same, the answer is not made anew. `make` makes it, and raises `ParseFailed` with what to do.
    """

    external_id: str
    place: str
    content: Any
    make: Callable[[], Document]


#: What reading a file gives, in its order.
Found = Entry | Failure | Skipped


def nameless(place: str, reason: str) -> Failure:
    """Return the failure of an entry that says nothing to tell it by; a pass with one deletes nothing."""
    return Failure(_NAMELESS + place, f"{_capital(place)}: {reason}")


async def pull_entries(
    connector: Connector[Any],
    read: Callable[[], Awaitable[Sequence[Found]]],
    cursor: Cursor,
    *,
    version: int,
) -> AsyncIterator[Event]:
    """Yield the events of a whole pass; of entries with the same id the first counts.

    A run that was cut off starts anew and passes over what is already stored.

    Args:
        connector: whose pull this is; its setting `path` is what is read.
        read: returns all there is.
        cursor: of the last run.
        version: of the reader; part of every fingerprint.

    Raises:
        SourceUnavailable: if the path is an empty folder that a share left behind.
    """
    found = list(_unique(await read()))
    try:
        memory = await connector.context.thread(
            mounts.remembered, connector.config.path, cursor, is_empty=not found
        )
    except OSError as error:
        raise unavailable(connector.config.path, error) from error
    settings = f"{version}{_settings(connector.config)}"
    yield Progress(0, len(found))
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        for item in batch:
            yield _event(connector, item, settings)
        yield Progress(start + len(batch), len(found))
        yield Checkpoint(memory, resumes=False)
    complete = not any(_is_nameless(item) for item in found)
    yield Checkpoint(memory, complete=complete, resumes=False)


def _settings(config: BaseModel) -> str:
    return config.model_dump_json(exclude={"path"})


def _unique(found: Iterable[Found]) -> Iterator[Found]:
    taken: dict[str, str] = {}
    for item in found:
        if not isinstance(item, Entry):
            yield item
        elif item.external_id in taken:
            reason = f"'{item.external_id}' is already {taken[item.external_id]}: give it an id of its own."
            yield Failure(f"{item.external_id} ({item.place})", f"{_capital(item.place)}: {reason}")
        else:
            taken[item.external_id] = item.place
            yield item


def _event(connector: Connector[Any], item: Found, settings: str) -> Event:
    if not isinstance(item, Entry):
        return item
    content = json.dumps(item.content, sort_keys=True, default=str, ensure_ascii=False)
    mark = hashlib.sha256(f"{settings}{content}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
    if event := connector.known(item.external_id, mark):
        return event
    try:
        return Upsert(item.make(), mark)
    except ParseFailed as error:
        return Failure(item.external_id, f"{_capital(item.place)}: {error}", fingerprint=mark)
    except ValidationError as error:
        return invalid(item.external_id, error, mark)


def _is_nameless(item: Found) -> bool:
    return isinstance(item, Failure) and item.external_id.startswith(_NAMELESS)


def _capital(place: str) -> str:
    """Begin a sentence with a place, but leave the name of a file as it is."""
    return place[:1].upper() + place[1:] if re.match(r"[a-z]+ \d", place) else place


def checks(found: Sequence[Found], what: str, nothing: str) -> list[Check]:
    """Return the checks of what was read: how much of it can be used, and the first faults.

    Args:
        found: what reading gave.
        what: what the answers are called (`snippets`).
        nothing: what to do where there are none.
    """
    found = list(_unique(found))
    good, bad = 0, []
    for item in found:
        reason = _fault(item)
        if reason is None:
            good += isinstance(item, Entry)
        else:
            bad.append(reason)
    left = sum(isinstance(item, Skipped) for item in found)
    out = f" {left} left out; the log of a run says why." if left else ""
    outcome = Outcome.PASSED if good else Outcome.FAILED if bad else Outcome.INDETERMINATE
    report = [Check(what, outcome, f"{good} {what} can be read.{out}", "" if good else nothing)]
    return report + [
        Check("entry", Outcome.INDETERMINATE, reason, "Correct it, and save the file anew.")
        for reason in bad[:20]
    ]


def _fault(item: Found) -> str | None:
    if isinstance(item, Failure):
        return item.reason
    if isinstance(item, Skipped):
        return None
    try:
        item.make()
    except ParseFailed as error:
        return f"{_capital(item.place)}: {error}"
    except ValidationError as error:
        return f"{_capital(item.place)}: {invalid(item.external_id, error, None).reason}"
    return None


def files_of(path: Path, suffixes: Iterable[str]) -> list[Path]:
    """Return the files to be read: the path itself, or those of the given kinds directly in that folder.

    Raises:
        SourceUnavailable: naming what to do, if it is not there, or is of no such kind.
    """
    kinds = sorted(suffixes)
    try:
        if not path.is_dir():
            path.stat()
            if path.suffix.lower() not in kinds:
                raise SourceUnavailable(f"{path.name} is of no kind that is read here: {', '.join(kinds)}.")
            return [path]
        found = sorted(
            file for file in path.iterdir() if file.suffix.lower() in kinds and not is_leftover(file.name)
        )
        found = [file for file in found if file.is_file()]
    except OSError as error:
        raise unavailable(path, error) from error
    if len(found) > _MOST_FILES:
        raise SourceUnavailable(f"{path} holds {len(found)} files: name a folder of at most {_MOST_FILES}.")
    return found


def read_bytes(file: Path, *, most: int = MAX_BYTES) -> bytes:
    """Return a file's content.

    Raises:
        SourceUnavailable: naming what to do, if it cannot be read or is too large.
    """
    try:
        if file.stat().st_size > most:
            raise SourceUnavailable(f"{file.name} is larger than {most // 1_000_000} MB: split it.")
        return file.read_bytes()
    except OSError as error:
        raise unavailable(file, error) from error


def unavailable(path: Path, error: OSError) -> SourceUnavailable:
    """Return the error of a file that cannot be opened; the message says what to do."""
    if isinstance(error, FileNotFoundError):
        return SourceUnavailable(f"{path} is not there: correct the path, or connect the drive or share.")
    if isinstance(error, PermissionError):
        return SourceUnavailable(f"{path} may not be read: allow Cuecard's user to open it.")
    return SourceUnavailable(f"{path} cannot be read just now ({error.strerror or error}): try again later.")
