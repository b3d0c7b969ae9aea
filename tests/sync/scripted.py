"""Connectors for tests: one that yields what it is told, one that reads pages with a cursor."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel, SecretStr

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
    Upsert,
)
from connectors.model import BodyFormat, Document, Kind


class Nothing(BaseModel):
    """A configuration of no settings but a secret."""

    token: SecretStr = SecretStr("s3cr3t-token")


class Scripted(Connector[Nothing]):
    """Yields the events it is given; an exception among them is raised."""

    manifest = Manifest(id="scripted", title="Scripted", summary="", config_model=Nothing)
    script: ClassVar[Sequence[Any]] = ()

    async def check(self) -> CheckReport:
        return CheckReport((Check("source", Outcome.PASSED),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:  # noqa: ARG002 - starts anew each time
        for step in self.script:
            if isinstance(step, BaseException):
                raise step
            yield step


def scripted(*script: Any) -> type[Connector[Any]]:
    """A connector class that yields (or raises) these, in order."""
    return type("ScriptedHere", (Scripted,), {"script": script})


def document(external_id: str, body: str = "Some text.", **fields: Any) -> Document:
    """A small document."""
    values: dict[str, Any] = {
        "kind": Kind.REPLY,
        "title": external_id,
        "body_format": BodyFormat.TEXT,
    } | fields
    return Document(external_id=external_id, body=body, **values)


def upserts(*external_ids: str, body: str = "Some text.") -> list[Upsert]:
    """Upserts of small documents."""
    return [Upsert(document(external_id, body)) for external_id in external_ids]


def pages(content: Sequence[tuple[str, str]], size: int = 3) -> type[Connector[Any]]:
    """A connector that reads ids and bodies page by page; its cursor is where the next page begins.

    A body of `"!"` stands for a document that cannot be read.
    """

    class Paged(Scripted):
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
            for start in range(cursor or 0, len(content), size):
                for external_id, body in content[start : start + size]:
                    yield (
                        Failure(external_id, "It is broken.")
                        if body == "!"
                        else Upsert(document(external_id, body))
                    )
                yield Checkpoint(cursor=start + size)
            yield Checkpoint(cursor=None, complete=True)

    return Paged


def interrupted(connector: type[Connector[Any]], after: int) -> type[Connector[Any]]:
    """The same connector, dying without a word after so many events."""

    class Interrupted(connector):  # type: ignore[misc, valid-type] # made of whatever class it is given
        async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
            taken = 0
            async for event in super().pull(cursor):
                if taken == after:
                    raise OSError("The power went.")
                taken += 1
                yield event

    return Interrupted
