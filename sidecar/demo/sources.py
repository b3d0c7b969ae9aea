"""The sources of the demonstration: the sample knowledge of Larkspoke, a bicycle shop that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KNOWLEDGE = Path(__file__).parent / "knowledge"


@dataclass(frozen=True, slots=True)
class SampleSource:
    """A source as `POST /v1/sources` takes it."""

    name: str
    type: str
    config: dict[str, str]


def sample_sources() -> tuple[SampleSource, ...]:
    """Return the sources whose knowledge travels inside the package; their paths are absolute."""
    replies = KNOWLEDGE / "replies"
    return (
        SampleSource("Help centre", "folder", {"path": str(KNOWLEDGE / "help-centre"), "audience": "public"}),
        SampleSource("Runbooks", "folder", {"path": str(KNOWLEDGE / "internal"), "audience": "internal"}),
        SampleSource("Customer service replies", "replies", {"path": str(replies / "customer-service.yaml")}),
        SampleSource("Technical replies", "replies", {"path": str(replies / "technical.csv")}),
    )
