"""Makes a batch of documents ready for the store; runs in worker threads, so that requests stay quick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from connectors.contract import Failure, Upsert
from sidecar.knowledge import preparation
from sidecar.knowledge.errors import KnowledgeError
from sidecar.knowledge.preparation import Prepared

#: Longer bodies are no answers but dumps, and would keep everything else waiting.
MAX_BODY = 20_000_000


@dataclass(slots=True)
class Ready:
    """A batch prepared: what to store, what is stored like this already, and what could not be prepared.

    `same` has the new fingerprints of what is stored already, `dates` when its source last touched it.
    """

    prepared: list[tuple[Prepared, str | None]] = field(default_factory=list)
    same: dict[str, str | None] = field(default_factory=dict)
    dates: dict[str, datetime] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def prepare_all(upserts: Sequence[Upsert], stored: Mapping[str, str], default_language: str | None) -> Ready:
    """Prepare documents; one that cannot be prepared never loses the others.

    Args:
        upserts: what the connector handed over.
        stored: content hashes by external id; a document whose hash is this one needs no work.
        default_language: for texts whose language is neither given nor clear.
    """
    ready = Ready()
    for upsert in upserts:
        external_id = upsert.document.external_id
        try:
            document = upsert.document
            if len(document.body) > MAX_BODY:
                ready.failures.append(_too_long(upsert))
            elif external_id in stored and stored[external_id] == preparation.content_hash(
                document, default_language=default_language
            ):
                ready.same[external_id] = upsert.fingerprint
                if document.updated_at is not None:
                    ready.dates[external_id] = document.updated_at
            else:
                prepared = preparation.prepare(document, default_language=default_language)
                ready.prepared.append((prepared, upsert.fingerprint))
        except KnowledgeError as error:
            ready.failures.append(Failure(external_id, str(error), fingerprint=upsert.fingerprint))
        except BaseException as error:  # noqa: BLE001 - a panic in native code is no Exception; others still come in
            reason = f"The document cannot be prepared ({type(error).__name__}): save it anew at its source."
            ready.failures.append(Failure(external_id, reason, fingerprint=upsert.fingerprint))
    return ready


def _too_long(upsert: Upsert) -> Failure:
    reason = f"The document has more than {MAX_BODY // 1_000_000} million characters: split it at its source."
    return Failure(upsert.document.external_id, reason, fingerprint=upsert.fingerprint)
