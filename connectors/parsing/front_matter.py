"""Front matter: the block of YAML between `---` lines (or TOML between `+++` lines) at the head of a file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from connectors.contract import ParseFailed
from connectors.parsing import yaml_text
from connectors.parsing.fields import FieldInvalid, Fields, read_fields, words

_OPEN = re.compile(r"\A(---|\+\+\+)[ \t]*\n")
_KEY_LINE = re.compile(r"[A-Za-z_][\w .-]*:(?:\s|$)")
_MAX = 64_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands at the head of a file, and the text below it."""

    body: str
    fields: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    draft: bool = False


def split(text: str) -> FrontMatter:
    """Separate front matter from the text below; a file without any comes back whole.

    Raises:
        ParseFailed: naming the line, if there is front matter that cannot be read. Guessing here could
        publish
            what its author marked as internal.
    """
    opening = _OPEN.match(text)
    if not opening:
        return FrontMatter(text)
    fence = opening.group(1)
    closing = re.compile(rf"^(?:{re.escape(fence)}|\.\.\.)[ \t]*$\n?", re.MULTILINE).search(
        text, opening.end()
    )
    if closing is None:
        if fence == "+++" or _KEY_LINE.match(text, opening.end()):
            raise ParseFailed(
                f"The front matter opened in line 1 is not closed: add a line '{fence}' below it."
            )
        return FrontMatter(text)
    block = text[opening.end() : closing.start()]
    record = _toml(block) if fence == "+++" else _yaml(block)
    if record is None:
        return FrontMatter(text)
    return _front_matter(record, block, text[closing.end() :])


def _front_matter(record: dict[str, Any], block: str, body: str) -> FrontMatter:
    draft = str(record.pop("draft", "")).casefold() in ("true", "yes", "1")
    try:
        fields = read_fields(record, separators=",")
    except FieldInvalid as error:
        raise ParseFailed(f"Front matter, line {_line_of(block, error.key)}: {error.key}: {error}") from None
    return FrontMatter(body, _with_taxonomies(fields), fields.extra, draft)


def _with_taxonomies(fields: Fields) -> dict[str, Any]:
    """Add the tags that site generators keep one level deeper (`taxonomies: {tags: [...]}`)."""
    taxonomies = fields.extra.get("taxonomies")
    if not isinstance(taxonomies, dict):
        return fields.known
    deeper = [tag for value in taxonomies.values() for tag in words(value, ",")]
    return {**fields.known, "tags": tuple(dict.fromkeys([*fields.known.get("tags", ()), *deeper]))}


def _yaml(block: str) -> dict[str, Any] | None:
    """Return the mapping, or `None` if this is prose between two rules (`---` draws one in Markdown)."""
    if len(block) > _MAX:
        raise ParseFailed(f"The front matter is longer than {_MAX} characters: is its closing '---' missing?")
    try:
        record = yaml_text.load(block)
    except yaml_text.YamlInvalid as error:
        if not any(_KEY_LINE.match(line) for line in block.splitlines()):
            return None
        raise ParseFailed(f"Front matter, line {error.line + 1}: {error}.") from None
    if record in (None, ""):
        return {}
    return record if isinstance(record, dict) else None


def _toml(block: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) + 1 if found else 1
        raise ParseFailed(f"Front matter, line {line}: {re.sub(r' *[(].*', '', str(error))}.") from None


def _line_of(block: str, key: str) -> int:
    for number, line in enumerate(block.splitlines(), start=2):
        if line.strip().startswith(key):
            return number
    return 1
