"""MySQL's character sets, and text that went through the wrong one.

Names and meanings: MySQL reference manual, "Supported Character Sets and Collations". Its `latin1` is cp1252
with the five bytes that cp1252 leaves out as control characters.
"""

from __future__ import annotations

import codecs

from connectors.contract import ParseFailed, SourceUnavailable
from connectors.parsing.decode import decode

_LATIN1 = "".join(
    bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1") for byte in range(256)
)
_LATIN1_BYTES = {ord(sign): byte for byte, sign in enumerate(_LATIN1)}
#: Only those in which a quotation mark or backslash is never part of another character.
_CODECS = {
    "utf8": "utf-8", "utf8mb3": "utf-8", "utf8mb4": "utf-8", "ascii": "utf-8", "binary": "utf-8",
    "latin2": "iso8859-2", "latin5": "iso8859-9", "latin7": "iso8859-13", "greek": "iso8859-7",
    "hebrew": "iso8859-8", "cp1250": "cp1250", "cp1251": "cp1251", "cp1256": "cp1256", "cp1257": "cp1257",
    "cp850": "cp850", "cp852": "cp852", "cp866": "cp866", "koi8r": "koi8-r", "koi8u": "koi8-u",
    "macroman": "mac-roman", "tis620": "tis-620", "ujis": "euc_jp", "eucjpms": "euc_jp", "euckr": "euc_kr",
    "gb2312": "gb2312",
}  # fmt: skip

#: What a dump is in that does not say it.
USUAL = "utf8mb4"


def known(name: str) -> str:
    """Return a character set's name in lower case.

    Raises:
        SourceUnavailable: dumps in it cannot be told apart into strings and the rest.
    """
    plain = name.lower()
    if plain != "latin1" and plain not in _CODECS:
        raise SourceUnavailable(
            f"The dump is in the character set {name}: make it anew with --default-character-set=utf8mb4."
        )
    return plain


def text_of(data: bytes, charset: str) -> str:
    """Return a string of a dump or a column as it was meant.

    Where bytes are not of the character set, they are taken for what such bytes usually are. Text that was
    UTF-8, taken for latin1, and made UTF-8 again (a connection in the wrong character set) is mended.
    """
    # No answer has a null character, and PostgreSQL keeps none.
    return mended(_decoded(data, charset)).replace("\0", "")


def mended(text: str) -> str:
    """Return a text that was doubly encoded as it was meant; any other as it is.

    It must be so in every character that is not ASCII: where one stands for itself, all do.
    """
    if text.isascii():
        return text
    try:
        return codecs.charmap_encode(text, "strict", _LATIN1_BYTES)[0].decode("utf-8")
    except UnicodeError:
        return text


def _decoded(data: bytes, charset: str) -> str:
    if charset == "latin1":
        return codecs.charmap_decode(data, "strict", _LATIN1)[0]
    try:
        return data.decode(_CODECS.get(charset, "utf-8"))
    except UnicodeDecodeError:
        pass
    try:
        return decode(data)
    except ParseFailed:
        return data.decode("utf-8", "replace")
