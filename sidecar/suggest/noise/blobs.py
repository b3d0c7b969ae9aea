"""Encoded data and markup that was left in a text."""

from __future__ import annotations

import html
import re
from bisect import bisect

#: Blocks that begin and end with a line of their own.
_BLOCK_BEGINS = re.compile(r"\s*(?:-----BEGIN [A-Z0-9 ]{1,60}-----|begin [0-7]{3,4} \S.*)\s*$")
_BLOCK_ENDS = re.compile(r"\s*(?:-----END [A-Z0-9 ]{1,60}-----|end)\s*$")
#: The first and last line of a block are no longer, in characters.
_SHORT = 200
#: What mail leaves of its parts when it is not decoded.
_MIME = re.compile(
    r"\s*(?:content-(?:type|transfer-encoding|disposition|id|description|language)\s*:.*|mime-version\s*:.*"
    r"|-{2,}=?[\w=.+-]{12,}|(?:boundary|charset|filename|name)\s*=\s*\"?[^\s\"]+\"?;?)\s*$",
    re.IGNORECASE,
)
#: A line of base64, hexadecimal or uuencoded data.
_DATA_LINE = re.compile(
    r"\s*(?:[A-Za-z0-9+/_-]{40,}={0,2}|(?:[0-9A-Fa-f]{2}[ :]){12,}[0-9A-Fa-f]{0,2}|M[!-`]{60})\s*$"
)
#: Nobody's word is so long; what is between its ends may be an address.
_LONG_TOKEN = re.compile(r"(?<!\S)(?!https?://|www\.)[\x21-\x7e]{70,}")
_DATA_ADDRESS = re.compile(r"\bdata:[\w/+.-]{3,60};base64,[A-Za-z0-9+/=]*")
#: The part of a long address that only tracks.
_ADDRESS_TAIL = re.compile(r"(https?://[^\s?#<>\"]{1,200})[?#][^\s<>\"]{20,}")
_REFERENCE = re.compile(
    r"\[(?:cid|image|inline image|bild|inline-bild)\s?:[^\]\n]{0,200}\]|<mailto:[^>\n]{0,200}>", re.IGNORECASE
)

_HIDDEN = re.compile(r"<(style|script|head)\b[^<>]{0,300}>.{0,20000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAKING = r"p|br|div|tr|table|tbody|ul|ol|li|h[1-6]|html|body|hr|blockquote|pre"
_INLINE = r"span|td|th|b|i|u|a|img|font|strong|em|small|center|code|meta|o:p|!--|!doctype|sup|sub"
_BREAK_TAG = re.compile(rf"</?(?:{_BREAKING})\b[^<>]{{0,2000}}>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_INLINE})(?:\b[^<>]{{0,2000}})?>", re.IGNORECASE)
#: So many tags are markup that was left; fewer may be what somebody asks about.
_LEFT = 3
_STYLE_LINE = re.compile(
    r"\s*(?:(?:[.#@]?[\w-]+[\w .,:#>*()-]{0,80})\{[^{}]*\}?|[a-z-]{3,30}\s*:\s*[^;:]{1,100};|\}"
    r"|@(?:media|import|font-face)\b.*)\s*$"
)


def without_blobs(text: str) -> str:
    """Return a text without encoded data, MIME leftovers, tags and style sheets."""
    text = _DATA_ADDRESS.sub(" ", text)
    text = _without_tags(text)
    kept: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = [place for place, line in enumerate(lines) if _BLOCK_ENDS.match(line[:_SHORT])]
    place = 0
    while place < len(lines):
        line = lines[place]
        skipped = _block_length(lines, place, ends)
        if not skipped and not _is_data(line):
            kept.append(_cleaned(line))
        place += skipped or 1
    return "\n".join(kept)


def _cleaned(line: str) -> str:
    line = _ADDRESS_TAIL.sub(r"\1", line) if "://" in line else line
    line = _REFERENCE.sub(" ", line) if ":" in line else line
    return _LONG_TOKEN.sub(" ", line)


def _block_length(lines: list[str], place: int, ends: list[int]) -> int:
    """Return how many lines the block beginning here takes; its first alone if it has no end."""
    if not _BLOCK_BEGINS.match(lines[place][:_SHORT]):
        return 0
    after = bisect(ends, place)
    return ends[after] + 1 - place if after < len(ends) else 1


def _is_data(line: str) -> bool:
    short = line[:400]
    if _MIME.match(short) or (len(line) < len(short) + 1 and _STYLE_LINE.match(short)):
        return True
    if not _DATA_LINE.match(line):
        return False
    # One long word in small letters may be a word.
    return any(char.isdigit() or char in "+/=" for char in line) or not line.strip().islower()


def _without_tags(text: str) -> str:
    if "<" in text and len(_BREAK_TAG.findall(text)) + len(_TAG.findall(text)) >= _LEFT:
        text = _TAG.sub(" ", _BREAK_TAG.sub("\n", _HIDDEN.sub(" ", text)))
    return html.unescape(text).replace("\xa0", " ") if "&" in text else text.replace("\xa0", " ")
