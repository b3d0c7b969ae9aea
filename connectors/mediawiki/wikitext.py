"""Wikitext as HTML, through mwparserfromhell. Runs in the guarded child process."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote

from connectors.mediawiki.dump import CANONICAL
from connectors.mediawiki.lines import blocks
from connectors.mediawiki.quotes import emphasised
from connectors.mediawiki.templates import expanded
from connectors.parsing.fields import web_address

_FILE, _CATEGORY, _MEDIA, _SPECIAL = 6, 14, -2, -1
_KEPT = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "s": "s", "del": "s", "strike": "s",
    "sup": "sup", "sub": "sub", "kbd": "kbd", "code": "code", "tt": "code", "var": "em", "samp": "code",
    "blockquote": "blockquote", "q": "q", "ul": "ul", "ol": "ol", "li": "li", "dl": "dl", "dt": "dt",
    "dd": "dd", "ins": "u", "dfn": "em", "cite": "em",
}  # fmt: skip
_CODE = {"pre", "syntaxhighlight", "source"}
_DROPPED = {
    "ref", "references", "gallery", "includeonly", "script", "style", "templatestyles", "timeline", "score",
    "graph", "mapframe", "imagemap", "categorytree", "inputbox", "indicator", "rss", "section",
}  # fmt: skip
_BLOCK_TAGS = {"blockquote", "ul", "ol", "dl"}
_SWITCH = re.compile(r"__[A-Z]{3,}__")
_LANGUAGE_LINK = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?")
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the wiki knows of itself: local names of namespaces, and where its pages stand."""

    namespaces: dict[int, str] = field(default_factory=dict)
    page_address: str = ""

    def number(self, title: str) -> int | None:
        """Return the namespace a link's target names, `None` if what stands before its colon is none."""
        prefix, colon, _ = title.partition(":")
        wanted = prefix.replace("_", " ").strip().casefold()
        if not colon or not wanted:
            return 0
        if wanted == "image":
            return _FILE
        named = {**CANONICAL, **self.namespaces}
        local = next((key for key, name in named.items() if name and name.casefold() == wanted), None)
        canonical = next((key for key, name in CANONICAL.items() if name.casefold() == wanted), None)
        return local if local is not None else canonical

    def address(self, title: str) -> str | None:
        """Return where a page stands on the web, if the dump says it."""
        if not self.page_address:
            return None
        return web_address(self.page_address + quote(title.strip().replace(" ", "_"), safe="/:#~,()!*'@;$"))


@dataclass(frozen=True, slots=True)
class Article:
    """A page, read. `error` says why it could not be."""

    body: str = ""
    categories: tuple[str, ...] = ()
    error: str | None = None


def convert_all(pages: Sequence[tuple[str, str]], surroundings: Surroundings) -> list[Article]:
    """Convert pages (title and wikitext), one by one: what one trips over concerns it alone."""
    return [_convert_safely(title, text, surroundings) for title, text in pages]


def _convert_safely(title: str, text: str, surroundings: Surroundings) -> Article:
    try:
        return convert(title, text, surroundings)
    except RecursionError:
        return Article(error="The page is nested too deeply: simplify it in the wiki.")
    except Exception as error:  # noqa: BLE001 - whatever a page trips over, the others still come in
        return Article(
            error=f"The page cannot be read ({type(error).__name__}): check its markup in the wiki."
        )


def convert(title: str, text: str, surroundings: Surroundings) -> Article:
    """Return a page's wikitext as HTML, with its categories.

    Links lead to the wiki where its address is known. References, files and what templates would draw are
    left out.
    """
    import mwparserfromhell

    text = _SWITCH.sub("", text.replace("\ue000", "").replace("\ue001", ""))
    page = _Page(title, surroundings)
    body = page.blocks(mwparserfromhell.parse(text, skip_style_tags=True))
    return Article(body, tuple(dict.fromkeys(page.categories)))


