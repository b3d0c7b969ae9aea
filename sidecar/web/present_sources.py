"""Sources, their runs and checks: from the plain values inside to the JSON outside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from connectors.contract import CheckReport, Failure
from connectors.model import Document
from sidecar.knowledge import documents, preparation, runs, team
from sidecar.knowledge.errors import KnowledgeError
from sidecar.knowledge.runs import Ending
from sidecar.knowledge.sources import SourceRow
from sidecar.sync.preview import Preview
from sidecar.sync.schedule import next_run, read_schedule
from sidecar.sync.summary import FailedDocument, Summary
from sidecar.web.catalogue import shown
from sidecar.web.syncing import Run
from sidecar.web.wire.runs import LeftOut, PreviewDocument, PreviewOut
from sidecar.web.wire.sources import (
    CheckOut,
    CheckReportOut,
    CountsOut,
    FailedOut,
    RunOut,
    RunState,
    SourceOut,
)

#: How many characters of a document a preview shows.
PREVIEW_SIGNS = 400

_STATES = {
    Ending.DONE: RunState.DONE,
    Ending.FAILED: RunState.FAILED,
    Ending.PAUSED: RunState.PAUSED,
    Ending.CANCELLED: RunState.CANCELLED,
    Ending.STOPPED: RunState.INTERRUPTED,
}


def source_out(
    row: SourceRow, run: Run | None, failures: Sequence[documents.FailedDocument], secrets: Collection[str]
) -> SourceOut:
    """Return a source with its newest run (of this process, else from the log) and its failures."""
    last = run_out(run) if run is not None else logged_run_out(row, row.last_run) if row.last_run else None
    schedule = read_schedule(row.schedule)
    logged = row.last_run
    since = row.created_at if logged is None else logged.finished_at or logged.started_at
    return SourceOut(
        id=row.id,
        name=row.name,
        type=row.type,
        config=shown(row.config, secrets),
        created_at=row.created_at,
        counts=CountsOut(answers=row.counts.answers, failed=row.counts.failed, not_seen=row.counts.not_seen),
        running=run is not None and not run.over,
        last_run=last,
        failures=[_failed(item) for item in failures],
        schedule=schedule,
        paused_at=row.paused_at,
        next_run_at=None if row.paused_at or row.type == team.TYPE else next_run(schedule, since),
    )


def run_out(run: Run) -> RunOut:
    """Return a run of this server's life as it stands."""
    progress = run.progress
    so_far = Summary(
        added=progress.added,
        changed=progress.changed,
        unchanged=progress.unchanged,
        failed_count=progress.failed,
    )
    summary = run.summary or so_far
    error = run.trouble or summary.error
    state = RunState.QUEUED if run.waiting else RunState.RUNNING
    if run.ending is not None:
        state = _STATES[run.ending]
    return RunOut(
        source=run.source.name,
        source_id=run.source.id,
        state=state,
        started_at=run.started_at,
        finished_at=run.finished_at,
        read=progress.done,
        total=progress.total,
        note=progress.note,
        seconds_left=None if run.over else progress.seconds_left,
        per_second=0.0 if run.over else progress.per_second,
        started_by=run.started_by,
        error=error,
        seconds=round(run.seconds, 3),
        **_counted(summary),
    )


def logged_run_out(source: SourceRow, run: runs.Run) -> RunOut:
    """Return a run from the log; one without an end was interrupted, as only this process runs any."""
    summary = Summary.from_json(run.summary)
    return RunOut(
        number=run.id,
        started_by=run.started_by,
        source=source.name,
        source_id=source.id,
        state=_state(run),
        started_at=run.started_at,
        finished_at=run.finished_at,
        read=summary.added + summary.changed + summary.unchanged + summary.failed_count,
        total=None,
        note="",
        seconds_left=None,
        error=run.error,
        seconds=round(summary.seconds, 3),
        **{**_counted(summary), "held": run.held},
    )


def _state(run: runs.Run) -> RunState:
    if run.finished_at is None:
        return RunState.INTERRUPTED
    if run.ending is None:  # from before the log said it
        return RunState.FAILED if run.error else RunState.DONE
    return _STATES[run.ending]


def preview_out(found: Preview) -> PreviewOut:
    """Return what a source would bring in; takes the markup out of texts, so not for the loop."""
    return PreviewOut(
        documents=[
            PreviewDocument(
                **{name: getattr(document, name) for name in PreviewDocument.model_fields if name != "text"},
                text=_beginning(document),
            )
            for document in found.documents.values()
        ],
        failed=[_failed(item) for item in found.failed.values()],
        skipped=[
            LeftOut(external_id=item.external_id, reason=item.reason) for item in found.skipped.values()
        ],
        total=found.total,
        complete=found.complete,
        error=found.error,
    )


def _beginning(document: Document) -> str:
    try:
        return preparation.prepare(document, default_language=None).text[:PREVIEW_SIGNS]
    except KnowledgeError as error:
        return str(error)


def _counted(summary: Summary) -> dict[str, Any]:
    return {
        "added": summary.added,
        "changed": summary.changed,
        "unchanged": summary.unchanged,
        "deleted": summary.deleted,
        "failed": [_failed(item) for item in summary.failed],
        "failed_count": max(summary.failed_count, len(summary.failed)),
        "held": summary.held,
        "complete": summary.complete,
    }


def _failed(item: FailedDocument | documents.FailedDocument | Failure) -> FailedOut:
    return FailedOut(external_id=item.external_id, reason=item.reason, retryable=item.retryable)


def report_out(report: CheckReport) -> CheckReportOut:
    """Return what the checks of a source found."""
    return CheckReportOut(
        ok=report.ok,
        checks=[
            CheckOut(name=check.name, outcome=check.outcome, detail=check.detail, remedy=check.remedy)
            for check in report.checks
        ],
    )
