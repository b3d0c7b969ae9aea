"""DokuWiki's markup within a line: emphasis, code, links, media, footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from connectors.parsing.fields import web_address

_KEPT = re.compile("\ue000(\\d+)\ue001")
_LITERAL = re.compile(r"<nowiki>(.*?)</nowiki>|%%(.*?)%%", re.DOTALL)
_LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|((?:(?!\]\]).)*))?\]\]", re.DOTALL)
_MEDIA = re.compile(r"\{\{([^{}|]*)(?:\|([^{}]*))?\}\}")
_URL = re.compile(r"(?<![\w/])((?:https?|ftp)://[^\s<>\"|\]]*[^\s<>\"|\].,;:!?)'*])")
_MAIL = re.compile(r"<([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>")
_FOOTNOTE = re.compile(r"\(\((?!\()(.{1,2000}?)\)\)", re.DOTALL)
_TAG = re.compile(
    r"</?(?:wrap|note|block|inline|color|hidden|todo|html|php|div|span|font)\b[^<>]{0,500}>", re.IGNORECASE
)
_PAIRS = (
    (re.compile(r"\*\*(?=\S)(.+?)\*\*", re.DOTALL), "strong"),
    (re.compile(r"(?<!:)//(?=\S)(.+?)(?<!:)//", re.DOTALL), "em"),
    (re.compile(r"__(?=\S)(.+?)__", re.DOTALL), "u"),
    (re.compile(r"''(?=\S)(.+?)''", re.DOTALL), "code"),
    (re.compile(r"&lt;(sub|sup|del)&gt;(.+?)&lt;/\1&gt;", re.DOTALL), ""),
)
_LONGEST = 20_000


def inline(text: str) -> str:
    """Return a text with its inline markup as HTML; links within the wiki are shown as their labels."""
    text = text.replace("\ue000", "").replace("\ue001", "")
    if len(text) > _LONGEST:
        # The rules look ahead for a closing sign: a text of that size holds data, not prose.
        return escape(text, quote=False)
    kept: list[str] = []

    def keep(markup: str) -> str:
        kept.append(markup)
        return f"\ue000{len(kept) - 1}\ue001"

    text = _LITERAL.sub(lambda m: keep(escape(m.group(1) or m.group(2) or "", quote=False)), text)
    text = _LINK.sub(lambda m: keep(_link(m.group(1).strip(), m.group(2))), text)
    text = _MEDIA.sub(lambda m: keep(_media(m.group(1).strip(), (m.group(2) or "").strip())), text)
    text = _URL.sub(lambda m: _bare(m.group(1), keep), text)
    text = _MAIL.sub(lambda m: keep(_anchor(f"mailto:{m.group(1)}", escape(m.group(1), quote=False))), text)
    text = escape(_TAG.sub("", text), quote=False)
    text = _FOOTNOTE.sub(r" (\1)", text)
    for sign, tag in _PAIRS:
        text = sign.sub(_wrapper(tag), text)
    text = re.sub(r"\\\\(?:\s|$)", "<br>", text)
    for _ in range(3):
        text = _KEPT.sub(lambda found: kept[int(found.group(1))], text)
    return text


def _wrapper(tag: str) -> Callable[[re.Match[str]], str]:
    if tag:
        return lambda found: f"<{tag}>{found.group(1)}</{tag}>"
    return lambda found: f"<{_name(found)}>{found.group(2)}</{_name(found)}>"


def _name(found: re.Match[str]) -> str:
    return {"del": "s"}.get(found.group(1), found.group(1))


def _anchor(address: str, label: str) -> str:
    return f'<a href="{escape(address)}">{label}</a>'


def _bare(address: str, keep: Callable[[str], str]) -> str:
    """Return an address as a link; two slashes at its end close emphasis."""
    closing = "//" if address.endswith("//") else ""
    address = address.removesuffix("//")
    return keep(_anchor(address, escape(address, quote=False))) + closing


def _link(target: str, label: str | None) -> str:
    shown = inline(label.strip()) if label and label.strip() else ""
    if address := web_address(target):
        return _anchor(address, shown or escape(target, quote=False))
    if re.fullmatch(r"[\w.+-]+@[\w.-]+", target):
        return _anchor(f"mailto:{target}", shown or escape(target, quote=False))
    # The last part of `ns:page#section`, as DokuWiki shows it.
    page, _, section = target.partition("#")
    name = (page.rpartition(">")[2].rstrip(":").rpartition(":")[2] or section).replace("_", " ")
    return shown or escape(name, quote=False)


def _media(target: str, caption: str) -> str:
    """Return a picture; what plugins draw (`{{rss>...}}`, `{{tag>...}}`) is left out."""
    source = target.partition("?")[0].strip()
    if ">" in source or not source:
        return ""
    if re.search(r"\.(?:png|jpe?g|gif|svg|webp)$", source, re.IGNORECASE):
        return f'<img src="{escape(source)}" alt="{escape(caption)}">'
    return escape(caption or source.rpartition(":")[2], quote=False)
