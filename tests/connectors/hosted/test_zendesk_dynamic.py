"""Dynamic content of Zendesk: texts within texts, in several languages, from whoever wrote them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectors.model import BodyFormat
from connectors.zendesk.dynamic import Item, languages, resolved, uses

_KEYS = st.sampled_from(["a", "b", "c", "no-such"])
_TEXTS = st.lists(
    st.one_of(_KEYS.map(lambda key: f"{{{{dc.{key}}}}}"), st.text("xy<&{} \n", max_size=5)), max_size=6
).map("".join)
_LANGUAGES = st.sampled_from([None, "de", "en"])
_ITEMS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.builds(Item, _LANGUAGES, st.dictionaries(_LANGUAGES, _TEXTS, max_size=3)),
)


@given(text=_TEXTS, items=_ITEMS, markup=st.sampled_from([BodyFormat.HTML, BodyFormat.TEXT]))
def test_whatever_refers_to_whatever_has_an_end(
    text: str, items: dict[str, Item], markup: BodyFormat
) -> None:
    found = languages(text, items)
    assert len(set(found)) == len(found) >= 1
    for language in found:
        said = resolved(text, language, items, markup)
        assert said == text or uses(text)
        assert "no-such" not in text or "no-such" in said


def test_what_doubles_itself_stops() -> None:
    laughs = {f"k{level}": Item(None, {None: f"{{{{dc.k{level + 1}}}}} " * 9000}) for level in range(9)}
    assert len(resolved("{{dc.k0}}", None, laughs, BodyFormat.TEXT)) < 20_000_000


def test_a_language_without_a_variant_has_the_default() -> None:
    items = {"a": Item("en", {"en": "Hello", "de": "Hallo"}), "b": Item("en", {"en": "Bye"})}
    assert languages("{{dc.a}}, {{dc.b}}", items) == ["en", "de"]
    assert resolved("{{dc.a}}, {{dc.b}}", "de", items, BodyFormat.TEXT) == "Hallo, Bye"
