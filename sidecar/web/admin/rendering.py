"""Templates and their languages. Catalogues are the .po files themselves, read once at the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from gettext import c2py
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_datetime, format_timedelta
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, *sorted(path.stem for path in (_HERE / "locales").glob("*.po")))


def language_of(accepted: str) -> str:
    """Return the best of our languages for an `Accept-Language` header."""
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(",")[:20]:
        tag, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), tag.strip()))
        except ValueError:
            continue
    tags = [tag for _, tag in sorted(wanted, key=lambda item: item[0])]
    try:
        return negotiate_locale(tags, LANGUAGES, sep="-") or SOURCE_LANGUAGE
    except (ValueError, UnknownLocaleError):
        return SOURCE_LANGUAGE


class Renderer:
    """Renders templates in each of our languages. Creating one reads all files; rendering reads none."""

    def __init__(self) -> None:
        self._environments = {language: _environment(language) for language in LANGUAGES}

    def render(self, template: str, language: str, **values: object) -> str:
        """Return a template filled; everything that comes from outside is escaped."""
        return self._environments[language].get_template(template).render(**values)


def _environment(language: str) -> Environment:
    locale = Locale.parse(language, sep="-")
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    one, many = _translators(language)
    environment.install_gettext_callables(one, many, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
    environment.globals["language"] = language
    environment.globals["direction"] = locale.text_direction
    environment.filters["number"] = lambda value: format_decimal(value, locale=locale)
    environment.filters["exact"] = lambda moment: format_datetime(
        moment.astimezone(), "medium", locale=locale
    )
    environment.filters["ago"] = _ago(locale)
    for name in environment.list_templates():
        environment.get_template(name)
    return environment


def _ago(locale: Locale) -> Callable[[datetime, datetime | None], str]:
    def ago(moment: datetime, now: datetime | None = None) -> str:
        return format_timedelta(moment - (now or datetime.now(UTC)), add_direction=True, locale=locale)

    return ago


def _translators(language: str) -> tuple[Callable[[str], str], Callable[[str, str, int], str]]:
    catalog = _catalog(language)
    plural_index = c2py(catalog.plural_expr)

    def gettext(text: str) -> str:
        return _told(catalog, text, 0) or text

    def ngettext(one: str, many: str, number: int) -> str:
        return _told(catalog, one, plural_index(number)) or (one if number == 1 else many)

    return gettext, ngettext


def _told(catalog: Catalog, text: str, form: int) -> str:
    message = catalog.get(text)
    if message is None or message.fuzzy:
        return ""
    told = message.string
    return told if isinstance(told, str) else told[form] if told else ""


def _catalog(language: str) -> Catalog:
    if language == SOURCE_LANGUAGE:
        return Catalog(locale=language)
    with (_HERE / "locales" / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language.replace("-", "_"))
