"""Every text of the admin pages has its translation, with the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from sidecar.web.admin.rendering import LANGUAGES, language_of

ADMIN = Path(__file__).parents[2] / "sidecar" / "web" / "admin"
GAP = re.compile(r"%\(\w+\)s")


OPTIONS = {"extensions": "jinja2.ext.do", "newstyle_gettext": "true"}


def texts() -> Iterator[str]:
    for path in sorted((ADMIN / "templates").rglob("*.html")):
        with path.open("rb") as stream:
            for _, _, message, _ in babel_extract(stream, ["_", "gettext", "ngettext"], [], OPTIONS):
                yield message if isinstance(message, str) else str((message or ("",))[0])
    for path in sorted(ADMIN.rglob("*.py")):
        with path.open("rb") as stream:
            for _, message, _, _ in extract("python", stream, keywords={"_": None, "gettext": None}):
                yield str(message)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_text_is_translated_with_its_gaps(language: str) -> None:
    with (ADMIN / "locales" / f"{language}.po").open("rb") as stream:
        catalog = read_po(stream, locale=language)
    for text in texts():
        message = catalog.get(text)
        assert message is not None, text
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert forms
        for form in forms:
            assert form, text
            assert set(GAP.findall(form)) == set(GAP.findall(text)), text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("en;q=0.2,de;q=0.9", "de"),
        ("fr,es", "en"),
        ("", "en"),
        (";;q=x,,", "en"),
    ],
)
def test_the_browser_decides_the_language(accepted: str, language: str) -> None:
    assert language_of(accepted) == language
