"""What becomes of a document's body: safe HTML, the same as text, and passages to search."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.model import BodyFormat, Kind
from sidecar.knowledge.content.passages import words_in
from sidecar.knowledge.content.sanitise import TAGS
from sidecar.knowledge.ingest import prepare
from sidecar.knowledge.model import Content
from tests.knowledge.conftest import article, reply

HTML, MARKDOWN, TEXT = BodyFormat.HTML, BodyFormat.MARKDOWN, BodyFormat.TEXT


def shown(body: str, markup: BodyFormat = MARKDOWN, **fields: Any) -> Content:
    return prepare(article(body=body, body_format=markup, **fields)).content


def said(body: str, markup: BodyFormat = HTML, **fields: Any) -> Content:
    return prepare(reply(body=body, body_format=markup, **fields)).content


# --- safety


class _Judge(HTMLParser):
    """Reads HTML as a browser roughly would and fails on anything that could do harm."""

    ATTRIBUTES = frozenset(
        [
            "dir",
            "lang",
            "href",
            "title",
            "src",
            "alt",
            "width",
            "height",
            "start",
            "data-placeholder",
            "data-fallback",
            "colspan",
            "rowspan",
        ]
    )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in self.ATTRIBUTES
            if name == "href":
                assert (value or "").strip().lower().startswith(("http://", "https://", "mailto:", "tel:"))
            if name == "src":
                assert (value or "").startswith("https://")

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment got through: {data!r}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration got through: {decl!r}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"an instruction got through: {data!r}")

    def unknown_decl(self, data: str) -> None:
        pytest.fail(f"a section got through: {data!r}")


def assert_safe(content: Content) -> None:
    for html in (content.html, *(passage.html for passage in content.passages)):
        judge = _Judge()
        judge.feed(html)
        judge.close()


_MARKUP = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<img src='https://e.org/a.png' onload=x>",
        "<a href=",
        "'javascript:alert(1)'",
        "'https://e.org'",
        ">",
        "<svg><style>",
        "<math><mtext>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<table>",
        "<tr><td>",
        "<li>",
        "<p>",
        "<div>",
        "</div>",
        "<pre>",
        "<code>",
        "<b>",
        "</b>",
        "<iframe src=//x>",
        "&lt;script&gt;",
        "&#x6a;avascript:",
        '"',
        "'",
        "`",
        "{{name}}",
        "{{",
        "}}",
        "<attribute key='a\"b'>",
        "<span data-placeholder='x\"><script>'>",
        "<style>",
        "text",
        " ",
        "\n",
        "\n\n",
        "# ",
        "- ",
        "1. ",
        "[a](javascript:x)",
        "![i](https://e.org/i.png)",
        "| a | b |\n|--|--|\n",
        "<base href=//x>",
        "<meta http-equiv=refresh>",
        "<form action=x>",
        "<input>",
        "<textarea>",
        "<noscript>",
        "<title>",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(_MARKUP | st.text(max_size=5), max_size=30).map("".join),
    st.sampled_from(BodyFormat),
    st.sampled_from(Kind),
)
def test_no_document_yields_unsafe_html(body: str, markup: BodyFormat, kind: Kind) -> None:
    document = article(body=body, body_format=markup)
    assert_safe(prepare(document.model_copy(update={"kind": kind})).content)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" jav&#x0A;ascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>1</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    "<svg onload=alert(1)><a xlink:href='javascript:1'>x</a></svg>",
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "<style>*{background:url(//evil)}</style><p style='background:url(//evil)'>x</p>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=//evil><input name=password></form>",
    "<base href=//evil><meta http-equiv=refresh content='0;url=//evil'>",
    "<p onclick=alert(1) id=x class=y>x</p>",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_known_attacks_do_no_harm(body: str) -> None:
    for content in (said(body), shown(body), shown(body, HTML)):
        assert_safe(content)
        assert (
            "alert" not in content.html.replace("&lt;", "<") or "<" not in content.html.partition("alert")[0]
        )


@pytest.mark.parametrize(
    "address",
    [
        "http://e.org/a.png",
        "https://localhost/a.png",
        "https://10.0.0.1/a.png",
        "https://[::1]/a.png",
        "https://wiki/a.png",
        "https://user:pw@e.org/a.png",
        "https://127.1/a.png",
        "https://wiki.corp/a.png",
        "//e.org/a.png",
        "a.png",
        "data:image/png;base64,x",
    ],
)
def test_pictures_that_a_customer_could_not_see_are_left_out(address: str) -> None:
    assert said(f'<p>See <img src="{address}" alt="the button"></p>').html == "<p>See </p>"


def test_public_pictures_stay() -> None:
    html = '<p><img src="https://example.org/a.png" alt="A button" width="20"></p>'
    assert "https://example.org/a.png" in said(html).html
    assert said(html).text == "[A button]"
    assert "https://example.org/b/a.png" in shown("![x](../b/a.png)", url="https://example.org/c/page").html


# --- what stays


def test_markdown_keeps_its_structure_in_html_and_text() -> None:
    content = shown(
        "# Refunds\n\nHow *refunds* ~~never~~ work: [policy](https://e.org/p).\n\n"
        "1. Go\n2. Click **there**\n   - once\n   - twice\n\n"
        "| Plan | Days |\n|---|---|\n| Free | 7 |\n| Pro | 30 |\n\n"
        "> Wait.\n\n```py\nif x:\n    y()\n```\n"
    )
    assert content.text == (
        "Refunds\n\nHow refunds never work: policy (https://e.org/p).\n\n"
        "1. Go\n2. Click there\n  - once\n  - twice\n\n"
        "Plan | Days\nFree | 7\nPro | 30\n\n"
        "> Wait.\n\nif x:\n    y()"
    )
    for tag in (
        "<h1>",
        "<em>",
        "<del>",
        "<ol>",
        "<ul>",
        "<strong>",
        "<table>",
        "<th>",
        "<blockquote>",
        "<pre>",
        "<code>",
    ):
        assert tag in content.html


def test_lines_of_a_helpdesks_editor_stay_lines() -> None:
    content = said("<div>Hi Ada,</div><div><br></div><div>thank you.</div><div>Best</div><div>Bob</div>")
    assert content.html == "<p>Hi Ada,</p><p>thank you.<br>Best<br>Bob</p>"
    assert content.text == "Hi Ada,\n\nthank you.\nBest\nBob"


def test_sections_of_a_page_are_paragraphs() -> None:
    content = shown("<main><section>One<p>Two</p>Three</section><div>Four</div></main>", HTML)
    assert content.text == "One\n\nTwo\n\nThree\n\nFour"


def test_code_and_quotations_in_a_table_end_with_their_row() -> None:
    row = "<tr><td><pre>{}</pre></td><td><blockquote>twice</blockquote></td></tr>"
    content = shown(f"<table>{row.format('ls -l')}</table><p>Then   go on.</p><pre>a\n  b</pre>", HTML)
    assert content.text == "ls -l | twice\n\nThen go on.\n\na\n  b"


def test_short_lines_of_a_markdown_reply_stay_and_long_ones_flow() -> None:
    assert said("Best regards\nAda\nSupport", MARKDOWN).text == "Best regards\nAda\nSupport"
    long = "This line is as long as lines get when an editor wraps them at a column.\nAnd goes on."
    assert "\n" not in said(long, MARKDOWN).text
    assert shown("One\ntwo").text == "One two"


def test_plain_text_keeps_its_lines_its_indents_and_its_links() -> None:
    content = said("Hi,\n\nsee https://e.org/a(b)?x=1&y=2.\n  indented <b>\n", TEXT)
    assert content.text == "Hi,\n\nsee https://e.org/a(b)?x=1&y=2.\n  indented <b>".replace(
        "  indented", "indented"
    )
    assert '<a href="https://e.org/a(b)?x=1&amp;y=2">' in content.html
    assert "&nbsp;&nbsp;indented &lt;b&gt;" in content.html


def test_relative_links_are_completed_or_become_plain_words() -> None:
    assert '<a href="https://e.org/b">' in shown("[x](../b)", url="https://e.org/a/c").html
    assert shown("[x](../b) [y](#z)").html == "<p>x y</p>"


def test_right_to_left_text_keeps_its_direction_and_language() -> None:
    content = said('<p dir="rtl" lang="ar">مرحبا <span dir="ltr">Cuecard</span></p>')
    assert content.html == '<p dir="rtl" lang="ar">مرحبا <span dir="ltr">Cuecard</span></p>'
    assert content.text == "مرحبا Cuecard"


def test_front_matter_is_no_content() -> None:
    assert shown("---\ntitle: x\n---\n\nText.").text == "Text."


def test_preparing_again_what_was_prepared_changes_nothing() -> None:
    once = shown("# A\n\nText [x](https://e.org).\n\n- one\n- two\n\n| a |\n|---|\n| b |\n")
    assert shown(once.html, HTML) == once


# --- passages


def test_a_reply_is_one_passage() -> None:
    content = said("<h2>A</h2><p>b</p>" * 50)
    assert [(p.ordinal, p.heading, p.text, p.html) for p in content.passages] == [
        (0, "", content.text, content.html)
    ]


def test_passages_carry_the_path_of_their_headings() -> None:
    content = shown("Intro.\n\n# A\n\nOne.\n\n## B\n\nTwo.\n\n## C\n\n# D\n\nThree.\n")
    assert [(p.ordinal, p.heading, p.text) for p in content.passages] == [
        (0, "", "Intro."),
        (1, "A", "One."),
        (2, "A > B", "Two."),
        (3, "D", "Three."),
    ]


def test_a_document_without_text_can_still_be_found_by_its_title() -> None:
    assert [p.text for p in shown("").passages] == [""]
    assert [p.text for p in shown("# Only a heading").passages] == ["Only a heading"]


def test_long_sections_are_cut_between_paragraphs_and_items() -> None:
    items = [f"- Step {index}: " + "do this and that again and again. " * 4 for index in range(40)]
    content = shown("# Long\n\n" + "\n".join(items))
    assert len(content.passages) > 3
    for passage in content.passages:
        assert passage.heading == "Long"
        assert passage.html.startswith("<ul>")
        assert passage.html.endswith("</ul>")
        assert passage.text.startswith("- Step")
        assert 80 <= words_in(passage.text) <= 250
    assert_safe(content)


def test_a_numbered_list_goes_on_counting_in_the_next_passage() -> None:
    content = shown("\n".join(f"{n}. " + "word " * 50 for n in range(1, 11)))
    second = content.passages[1]
    number = int(second.text.partition(".")[0])
    assert number > 1
    assert second.html.startswith(f'<ol start="{number}">')


@pytest.mark.parametrize("end", [". ", "。", "！", "؟ ", "। "])
def test_a_long_paragraph_is_cut_at_the_ends_of_sentences(end: str) -> None:
    sentence = (
        "一二三四五六七八九十" * 2
        if end in "。！"
        else "one two **three** four [five](https://e.org) six seven"
    )
    content = shown((sentence + end) * 120)
    assert len(content.passages) > 2
    for passage in content.passages:
        assert passage.text.endswith(end.strip())
        assert passage.html.startswith("<p>")
        assert passage.html.endswith("</p>")
        assert words_in(passage.text) <= 250
    assert_safe(content)


def test_a_text_without_any_sentence_is_cut_all_the_same() -> None:
    for body in ("word " * 2000, "字" * 3000):
        assert all(words_in(p.text) <= 260 for p in shown(body).passages)


def test_code_is_not_cut_within_lines() -> None:
    lines = [f"line_{index} = call(argument, another_argument, one_more)" for index in range(400)]
    passages = shown("```\n" + "\n".join(lines) + "\n```").passages
    assert len(passages) > 1
    assert [line for p in passages for line in p.text.split("\n")] == lines


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "# A\n",
                "## B\n",
                "para " * 30 + ".\n",
                "- item\n",
                "\n",
                "1. one\n",
                "> q\n",
                "| a | b |\n|--|--|\n| c | d |\n",
                "```\ncode\n```\n",
                "long. " * 200 + "\n",
                "**b** [l](https://e.org)\n",
            ]
        ),
        max_size=14,
    ).map("\n".join)
)
def test_passages_hold_all_of_the_text_in_its_order(body: str) -> None:
    content = shown(body)
    position = 0
    for passage in content.passages:
        for word in passage.text.replace("(", " ").split():
            found = content.text.find(word.strip("- >|0123456789."), position)
            assert found >= 0
            position = found
    assert [p.ordinal for p in content.passages] == list(range(len(content.passages)))


def test_real_documentation_becomes_passages_of_sensible_size(test_data: Path) -> None:
    sizes: list[int] = []
    for path in sorted((test_data / "docs").rglob("*.md*")):
        content = shown(path.read_text(encoding="utf-8", errors="replace"))
        assert_safe(content)
        sizes += [words_in(p.text) for p in content.passages]
        assert all(a.ordinal < b.ordinal for a, b in pairwise(content.passages))
    assert len(sizes) > 500
    assert sum(size > 260 for size in sizes) < 0.01 * len(sizes)
