"""What reading one file gives, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from connectors.model import BodyFormat


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file, read.

    `title` is `None` where the file names none. `fields` are fields of `connectors.model.Document` that the
    file states about itself (front matter, meta elements), already in their final types; `extra` is what else
    it says. `draft` marks a file its author has not published.
    """

    title: str | None
    body: str
    body_format: BodyFormat
    fields: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    draft: bool = False
