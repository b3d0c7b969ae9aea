"""Sources, their runs and checks: from the plain values inside to the JSON outside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from connectors.contract import CheckReport
from sidecar.knowledge import documents, runs
from sidecar.knowledge.sources import SourceRow
from sidecar.sync.summary import FailedDocument, Summary
from sidecar.web.catalogue import shown
from sidecar.web.syncing import Run
from sidecar.web.wire.sources import (
    CheckOut,
    CheckReportOut,
    CountsOut,
    FailedOut,
    RunOut,
    RunState,
    SourceOut,
)


def source_out(
    row: SourceRow, run: Run | None, failures: Sequence[documents.FailedDocument], secrets: Collection[str]
) -> SourceOut:
    """Return a source with its newest run (of this process, else from the log) and its failures."""
    last = run_out(run) if run is not None else logged_run_out(row, row.last_run) if row.last_run else None
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
    state = RunState.RUNNING
    if run.over:
        state = RunState.FAILED if error else RunState.DONE
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
        error=error,
        seconds=round(run.seconds, 3),
        **_counted(summary),
    )


def logged_run_out(source: SourceRow, run: runs.Run) -> RunOut:
    """Return a run from the log; one without an end was interrupted, as only this process runs any."""
    summary = Summary.from_json(run.summary)
    state = RunState.FAILED if run.error else RunState.DONE
    if run.finished_at is None:
        state = RunState.INTERRUPTED
    return RunOut(
        source=source.name,
        source_id=source.id,
        state=state,
        started_at=run.started_at,
        finished_at=run.finished_at,
        read=summary.added + summary.changed + summary.unchanged + summary.failed_count,
        total=None,
        note="",
        seconds_left=None,
        error=run.error,
        seconds=round(summary.seconds, 3),
        **_counted(summary),
    )


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


def _failed(item: FailedDocument | documents.FailedDocument) -> FailedOut:
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
