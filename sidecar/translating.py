"""Texts in the reader's language. Catalogues are the .po files themselves, read once and kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

#: What the texts are written in; it needs no catalogue.
SOURCE_LANGUAGE = "en"
#: More languages than this nobody asks for.
_MOST_WANTED = 20


@dataclass(frozen=True, slots=True)
class Translator:
    """Says texts in one language: one by one (`gettext`), or by number (`ngettext`)."""

    language: str
    locale: Locale
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]


def languages_in(folder: Path) -> tuple[str, ...]:
    """Return the languages that a folder of catalogues speaks, the source language first."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in folder.glob("*.po")))


def best_language(accepted: str, languages: Collection[str]) -> str:
    """Return the best of some languages for an `Accept-Language` header."""
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(",")[:_MOST_WANTED]:
        tag, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), tag.strip()))
        except ValueError:
            continue
    tags = [tag for _, tag in sorted(wanted, key=lambda item: item[0])]
    try:
        return negotiate_locale(tags, languages, sep="-") or SOURCE_LANGUAGE
    except (ValueError, UnknownLocaleError):
        return SOURCE_LANGUAGE


def translator(folder: Path, language: str) -> Translator:
    """Read the catalogue of a language; what it does not have is said in the source language.

    Args:
        folder: Where the catalogues are, `LANGUAGE.po`.
        language: One of `languages_in(folder)`.
    """
    catalog = _catalog(folder, language)
    plural_index = c2py(catalog.plural_expr)

    def gettext(text: str) -> str:
        return _told(catalog, text, 0) or text

    def ngettext(one: str, many: str, number: int) -> str:
        return _told(catalog, one, plural_index(number)) or (one if number == 1 else many)

    return Translator(language, Locale.parse(language, sep="-"), gettext, ngettext)


def _told(catalog: Catalog, text: str, form: int) -> str:
    message = catalog.get(text)
    if message is None or message.fuzzy:
        return ""
    told = message.string
    return told if isinstance(told, str) else told[form] if told else ""


def _catalog(folder: Path, language: str) -> Catalog:
    if language == SOURCE_LANGUAGE:
        return Catalog(locale=language)
    with (folder / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language.replace("-", "_"))
