"""What connectors of hosted helpdesks share: addresses as people type them, pictures in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hosted.api import origin
from connectors.hosted.pictures import pictures


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://acme.zendesk.com", "https://acme.zendesk.com"),
        (" acme.zendesk.com/ ", "https://acme.zendesk.com"),
        ("http://127.0.0.1:80/api/v2/", "http://127.0.0.1:80"),
        ("acme.zendesk.com/hc/en-us?x=1#y", "https://acme.zendesk.com"),
    ],
)
def test_origin(typed: str, address: str) -> None:
    assert origin(typed) == address


@pytest.mark.parametrize(
    ("body", "addresses"),
    [
        ('<img src="/a.png">', ["https://acme.example/a.png"]),
        ("<IMG alt='' src='b.png?x=1&amp;y=2'>", ["https://acme.example/hc/b.png?x=1&y=2"]),
        ("<img src=//cdn.example/c.gif><img src=//cdn.example/c.gif>", ["https://cdn.example/c.gif"]),
        ('<img data-src="no.png"><image src="no.png">', []),
        ('<img src="data:image/png;base64,AAAA"><img src="cid:1"><img src="">', []),
        ('<img src="http://[broken">', []),
    ],
)
def test_pictures(body: str, addresses: list[str]) -> None:
    assert [found.url for found in pictures(body, "https://acme.example/hc/x")] == addresses


@given(st.text("<img src=\"'> /a:\\", max_size=60))
def test_pictures_of_whatever_is_written(body: str) -> None:
    assert all(
        found.url.startswith("http") and found.name for found in pictures(body, "https://acme.example")
    )
