"""Which column of a table is which field of an answer: as the admin says, else by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connectors.contract import ParseFailed
from connectors.parsing.fields import BODY_KEYS, TITLE_KEYS, plain_key

#: Said of a field that no column has, whatever the columns are called.
NONE = "-"

#: Field -> the names under which tables carry it (after `plain_key`), the likeliest first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (*TITLE_KEYS, "heading", "headline", "label", "question", "titel", "betreff"),
    "body": (*BODY_KEYS, "reply", "message", "snippet", "article_body", "answer_text", "antwort", "texte"),
    "shortcut": ("shortcut", "short_code", "shortcode", "trigger", "abbreviation", "keyword_trigger"),
    "folder": ("folder", "category", "section", "group_name", "ordner", "kategorie"),
    "tags": ("tags", "tag", "keywords", "labels", "topics"),
    "questions": ("questions", "asked", "example_questions"),
    "language": ("language", "lang", "locale", "sprache"),
    "audience": ("audience", "visibility", "visible_to", "public"),
    "groups": ("groups", "group", "team", "teams", "department"),
    "url": ("url", "link", "permalink", "address"),
    "created_at": ("created_at", "created", "created_date", "date_created", "creation_date"),
    "updated_at": (
        "updated_at",
        "updated",
        "last_modified",
        "modified",
        "lastmod",
        "last_modified_date",
        "modified_date",
        "modification_date",
    ),
    "owner": ("owner", "author", "created_by"),
    "verified_at": ("verified_at", "verified", "last_verified"),
    "verified_by": ("verified_by", "last_verified_by"),
    "id": ("id", "external_id", "uuid", "key"),
}
#: Fields that several columns may make up together.
SEVERAL = frozenset({"body", "folder", "tags"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which columns each field is read from. `rest` are those kept as further details."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rest: tuple[str, ...] = ()

    def told(self) -> str:
        """Return how the columns were understood, for the admin."""
        pairs = [
            f"{' + '.join(columns)} as {name.replace('_', ' ')}" for name, columns in self.columns.items()
        ]
        kept = f"; kept as further details: {', '.join(self.rest)}" if self.rest else ""
        return f"{', '.join(pairs)}{kept}"


def mapped(
    columns: Sequence[str],
    wanted: Mapping[str, Sequence[str]],
    names: Mapping[str, tuple[str, ...]] = NAMES,
) -> Mapped:
    """Decide which column is which field.

    Args:
        columns: of the table.
        wanted: what the admin says: field -> columns, or `NONE`.
        names: field -> the names it is told by where the admin says nothing.

    Raises:
        ParseFailed: naming the columns there are, if one is not there or none has the text.
    """
    by_key = {plain_key(column): column for column in reversed(columns)}
    shown = ", ".join(columns)
    found: dict[str, tuple[str, ...]] = {}
    for name, given in wanted.items():
        if missing := [each for each in given if each != NONE and plain_key(each) not in by_key]:
            raise ParseFailed(f"There is no column '{missing[0]}'. The columns are: {shown}.")
        found[name] = tuple(by_key[plain_key(each)] for each in given if each != NONE)
    used = {column for given in found.values() for column in given}
    for name, known in names.items():
        if name not in found:
            free = (by_key[key] for key in known if key in by_key and by_key[key] not in used)
            found[name] = tuple(column for column in [next(free, None)] if column is not None)
            used.update(found[name])
    if not found.get("body"):
        raise ParseFailed(f"Say which column has the text. The columns are: {shown}.")
    if not (found.get("title") or found.get("shortcut")):
        raise ParseFailed(f"Say which column has the title. The columns are: {shown}.")
    kept = {name: given for name, given in found.items() if given}
    return Mapped(kept, tuple(column for column in columns if column not in used))
