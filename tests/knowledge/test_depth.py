"""HTML nested absurdly deep is refused at once, with a reason; pages as people write them are not."""

from __future__ import annotations

import time

import pytest

from connectors.contract import Upsert
from connectors.model import BodyFormat, Document, Kind
from sidecar.knowledge.content.depth import DEEPEST
from sidecar.knowledge.errors import NestedTooDeep
from sidecar.knowledge.preparation import prepare
from sidecar.sync.preparing import prepare_all


def _page(body: str, markup: BodyFormat = BodyFormat.HTML) -> Document:
    return Document(external_id="page", kind=Kind.ARTICLE, title="Page", body=body, body_format=markup)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + "hello",
        "<ul><li>" * 20_000 + "hello",
        "<div></b>" * 50_000 + "hello",
        "<b><div></b>" * 50_000 + "hello",
        "<svg><div>" + "<path/>" * 50_000 + "hello",
        "<DIV\nclass='a'>" * 50_000,
        "<table><tr><td>" * 20_000,
        "<made-up>" * 50_000,
    ],
    ids=lambda body: body[:16],
)
def test_absurd_depth_is_refused_at_once(body: str) -> None:
    begin = time.process_time()
    with pytest.raises(NestedTooDeep, match="levels deep: save it anew"):
        prepare(_page(body))
    assert time.process_time() - begin < 1.0


def test_deep_markdown_is_refused_too() -> None:
    with pytest.raises(NestedTooDeep):
        prepare(_page("<div>" * 50_000, BodyFormat.MARKDOWN))


@pytest.mark.parametrize(
    "body",
    [
        "<p>one" * 5_000,
        "<ul>" + "<li>one" * 5_000 + "</ul>",
        "one<br>" * 5_000,
        "<table>" + "<tr><td>one<td>two" * 5_000 + "</table>",
        "<div><b>one</b></div>" * 5_000,
        "one<svg>" + "<path d='M0 0'/>" * 5_000 + "</svg>",
        "one<img src='https://example.org/a.png'/>" * 5_000,
        "<div>" * (DEEPEST - 1) + "one" + "</div>" * (DEEPEST - 1),
    ],
    ids=lambda body: body[:16],
)
def test_long_pages_are_read(body: str) -> None:
    assert "one" in prepare(_page(body)).text


def test_one_deep_document_loses_no_other_and_says_why() -> None:
    deep = _page("<div>" * 50_000).model_copy(update={"external_id": "deep"})
    ready = prepare_all([Upsert(deep, "f1"), Upsert(_page("<p>Hello"), "f2")], {}, None)
    assert [item.document.external_id for item, _ in ready.prepared] == ["page"]
    (failure,) = ready.failures
    assert failure.external_id == "deep"
    assert "nested more than 500 levels deep" in failure.reason
