"""A source as a line of a table or the head of its page: what it is, how it stands, how fresh it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sidecar.knowledge import sources, team
from sidecar.knowledge.sources import SourceRow
from sidecar.web.admin.gate import Visit
from sidecar.web.admin.kinds import kinds_of, title_of
from sidecar.web.errors import not_found
from sidecar.web.present_sources import source_out
from sidecar.web.wire.sources import RunState, SourceOut


@dataclass(frozen=True, slots=True)
class Line:
    """One source. `state` names how its last run went; `fresh` is when it was last read to its end."""

    source: SourceOut
    kind: str
    ours: bool
    state: str
    fresh: datetime | None

    @property
    def needs_somebody(self) -> bool:
        """Whether an admin has something to decide or to mend."""
        return self.state in {"failed", "held", "interrupted"} or self.source.counts.failed > 0


async def all_lines(visit: Visit) -> list[Line]:
    """Return all sources, by name."""
    kinds = await kinds_of(visit)
    rows = await visit.services.database.read(sources.list_all)
    return [_line(visit, row, title_of(kinds, row.type)) for row in rows]


async def line_of(visit: Visit, source_id: str) -> tuple[SourceRow, Line]:
    """Return one source.

    Raises:
        ApiError: there is none of this id.
    """
    row = await visit.services.database.read(sources.get, source_id)
    if row is None:
        raise not_found("source")
    return row, _line(visit, row, title_of(await kinds_of(visit), row.type))


def sorted_lines(lines: Iterable[Line], by: str) -> Sequence[Line]:
    """Return lines by name, or with the most (the oldest, the worst) first."""
    keys = {
        "answers": lambda line: -line.source.counts.answers,
        "failed": lambda line: -line.source.counts.failed,
        "fresh": lambda line: line.fresh.timestamp() if line.fresh else 0.0,
        "kind": lambda line: line.kind.casefold(),
    }
    by_name = sorted(lines, key=lambda line: line.source.name.casefold())
    return sorted(by_name, key=keys[by]) if by in keys else by_name


def _line(visit: Visit, row: SourceRow, kind: str) -> Line:
    # Nothing of the settings is shown here, so no secret has to be hidden.
    shown = source_out(row, visit.services.syncing.current(row.id), [], set(row.config))
    run = shown.last_run
    ended = run is not None and run.state is RunState.DONE
    return Line(shown, kind, row.type == team.TYPE, _state(shown), run.finished_at if run and ended else None)


def _state(source: SourceOut) -> str:
    run = source.last_run
    if source.paused_at is not None and not source.running:
        return "paused"
    if run is None:
        return "never"
    if run.state is RunState.DONE and run.held:
        return "held"
    return run.state.value
