"""Lists and objects as they are kept in text columns."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sidecar.knowledge.model import GapKind, Placeholder

#: Tags and groups repeat from answer to answer, and the answers suggested most come again and again.
_REMEMBERED = 4096
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def pack(value: Any) -> str:
    """Return compact JSON; dates and other foreign values become text."""
    if value == ():
        return "[]"  # by far the commonest
    return _ENCODER.encode(value)


@functools.lru_cache(_REMEMBERED)
def unpack_texts(packed: str) -> tuple[str, ...]:
    """Return a list of texts; the empty list, by far the commonest, is not parsed."""
    return () if packed == "[]" else tuple(json.loads(packed))


@functools.lru_cache(_REMEMBERED)
def unpack_groups(packed: str) -> frozenset[str]:
    """Return the groups that may see an answer."""
    return frozenset() if packed == "[]" else frozenset(json.loads(packed))


def pack_placeholders(placeholders: Sequence[Placeholder]) -> str:
    """Return placeholders as pairs of name and fallback; those that are no line of text have more to say."""
    return pack([_packed(placeholder) for placeholder in placeholders])


def _packed(placeholder: Placeholder) -> list[Any]:
    short = [placeholder.name, placeholder.fallback]
    if placeholder.kind is GapKind.TEXT:
        return short
    return [*short, placeholder.kind.value, list(placeholder.choices)]


@functools.lru_cache(_REMEMBERED)
def unpack_placeholders(packed: str) -> tuple[Placeholder, ...]:
    """Return the placeholders that `pack_placeholders` packed."""
    return () if packed == "[]" else tuple(_unpacked(*each) for each in json.loads(packed))


def _unpacked(
    name: str, fallback: str | None, kind: str = "text", choices: Sequence[str] = ()
) -> Placeholder:
    return Placeholder(name, fallback, GapKind(kind), tuple(choices))


def in_chunks(values: Iterable[Any], size: int = 500) -> Iterable[list[Any]]:
    """Cut values into lists short enough for one SQL statement."""
    chunk: list[Any] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
