"""The objects in an XML space export (`entities.xml`), as a stream.

Hibernate's own dump: a flat list of `<object class= package=>`, each with an `<id>`, with properties that
hold a value or refer to another object, and with collections of references. Their order is not relied on.
Memory stays bounded by the largest object.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from connectors.contract import SourceUnavailable

_CHUNK = 1 << 16
#: A value; Confluence itself allows a page 5 MB.
_LONGEST = 6_000_000
#: What XML forbids and Confluence writes all the same, pasted into pages from elsewhere.
_FORBIDDEN = bytes(code for code in range(32) if code not in b"\t\n\r")


class Readable(Protocol):
    """What objects are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""


@dataclass(slots=True)
class Entity:
    """One object. `values` are plain properties, `references` ids of other objects, both by property."""

    kind: str
    id: str = ""
    values: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    collections: dict[str, list[str]] = field(default_factory=dict)
    too_large: bool = False


def read(stream: Readable, kinds: Collection[str], skipped: Collection[str] = ()) -> Iterator[Entity]:
    """Yield the objects of some classes, in the file's order.

    Args:
        stream: the XML; always UTF-8.
        kinds: the wanted classes, without their package.
        skipped: properties whose values are not needed.

    Raises:
        SourceUnavailable: if the file is damaged, not whole, or no such export; says after how many objects.
    """
    collector = _Collector(frozenset(kinds), frozenset(skipped))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.characters
    parser.EntityDeclHandler = _refuse_entities
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(decoder.decode(chunk.translate(None, _FORBIDDEN)), False)
            yield from collector.taken()
        parser.Parse(decoder.decode(b"", True), True)
    except (expat.ExpatError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise SourceUnavailable(
            f"The export is damaged or not whole after {collector.objects} objects ({error}): export or"
            " download it anew."
        ) from None
    if not collector.is_export:
        raise SourceUnavailable("entities.xml is no Confluence export: export the space anew, as XML.")
    yield from collector.taken()


def _refuse_entities(*_: object) -> None:
    raise ValueError("it declares XML entities")


class _Collector:
    """Gathers objects from the parser's calls."""

    def __init__(self, kinds: frozenset[str], skipped: frozenset[str]) -> None:
        self.objects = 0
        self.is_export = False
        self._kinds = kinds
        self._skipped = skipped
        self._ready: list[Entity] = []
        self._path: list[str] = []
        self._entity: Entity | None = None
        self._name = ""
        self._parts: list[str] | None = None
        self._size = 0

    def taken(self) -> list[Entity]:
        """Hand over the objects that are complete."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        depth = len(self._path)
        self._path.append(tag)
        if depth == 0:
            self.is_export = tag == "hibernate-generic"
        elif depth == 1 and tag == "object":
            kind = attributes.get("class", "").rpartition(".")[2]
            self._entity = Entity(kind) if kind in self._kinds else None
            self.objects += 1
        elif self._entity is not None:
            self._start_within(self._entity, depth, tag, attributes.get("name", ""))

    def _start_within(self, entity: Entity, depth: int, tag: str, name: str) -> None:
        if depth == 2:  # noqa: PLR2004 - a property of the object
            self._name = name
            if tag == "collection":
                entity.collections.setdefault(name, [])
        wanted = tag == "id" or (tag == "property" and name not in self._skipped)
        self._parts = [] if wanted else None
        self._size = 0

    def characters(self, data: str) -> None:
        if self._parts is None:
            return
        self._size += len(data)
        if self._size <= _LONGEST:
            self._parts.append(data)
        else:
            self._parts.clear()

    def end(self, tag: str) -> None:
        self._path.pop()
        entity, parts = self._entity, self._parts
        if entity is None:
            return
        if len(self._path) == 1:
            self._ready.append(entity)
            self._entity = None
        elif parts is not None:
            self._keep(entity, tag, "".join(parts))
        self._parts = None

    def _keep(self, entity: Entity, tag: str, said: str) -> None:
        """Keep what an element said; `tag` is its name, `_path` leads to the one around it."""
        entity.too_large = entity.too_large or self._size > _LONGEST
        match self._path[2:]:
            case [] if tag == "id":
                entity.id = said.strip()
            case []:
                entity.values[self._name] = said
            case ["property"] if tag == "id":
                entity.references[self._name] = said.strip()
            case ["collection", "element"] if tag == "id":
                entity.collections[self._name].append(said.strip())
