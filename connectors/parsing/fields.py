"""From what people write in front matter and table columns to the fields of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from connectors.model import Audience, Kind

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_DAY_FORMATS = ("%d.%m.%Y", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%d %b %Y", "%Y.%m.%d")
_ABSENT = {"", "~", "null", "none"}

#: Names under which exports carry the title of a reply, and its text; markup goes before its plain rendering.
TITLE_KEYS = ("title", "name", "subject")
BODY_KEYS = (
    "body",
    "body_html",
    "content_html",
    "response",
    "content",
    "contents",
    "text",
    "answer",
    "replace",
)

#: Field of a document -> the other names under which files and exports carry it (after `plain_key`).
ALIASES: dict[str, tuple[str, ...]] = {
    "title": TITLE_KEYS[1:],
    "tags": ("tag", "keywords", "labels"),
    "questions": ("question",),
    "language": ("lang", "locale"),
    "audience": ("visibility",),
    "groups": ("group",),
    "url": ("link", "permalink"),
    "shortcut": ("short_code", "shortcode", "trigger", "abbreviation"),
    "folder": ("category",),
    "created_at": ("created", "date"),
    "updated_at": ("updated", "lastmod", "last_modified", "modified"),
    "verified_at": ("verified", "last_verified"),
    "verified_by": ("last_verified_by",),
    "owner": ("verifier",),
    "kind": (),
    "translation_of": (),
    "placeholder_syntax": (),
}


class FieldInvalid(Exception):  # noqa: N818 - named for what it says
    """A field says something that must not be guessed. `key` is its name as written."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


@dataclass(frozen=True, slots=True)
class Fields:
    """The recognised fields in their final types, and everything else as it was."""

    known: dict[str, Any]
    extra: dict[str, Any]


def plain_key(key: object) -> str:
    """Return a column or key name in the one form it is looked up by: `Updated At` is `updated_at`."""
    return re.sub(r"[\s\-]+", "_", str(key).strip().lstrip("\ufeff").casefold())


def read_fields(record: Mapping[str, Any], *, separators: str) -> Fields:
    """Pick the document's fields out of a record, under their own or a customary name.

    Args:
        record: keys as the author wrote them; values are strings, lists, or JSON values.
        separators: the characters that part a list written as one string.

    Raises:
        FieldInvalid: where guessing could show an answer to the wrong people (audience, groups, kind) or
        claim a
            verification that was not made. Other values that cannot be read stay in `extra`.
    """
    keys = {plain_key(key): key for key in reversed(list(record))}
    known: dict[str, Any] = {}
    used: set[Any] = set()
    for name, aliases in ALIASES.items():
        key = next((keys[alias] for alias in (name, *aliases) if alias in keys), None)
        if key is None or is_absent(record[key]):
            continue
        value = _read(name, key, record[key], separators)
        if value is not None:
            known[name] = value
            used.add(key)
    return Fields(
        known, {str(key): value for key, value in record.items() if key not in used and not is_absent(value)}
    )


def is_absent(value: object) -> bool:
    """Whether a value says nothing: empty, or one of the spellings of null."""
    return (
        value is None or value in ([], {}) or (isinstance(value, str) and value.strip().casefold() in _ABSENT)
    )


def _read(name: str, key: str, value: Any, separators: str) -> Any:
    if name in ("tags", "groups"):
        return words(value, separators)
    if name == "questions":
        return words(value, separators.replace(",", "") + "\n")
    if name == "verified_at":
        moment = read_moment(value)
        if moment is None:
            raise FieldInvalid(key, f"'{value}' is not a date: write it as 2026-01-31.")
        return moment
    if name in ("audience", "kind"):
        return _choice(key, value, Audience if name == "audience" else Kind)
    return _READERS.get(name, text)(value)


def _choice(key: str, value: Any, choices: type[Audience | Kind]) -> Audience | Kind:
    try:
        return choices(str(value).strip().casefold())
    except ValueError:
        allowed = ", ".join(choice.value for choice in choices)
        raise FieldInvalid(key, f"'{value}' is none of: {allowed}.") from None


def text(value: Any) -> str | None:
    """Return a single line of text, or `None` if the value is not a plain one."""
    if isinstance(value, (dict, list)):
        return None
    return " ".join(str(value).split()) or None


def words(value: Any, separators: str) -> tuple[str, ...]:
    """Return a list that may have been written as one string; order kept, repetitions dropped."""
    parts = value if isinstance(value, (list, tuple)) else re.split(f"[{re.escape(separators)}]", str(value))
    cleaned = (text(part) for part in parts)
    return tuple(dict.fromkeys(part for part in cleaned if part and part.casefold() not in _ABSENT))


def language_tag(value: Any) -> str | None:
    """Return a BCP 47 tag in its usual spelling (`pt_br` is `pt-BR`), or `None` if it is not one."""
    written = str(value).strip()
    if not _LANGUAGE.fullmatch(written):
        return None
    first, *rest = re.split("[-_]", written)
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    script, region = 4, 2
    if len(part) == script and part.isalpha():
        return part.title()
    return part.upper() if len(part) == region else part.lower()


def web_address(value: Any) -> str | None:
    """Return an http or https address, or `None`: nothing else may become a link that people click."""
    address = str(value).strip()
    return address if re.match(r"https?://[^\s/]+\S*$", address, re.IGNORECASE) else None


def read_moment(value: Any) -> datetime | None:
    """Return a moment with its time zone (UTC where none is given), or `None` if it is not a date.

    Reads ISO 8601, RFC 5322, Unix seconds and milliseconds, and the customary ways to write a day.
    """
    if isinstance(value, datetime):
        return _aware(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    written = str(value).strip()
    for reader in (datetime.fromisoformat, _unix_time, parsedate_to_datetime, *_DAY_READERS):
        try:
            return _aware(reader(written))
        except (ValueError, TypeError, OverflowError, OSError):
            continue
    return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unix_time(written: str) -> datetime:
    if not re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}", written):
        raise ValueError(written)
    seconds = float(written)
    return datetime.fromtimestamp(seconds / 1000 if seconds >= 1e12 else seconds, tz=UTC)  # noqa: PLR2004 - milliseconds


def _day_reader(form: str) -> Callable[[str], datetime]:
    return lambda written: datetime.strptime(written, form).replace(tzinfo=UTC)


_DAY_READERS = tuple(_day_reader(form) for form in _DAY_FORMATS)
_READERS: dict[str, Callable[[Any], object]] = {
    "language": language_tag,
    "url": web_address,
    "created_at": read_moment,
    "updated_at": read_moment,
}
