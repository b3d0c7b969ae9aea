"""Plain text files: the text as it is."""

from __future__ import annotations

from connectors.model import BodyFormat
from connectors.parsing.model import Parsed


def parse(text: str) -> Parsed:
    """Read a text file; it names no title of its own."""
    return Parsed(None, text.strip("\n\f"), BodyFormat.TEXT)
