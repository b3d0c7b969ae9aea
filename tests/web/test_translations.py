"""Every text of the admin pages has its translation, with the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from connectors.http import REMEDIES, RequestFailed, Trouble
from sidecar.sync.http import failures, proxies
from sidecar.sync.stopping import SENTENCES
from sidecar.translating import translator
from sidecar.web.admin.findings import finding
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


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_failure_of_a_request_is_told_whole(language: str) -> None:
    told = finding(translator(ADMIN / "locales", language).gettext)
    where = "https://acme.example/api"
    for trouble in Trouble:
        for what in (*failures.SAID, *proxies.SAID):
            failed = RequestFailed(trouble, where, f"{what} (401)", status=401)
            check = failed.check("source")
            for said in (str(failed), check.detail, check.remedy):
                assert told(said) != said, said
            assert told(str(failed)).startswith(f"{where} ")
            assert REMEDIES[trouble] not in told(str(failed))
            assert told(str(failed)).count(" (401)") == 1
            assert what not in told(check.detail)
    for sentence in SENTENCES.values():
        assert told(sentence) != sentence


@pytest.mark.parametrize(
    "said",
    [
        "The shelf fell down.",
        "https://acme.example/api is larger than 20 MB: make it smaller at its source, or leave it out.",
        "https://acme.example/api cannot be reached: buy a longer cable.",
        "",
    ],
)
def test_what_is_not_known_whole_is_told_as_it_is(said: str) -> None:
    assert finding(translator(ADMIN / "locales", "de").gettext)(said) == said


def test_the_source_language_is_told_as_it_is() -> None:
    failed = RequestFailed(Trouble.TIMEOUT, "https://acme.example/", "did not answer in time")
    told = finding(translator(ADMIN / "locales", "en").gettext)
    assert told(str(failed)) == str(failed)
    assert told(failed.check("x").remedy) == failed.check("x").remedy
