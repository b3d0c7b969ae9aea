"""Excerpts: the right piece, the right marks, nothing unsafe, no word cut."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.search.analysis import analyze
from sidecar.search.excerpts import LENGTH, excerpt
from sidecar.search.sentences import placeholders_closed, sentence_spans


def wanted(text: str, language: str = "en") -> dict[str, float]:
    return {
        form: 1.0 for term in analyze(text, language) if not term.stop for form in (term.text, term.surface)
    }


def marks(html: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", html)


def test_the_best_sentence_is_shown_with_its_neighbours() -> None:
    text = "Nothing here. " * 40 + "Click reset to get a new password. " + "Other things follow. " * 40
    found = excerpt(text, "en", wanted("How do I reset passwords?"))
    assert marks(found.html) == ["reset", "password"]
    assert found.html.startswith("… ")
    assert found.html.endswith(" …")
    assert len(re.sub(r"<.*?>", "", found.html)) <= LENGTH + 10
    assert found.words == ("reset", "password")


def test_everything_is_escaped() -> None:
    found = excerpt('<script>alert("x")</script> & <b>reset</b>', "en", wanted("reset alert"))
    assert "<script>" not in found.html
    assert "<b>" not in found.html
    assert marks(found.html) == ["alert", "reset"]


@pytest.mark.parametrize(
    ("language", "text", "query", "marked"),
    [
        ("de", "Bitte setzen Sie Ihre Passwörter zurück.", "Passwort", ["Passwörter"]),
        ("ar", "يمكنك تغيير كَلِمَة المرور", "كلمه", ["كَلِمَة"]),
        ("fa", "می‌توانید کتاب‌ها را ببینید", "كتابها", ["کتاب‌ها"]),
        ("zh", "请在设置中重置密码。", "重置密码", ["重置密码"]),
        ("hi", "पासवर्ड रीसेट करें", "पासवर्ड", ["पासवर्ड"]),
        ("th", "เปลี่ยนรหัสผ่าน", "รหัสผ่าน", ["รหัสผ่าน"]),
        ("he", "איפוס סיסמה", "סיסמה", ["סיסמה"]),
    ],
)
def test_matches_are_marked_in_every_script(language: str, text: str, query: str, marked: list[str]) -> None:
    assert marks(excerpt(text, language, wanted(query, language)).html) == marked


def test_a_long_sentence_is_cut_between_words_around_the_matches() -> None:
    text = " ".join(["lengthy"] * 100 + ["needle"] + ["lengthy"] * 100)
    found = excerpt(text, "en", wanted("needle"))
    assert marks(found.html) == ["needle"]
    assert set(re.sub(r"<.*?>|…", "", found.html).split()) == {"lengthy", "needle"}


def test_without_a_match_the_beginning_is_shown() -> None:
    assert excerpt("First. Second.", "en", {}).html == "First. Second."
    assert excerpt("", "en", {}).html == ""


@given(st.text(max_size=400), st.text(max_size=40), st.sampled_from(["en", "de", "zh", "th", "ar"]))
def test_an_excerpt_says_only_what_the_text_says(text: str, query: str, language: str) -> None:
    html = excerpt(text, language, wanted(query, language), 60).html
    assert html.count("<mark>") == html.count("</mark>")
    plain = unescape(re.sub(r"</?mark>", "", html)).replace("…", "")
    assert "<" not in re.sub(r"</?mark>", "", html)
    assert "".join(plain.split()) in "".join(text.replace("…", "").split())


def test_sentences_end_neither_in_placeholders_nor_after_numbers_and_abbreviations() -> None:
    text = (
        "Order {{order.number}}. See Dr. Who, e.g. at 3.5 km.\n\n1. Open it. Then go.\n2. Close it!\n- 好。完"
    )
    spans = sentence_spans(placeholders_closed(text))
    assert [text[start:end] for start, end in spans] == [
        "Order {{order.number}}.",
        "See Dr. Who, e.g. at 3.5 km.",
        "1. Open it.",
        "Then go.",
        "2. Close it!",
        "- 好。",
        "完",
    ]


def test_a_placeholder_is_never_cut_or_marked_inside() -> None:
    text = "order " * 50 + "{{order.number}} " + "order " * 50
    found = excerpt(text, "en", wanted("number order"), 60)
    assert "number" not in found.words
    for length in range(20, 60):
        html = excerpt(
            "word " * 6 + "{{order.number}} needle {{order.number}}", "en", wanted("needle"), length
        ).html
        assert html.count("{{order.number}}") == html.count("number")


@given(st.text(max_size=300))
def test_sentences_cover_everything_but_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
