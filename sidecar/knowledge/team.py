"""The answers that the team writes itself, kept in a source of their own that is made on first use."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from connectors.model import BodyFormat, Document
from sidecar.knowledge import answers, ingest, runs, sources
from sidecar.knowledge.clock import moment
from sidecar.knowledge.errors import NotFound, NotTeamAnswer
from sidecar.knowledge.model import Answer
from sidecar.knowledge.preparation import Prepared
from sidecar.knowledge.schema import answers as answer_table
from sidecar.knowledge.schema import sources as source_table

TYPE = "team"
NAME = "team"


#: Where a document of the team keeps what its author typed.
_WRITTEN = "written"


def written_as(body: str, body_format: BodyFormat) -> dict[str, Any]:
    """Return the `extra` of a document that keeps what its author typed, to be edited again."""
    return {_WRITTEN: {"body": body, "format": body_format.value}}


def as_written(conn: Connection, number: int) -> tuple[str, BodyFormat]:
    """Return what the author of an answer typed, and its markup; of an older answer, its HTML."""
    row = conn.execute(
        select(answer_table.c.extra, answer_table.c.html).where(answer_table.c.number == number)
    ).one()
    written = json.loads(row.extra).get(_WRITTEN)
    if written is None:
        return row.html, BodyFormat.HTML
    return written["body"], BodyFormat(written["format"])


def new_external_id() -> str:
    """Return the external id for an answer that is about to be written."""
    return secrets.token_hex(8)


def write(conn: Connection, prepared: Prepared, now: datetime | None = None) -> Answer:
    """Store a new answer, or a new version of the team's answer with the same external id.

    Prepare it outside of the writing transaction:
    `prepare(Document(external_id=team.new_external_id(), ...))`.
    """
    at = moment(now)
    source_id = _source(conn, at)
    run_id = runs.start(conn, source_id, at)
    (verdict,) = ingest.store_batch(conn, source_id, [(prepared, None)], run_id, at)
    runs.finish(conn, run_id, {verdict.value: 1}, at)
    stored = answers.find(conn, source_id, prepared.document.external_id, at)
    if stored is None:
        raise NotFound("The answer was removed while it was being stored. Try again.")
    return stored


def document_for_update(conn: Connection, number: int, changed: Document) -> Document:
    """Return `changed` under the external id of an answer of the team, ready to be prepared and written.

    Raises:
        NotFound: There is no such answer.
        NotTeamAnswer: It comes from another source and changes there.
    """
    return changed.model_copy(update={"external_id": _external_id(conn, number)})


def delete(conn: Connection, number: int, now: datetime | None = None) -> None:
    """Delete an answer of the team.

    Raises:
        NotFound: There is no such answer.
        NotTeamAnswer: It comes from another source and is deleted there.
    """
    external_id = _external_id(conn, number)
    answers.mark_gone(conn, _source(conn, moment(now)), [external_id], now)


def _source(conn: Connection, now: datetime) -> str:
    live = select(source_table.c.id).where(source_table.c.type == TYPE, source_table.c.removed_at.is_(None))
    found: str | None = conn.execute(live).scalar()
    return found or sources.add(conn, name=NAME, type=TYPE, config={}, now=now).id


def _external_id(conn: Connection, number: int) -> str:
    query = (
        select(answer_table.c.external_id, source_table.c.type)
        .join(source_table, source_table.c.id == answer_table.c.source_id)
        .where(answer_table.c.number == number, answer_table.c.gone_at.is_(None))
    )
    row = conn.execute(query).first()
    if row is None:
        raise NotFound("This answer is not there any more. Search again.")
    if row.type != TYPE:
        raise NotTeamAnswer("This answer comes from another source. Change it there, and synchronise.")
    return str(row.external_id)
