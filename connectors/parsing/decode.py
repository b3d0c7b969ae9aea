"""From bytes to text: byte order marks, UTF-8 and UTF-16 first, then the legacy code pages met in exports."""

from __future__ import annotations

import codecs

from connectors.contract import ParseFailed

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGE_NAMES = """
    cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8_r cp932 euc_jp gb18030 big5 cp949
    cp874
"""
_SAMPLE = 20_000


def decode(data: bytes, *, declares_charset: bool = False, named: str | None = None) -> str:
    """Return the text of a file with Unix line ends.

    Args:
        data: the whole file.
        declares_charset: whether the format names its own encoding near its start, as HTML does.
        named: the encoding its server or archive says it has; believed if it is not plainly wrong.

    Raises:
        ParseFailed: if these bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _unix(data.decode(encoding, "replace"))
    said = [_as_browsers_do(named), _declared(data) if declares_charset else None]
    # What is written in escape sequences is valid UTF-8 too; other text that is valid UTF-8 is UTF-8.
    escaped = [guess for guess in said if guess and guess.startswith(("iso-2022", "hz"))]
    for guess in (*escaped, "utf-8", _utf16_by_zeros(data), *said):
        text = _try(data, guess)
        if text is not None and "\0" not in text:
            return _unix(text)
    if b"\0" in data:
        raise ParseFailed("This is not text. Save it as UTF-8 text, or leave it out with `exclude`.")
    return _unix(data.decode(_legacy(data), "replace"))


def _try(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _utf16_by_zeros(data: bytes) -> str | None:
    """Guess UTF-16 without a mark: in western text every other byte is zero."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half == 0:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.3 > even:  # noqa: PLR2004 - a third of all characters being ASCII is enough of a sign
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 > odd else None  # noqa: PLR2004 - as above


def _declared(data: bytes) -> str | None:
    from bs4.dammit import EncodingDetector

    return _as_browsers_do(EncodingDetector.find_declared_encoding(data, is_html=True))


def _as_browsers_do(name: str | None) -> str | None:
    """Return the Windows superset of an encoding: browsers read it so, and authors see what browsers show."""
    plain = name.lower() if name else ""
    supersets = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "shift_jis": "cp932"}
    return supersets.get(plain, plain) or None


def _legacy(data: bytes) -> str:
    """Guess the code page of old text; Windows western where nothing else is clearly better."""
    import charset_normalizer

    sample = data[:_SAMPLE]
    best = charset_normalizer.from_bytes(sample, cp_isolation=_CODE_PAGE_NAMES.split()).best()
    if best is None:
        return "cp1252"
    # Western text is mostly ASCII; where most bytes are not, a script of its own is the better guess.
    foreign = sum(byte >= 0x80 for byte in sample) > len(sample) / 2  # noqa: PLR2004 - the first non-ASCII byte
    return best.encoding if best.coherence > 0 or foreign else "cp1252"
