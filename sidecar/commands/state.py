"""What the global options say, and how a command runs: errors become a message and an exit code."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import typer

from sidecar.commands.output import complain

T = TypeVar("T")

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class State:
    """The global options. `data_dir_told` is false while the platform's own folder is meant."""

    data_dir: Path
    data_dir_told: bool


class WrongUsage(Exception):  # noqa: N818 - named for what it is
    """The command line asks for something that does not exist; the message says what does."""


class Failed(Exception):  # noqa: N818 - named for what it says
    """The command could not do what it should; the message says why and what to do."""


def state_of(context: typer.Context) -> State:
    """Return the global options."""
    state = context.obj
    if not isinstance(state, State):
        raise TypeError("the command line was entered without its global options")
    return state


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; what goes wrong in a foreseen way is said in one sentence."""
    with explained():
        return asyncio.run(work)


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn foreseen errors into a message and the exit code."""
    from sidecar.instance import FolderUnusable, InstanceRunning
    from sidecar.knowledge.errors import KnowledgeError
    from sidecar.search.errors import IndexBusy, IndexFault
    from sidecar.settings import SettingsError
    from sidecar.web.listening import PortTaken

    try:
        yield
    except WrongUsage as error:
        complain(str(error))
        raise typer.Exit(WRONG_USAGE) from None
    except (
        Failed,
        FolderUnusable,
        InstanceRunning,
        KnowledgeError,
        IndexBusy,
        IndexFault,
        SettingsError,
        PortTaken,
    ) as error:
        complain(str(error))
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
