"""What people write in front matter and columns, and the bytes their files are made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import ParseFailed
from connectors.model import Audience
from connectors.parsing import front_matter, markdown, names, yaml_text
from connectors.parsing.decode import decode
from connectors.parsing.fields import FieldInvalid, language_tag, read_fields, read_moment, web_address

NEW_YEAR = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-31", NEW_YEAR),
        ("2026-01-31T01:00:00+01:00", NEW_YEAR),
        ("31.01.2026", NEW_YEAR),
        ("2026/01/31", NEW_YEAR),
        ("January 31, 2026", NEW_YEAR),
        ("Sat, 31 Jan 2026 00:00:00 +0000", NEW_YEAR),
        (1769817600, NEW_YEAR),
        ("1769817600000", NEW_YEAR),
        (NEW_YEAR.replace(tzinfo=None), NEW_YEAR),
        (datetime(2026, 1, 31, 2, tzinfo=timezone(timedelta(hours=2))), NEW_YEAR),
        ("last week", None),
        ("12", None),
        ("", None),
    ],
)
def test_moments(written: Any, expected: datetime | None) -> None:
    assert read_moment(written) == expected


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("EN", "en"),
        ("pt_br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("sr-Latn-rs", "sr-Latn-RS"),
        ("English!", None),
        ("", None),
    ],
)
def test_language_tags(written: str, tag: str | None) -> None:
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "/relative", "http://", "https://a b", "ftp://x"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert web_address(address) is None
    fields = read_fields({"url": address}, separators=",")
    assert fields.known == {}
    assert fields.extra == {"url": address}


def test_unreadable_dates_and_languages_stay_visible() -> None:
    fields = read_fields({"updated": "soon", "language": "Klingon, mostly", "x": None}, separators=",")
    assert fields.known == {}
    assert fields.extra == {"updated": "soon", "language": "Klingon, mostly"}


def test_own_name_goes_before_an_alias() -> None:
    fields = read_fields({"Name": "alias", "Title": "own", "Updated At": "2026-01-31"}, separators=",")
    assert fields.known == {"title": "own", "updated_at": NEW_YEAR}
    assert fields.extra == {"Name": "alias"}


@pytest.mark.parametrize(
    "record", [{"audience": "all"}, {"kind": "x"}, {"verified_at": "x"}, {"audience": ["public"]}]
)
def test_what_must_not_be_guessed_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(FieldInvalid):
        read_fields(record, separators=",")


def test_audience_is_read_in_any_case() -> None:
    assert read_fields({"Audience": " Internal "}, separators=",").known == {"audience": Audience.INTERNAL}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Grüße aus München – schön", "utf-8"),
        ("Grüße aus München", "utf-8-sig"),
        ("Grüße aus München", "utf-16"),
        ("Grüße aus München, schöne Straße", "utf-16-le"),
        ("Grüße aus München, schöne Straße", "utf-16-be"),
        ("Grüße aus München, schöne Straße – „ja“", "cp1252"),
        ("Jak mogę zwrócić zamówienie? Proszę o pomoc żółty", "cp1250"),
        ("Привет, как оформить возврат денег за заказ?", "cp1251"),
        ("返品の方法についてご案内いたします。商品を受け取ってから三十日以内", "cp932"),
        ("退款政策：请在三十天内联系我们的客服人员办理退货手续", "gb18030"),
        ("환불 정책: 상품을 받은 후 30일 이내에 고객센터로 연락해 주세요", "cp949"),
        ("كيف يمكنني إرجاع الطلب من فضلك", "cp1256"),
        ("πώς μπορώ να επιστρέψω την παραγγελία μου", "cp1253"),
    ],
)
def test_text_of_every_common_encoding_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")))
def test_utf8_is_never_mistaken(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        assert "\0" not in decode(data) or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    except ParseFailed as error:
        assert "not text" in str(error)  # noqa: PT017 - either outcome is right


@given(st.text(max_size=300))
def test_any_text_is_markdown_or_refused_with_a_line(text: str) -> None:
    try:
        parsed = markdown.parse(text)
    except ParseFailed as error:
        assert "line" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert parsed.title is None or parsed.title.strip() == parsed.title


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{3,8}", fullmatch=True),
        st.text(st.characters(categories=["L", "Nd", "Zs"]), min_size=1, max_size=20),
        max_size=4,
    )
)
def test_front_matter_never_loses_the_text_below_it(values: dict[str, str]) -> None:
    block = "".join(f'{key}x: "{value}"\n' for key, value in values.items())
    head = front_matter.split(f"---\n{block}---\nThe text.\n")
    assert head.body == "The text.\n"


@pytest.mark.parametrize("deep", ["[" * 60 + "]" * 60, "\n".join(" " * n + "a:" for n in range(60))])
def test_deeply_nested_yaml_is_refused(deep: str) -> None:
    with pytest.raises(yaml_text.YamlInvalid, match="nested"):
        yaml_text.load(deep)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("how_to-pay.md", "How to pay"),
        ("a/Billing FAQ/index.md", "Billing FAQ"),
        ("README.md", "README"),
        ("Refunds 0123456789abcdef0123456789abcdef.md", "Refunds"),
        ("退款.md", "退款"),
        ("---.md", "---.md"),
    ],
)
def test_file_names_are_made_readable(path: str, title: str) -> None:
    assert names.title_of(path, None) == title
