"""What goes into the index is what `analyze` finds, chunk by chunk or all at once."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from sidecar.search.analysis import Forms, analyze, forms, grams

_SIGNS = "aA1éÉß .,:;!?()\"\n-_/@%'’#+xz09\u0301\u200d\xa0\u2028\x1cعกด中文한ไไ"
_LANGUAGES = st.sampled_from(["en", "de", "fr", "tr", "ar", "zh", "th", "he", ""])


def _all_at_once(text: str, language: str) -> Forms:
    terms = analyze(text, language)
    telling = [term for term in terms if not term.stop]
    pieces = [piece for term in telling if not term.extra for piece in grams(term.surface, language)]
    surface = " ".join(term.surface for term in terms if not term.extra)
    return Forms(" ".join(term.text for term in telling), surface, " ".join(pieces))


@given(st.text(st.sampled_from(_SIGNS), max_size=60) | st.text(max_size=60), _LANGUAGES)
@example("E-1042 (v2.3.1), see https://example.org/a?b=c. C++ isn't C#!", "en")
@example("ﷺ \ufdfa x", "ar")
def test_chunks_give_what_the_whole_gives(text: str, language: str) -> None:
    found = forms(text, language)
    whole = _all_at_once(text, language)
    assert [column.split() for column in found] == [column.split() for column in whole]


def test_chunks_of_real_pages_give_what_the_whole_gives(test_data: Path) -> None:
    for file in sorted((test_data / "docs").rglob("*.md"))[:60]:
        text = file.read_text("utf-8", "replace")
        assert [column.split() for column in forms(text, "en")] == [
            column.split() for column in _all_at_once(text, "en")
        ]
