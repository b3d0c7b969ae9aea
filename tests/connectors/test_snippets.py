"""Text expanders' snippets: nothing is run or grows without end, what is asked for is asked for whole."""

from __future__ import annotations

import asyncio
import json
import plistlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import registry
from connectors.contract import Event, Skipped, SourceUnavailable, Upsert
from connectors.model import BodyFormat, Document
from connectors.snippets import fields
from sidecar.knowledge.ingest import prepare
from tests.connectors.context import PlainContext, by_id, events_of


def read(kind: str, path: Path) -> list[Event]:
    connector = registry.load(kind)
    config = connector.manifest.config_model.model_validate({"path": str(path)})
    return asyncio.run(events_of(connector(config, PlainContext())))


def documents(kind: str, path: Path) -> dict[str, Document]:
    found = by_id(read(kind, path))
    return {key: event.document for key, event in found.items() if isinstance(event, Upsert)}


def espanso(path: Path, said: dict[str, Any]) -> dict[str, Document]:
    file = path / "base.yml"
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    return documents("espanso", file)


def match(trigger: str, replace: str, *variables: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"trigger": trigger, "replace": replace, "vars": list(variables), **more}


def test_packages_of_espansos_hub_come_in(test_data: Path) -> None:
    hub = test_data / "replies" / "espanso"
    events = read("espanso", hub)
    found = [event.document for event in events if isinstance(event, Upsert)]
    left = {event.external_id: event.reason for event in events if isinstance(event, Skipped)}
    assert len(found) > 100
    assert {each.folder for each in found} >= {"foreign-thanks", "greetings-german", "french-politeness"}
    by_shortcut = {each.shortcut: each for each in found}
    assert by_shortcut[":arthx"].body == "شكرا"
    assert all("never run" in left[trigger] for trigger in (":forms", ":morning"))


def test_a_program_is_never_run_wherever_it_stands(tmp_path: Path) -> None:
    made = tmp_path / "made-by-a-program"
    touch = {"cmd": f"touch {made}"}
    shell = {"name": "out", "type": "shell", "params": touch}
    script = {"name": "list", "type": "script", "params": {"args": ["touch", str(made)]}}
    choice = {"name": "pick", "type": "choice", "params": {"values": "{{list}}"}}
    said = {
        "global_vars": [shell],
        "matches": [
            match(":a", "It is {{out}}."),
            match(":b", "Take {{pick}}.", script, choice),
            match(":c", "{{out}}"),
        ],
    }
    found = espanso(tmp_path, said)
    assert set(found) == {":a", ":b"}
    assert not made.exists()
    assert [gap.name for gap in prepare(found[":b"]).content.placeholders] == ["pick"]


def test_variables_that_refer_to_each_other_end_somewhere(tmp_path: Path) -> None:
    bombs = [
        {"name": f"v{at}", "type": "echo", "params": {"echo": f"{{{{v{at + 1}}}}}" * 50}} for at in range(9)
    ]
    loops = [
        {"name": "me", "type": "echo", "params": {"echo": "{{you}}"}},
        {"name": "you", "type": "echo", "params": {"echo": "{{me}}"}},
    ]
    end = {"name": "v9", "type": "echo", "params": {"echo": "x" * 50}}
    found = espanso(tmp_path, {"matches": [match(":a", "{{v0}} and {{me}}", *bombs, end, *loops)]})
    assert len(found[":a"].body) < 1_000_000


@pytest.mark.parametrize("kind", ["textexpander", "text-blaze"])
def test_snippets_inside_of_each_other_end_somewhere(kind: str, tmp_path: Path) -> None:
    other = "%snippet:s{}%" if kind == "textexpander" else "{{import: s{}}}"
    texts = {f"s{at}": f"t{at} " + other.format(at + 1) * 40 for at in range(10)} | {"s10": other.format(0)}
    if kind == "textexpander":
        snippets = [{"abbreviation": name, "plainText": text} for name, text in texts.items()]
        path = tmp_path / "a.textexpander"
        path.write_bytes(plistlib.dumps({"name": "A", "snippetPlists": snippets}))
    else:
        path = tmp_path / "a.json"
        path.write_text(json.dumps([{"shortcut": name, "text": text} for name, text in texts.items()]))
    found = documents(kind, path)
    assert len(found) == len(texts)
    assert all(len(each.body) < 1_000_000 for each in found.values())


FIT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='{}<>|"`[]'), min_size=1).map(
    lambda text: " ".join(text.split())
)


@given(
    choices=st.lists(FIT.filter(bool), min_size=1, max_size=6, unique=True),
    markup=st.sampled_from(list(BodyFormat)),
)
def test_choices_arrive_as_they_were_whatever_stands_in_them(choices: list[str], markup: BodyFormat) -> None:
    written = f"Take {fields.gap(fields.CHOICE, 'pick', choices=choices, markup=markup)} now."
    document = Document(
        external_id="a",
        kind="reply",
        title="A",
        body=f"<p>{written}</p>" if markup is BodyFormat.HTML else written,
        body_format=markup,
        placeholder_syntax="espanso",
    )
    [gap] = prepare(document).content.placeholders
    assert (gap.name, gap.kind) == ("pick", "choice")
    assert list(gap.choices) == choices


@pytest.mark.parametrize("choice", ["a {lamp}", "a\nb", "a > b", "x" * 2000])
def test_a_choice_that_cannot_be_written_unchanged_is_asked_for_as_text(choice: str) -> None:
    assert fields.gap(fields.CHOICE, "pick", choices=[choice, "b"]) == "{formtext: name=pick}"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["matches", "trigger", "triggers", "replace", "form", "vars", "name", "type", "params"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=40)
@given(said=_VALUES)
def test_no_match_set_however_odd_stops_the_run(said: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("espanso") / "base.yml"
    file.write_text(
        yaml.safe_dump({"matches": [said], "global_vars": said, "imports": said}), encoding="utf-8"
    )
    assert read("espanso", file)


@settings(max_examples=40)
@given(
    said=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["folders", "snippets", "name", "shortcut", "text", "html", "delta", "ops"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_export_of_text_blaze_however_odd_stops_the_run(
    said: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("blaze") / "a.json"
    file.write_text(json.dumps(said), encoding="utf-8")
    if isinstance(said, (dict, list)):
        assert read("text-blaze", file)
    else:
        with pytest.raises(SourceUnavailable):
            read("text-blaze", file)


@settings(max_examples=40)
@given(data=st.binary(max_size=200), start=st.sampled_from([b"bplist00", b"<?xml", b"<plist><dict>", b""]))
def test_no_property_list_however_broken_is_more_than_refused(
    data: bytes, start: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("expander") / "a.textexpander"
    file.write_bytes(start + data)
    try:
        read("textexpander", file)
    except SourceUnavailable as error:
        assert "export" in str(error)  # noqa: PT017 - most of them are refused, some are empty lists
