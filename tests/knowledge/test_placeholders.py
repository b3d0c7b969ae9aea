"""Every vendor's placeholders arrive under one name, with their fallbacks; hostile ones do no harm."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.model import BodyFormat, Kind
from sidecar.knowledge.content import placeholders
from sidecar.knowledge.ingest import prepare
from sidecar.knowledge.model import Content
from sidecar.knowledge.packed import pack_placeholders, unpack_placeholders
from tests.knowledge.conftest import article, reply

CASES = sorted((Path(__file__).parent / "placeholders").glob("*.json"))


def content(body: str, **fields: Any) -> Content:
    return prepare(reply(body=body, **fields)).content


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_vendors_placeholders_get_canonical_names(case: Path) -> None:
    """Each file has the declared syntax (or null), and texts with the [name, fallback] they mean."""
    given_case = json.loads(case.read_text(encoding="utf-8"))
    for written, expected in given_case["means"].items():
        found = content(written, placeholder_syntax=given_case["syntax"]).placeholders
        assert [[p.name, p.fallback] for p in found] == expected, written


def test_html_and_text_say_where_the_gap_is() -> None:
    made = content("<p>Hi {{user.name | fallback: 'there'}}, it is {%conversation.number%}.</p>")
    assert made.html == (
        '<p>Hi <span data-placeholder="customer.name" data-fallback="there">{{customer.name}}</span>, it is '
        '<span data-placeholder="ticket.id">{{ticket.id}}</span>.</p>'
    )
    assert made.text == "Hi {{customer.name}}, it is {{ticket.id}}."


def test_intercoms_attribute_element_is_a_placeholder_wherever_it_ends() -> None:
    for body in (
        '<p>Hi <attribute key="user.name" default="there"/>, welcome.</p>',
        '<p>Hi <attribute key="user.name" default="there"></attribute>, welcome.</p>',
    ):
        made = content(body)
        assert made.text == "Hi {{customer.name}}, welcome."
        assert [(p.name, p.fallback) for p in made.placeholders] == [("customer.name", "there")]


def test_tags_inside_a_placeholder_do_not_hide_it() -> None:
    for body in ("<p>{{<b>ticket.id</b>}}</p>", "<p>{<i>{ticket.id}</i>}</p>", "<p><b>{{ticket</b>.id}}</p>"):
        assert [p.name for p in content(body).placeholders] == ["ticket.id"], body


def test_a_link_to_an_unknown_address_shows_the_gap_behind_its_words() -> None:
    for made in (
        content('<p><a href="{{ticket.url}}">Your ticket</a>.</p>'),
        content("[Your ticket]({{ticket.url}}).", body_format=BodyFormat.MARKDOWN),
    ):
        assert made.text == "Your ticket ({{ticket.url}})."
        assert [p.name for p in made.placeholders] == ["ticket.url"]


def test_conditions_stand_out_and_comments_go() -> None:
    made = content("<p>{% if ticket.priority == 'high' %}Soon{% else %}Later{% endif %}{# note #}</p>")
    assert made.text == "{{if ticket.priority == 'high'}}Soon{{else}}Later"


def test_code_in_an_article_is_left_alone_and_in_a_reply_is_not() -> None:
    body = "Say `{{name}}`:\n\n```\n{{ticket.id}}\n```\n"
    shown = prepare(article(body=body)).content
    assert shown.placeholders == ()
    assert "{{ticket.id}}" in shown.text
    said = content(body, body_format=BodyFormat.MARKDOWN)
    assert {p.name for p in said.placeholders} == {"customer.name", "ticket.id"}


def test_double_brackets_are_a_form_field_in_a_reply_and_a_link_in_an_article() -> None:
    assert [p.name for p in content("Dear [[who]]").placeholders] == ["who"]
    assert prepare(article(body="See [[Other page]].")).content.placeholders == ()


def test_what_has_been_compiled_stays_as_it_is() -> None:
    once = content("<p>Hi {{user.name | fallback: 'you &amp; me'}}</p>")
    twice = content(once.html)
    assert (twice.html, twice.placeholders) == (once.html, once.placeholders)


def test_no_placeholder_is_read_where_the_source_has_none() -> None:
    made = content("<p>Write {{name}} here.</p>", placeholder_syntax="none")
    assert (made.text, made.placeholders) == ("Write {{name}} here.", ())


def test_a_name_that_means_different_people_is_asked_for_rather_than_guessed() -> None:
    assert [p.name for p in content("{{user.name}}").placeholders] == ["user.name"]
    assert [p.name for p in content("{{user.name}} {{recipient.name}}").placeholders] == [
        "agent.name",
        "customer.name",
    ]


class _Spans(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "span", "br", "a"}
        if tag == "span":
            self.attributes.append(dict(attrs))


_HOSTILE = st.text(st.sampled_from("\"'<>&={}|:%#[]()/ \n-aZ0.,") | st.characters(), max_size=40)


@settings(deadline=None)
@given(_HOSTILE, _HOSTILE)
def test_hostile_names_and_fallbacks_stay_inside_their_attributes(name: str, fallback: str) -> None:
    made = content(f"Hi {{{{{name} | fallback: '{fallback}'}}}} !", body_format=BodyFormat.TEXT)
    spans = _Spans()
    spans.feed(made.html)
    for attributes in spans.attributes:
        assert set(attributes) <= {"data-placeholder", "data-fallback"}
    assert {a["data-placeholder"] for a in spans.attributes} == {p.name for p in made.placeholders}


_PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "%{",
        "#{",
        "}",
        "{",
        "[[",
        "]]",
        "user.name",
        " ",
        "|",
        "||",
        "'x'",
        "fallback",
        ":",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<br>",
        "<code>",
        "</code>",
        "<attribute key=a>",
        "a",
        "\n",
        "<a href='{{x}}'>",
        "</a>",
    ]
)


@settings(deadline=None)
@example("#{\n}}", BodyFormat.HTML)
@example("#{a\na}", BodyFormat.HTML)
@example("{{]]<b>}}", BodyFormat.HTML)
@example("{{]]'x'<b>}}", BodyFormat.HTML)
@given(st.lists(_PIECES, max_size=25).map("".join), st.sampled_from([BodyFormat.HTML, BodyFormat.MARKDOWN]))
def test_no_gap_is_left_in_a_reply_under_another_name(body: str, markup: BodyFormat) -> None:
    made = prepare(reply(body=body, body_format=markup)).content
    reader = placeholders.reader_for(made.text, None, reply=True)
    assert reader is not None
    names = {p.name for p in made.placeholders}
    left = [gap.placeholder.name for gap in placeholders.find(made.text, reader) if gap.placeholder]
    assert set(left) <= names


@settings(deadline=None)
@given(st.text(st.sampled_from("{}%#[]|<>/'\" ab.\n"), max_size=60))
def test_any_braces_are_read_without_failing(body: str) -> None:
    for kind in Kind:
        prepare(reply(body=body).model_copy(update={"kind": kind}))


@pytest.mark.parametrize(
    ("written", "kind", "choices"),
    [
        (
            "{formmenu: morning; default=evening; afternoon; name=x}",
            "choice",
            ("evening", "morning", "afternoon"),
        ),
        (
            "%fillpopup:name=x:morning:default=evening:afternoon%",
            "choice",
            ("evening", "morning", "afternoon"),
        ),
        ("{formdate: YYYY-MM-DD; name=x}", "date", ()),
        ("%fillarea:name=x%", "lines", ()),
        ("{{x}}", "text", ()),
    ],
)
def test_a_form_field_says_how_it_is_asked_for(written: str, kind: str, choices: tuple[str, ...]) -> None:
    [gap] = content(f"<p>We come {written}.</p>").placeholders
    assert (gap.name, gap.kind, gap.choices) == ("x", kind, choices)
    assert unpack_placeholders(pack_placeholders([gap])) == (gap,)


@pytest.mark.parametrize(
    ("syntax", "written", "kind"),
    [
        ("text-blaze", "{time: D. MMMM}", "date"),
        ("text-blaze", "{time: HH:mm}", "text"),
        ("text-blaze", "{clipboard}", "lines"),
        ("textexpander", "%d.%m.%Y", "date"),
        ("textexpander", "%clipboard", "lines"),
    ],
)
def test_a_command_of_an_expander_says_how_it_is_asked_for(syntax: str, written: str, kind: str) -> None:
    [gap] = content(f"<p>We come {written}.</p>", placeholder_syntax=syntax).placeholders
    assert gap.kind == kind
    assert content(f"<p>We come {written}.</p>").placeholders == (), "elsewhere these are words"


def test_the_text_around_an_expanders_commands_is_what_it_would_type() -> None:
    said = content(
        "50%% off%|, <b>%d %B</b>%key:enter% %filltext:name=x%%|", placeholder_syntax="textexpander"
    )
    assert said.text == "50% off, {{date}} {{x}}"
    said = content("<p>Hi{cursor} {if: a &gt; 2}yes{endif}</p>", placeholder_syntax="text-blaze")
    assert said.text == "Hi {{if a › 2}}yes"


def test_a_choice_of_an_expander_is_whole_however_long_and_holds_its_separators() -> None:
    sentence = "Thank you; we will look into it, and tell you by tomorrow what = was wrong. " * 3
    escaped = sentence.replace(";", "\\;").replace("=", "\\=")
    [gap] = content(f"{{formmenu: {escaped}; no; name=x}}").placeholders
    assert gap.choices == (sentence.strip(), "no")


@given(
    st.text(st.sampled_from('{}%:;=@+-|\\ abdeimtYsn<&\n"')),
    st.sampled_from(["text-blaze", "textexpander", "espanso"]),
)
def test_no_command_of_an_expander_however_torn_does_harm(written: str, syntax: str) -> None:
    for gap in content(f"<p>{written}</p>", placeholder_syntax=syntax).placeholders:
        assert gap.name
        assert not set(gap.name + "".join(gap.choices)) & set('{}<>|"')


@given(st.text(alphabet='{}%:;=abformenu\n<&"', max_size=60))
def test_no_form_field_however_torn_does_harm(settings_written: str) -> None:
    for whole in (f"{{formmenu: {settings_written}}}", f"%fillpopup:{settings_written}%"):
        for gap in content(f"<p>{whole}</p>").placeholders:
            assert gap.name
            assert not set(gap.name + "".join(gap.choices)) & set('{}<>|"')
