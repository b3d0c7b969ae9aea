"""What the host gives to a running connector."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pydantic import BaseModel, SecretBytes, SecretStr

from connectors.config import NetworkConfig
from sidecar.sync.http.carrier import Carrier
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from sidecar.sync.http.waiting import Patience
from sidecar.sync.sandbox import Sandbox
from sidecar.sync.storage import Storage

P = ParamSpec("P")
T = TypeVar("T")

_HIDDEN = "[secret]"
#: Shorter secrets would blank out ordinary words.
_SHORTEST_SECRET = 4


@dataclass(frozen=True, slots=True)
class Tools:
    """What all runs of a host share."""

    sandbox: Sandbox
    pacing: Pacing = field(default_factory=Pacing)
    storage: Storage = field(default_factory=Storage)


class HostContext:
    """The `connectors.contract.Context` of one run. Close it at the run's end."""

    def __init__(
        self,
        known: Mapping[str, tuple[str | None, str | None]],
        tools: Tools,
        config: BaseModel,
        name: str,
        patience: Patience | None = None,
        source_id: str | None = None,
        through: Callable[[Carrier], Carrier] | None = None,
    ) -> None:
        self._storage = tools.storage
        self._source_id = source_id
        self._known = known
        self._sandbox = tools.sandbox
        self._log = _redacting_logger(name, redactor(config))
        private = isinstance(config, NetworkConfig) and config.private_network
        self._http = HttpSession(tools.pacing, private_network=private, patience=patience, through=through)

    @property
    def log(self) -> logging.Logger:
        """A logger that removes secrets."""
        return self._log

    @property
    def http(self) -> HttpSession:
        """The way to the web, for this run only."""
        return self._http

    async def aclose(self) -> None:
        """Close the connections of this run."""
        await self._http.close()

    def storage(self) -> Path:
        """Return a folder of this source's own that is there in later runs too."""
        return self._storage.of(self._source_id)

    def fingerprint(self, external_id: str) -> str | None:
        """Return the fingerprint stored with the last version (or failure) of a document, if any."""
        return self._known.get(external_id, (None, None))[0]

    def failure(self, external_id: str) -> str | None:
        """Return the reason if the stored fingerprint belongs to a failure rather than a readable version."""
        return self._known.get(external_id, (None, None))[1]

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a module-level function in the guarded child process."""
        return await self._sandbox.run(function, *args, **kwargs)

    async def thread(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a blocking function in a worker thread."""
        return await asyncio.to_thread(function, *args, **kwargs)


def redactor(config: BaseModel) -> Callable[[str], str]:
    """Return a function that takes the secrets of a configuration out of a text."""
    secrets = sorted(set(secrets_of(config)), key=len, reverse=True)

    def redact(text: str) -> str:
        for secret in secrets:
            text = text.replace(secret, _HIDDEN)
        return text

    return redact


def secrets_of(value: Any) -> Iterator[str]:
    """Yield the secrets in a configuration that are long enough to be told from ordinary words."""
    if isinstance(value, (SecretStr, SecretBytes)):
        plain = value.get_secret_value()
        text = plain.decode("utf-8", "replace") if isinstance(plain, bytes) else plain
        if len(text) >= _SHORTEST_SECRET:
            yield text
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from secrets_of(getattr(value, name))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from secrets_of(item)
    elif isinstance(value, Mapping):
        yield from secrets_of(list(value.values()))


def _redacting_logger(name: str, redact: Callable[[str], str]) -> logging.Logger:
    """Make a logger of this run's own: one fetched by name would keep the filters of all runs before."""
    logger = logging.Logger(f"cuecard.connector.{name}")  # noqa: LOG001 - as said above
    logger.parent = logging.getLogger("cuecard.connector")

    def clean(record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True

    logger.addFilter(clean)
    return logger
