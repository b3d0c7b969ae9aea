"""What counts as the same word, in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.search.analysis import analyze, grams
from sidecar.search.analysis.languages import ALGORITHMS, raw_stop_words, stem


def stems(text: str, language: str = "en") -> list[str]:
    return [term.text for term in analyze(text, language) if not (term.stop or term.weight < 1.0)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "resetting passwords", "Reset password"),
        ("en", "e-mail", "email"),
        ("en", "log-in", "Login"),
        ("en", "E-1042", "e1042"),
        ("en", "version v2.3.1", "version 2.3.1"),
        ("en", "ＡＢＣ", "abc"),
        ("en", "café", "cafe"),
        ("en", "customer’s", "customer"),
        ("de", "Passwörter", "passwort"),
        ("de", "Straße", "STRASSE"),
        ("de", "kündigen", "Kuendigung"),
        ("de-AT", "Häuser", "Haus"),
        ("fr", "l'abonnement", "abonnements"),
        ("fr", "réinitialiser", "reinitialiser"),
        ("es", "contraseñas", "contraseña"),
        ("it", "dell’account", "account"),
        ("ru", "ёлка", "елка"),
        ("tr", "İSTANBUL", "istanbul"),
        ("tr", "KARTIMI", "kartımı"),
        ("pl", "łódź", "lodz"),
        ("ar", "كِتَابٌ", "كتاب"),
        ("ar", "كتـــاب", "كتاب"),
        ("ar", "مكتبة", "مكتبه"),
        ("ar", "أحمد", "احمد"),
        ("fa", "کتابی", "كتابي"),
        ("fa", "می‌خواهم", "میخواهم"),
        ("fa", "۱۲۳", "123"),
        ("he", "שָׁלוֹם עולם", "שלום עולם"),
        ("hi", "खिलाड़ियों", "खिलाड़ी"),
        ("el", "Άγγελος", "αγγελος"),
        ("ja", "ｶﾀｶﾅ", "カタカナ"),
        ("nb-NO", "pakkene", "pakke"),
        ("lt", "mano užsakymą", "uzsakymas"),
        ("id", "pembayaran saya", "bayar"),
        ("en", "organisation", "organization"),
        ("en", "favourite colours", "color"),
        ("en", "cancelled", "canceling"),
        ("en", "licence", "license"),
        ("en", "connectionTimeout", "connectiontimeout"),
        ("en", "user_id", "userId"),
        ("en", "v2.3.1", "2.3"),
        ("da", "åbningstider", "aabningstider"),
        ("no", "størrelse", "stoerrelse"),
        ("ro", "ştergere", "ștergere"),
        ("uk", "зв’язок", "зв'язок"),
        ("uk", "ґудзик", "гудзика"),
        ("uk", "замовленнями", "замовлень"),
        ("lv", "pasūtījumu", "pasūtījuma"),
        ("hi", "हिन्दी", "हिंदी"),
        ("hi", "ख़राब", "खराब"),
        ("hi", "पाँच", "पांच"),
        ("zh", "發票", "发票"),
        ("ja", "ﾊﾟｽﾜｰﾄﾞ", "ぱすわーど"),
        ("ko", "비밀 번호", "비밀번호"),
        ("vi", "mật khẩu", "mật khẩu"),
    ],
)
def test_the_same_is_found_however_it_is_written(language: str, one: str, other: str) -> None:
    assert set(stems(one, language)) & set(stems(other, language)), (
        stems(one, language),
        stems(other, language),
    )


@pytest.mark.parametrize(("language", "one", "other"), [("ru", "йод", "иод"), ("en", "access", "success")])
def test_what_differs_stays_apart(language: str, one: str, other: str) -> None:
    assert not set(stems(one, language)) & set(stems(other, language))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Error 0x80070005 again", "0x80070005"),
        ("code E-1042!", "e1042"),
        ("since v2.3.1.", "2.3.1"),
        ("see https://www.example.com/reset?x=1.", "example.com"),
        ("write to a.b@example.com.", "a.b@example.com"),
        ("in C++ or", "c++"),
        ("in C# or", "c#"),
        ("server 10.0.0.1 is down", "10.0.0.1"),
    ],
)
def test_codes_and_addresses_are_kept_whole(text: str, kept: str) -> None:
    assert kept in stems(text)


def test_the_words_inside_an_address_are_found_too() -> None:
    assert {"reset", "password"} <= set(stems("https://example.com/reset-password"))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "重置密码", ["重置", "置密", "密码"]),
        ("ja", "パスワード", ["パス", "スワ", "ワー", "ード"]),
        ("ko", "비밀번호", ["비밀", "밀번", "번호"]),
        ("th", "รหัส", ["รหั", "หัส"]),
        ("zh", "我的iPhone坏了", ["我的", "iphone", "坏了"]),
    ],
)
def test_scripts_without_spaces_become_pairs_of_signs(language: str, text: str, expected: list[str]) -> None:
    assert stems(text, language) == expected


def test_every_stop_word_list_is_read_and_every_stemmer_exists() -> None:
    for language in (
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "sv",
        "da",
        "nb",
        "fi",
        "pl",
        "ru",
        "tr",
        "ar",
        "fa",
        "he",
        "hi",
        "el",
        "hu",
        "lt",
        "lv",
        "id",
        "vi",
    ):
        words = raw_stop_words(language)
        assert len(words) > 50
        assert all(term.stop for term in analyze(" ".join(words[:20]), language) if not term.extra), language
    for language in ALGORITHMS:
        assert stem("a", language)
    assert raw_stop_words("xx") == raw_stop_words("../en") == ()


def test_pieces_need_no_dictionary() -> None:
    assert grams("passwort", "de")[:2] == ["pass", "assw"]
    assert grams("שלום", "he") == ["שלו", "לום"]
    assert grams("ab", "en") == []


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("pl", "zamówienia", "zamowienia"),
        ("cs", "objednávku", "objednavku"),
        ("lt", "sąskaitą", "saskaita"),
        ("hu", "számlát", "szamlat"),
        ("es", "cancelación", "cancelacion"),
        ("pt", "devolução", "devolucao"),
        ("fr", "réinitialisé", "reinitialise"),
        ("vi", "mật khẩu", "mat khau"),
        ("tr", "şifremi", "sifremi"),
        ("he", "החשבונית", "חשבונית"),
        ("fa", "می‌خواهم", "خواهم"),
        ("en", "sendInvoiceMail", "invoice"),
    ],
)
def test_a_weaker_reading_stands_beside_the_word(language: str, written: str, typed: str) -> None:
    indexed = {term.text for term in analyze(written, language)}
    assert indexed & set(stems(typed, language)), (indexed, stems(typed, language))


def test_the_signs_of_a_word_stand_beside_their_pairs() -> None:
    signs = [
        {term.text for term in analyze(text, "ja") if term.weight < 1.0} for text in ("申し込み", "申込")
    ]
    assert signs == [{"申", "込"}, {"申", "込"}]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "为什么"),
        ("ja", "ください"),
        ("ko", "어떻게"),
        ("th", "อย่างไร"),
        ("vi", "như thế nào"),
    ],
)
def test_what_asks_and_nothing_else_tells_nothing(language: str, text: str) -> None:
    assert stems(text, language) == []


def test_vietnamese_words_that_differ_in_their_marks_stay_apart() -> None:
    assert not set(stems("mưa", "vi")) & set(stems("mua", "vi"))


@given(st.text(max_size=200), st.sampled_from(["en", "de", "tr", "ar", "fa", "zh", "th", "he", None]))
def test_offsets_always_point_into_the_original_text(text: str, language: str | None) -> None:
    for term in analyze(text, language):
        assert 0 <= term.start < term.end <= len(text)
        assert term.text
        assert not any(char.isspace() for char in term.text + term.surface)


@given(st.text(max_size=80))
def test_asking_for_what_was_indexed_gives_the_same_terms(text: str) -> None:
    assert analyze(text, "de") == analyze(text, "de-AT")
