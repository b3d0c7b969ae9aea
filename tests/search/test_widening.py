"""Asking for more than was written: typing errors, compounds, synonyms, and what must stay as it is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.model import Kind
from sidecar.knowledge.model import IndexableAnswer, Passage
from sidecar.search.analysis import analyze
from sidecar.search.asking import words_of
from sidecar.search.protocol import Batch, Index, Position
from sidecar.search.vocabulary import Vocabulary
from sidecar.search.widening import NONE, Synonyms, synonyms_of, widened
from sidecar.search.widening.compounds import joined, parts
from sidecar.search.widening.typos import corrected


def knows(*words: str, language: str = "en") -> Vocabulary:
    return Vocabulary((term.text, 3) for word in words for term in analyze(word, language))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasword", "password"),
        ("passwrod", "password"),
        ("apssword", "password"),
        ("recieve", "receive"),
        ("refnud", "refund"),
        ("emial", "email"),
        ("adress", "address"),
        ("subscribtion", "subscription"),
        ("cancellaton", "cancellation"),
    ],
)
def test_a_typing_error_becomes_the_nearest_word_of_the_knowledge(typed: str, meant: str) -> None:
    known = knows(
        "password", "receive", "refund", "email", "address", "subscription", "cancellation", "passport"
    )
    wrong, right = (analyze(each, "en")[0].text for each in (typed, meant))
    assert next(iter(corrected(wrong, known))) == right


@pytest.mark.parametrize("word", ["miller", "e1042", "2.3.1", "ups", "kafka", "zx"])
def test_names_codes_and_short_words_stay_as_they_are(word: str) -> None:
    assert corrected(word, knows("password", "invoice", "up", "mailed", "karma")) == {}


@pytest.mark.parametrize(
    ("language", "known", "compound"),
    [
        ("de", "Frist Rückgabe", "Rückgabefrist"),
        ("de", "Lieferung Adresse", "Lieferungsadresse"),
        ("nl", "retour termijn", "retourtermijn"),
        ("sv", "leverans tid", "leveranstid"),
        ("da", "levering tid", "leveringstid"),
        ("no", "retur frist", "returfrist"),
        ("fi", "palautus aika", "palautusaika"),
        ("hu", "szállítás cím", "szállításcím"),
        ("en", "pass word", "password"),
    ],
)
def test_a_compound_comes_apart_into_words_of_the_knowledge(language: str, known: str, compound: str) -> None:
    surface = analyze(compound, language)[0].surface
    words = {term.text for term in analyze(known, language)}
    assert set(parts(surface, language, knows(known, language=language))) == words


def test_what_is_no_compound_stays_whole() -> None:
    assert parts("rechnung", "de", knows("Rechner Zeitung", language="de")) == {}


@pytest.mark.parametrize(
    ("language", "said", "known"),
    [
        ("en", "I cannot log in", "login"),
        ("en", "my wi fi", "wifi"),
        ("de", "Frist für die Rückgabe", "Rückgabefrist"),
        ("de", "Adresse der Lieferung", "Lieferungsadresse"),
        ("sv", "tid för leverans", "leveranstid"),
    ],
)
def test_words_are_put_together_as_the_knowledge_has_them(language: str, said: str, known: str) -> None:
    spoken = [term for term in analyze(said, language) if not term.extra]
    assert set(joined(spoken, language, knows(known, language=language))) == {
        term.text for term in analyze(known, language)
    }


@pytest.mark.parametrize(
    ("language", "said", "other"),
    [
        ("en", "I want my money back", "refund"),
        ("en", "unsubscribe me", "cancel"),
        ("en", "the bill", "invoice"),
        ("en", "everything is so slow", "slower"),
        ("en", "we have no internet since noon", "outage"),
        ("en", "somebody hacked my account", "takeover"),
        ("de", "Kennwort weg", "Passwort"),
        ("fr", "mon colis", "paquet"),
        ("es", "mi clave", "contraseña"),
        ("pt", "minha senha", "password"),
        ("it", "lo scontrino", "fattura"),
        ("nl", "de rekening", "factuur"),
        ("pl", "moja paczka", "przesyłka"),
        ("ru", "моя посылка", "отправление"),
    ],
)
def test_synonyms_are_asked_for_with_less_weight(index: Index, language: str, said: str, other: str) -> None:
    wanted = analyze(other, language)[0].text
    assert 0 < _asked(index, said, other, language)[wanted] < 1


def test_the_teams_own_synonyms_count_and_codes_among_them(index: Index) -> None:
    team = synonyms_of((("the cube", "MX-500"),), "en")
    assert "mx500" in _asked(index, "my cube is broken", "MX-500 manual", "en", team)
    assert "mx500" not in _asked(index, "my cube is broken", "MX-500 manual", "en")
    assert "cube" in _asked(index, "MX-500 is broken", "cube", "en", team)


def test_a_word_that_the_knowledge_has_is_never_corrected(index: Index) -> None:
    asked = _asked(index, "the pasword", "password pasword", "en")
    assert asked == {"pasword": 1.0}


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=12), max_size=20))
def test_nothing_typed_breaks_it(typed: str, words: Sequence[str]) -> None:
    known = Vocabulary((word, 1) for word in words)
    for term in analyze(typed, "de"):
        for found in (corrected(term.text, known), parts(term.surface, "de", known)):
            assert all(word in known and 0 < weight < 1 for word, weight in found.items())


def _asked(index: Index, said: str, known: str, language: str, team: Synonyms = NONE) -> dict[str, float]:
    passage = Passage(0, "", known, f"<p>{known}</p>")
    answer = IndexableAnswer(
        1, 1, gone=False, title=known, passages=(passage,), language=language, kind=Kind.REPLY
    )
    index.apply(Batch([answer]))
    index.commit(Position(index.position.answers + 1, 0))
    return widened([words_of(said, language)], language, index, team)[0].stems
