"""What is taken out of a recording, whatever a service says, and what stays for the connector to read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from connectors.http import Response
from sidecar.suggest.scrub import scrub
from sidecar.sync.http.carrier import Request
from sidecar.sync.recording.model import Exchange
from sidecar.sync.recording.scrubbing.exchanges import scrub_all
from sidecar.sync.recording.scrubbing.scrubber import Scrubber
from sidecar.sync.recording.tape import Taped

SECRET = "s3cr3t-of-the-team"
SALT = b"the same in every test"

words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=30)
names = st.sampled_from(
    ["id", "title", "status", "tags", "email", "author", "token", "html_url", "value", "x"]
)
plain = st.one_of(st.none(), st.booleans(), st.integers(), words)
trees = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


def scrubber(*, keep: bool = False) -> Scrubber:
    return Scrubber([SECRET], scrub if keep else None, SALT)


def exchange(
    body: object,
    *,
    kind: str = "application/json",
    url: str = "https://acme.zendesk.com/api/v2/macros.json",
    headers: dict[str, str] | None = None,
    sent: dict[str, str] | None = None,
    **request: Any,
) -> Exchange:
    """Scrub one exchange."""
    data = (
        body
        if isinstance(body, bytes)
        else body.encode()
        if isinstance(body, str)
        else json.dumps(body).encode()
    )
    fields = {"json": None, "form": None, "body": None} | request
    asked = Request("GET", URL(url), sent or {}, accept=frozenset(), max_bytes=1, repeatable=True, **fields)
    answer = Response(200, url, {"content-type": kind, **(headers or {})}, data)
    return scrub_all([Taped("pull", asked, answer)], scrubber())[0]


def said(body: object, **options: Any) -> Any:
    answer = exchange(body, **options).answer
    assert answer is not None
    return answer.content.json_ if answer.content.json_ is not None else answer.content.text


def build(value: Any) -> Any:
    """The build of JSON: kinds of values, names, how many."""
    if isinstance(value, dict):
        return {key: build(each) for key, each in value.items()}
    return [build(each) for each in value] if isinstance(value, list) else type(value)


@given(trees)
def test_the_build_of_an_answer_stays(tree: Any) -> None:
    assert build(scrubber().json(tree)) == build(tree)


@given(trees)
def test_the_same_is_scrubbed_to_the_same(tree: Any) -> None:
    one = scrubber()
    assert one.json(tree) == one.json(tree)


@given(trees, words, words)
def test_no_secret_and_no_mail_address_stays(tree: Any, before: str, after: str) -> None:
    hidden = {"a": tree, "note": f"{before}{SECRET}{after}", "state": SECRET, "by": "ada@acme.example"}
    written = json.dumps(scrubber().json(hidden), ensure_ascii=False)
    assert SECRET not in written
    assert "acme.example" not in written


@given(st.text(st.characters(codec="utf-8", categories=["L", "Zs"]), max_size=60))
def test_filler_is_as_long_as_the_text(text: str) -> None:
    filled = scrubber().words(text)
    assert len(filled) == len(text)
    assert [char.isspace() for char in filled] == [char.isspace() for char in text]


@given(st.text(max_size=200))
def test_any_text_as_markup_is_scrubbed(text: str) -> None:
    """Broken tags, halves of comments and the like break nothing."""
    assert isinstance(scrubber().markup(f"<p>{text}</p>"), str)
    assert isinstance(scrubber().markup(text, fields=True), str)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", 360001),
        ("status", "published"),
        ("status", "Published"),
        ("type", "TEXT"),
        ("locale", "en-us"),
        ("field", "comment_value_html"),
        ("updated_at", "2026-01-31T10:00:00Z"),
        ("uuid", "0b9f5b3e-3c5d-4c0e-9d6e-5a4b3c2d1e0f"),
        ("has_more", True),
        ("count", "12"),
        ("next_page", None),
        ("author_id", 12),
    ],
)
def test_what_a_connector_goes_by_stays(name: str, value: object) -> None:
    assert said({name: value}) == {name: value}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "refund"),
        ("title", "Refund policy"),
        ("name", "Ada Lovelace"),
        ("username", "ada"),
        ("display_name", "ada"),
        ("phone", "+49 30 1234567"),
        ("phone", 493012345678),
        ("api_key", "k"),
        ("access_token", 123456),
        ("session", "abc"),
        ("opaque", "eyJhbGciOiJIUzI1NiJ9.e30.abc"),
        ("cursor", "QWxsIG9mIHRoaXMgaXMgYSBzZWNyZXQ0Mg=="),
        ("slug", "how-to-get-a-refund"),
        ("body", "返金についてはお問い合わせください"),
        ("body", "استرداد المبلغ"),
    ],
)
def test_what_somebody_wrote_or_is_goes(name: str, value: object) -> None:
    assert said({name: value})[name] != value


def test_names_within_a_person_go_and_ids_stay() -> None:
    found = said(
        {"author": {"id": 7, "name": "ada", "role": "agent"}, "owner": "ada", "folder": {"name": "billing"}}
    )
    assert found["author"] == {"id": 7, "name": "Person 1", "role": "agent"}
    assert found["owner"] == "Person 1"
    assert found["folder"] == {"name": "billing"}


def test_markup_and_placeholders_stay_and_their_texts_go() -> None:
    body = (
        '<p class="x">Dear {{ticket.requester.first_name | fallback: "friend"}},</p><!-- Ada -->'
        "<ul><li>Pay &amp; go</li></ul>"
        '<a href="https://acme.zendesk.com/hc/en-us/articles/12-How-to-pay?token=abc" title="Pay">here</a>'
    )
    found = said({"body": body})["body"]
    for kept in (
        '<p class="x">',
        "{{ticket.requester.first_name | fallback: ",
        "</p><!----><ul><li>",
        "&amp;",
        "https://example.zendesk.com/hc/en-us/articles/12-",
        "token=removed-1",
    ):
        assert kept in found
    for gone in ("Dear", "friend", "Ada", "Pay", "go</li>", "here", "How-to-pay", "acme", "abc"):
        assert gone not in found


def test_what_an_answer_names_is_asked_for_by_its_new_name() -> None:
    one = scrubber()
    answer = one.json(
        {"next_page": "https://acme.zendesk.com/api/v2/macros.json?page%5Bafter%5D=QWxsIG9mIHRoaXMgYTQyQUJD"}
    )
    asked = one.asked_address(
        "https://acme.zendesk.com/api/v2/macros.json?page%5Bafter%5D=QWxsIG9mIHRoaXMgYTQyQUJD"
    )
    assert asked == answer["next_page"]
    assert asked.startswith("https://example.zendesk.com/api/v2/macros.json?page%5Bafter%5D=removed-1")


def test_a_request_is_written_without_what_lets_it_in() -> None:
    found = exchange(
        {},
        url=f"https://api.acme.example/v1/replies?api_key=abc&state=open&q={SECRET}",
        sent={
            "Authorization": f"Bearer {SECRET}",
            "Accept": "application/json",
            "X-Api-Key": "k",
            "Api-Version": "2",
        },
        form={"user": "bot@acme.example", "password": "1234567", "action": "login"},
    )
    assert found.request.headers == {
        "Authorization": "removed", "Accept": "application/json", "X-Api-Key": "removed", "Api-Version": "2"
    }  # fmt: skip
    assert found.request.url.startswith("https://example.test/v1/replies?api_key=removed-")
    assert "state=open" in found.request.url
    assert found.request.content.form is not None
    assert found.request.content.form["action"] == "login"
    for gone in ("abc", SECRET, "acme", "1234567"):
        assert gone not in found.model_dump_json()


@pytest.mark.parametrize("who", ["ada", "ada@acme.example", "Ada%20Lovelace"])
def test_who_stands_in_the_path_of_a_request_is_named_otherwise(who: str) -> None:
    one = scrubber()
    settings = one.json({"user": who.replace("%20", " "), "address": "https://acme.example"})
    asked = one.asked_address(f"https://acme.example/v1/users/{who}/macros?user={who}")
    assert "ada" not in asked.lower()
    assert asked.startswith("https://example.test/v1/users/")
    assert asked.partition("?")[0].endswith("/macros")
    assert settings["user"] in str(URL(asked).path)


def test_headers_that_pace_stay_and_cookies_go() -> None:
    found = exchange(
        {},
        headers={
            "retry-after": "30",
            "x-ratelimit-remaining": "7",
            "set-cookie": "sid=abc; Path=/\nlang=de",
            "location": "https://acme.zendesk.com/login?return_to=x",
            "etag": 'W/"QWxsIG9mIHRoaXMgYTQyQUJD"',
            "x-user": "Ada Lovelace",
        },
    )
    assert found.answer is not None
    headers = found.answer.headers
    assert (headers["retry-after"], headers["x-ratelimit-remaining"]) == ("30", "7")
    assert headers["set-cookie"] == "sid=removed\nlang=removed"
    assert headers["location"].startswith("https://example.zendesk.com/login")
    assert "Ada" not in str(headers)


def test_pages_sitemaps_and_rules_for_robots_can_still_be_crawled() -> None:
    page = (
        '<html><head><title>Refunds</title><meta name="robots" content="noindex">'
        '<meta name="author" content="Ada">'
        '<script>track("Ada")</script><script type="application/ld+json">'
        '{"dateModified": "2026-01-02", "author": "Ada"}</script>'
        "</head><body><h1>Refunds</h1></body></html>"
    )
    found = said(page, kind="text/html")
    assert 'content="noindex"' in found
    assert '"dateModified": "2026-01-02"' in found
    assert "Ada" not in found
    assert "Refunds" not in found
    sitemap = (
        "<?xml version='1.0'?><urlset><url><loc>https://help.acme.example/en/refund</loc></url></urlset>"
    )
    assert said(sitemap, kind="application/xml") == sitemap.replace("help.acme.example", "example.test")
    rules = "# written by Ada\nUser-agent: *\nDisallow: /private\nSitemap: https://acme.example/sitemap.xml"
    found = said(rules, kind="text/plain", url="https://acme.example/robots.txt")
    assert found == "\nUser-agent: *\nDisallow: /private\nSitemap: https://example.test/sitemap.xml"


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04\x00"])
def test_what_is_no_text_is_left_out(body: bytes) -> None:
    answer = exchange(body, kind="image/png").answer
    assert answer is not None
    assert answer.content.omitted == len(body)


def test_json_that_is_none_is_kept_as_broken_as_it_is() -> None:
    found = said('{"title": "Refund policy", "id": ')
    assert found.startswith('{"')
    assert found.endswith(": ")
    assert "Refund" not in found


def test_other_encodings_are_written_as_utf_8() -> None:
    answer = exchange("Grüße an alle".encode("latin-1"), kind="text/plain; charset=latin-1").answer
    assert answer is not None
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_what_a_connector_says_of_a_failure_names_nothing_it_read() -> None:
    one = scrubber()
    found = one.json({"title": "Refund policy", "owner": "Ada Lovelace"})
    sentence = (
        "https://acme.example/a: the page 'Refund policy' of Ada Lovelace (ada@acme.example) has no body."
    )
    title = found["title"]
    assert one.sentence(sentence) == (
        f"https://example.test/a: the page '{title}' of Person 1 (person-1@example.test) has no body."
    )


def test_a_value_that_an_error_cuts_off_is_filled() -> None:
    said = scrubber().sentence("KeyError: 'book_id' (ValueError: input_value='Refund pol...licy', at 'x')")
    assert said.startswith("KeyError: 'book_id' (ValueError: input_value='")
    assert "Refund" not in said


def test_texts_that_are_kept_lose_the_people_in_them() -> None:
    one = scrubber(keep=True)
    one.json({"author": {"name": "Ada Lovelace"}})
    found = one.json({"body": "<p>Write to Ada (ada@acme.example, +49 30 1234567) about refunds.</p>"})[
        "body"
    ]
    assert "about refunds" in found
    assert "Ada" not in found
    assert "acme" not in found
    assert "1234567" not in found
