"""How far a long command is: a running count on a terminal, one line at the start otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from sidecar.commands.output import note


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Show on stderr how many of something are done; gives a function that takes how many more."""
    if not sys.stderr.isatty():
        note(f"{what} ...")
        yield lambda _more: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.completed:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda more: bar.advance(task, more)
