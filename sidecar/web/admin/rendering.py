"""Templates and their languages: all read once at the start."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sidecar.translating import Translator, best_language, languages_in, translator
from sidecar.web.admin.findings import finding

_HERE = Path(__file__).parent
_LOCALES = _HERE / "locales"
_TICKED = re.compile("`([^`]+)`")
LANGUAGES = languages_in(_LOCALES)


def language_of(accepted: str) -> str:
    """Return the best of our languages for an `Accept-Language` header."""
    return best_language(accepted, LANGUAGES)


class Renderer:
    """Renders templates in each of our languages. Creating one reads all files; rendering reads none.

    Args:
        assets: addresses of stylesheets and scripts by their names.
    """

    def __init__(self, assets: Mapping[str, str]) -> None:
        self._translators = {language: translator(_LOCALES, language) for language in LANGUAGES}
        self._environments = {
            language: _environment(told, assets) for language, told in self._translators.items()
        }

    def render(self, template: str, language: str, **values: object) -> str:
        """Return a template filled; everything that comes from outside is escaped."""
        return self._environments[language].get_template(template).render(**values)

    def translator(self, language: str) -> Translator:
        """Return what says texts in one of our languages."""
        return self._translators[language]


RENDERER = web.AppKey("renderer", Renderer)


def _environment(told: Translator, assets: Mapping[str, str]) -> Environment:
    locale = told.locale
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_callables(told.gettext, told.ngettext, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
    environment.globals.update(
        language=told.language,
        languages={language: _own_name(language) for language in LANGUAGES},
        direction=locale.text_direction,
        asset=assets.__getitem__,
        # For texts that come from data: a connector's own.
        told=told.gettext,
    )
    environment.filters.update(_filters(locale), finding=finding(told.gettext))
    for name in environment.list_templates():
        environment.get_template(name)
    return environment


def _filters(locale: Locale) -> dict[str, Callable[..., str]]:
    def exact(moment: datetime) -> str:
        return format_datetime(moment.astimezone(), "medium", locale=locale)

    def day(moment: datetime) -> str:
        return format_date(moment.astimezone(), "medium", locale=locale)

    def ago(moment: datetime, now: datetime | None = None) -> str:
        return format_timedelta(moment - (now or datetime.now(UTC)), add_direction=True, locale=locale)

    def duration(seconds: float) -> str:
        if seconds < 1:
            return format_timedelta(timedelta(seconds=1), locale=locale)
        return format_timedelta(timedelta(seconds=seconds), threshold=1.5, locale=locale)

    def tongue(tag: str) -> str:
        """Name a language in the reader's own."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(locale) or tag
        except (ValueError, UnknownLocaleError):
            return tag

    def ticked(text: str) -> Markup:
        """Show what stands between backticks as code."""
        return Markup(_TICKED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before

    return {
        "ticked": ticked,
        "number": lambda value: format_decimal(value, locale=locale),
        "rate": lambda value: format_decimal(round(value, 1 if value < 10 else 0), locale=locale),  # noqa: PLR2004 - one digit
        "share": lambda value: format_percent(value, locale=locale),
        "exact": exact,
        "day": day,
        "ago": ago,
        "duration": duration,
        "tongue": tongue,
    }


def _own_name(language: str) -> str:
    locale = Locale.parse(language, sep="-")
    return str(locale.get_display_name(locale)).capitalize()
