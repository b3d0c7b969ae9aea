"""The commands of Text Blaze that reach over more than their own braces; the others are gaps, read later.

As https://blaze.today/commands describes them: notes are for whoever types, links and pictures have a text
or an address, `{snippet: name}` is the snippet itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from connectors.model import BodyFormat

#: How one snippet stands inside another.
NESTED = re.compile(r"\{import:\s*([^{};\n]{1,100}?)\s*(?:;[^{}]*)?\}")
_NOTE = re.compile(r"\{note(?::(?P<settings>[^{}]*))?\}(?P<inside>.*?)\{endnote\}", re.DOTALL)
_LINK = re.compile(r"\{link:\s*(?P<address>[^{};]+?)\s*(?:;[^{}]*)?\}(?P<inside>.*?)\{endlink\}", re.DOTALL)
_IMAGE = re.compile(r"\{image:\s*(?P<address>https?://[^{};\s]+)\s*(?:;[^{}]*)?\}")
_RETURN = re.compile(r"\{key:\s*(?:shift-)?enter\s*(?:;[^{}]*)?\}", re.IGNORECASE)
_SELF = re.compile(r"\{snippet:\s*(name|shortcut|id|folder)\s*\}")


def written_out(body: str, markup: BodyFormat, about: Mapping[str, str]) -> str:
    """Return a snippet's text with these commands carried out.

    Args:
        body: the text.
        markup: of it: links and pictures are elements in HTML; in text a link's address stands behind it.
        about: name, shortcut, id and folder of the snippet.
    """
    is_html = markup is BodyFormat.HTML
    body = _NOTE.sub(_noted, body)
    body = _LINK.sub(lambda match: _link(match, is_html=is_html), body)
    body = _IMAGE.sub(lambda match: _image(match["address"]) if is_html else "", body)
    body = _RETURN.sub("<br>" if is_html else "\n", body)
    known = {name: html.escape(value, quote=False) if is_html else value for name, value in about.items()}
    return _SELF.sub(lambda match: known.get(match[1], ""), body)


def _noted(match: re.Match[str]) -> str:
    return match["inside"] if re.search(r"\binsert\s*=\s*yes\b", match["settings"] or "") else ""


def _link(match: re.Match[str], *, is_html: bool) -> str:
    address, inside = html.unescape(match["address"]), match["inside"]
    if is_html:
        return f'<a href="{html.escape(address)}">{inside}</a>'
    return f"{inside} ({address})" if inside.strip() and inside.strip() != address else address


def _image(address: str) -> str:
    return f'<img src="{html.escape(html.unescape(address))}" alt="">'
