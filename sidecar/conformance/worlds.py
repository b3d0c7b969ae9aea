"""What a test must be able to do with a source: fill it, change it, take it away."""

from __future__ import annotations

import abc
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.contract import Connector

#: Stands for the text of a document that cannot be read.
BROKEN = "\0broken"


class World(abc.ABC):
    """One source of a connector's kind, as a test arranges it. Nothing in it is asynchronous.

    Attributes:
        connector: the class under test.
        can_break: whether a document can be one that cannot be read.
        keeps_history: whether a document keeps its id when it is renamed or moved at the source.
        secret: the value of the source's secret setting, if it has one: it must never be seen anywhere.
    """

    connector: ClassVar[type[Connector[Any]]]
    can_break: ClassVar[bool] = True
    keeps_history: ClassVar[bool] = False
    secret: ClassVar[str | None] = None

    @abc.abstractmethod
    def config(self) -> dict[str, Any]:
        """Return the configuration that reads this source."""

    @abc.abstractmethod
    def write(self, documents: Mapping[str, str]) -> None:
        """Make the source hold exactly these documents: texts by name, `BROKEN` for one that is.

        Names are of the letters a to z; texts are plain sentences.
        """

    @abc.abstractmethod
    def external_id(self, name: str) -> str:
        """Return the id of the document of this name."""

    @abc.abstractmethod
    def vanish(self) -> None:
        """Make the source as a whole unreachable, as a share or server that is off."""

    def rename(self, old: str, new: str) -> None:
        """Rename or move a document at the source; for worlds with `keeps_history`."""
        raise NotImplementedError

    def close(self) -> None:  # noqa: B027 - most worlds are files, and need no cleaning up
        """Clean up after the test."""
