"""Markup within a line of AsciiDoc: emphasis, code, links, macros, replacements."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from connectors.parsing.asciidoc.lines import Attributes, resolved
from connectors.parsing.fields import web_address

#: Marks a piece that is finished: no later rule may touch it.
_KEPT = re.compile("\ue000(\\d+)\ue001")
_START, _END = r"(?<![\w\\])", r"(?!\w)"

_CODE = re.compile(r"(?<!\\)``(\S(?:.*?\S)?)``|(?<![\w\\`])`(\S|\S.*?\S)`(?![\w`])", re.DOTALL)
_PASS = re.compile(
    r"\+\+\+(.+?)\+\+\+|pass:[a-z,]*\[(.*?[^\\])\]|(?<![\w+\\])\+(\S|\S[^\n]*?\S)\+(?![\w+])", re.DOTALL
)
_MACRO = re.compile(
    r"(?<![\w\\])(link|mailto|xref|image|kbd|btn|menu|footnote|footnoteref|icon|stem|latexmath|asciimath|anchor)"
    r":([^\s\[\]:][^\s\[]*)?\[((?:\\\]|[^\]])*)\]"
)
_URL = re.compile(r"(?<![\w\\:/\"'=])((?:https?|ftp)://[^\s\[\]<>]+)(?:\[((?:\\\]|[^\]])*)\])?")
_REFERENCE = re.compile(r"<<([^<>,]+)(?:,\s*([^<>]*))?>>")
_ANCHOR = re.compile(r"\[\[[\w:.-]+(?:,[^\]]*)?\]\]")
_BREAK = re.compile(r"(?m)[ \t]\+$")
_EMPHASIS = (
    (re.compile(r"(?<!\\)\*\*(\S(?:.*?\S)?)\*\*", re.DOTALL), "strong"),
    (re.compile(rf"{_START}\*(\S|\S.*?\S)\*{_END}", re.DOTALL), "strong"),
    (re.compile(r"(?<!\\)__(\S(?:.*?\S)?)__", re.DOTALL), "em"),
    (re.compile(rf"{_START}_(\S|\S.*?\S)_{_END}", re.DOTALL), "em"),
    (re.compile(r"(?:\[[^\]\n]*\])?(?<!\\)##(\S(?:.*?\S)?)##", re.DOTALL), ""),
    (re.compile(rf"(?:\[[^\]\n]*\])?(?<![\w\\&])#(\S|\S[^#]*?\S)#{_END}", re.DOTALL), ""),
    (re.compile(r"(?<!\\)\^([^\s^]+)\^"), "sup"),
    (re.compile(r"(?<![\\~])~([^\s~]+)~"), "sub"),
)
_QUOTES = ((re.compile(r'"`(.+?)`"', re.DOTALL), "“\\1”"), (re.compile(r"'`(.+?)`'", re.DOTALL), "‘\\1’"))
_SIGNS = (
    ("(C)", "©"),
    ("(R)", "®"),
    ("(TM)", "™"),
    (" -- ", " — "),
    ("...", "…"),
    ("-&gt;", "→"),
    ("&lt;-", "←"),
    ("=&gt;", "⇒"),
)
_FORMULAS = ("stem", "latexmath", "asciimath")
_LONGEST = 20_000


def inline(text: str, attributes: Attributes) -> str:
    """Return a text with its inline markup as HTML.

    Args:
        text: one paragraph, cell or list entry, as written.
        attributes: what `{name}` stands for.
    """
    text = text.replace("\ue000", "").replace("\ue001", "")
    if len(text) > _LONGEST:
        # The rules look ahead for a closing sign: a text of that size holds data, not prose.
        return escape(text, quote=False)
    kept: list[str] = []

    def keep(markup: str) -> str:
        kept.append(markup)
        return f"\ue000{len(kept) - 1}\ue001"

    for sign, written in _QUOTES:
        text = sign.sub(written, text)
    text = _PASS.sub(
        lambda m: keep(escape(next(part for part in m.groups() if part is not None), quote=False)), text
    )
    text = resolved(text, attributes)
    text = _CODE.sub(lambda m: keep(f"<code>{_code(m.group(1) or m.group(2))}</code>"), text)
    text = _MACRO.sub(lambda m: keep(_macro(m, lambda label: inline(label, attributes))), text)
    text = _URL.sub(lambda m: _web(m, keep, attributes), text)
    text = _REFERENCE.sub(
        lambda m: keep(escape(m.group(2) or m.group(1).lstrip("#").replace("_", " ").strip(), quote=False)),
        text,
    )
    text = escape(_ANCHOR.sub("", text), quote=False)
    for sign, tag in _EMPHASIS:
        text = sign.sub(f"<{tag}>\\1</{tag}>" if tag else "\\1", text)
    for written, meant in _SIGNS:
        text = text.replace(written, meant)
    text = _BREAK.sub("<br>", text)
    text = re.sub(r"\\([*_`#^~{<+\[\"'-])", r"\1", text)
    return _restored(text, kept)


def _restored(text: str, kept: list[str]) -> str:
    """Put the finished pieces back; one may hold others that were finished before it."""
    for _ in range(5):
        if "\ue000" not in text:
            break
        text = _KEPT.sub(lambda found: kept[int(found.group(1))], text)
    return text


def _code(text: str) -> str:
    inner = text[1:-1] if len(text) > 2 and text.startswith("+") and text.endswith("+") else text  # noqa: PLR2004 - both signs and something between
    return escape(inner, quote=False)


def _label(written: str) -> str:
    """Return the text of a link: what stands before attributes, without quotes and `^` (a new window)."""
    written = written.replace("\\]", "]").strip()
    quoted = re.match(r'"([^"]*)"', written)
    if quoted:
        return quoted.group(1)
    first = re.split(r",\s*\w+=", written)[0] if re.search(r",\s*\w+=", written) else written
    return "" if re.match(r"\w+=", first) else first.removesuffix("^").strip()


def _anchor(address: str, label: str) -> str:
    return f'<a href="{escape(address)}">{label}</a>'


def _web(found: re.Match[str], keep: Callable[[str], str], attributes: Attributes) -> str:
    address, written = found.group(1), found.group(2)
    trailing = ""
    if written is None:
        address, trailing = re.fullmatch(r"(.*?)([.,;:!?)'\"]*)", address, re.DOTALL).groups()  # type: ignore[union-attr] # matches anything
    label = _label(written or "")
    shown = inline(label, attributes) if label else escape(address, quote=False)
    safe = web_address(address)
    return (keep(_anchor(safe, shown)) if safe else keep(shown)) + trailing


def _macro(found: re.Match[str], labelled: Callable[[str], str]) -> str:
    name, target, inside = found.group(1), found.group(2) or "", found.group(3)
    label = _label(inside)
    shown = labelled(label) if label else escape(target, quote=False)
    said = escape(inside, quote=False)
    path = escape(" › ".join(filter(None, (target, *re.split(r"\s*>\s*", inside)))), quote=False)
    address = web_address(target.replace("++", ""))
    note = f" ({labelled(inside)})" if inside else ""
    written = {
        "link": _anchor(address, shown) if address else shown,
        "xref": shown,
        "mailto": _anchor(f"mailto:{target}", shown),
        "image": f'<img src="{escape(target)}" alt="{escape(label.split(",")[0])}">',
        "kbd": "+".join(f"<kbd>{key.strip()}</kbd>" for key in said.split("+")),
        "btn": f"<strong>{said}</strong>",
        "menu": f"<strong>{path}</strong>",
        "footnote": note,
        "footnoteref": note,
    }
    return written.get(name, f"<code>{said}</code>" if name in _FORMULAS else "")
