"""What each run said of each document, so that an admin sees why one is there, was changed, or is missing.

What a run found unchanged is not written down: it is most of every run, and is counted in its summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, bindparam, func, select

from sidecar.knowledge.schema import run_documents, runs

#: Of how many of a source's newest runs the documents are kept.
KEPT_RUNS = 20


class Outcome(StrEnum):
    """What a run came to with one document.

    `SKIPPED` is one the connector left out on purpose, `HELD` one whose deletion waits for the admin.
    """

    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"
    FAILED = "failed"
    HELD = "held"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class DocumentVerdict:
    """What a run said of a document; `reason` is for the admin."""

    external_id: str
    outcome: Outcome
    reason: str | None = None


def record(conn: Connection, run_number: int, verdicts: Iterable[DocumentVerdict]) -> None:
    """Write down what a run says; of a document named twice, the latest word."""
    latest = {verdict.external_id: verdict for verdict in verdicts}
    if not latest:
        return
    rows = [
        {"run_number": run_number, "external_id": key, "verdict": str(item.outcome), "reason": item.reason}
        for key, item in latest.items()
    ]
    again = run_documents.delete().where(
        run_documents.c.run_number == run_number, run_documents.c.external_id == bindparam("again")
    )
    conn.execute(again, [{"again": key} for key in latest])
    conn.execute(run_documents.insert(), rows)


def of_run(
    conn: Connection, run_number: int, outcome: Outcome | None = None, limit: int = 100, offset: int = 0
) -> list[DocumentVerdict]:
    """Return what a run said, in the order of the ids."""
    query = (
        select(run_documents)
        .where(run_documents.c.run_number == run_number)
        .order_by(run_documents.c.external_id)
        .limit(limit)
        .offset(offset)
    )
    if outcome is not None:
        query = query.where(run_documents.c.verdict == str(outcome))
    return [DocumentVerdict(row.external_id, Outcome(row.verdict), row.reason) for row in conn.execute(query)]


def counts(conn: Connection, run_number: int) -> dict[Outcome, int]:
    """Return how many documents each verdict of a run was given to."""
    query = (
        select(run_documents.c.verdict, func.count())
        .where(run_documents.c.run_number == run_number)
        .group_by(run_documents.c.verdict)
    )
    return {Outcome(verdict): number for verdict, number in conn.execute(query)}


def forget_old(conn: Connection, source_id: str) -> None:
    """Forget the documents of a source's runs but the newest."""
    query = select(runs.c.number).where(runs.c.source_id == source_id).order_by(runs.c.number.desc())
    old: Sequence[int] = conn.execute(query.limit(KEPT_RUNS).offset(KEPT_RUNS)).scalars().all()
    conn.execute(run_documents.delete().where(run_documents.c.run_number.in_(old)))
