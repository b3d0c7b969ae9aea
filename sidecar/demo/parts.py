"""What runs during a demonstration, for those of its modules that need it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sidecar.app import Server
from sidecar.commands.connection import Api


@dataclass(frozen=True, slots=True)
class Demo:
    """The sidecar and how to speak to it, the address of the sample helpdesk, the data folder."""

    server: Server
    api: Api
    desk: str
    folder: Path

    @property
    def first_ticket(self) -> str:
        """The ticket that a newcomer sees first."""
        return f"{self.desk}/tickets/48213"


def own_command() -> str:
    """Return how to call the `cuecard` of this installation, whether or not its folder is on the path."""
    beside = Path(sys.executable).with_name("cuecard.exe" if sys.platform == "win32" else "cuecard")
    return f'"{beside}"' if beside.is_file() else f'"{sys.executable}" -m sidecar'
