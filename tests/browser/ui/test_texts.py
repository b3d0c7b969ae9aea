"""The interface's texts: each one asked for exists, each one that exists is asked for, in every language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

EXTENSION = Path(__file__).resolve().parents[3] / "extension"
LOCALES = sorted(path.parent.name for path in EXTENSION.glob("_locales/*/messages.json"))
FORMS = ("zero", "one", "two", "few", "many", "other")
CODE = "\n".join(path.read_text("utf-8") for path in sorted(EXTENSION.rglob("*.js")))
SPEAKING = "\n".join(
    path.read_text("utf-8")
    for path in sorted(EXTENSION.rglob("*.js"))
    if "main-world" not in path.relative_to(EXTENSION).parts
)
PAGES = "\n".join(path.read_text("utf-8") for path in sorted(EXTENSION.rglob("*.html")))
MANIFEST = (EXTENSION / "manifest.json").read_text("utf-8")


def messages(locale: str) -> dict[str, str]:
    """The texts of a language by key; a key that stands twice in the file is a fault."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), (
            f"twice in {locale}: {sorted(key for key in keys if keys.count(key) > 1)}"
        )
        return dict(pairs)

    told = (EXTENSION / "_locales" / locale / "messages.json").read_text("utf-8")
    return {key: value["message"] for key, value in json.loads(told, object_pairs_hook=once).items()}


def stem(key: str) -> str:
    """The key without its plural form."""
    base, _, form = key.rpartition("_")
    return base if base and form in FORMS else key


def asked_for() -> set[str]:
    """Every key, or stem of a plural, that code, pages and manifest name where a text is wanted."""
    # What runs in the page's own world has no texts; its `say` tells an editor what was typed.
    in_code = re.findall(r"\b(?:t|say|plural|getMessage)\(\s*\"(\w+)\"", SPEAKING)
    in_pages = re.findall(r"\bdata-t(?:-[\w-]+)?=\"(\w+)\"", PAGES)
    return {*in_code, *in_pages, *re.findall(r"__MSG_(\w+)__", MANIFEST)}


# The same word, or a name, in both languages.
ALIKE = {"extension_name", "text_direction", "key_control", "action_of", "connected_more"}


def test_every_language_is_there() -> None:
    wanted = {
        "ar",
        "de",
        "en",
        "es",
        "fa",
        "fr",
        "he",
        "ja",
        "lt",
        "pl",
        "pt_BR",
        "pt_PT",
        "ru",
        "tr",
        "zh_CN",
    }
    assert set(LOCALES) == wanted


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "en"])
def test_nothing_is_left_in_english(locale: str) -> None:
    english = messages("en")
    same = {key for key, text in messages(locale).items() if english.get(key) == text}
    sentences = {key for key in same - ALIKE if " " in english[key].strip("$1")}
    assert sentences == set()


def test_every_text_that_is_asked_for_exists() -> None:
    existing = set(messages("en"))
    known = existing | {stem(key) for key in existing}
    assert asked_for() - known == set()


def test_every_text_is_asked_for() -> None:
    named = asked_for() | set(re.findall(r"[\"'](\w+)[\"']", CODE))
    assert {key for key in messages("en") if key not in named and stem(key) not in named} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_every_text(locale: str) -> None:
    assert {stem(key) for key in messages(locale)} == {stem(key) for key in messages("en")}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_shows_the_same_values(locale: str) -> None:
    english = messages("en")
    for key, text in messages(locale).items():
        same = english.get(key) or english[f"{stem(key)}_other"]
        assert set(re.findall(r"\$\d", text)) <= set(re.findall(r"\$\d", same)) | {"$1"}, key
        if not key.endswith(("_one", "_zero", "_two")):
            assert set(re.findall(r"\$\d", same)) <= set(re.findall(r"\$\d", text)), key


@pytest.mark.parametrize("locale", LOCALES)
def test_every_plural_has_a_form_for_the_rest(locale: str) -> None:
    keys = set(messages(locale))
    plurals = {stem(key) for key in keys if stem(key) != key and f"{stem(key)}_one" in keys}
    assert {base for base in plurals if f"{base}_other" not in keys} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_names_itself(locale: str) -> None:
    texts = messages(locale)
    assert texts["language_tag"] == locale.replace("_", "-")
    assert texts["text_direction"] in ("ltr", "rtl")


def test_pages_hold_no_text_of_their_own() -> None:
    for path in sorted(EXTENSION.rglob("*.html")):
        body = re.sub(r"<title[^>]*>.*?</title>|<[^>]+>", " ", path.read_text("utf-8"), flags=re.DOTALL)
        assert body.strip() == "", path.name
