"""Reads the sample knowledge with the real connectors, as a sync would, but without a database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from connectors import registry
from connectors.contract import Failure, Upsert
from connectors.model import Document
from sidecar.demo.sources import sample_sources
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class FreshRun:
    """What a connector sees on its very first run: nothing is stored."""

    log: logging.Logger = field(default_factory=lambda: logging.getLogger("tests.demo"))
    http: HttpSession = field(default_factory=lambda: HttpSession(Pacing()))

    def storage(self) -> Path:
        raise NotADirectoryError("No sample keeps anything.")

    def fingerprint(self, _external_id: str) -> str | None:
        return None

    def failure(self, _external_id: str) -> str | None:
        return None

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(function, *args, **kwargs)

    async def thread(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(function, *args, **kwargs)


@dataclass(frozen=True)
class Sample:
    """A document of the sample knowledge, with the source it comes from and the file it stands in."""

    source: str
    file: Path
    document: Document


async def read_samples() -> list[Sample]:
    """Every document of the demonstration's sources; a document that cannot be read fails the test."""
    samples = []
    for source in sample_sources():
        connector_class = await asyncio.to_thread(registry.load, source.type)
        config = connector_class.manifest.config_model.model_validate(source.config)
        path = Path(source.config["path"])
        async for event in connector_class(config, FreshRun()).pull(None):
            assert not isinstance(event, Failure), f"{source.name}: {event.external_id}: {event.reason}"
            if isinstance(event, Upsert):
                file = path / event.document.external_id if source.type == "folder" else path
                samples.append(Sample(source.name, file, event.document))
    return samples
