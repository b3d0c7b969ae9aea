"""Reasons are given in the reader's language, and every catalogue is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import sidecar.suggest.reasons
from connectors.model import Audience
from sidecar.knowledge.model import Trust, TrustState
from sidecar.suggest.reasons import LANGUAGES, Facts, readers_language, reasons
from tests.suggest.test_weighing import PLAIN

SOURCE = Path(sidecar.suggest.reasons.__file__)
GAP = re.compile(r"%\(\w+\)s")
DAY = datetime(2026, 1, 31, tzinfo=UTC)


def texts() -> Iterator[tuple[str, ...]]:
    for _, message, _, _ in extract_from_file("python", SOURCE, {"gettext": None, "ngettext": (1, 2)}):
        yield (message,) if isinstance(message, str) else tuple(message)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_reason_is_translated_with_its_gaps(language: str) -> None:
    with (SOURCE.parent / "locales" / f"{language}.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    known = list(texts())
    assert len(known) > 12
    for forms in known:
        message = catalogue.get(forms[0])
        assert message is not None, forms
        told = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert len(told) >= len(forms)
        wanted = set(GAP.findall(" ".join(forms)))
        assert all(each and set(GAP.findall(each)) <= wanted for each in told), forms
        assert set(GAP.findall(told[-1])) == wanted, forms
    assert {
        str(message.id[0] if isinstance(message.id, tuple) else message.id)
        for message in catalogue
        if message.id
    } == {forms[0] for forms in known}


def test_german_readers_get_german_reasons() -> None:
    answer = replace(
        PLAIN, trust=Trust(TrustState.DUE, "Ada", DAY), audience=Audience.INTERNAL, not_seen_since=DAY
    )
    facts = Facts(pinned_by="Cleo", label="Rechnung")
    assert reasons(answer, ("reset",), 4, True, facts=facts, language="de", reader="de") == (
        "Von Cleo für solche Anfragen angeheftet",
        "Auf Englisch",
        "Gemeinsam: reset",
        "4-mal bei ähnlichen Anfragen eingefügt",
        "Gleiches Thema: Rechnung",
        "Geprüft von Ada am 31.01.2026, Prüfung ist fällig",
        "Nur intern: nicht für Kunden",
        "Seit 31.01.2026 in der Quelle nicht mehr gesehen",
    )
    own = Facts(own_pin=True, own_used=1)
    assert reasons(PLAIN, (), 0, None, facts=own, reader="de") == (
        "Von dir angeheftet",
        "Einmal von dir eingefügt",
    )
    assert reasons(PLAIN, (), 1, None, facts=own, reader="de")[1:] == (
        "Einmal bei ähnlichen Anfragen eingefügt",
    )


@pytest.mark.parametrize(
    ("trust", "said"),
    [
        (Trust(TrustState.VERIFIED), "Verified"),
        (Trust(TrustState.VERIFIED, by="Ada"), "Verified by Ada"),
        (Trust(TrustState.VERIFIED, at=DAY), "Verified on 2026-01-31"),
        (Trust(TrustState.DUE, "Ada", DAY), "Verified by Ada on 2026-01-31, review is due"),
        (Trust(TrustState.CHANGED, "Ada", DAY), "Changed at its source since it was verified"),
        (Trust(TrustState.FLAGGED), "Flagged"),
        (Trust(TrustState.FLAGGED, "Ben", reason="100 % wrong"), "Flagged by Ben: 100 % wrong"),
    ],
)
def test_trust_is_said_as_far_as_it_is_known(trust: Trust, said: str) -> None:
    assert reasons(replace(PLAIN, trust=trust), (), 0, None) == (said,)


@pytest.mark.parametrize(
    ("language", "wanted", "said"),
    [
        ("de", "en", ("In German",)),
        ("pt-BR", "en", ("In Brazilian Portuguese",)),
        ("en-GB", "en-US", ()),
        ("de", "", ()),
        ("tlh", "en", ("In Klingon",)),
        ("xx", "en", ("In xx",)),
    ],
)
def test_another_language_is_marked(language: str, wanted: str, said: tuple[str, ...]) -> None:
    assert reasons(replace(PLAIN, language=language), (), 0, None, language=wanted) == said


def test_the_header_decides_the_language() -> None:
    assert readers_language("de-AT,de;q=0.9,en;q=0.5") == "de"
    assert readers_language("xx") == "en"
    assert readers_language("") == "en"
