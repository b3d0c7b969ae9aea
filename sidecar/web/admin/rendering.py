"""Templates and their languages: all read once at the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sidecar.translating import best_language, languages_in, translator

_HERE = Path(__file__).parent
_LOCALES = _HERE / "locales"
LANGUAGES = languages_in(_LOCALES)


def language_of(accepted: str) -> str:
    """Return the best of our languages for an `Accept-Language` header."""
    return best_language(accepted, LANGUAGES)


class Renderer:
    """Renders templates in each of our languages. Creating one reads all files; rendering reads none."""

    def __init__(self) -> None:
        self._environments = {language: _environment(language) for language in LANGUAGES}

    def render(self, template: str, language: str, **values: object) -> str:
        """Return a template filled; everything that comes from outside is escaped."""
        return self._environments[language].get_template(template).render(**values)


def _environment(language: str) -> Environment:
    told = translator(_LOCALES, language)
    locale = told.locale
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(told.gettext, told.ngettext, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
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
