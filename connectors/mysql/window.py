"""A window over bytes that arrive piece by piece: what is done with leaves it, what is needed enters it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectors.contract import SourceUnavailable

#: A string's inside, by its quotation mark; an escape at the window's edge is left for later.
_INSIDE = {quote: re.compile(rb"(?:[^\\" + quote + rb"]++|\\.)*+", re.DOTALL) for quote in (b"'", b'"')} | {
    b"`": re.compile(rb"[^`]*+")
}

#: A string's opening mark, behind the name of its character set.
_OPENED = re.compile(rb"(?:_\w+\s*+|[nN])?['\"]")


class Window:
    """`buffer[at:]` is what lies ahead; `more` brings further bytes. What was passed may be dropped by it."""

    def __init__(self, pieces: Iterator[bytes], name: str) -> None:
        self.buffer = b""
        self.at = 0
        self.name = name
        self._pieces = pieces
        self._passed = 0

    def more(self, least: int = 1) -> bool:
        """Bring at least so many further bytes, if there are; whether any came."""
        parts, length = [self.buffer[self.at :]], 0
        while length < least:
            piece = next(self._pieces, b"")
            if not piece:
                break
            parts.append(piece)
            length += len(piece)
        if length:
            self._passed += self.at
            self.buffer, self.at = b"".join(parts), 0
        return length > 0

    def ahead(self, length: int) -> bool:
        """Have so many bytes ahead, if there are; whether any are."""
        while len(self.buffer) - self.at < length and self.more(length):
            pass
        return self.at < len(self.buffer)

    def match(self, pattern: re.Pattern[bytes], most: int) -> re.Match[bytes] | None:
        """Match here and pass it; what is not whole yet is tried again with twice as much of it.

        Args:
            pattern: what to match. A match that ends where the window does, and one that fails at a string's
                beginning, may only lack what is still to come.
            most: bytes that it may be long; `None` is returned for what would be longer.
        """
        while True:
            found = pattern.match(self.buffer, self.at)
            length = len(self.buffer) - self.at
            whole = found.end() < len(self.buffer) if found else not _OPENED.match(self.buffer, self.at)
            if whole or length > most or not self.more(max(length, 1)):
                break
        if found is None or (not whole and length > most):
            return None
        self.at = found.end()
        return found

    def pass_string(self, quote: bytes) -> None:
        """Pass the inside of a string and its closing mark, however long it is; nothing of it is kept.

        Raises:
            SourceUnavailable: the file ends before.
        """
        while True:
            inside = _INSIDE[quote].match(self.buffer, self.at)
            self.at = inside.end() if inside else self.at
            if self.buffer[self.at : self.at + 1] == quote:
                self.at += 1
                return
            if not self.more():
                raise self.cut_off()

    def pass_until(self, mark: bytes) -> bool:
        """Pass everything up to and with a mark; whether it came before the end."""
        while True:
            end = self.buffer.find(mark, self.at)
            if end >= 0:
                self.at = end + len(mark)
                return True
            self.at = max(self.at, len(self.buffer) - len(mark) + 1)
            if not self.more():
                self.at = len(self.buffer)
                return False

    def place(self) -> str:
        """Return where we are, for a person."""
        return f"near byte {self._passed + self.at:,}"

    def cut_off(self) -> SourceUnavailable:
        """Return the error for a file that ends in the middle."""
        return SourceUnavailable(f"{self.name} ends in the middle ({self.place()}): export or copy it anew.")
