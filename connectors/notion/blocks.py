"""The blocks of a Notion page, as its API gives them, as HTML (developers.notion.com/reference/block)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from connectors.parsing.fields import web_address

Block = Mapping[str, Any]

_LISTS = {"bulleted_list_item": "ul", "numbered_list_item": "ol", "to_do": "ul"}
_MARKS = (("code", "code"), ("bold", "strong"), ("italic", "em"), ("strikethrough", "s"), ("underline", "u"))
_HEADINGS = {"heading_1": "h1", "heading_2": "h2", "heading_3": "h3", "heading_4": "h4"}
_FILES = ("image", "video", "file", "pdf", "audio")
_LINKS = ("bookmark", "embed", "link_preview")


def html_of(blocks: Sequence[Block]) -> str:
    """Return blocks as HTML; each carries those within it under `children`."""
    parts: list[str] = []
    for kind, run in _runs(blocks):
        if kind in _LISTS:
            tag = _LISTS[kind]
            parts.append(f"<{tag}>{''.join(_item(block) for block in run)}</{tag}>")
        else:
            parts.extend(_block(block) for block in run)
    return "\n".join(filter(None, parts))


def rich(texts: Sequence[Mapping[str, Any]]) -> str:
    """Return rich text as HTML."""
    return "".join(_span(text) for text in texts)


def plain(texts: Sequence[Mapping[str, Any]]) -> str:
    """Return rich text without its markup."""
    return "".join(str(text.get("plain_text") or "") for text in texts).strip()


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Yield blocks of one kind that follow each other, together: items make a list only together."""
    run: list[Block] = []
    for block in blocks:
        if run and block["type"] != run[0]["type"]:
            yield str(run[0]["type"]), run
            run = []
        run.append(block)
    if run:
        yield str(run[0]["type"]), run


def _span(text: Mapping[str, Any]) -> str:
    said = escape(str(text.get("plain_text") or ""), quote=False).replace("\n", "<br>")
    if not said.strip():
        return said
    if text.get("type") == "equation":
        return f"<code>{said}</code>"
    marks = text.get("annotations") or {}
    for name, tag in _MARKS:
        if marks.get(name):
            said = f"<{tag}>{said}</{tag}>"
    return _link(str(text.get("href") or ""), said)


def _link(address: str, label: str) -> str:
    href = web_address(address) or (address if address.startswith("mailto:") else None)
    return f'<a href="{escape(href)}">{label}</a>' if href else label


def _said(block: Block) -> Mapping[str, Any]:
    said = block.get(block["type"])
    return said if isinstance(said, Mapping) else {}


def _text(block: Block) -> str:
    return rich(_said(block).get("rich_text") or ())


def _within(block: Block) -> str:
    return html_of(block.get("children") or ())


def _item(block: Block) -> str:
    box = ("☑ " if _said(block).get("checked") else "☐ ") if block["type"] == "to_do" else ""
    return f"<li>{box}{_text(block)}{_within(block)}</li>"


def _block(block: Block) -> str:
    kind = str(block["type"])
    if kind in _HEADINGS:
        text = _text(block)
        return (
            f"<{_HEADINGS[kind]}>{text}</{_HEADINGS[kind]}>{_within(block)}"
            if text.strip()
            else _within(block)
        )
    if kind in _FILES:
        return _file(block)
    if kind in _LINKS:
        address = str(_said(block).get("url") or "")
        label = rich(_said(block).get("caption") or ()) or escape(address, quote=False)
        return f"<p>{_link(address, label)}</p>" if address else ""
    # A kind that is not known shows what is within it.
    return _BLOCKS.get(kind, _within)(block)


def _paragraph(block: Block) -> str:
    text = _text(block)
    return (f"<p>{text}</p>" if text.strip() else "") + _within(block)


def _toggle(block: Block) -> str:
    return f"<p><strong>{_text(block)}</strong></p>{_within(block)}"


def _quote(block: Block) -> str:
    return f"<blockquote><p>{_text(block)}</p>{_within(block)}</blockquote>"


def _callout(block: Block) -> str:
    icon = _said(block).get("icon") or {}
    emoji = f"{escape(str(icon['emoji']), quote=False)} " if icon.get("emoji") else ""
    return f"<blockquote><p>{emoji}{_text(block)}</p>{_within(block)}</blockquote>"


def _code(block: Block) -> str:
    text = "".join(str(part.get("plain_text") or "") for part in _said(block).get("rich_text") or ())
    return f"<pre><code>{escape(text, quote=False)}</code></pre>"


def _equation(block: Block) -> str:
    return f"<pre><code>{escape(str(_said(block).get('expression') or ''), quote=False)}</code></pre>"


def _table(block: Block) -> str:
    rows = []
    said = _said(block)
    for at, row in enumerate(block.get("children") or ()):
        cells = []
        for column, cell in enumerate(_said(row).get("cells") or ()):
            is_head = (at == 0 and said.get("has_column_header")) or (
                column == 0 and said.get("has_row_header")
            )
            tag = "th" if is_head else "td"
            cells.append(f"<{tag}>{rich(cell)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>" if rows else ""


def _file(block: Block) -> str:
    """Return a picture or file that stands elsewhere; those within Notion have addresses that soon expire."""
    said = _said(block)
    address = str((said.get("external") or {}).get("url") or "")
    caption = rich(said.get("caption") or ())
    if not web_address(address):
        return f"<p>{caption}</p>" if caption else ""
    if block["type"] == "image":
        alt = escape(plain(said.get("caption") or ()))
        return f'<p><img src="{escape(address)}" alt="{alt}"></p>'
    return f"<p>{_link(address, caption or escape(str(said.get('name') or address), quote=False))}</p>"


def _rule(_: Block) -> str:
    return "<hr>"


def _nothing(_: Block) -> str:
    return ""


_BLOCKS: dict[str, Callable[[Block], str]] = {
    "paragraph": _paragraph,
    "toggle": _toggle,
    "quote": _quote,
    "callout": _callout,
    "code": _code,
    "equation": _equation,
    "table": _table,
    "divider": _rule,
    # Pages and databases within are documents of their own.
    "child_page": _nothing,
    "child_database": _nothing,
    "breadcrumb": _nothing,
    "table_of_contents": _nothing,
    "link_to_page": _nothing,
    "unsupported": _nothing,
}
