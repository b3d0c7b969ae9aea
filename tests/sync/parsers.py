"""Functions for the guarded process: well-behaved ones, and each way in which a parser can go wrong."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from connectors.contract import ParseFailed


@dataclass(frozen=True)
class Answer:
    text: str
    pages: tuple[int, ...]


def double(number: int, *, plus: int = 0) -> int:
    return number * 2 + plus


def answer(text: str) -> Answer:
    return Answer(text, (1, 2))


def process() -> int:
    return os.getpid()


def refuse(reason: str) -> None:
    raise ParseFailed(reason)


def fail() -> None:
    raise KeyError("missing part")


def endless() -> None:
    while True:
        pass


def asleep() -> None:
    time.sleep(600)


def greedy() -> int:
    hoard = [bytearray(20_000_000) for _ in range(1000)]
    return len(hoard)


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(3)


def deep() -> int:
    return deep() + 1


def chatty() -> str:
    print("on standard output")
    os.write(1, b"raw bytes on it")
    sys.stderr.write("and on standard error")
    return "done"


def environment() -> dict[str, str]:
    return dict(os.environ)


def write_file(path: str) -> None:
    Path(path).write_text("x" * 10, encoding="utf-8")


class Command:
    """What a parser that was taken over by its file could send back."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[list[str]]]:
        return subprocess.call, ([sys.executable, "-c", f"open({self.path!r}, 'w')"],)


def take_over(path: str) -> Command:
    return Command(path)