class _Page:
    """The conversion of one page: collects its categories on the way."""

    def __init__(self, title: str, surroundings: Surroundings) -> None:
        self.categories: list[str] = []
        self._title = title
        self._surroundings = surroundings
        self._depth = 0

    def blocks(self, code: Any, *, in_cell: bool = False) -> str:
        """Return wikitext that may hold several paragraphs."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RecursionError
        finished: list[str] = []

        def finish(markup: str) -> str:
            finished.append(markup)
            return f"\ue000{len(finished) - 1}\ue001"

        # Spaces before what stands in a cell mean nothing; elsewhere they indent code.
        text = self._inline(code, finish)
        result = blocks(text.strip() if in_cell else text, finished)
        self._depth -= 1
        return result

    def _inline(self, code: Any, finish: Callable[[str], str]) -> str:
        return (
            "".join(self._node(node, finish) for node in code.nodes)
            if hasattr(code, "nodes")
            else escape(str(code), quote=False)
        )

    def _node(self, node: Any, finish: Callable[[str], str]) -> str:  # noqa: PLR0911 - a line for each kind
        from mwparserfromhell import nodes

        match node:
            case nodes.Text():
                return escape(str(node.value), quote=False)
            case nodes.Wikilink():
                return self._wikilink(node, finish)
            case nodes.ExternalLink():
                return self._external(node, finish)
            case nodes.Template():
                return expanded(node, self._title, lambda value: self._inline(value, finish))
            case nodes.Heading():
                said = emphasised(self._inline(node.title, finish).strip())
                return finish(f"<h{node.level}>{said}</h{node.level}>")
            case nodes.Tag():
                return self._tag(node, finish)
            case nodes.HTMLEntity():
                return _entity(node)
            case nodes.Argument():
                return self._inline(node.default, finish) if node.default is not None else ""
        return ""

    def _wikilink(self, node: Any, finish: Callable[[str], str]) -> str:
        target = " ".join(str(node.title).replace("_", " ").split())
        said = self._inline(node.text, finish) if node.text is not None else ""
        number = self._surroundings.number(target)
        if target.startswith(":"):
            target, number = target[1:], 0
        if number == _CATEGORY:
            self.categories.append(target.partition(":")[2].partition("|")[0].strip())
            return ""
        if number in (_FILE, _MEDIA):
            return ""
        if number is None and not said and _LANGUAGE_LINK.fullmatch(target.partition(":")[0]):
            return ""
        shown = said.strip() or escape(target.removeprefix("#"), quote=False)
        # The same page, or one that is made anew for each reader.
        if target.startswith("#") or number == _SPECIAL:
            return shown
        address = self._surroundings.address(target) if shown else None
        return f'<a href="{escape(address)}">{shown}</a>' if address else shown

    def _external(self, node: Any, finish: Callable[[str], str]) -> str:
        address = str(node.url).strip()
        said = self._inline(node.title, finish).strip() if node.title is not None else ""
        shown = said or escape(address, quote=False)
        safe = web_address(address)
        return f'<a href="{escape(safe)}">{shown}</a>' if safe else shown

    def _tag(self, node: Any, finish: Callable[[str], str]) -> str:  # noqa: PLR0911 - a line for each kind
        name = str(node.tag).strip().casefold()
        sign = str(node.wiki_markup or "")
        if name in ("li", "dt", "dd") and sign:
            return sign
        if name == "br":
            return "<br>"
        if name == "hr" or name in _DROPPED:
            return ""
        if name == "table":
            return finish(self._table(node))
        if name in _CODE:
            return finish(f"<pre>{_literal(node).strip(chr(10))}</pre>")
        if name in ("nowiki", "math", "chem", "ce"):
            said = _literal(node)
            # Apostrophes are read as bold and italic later; these are none.
            return said.replace("'", "&#39;") if name == "nowiki" else f"<code>{said}</code>"
        if name in ("p", "div", "center"):
            return f"\n\n{self._inline(node.contents, finish)}\n\n" if node.contents is not None else "\n\n"
        if name in _BLOCK_TAGS:
            return finish(f"<{name}>{self.blocks(node.contents)}</{name}>")
        said = self._inline(node.contents, finish) if node.contents is not None else ""
        kept = _KEPT.get(name)
        return f"<{kept}>{said}</{kept}>" if kept and said.strip() else said

    def _table(self, node: Any) -> str:
        rows: list[list[str]] = [[]]
        for child in _tags(node):
            name = str(child.tag).strip().casefold()
            if name == "tr":
                rows.append([self._cell(cell) for cell in _tags(child) if str(cell.tag) in ("td", "th")])
            elif name in ("td", "th"):
                rows[-1].append(self._cell(child))
        written = "".join(f"<tr>{''.join(row)}</tr>" for row in rows if row)
        return f"<table>{written}</table>" if re.sub(r"<[^>]*>|\s", "", written) else ""

    def _cell(self, node: Any) -> str:
        name = str(node.tag).strip().casefold()
        said = self.blocks(node.contents, in_cell=True) if node.contents is not None else ""
        single = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", said, re.DOTALL)
        return f"<{name}>{single.group(1) if single else said}</{name}>"


def _tags(node: Any) -> list[Any]:
    from mwparserfromhell import nodes

    found: list[Any] = []
    for child in node.contents.nodes if node.contents is not None else ():
        if isinstance(child, nodes.Tag):
            inner = str(child.tag).strip().casefold()
            found.extend(_tags(child) if inner in ("tbody", "thead", "tfoot") else [child])
    return found


def _literal(node: Any) -> str:
    return escape(str(node.contents), quote=False) if node.contents is not None else ""


def _entity(node: Any) -> str:
    try:
        return escape(str(node.normalize()), quote=False)
    except (ValueError, KeyError, OverflowError):
        return escape(str(node), quote=False)
