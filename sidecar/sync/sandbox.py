"""Runs parsers of untrusted files in a child process that can be limited and killed.

One child serves call after call and is replaced when it crashed, hung, or grew too large. Limits are set
twice: within the child where the system offers them (POSIX), and by watching it from here, which works
everywhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, ParamSpec, Self, TypeVar

import psutil

from connectors.contract import ParseFailed
from sidecar.sync.pickles import loads

P = ParamSpec("P")
T = TypeVar("T")

_LENGTH = struct.Struct(">Q")
_MAX_ANSWER = 200_000_000
_WATCH_SECONDS = 0.05
#: What a program needs to start; all else (tokens, keys, addresses) stays with the parent.
_ENVIRONMENT = (
    "PATH",
    "SYSTEMROOT",
    "WINDIR",
    "SYSTEMDRIVE",
    "TEMP",
    "TMP",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may use: seconds of wall time, and bytes of memory of the whole child."""

    seconds: float = 60.0
    memory: int = 1_500_000_000


class Sandbox:
    """A guarded child process, started on first use. Calls are served one at a time.

    Close it when done; one that is forgotten is killed when the interpreter ends.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._turn = asyncio.Lock()
        self._child: _Child | None = None
        self._closed = False

    async def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a module-level function in the child.

        Args:
            function: importable by name; it and its arguments and result are pickled.
            args: its positional arguments.
            kwargs: its named arguments.

        Raises:
            ParseFailed: if the function raised, crashed, or used too much time or memory; the message is
            meant for
                the admin.
        """
        call = pickle.dumps((function, args, kwargs))
        async with self._turn:
            if self._closed:
                raise ParseFailed("Cuecard is shutting down: the file is read on the next run.")
            try:
                result: T = await _in_daemon_thread(self._call, call)
            except asyncio.CancelledError:
                self._abandon()
                raise
            return result

    async def close(self) -> None:
        """Kill the child. Calls under way end with `ParseFailed`, later ones too."""
        self._closed = True
        child = self._abandon()
        if child is not None:
            await asyncio.to_thread(child.free)

    def _abandon(self) -> _Child | None:
        """Kill the child without waiting for its end; the thread that reads from it then ends by itself."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
        return child

    def _call(self, call: bytes) -> Any:
        child = self._child
        if child is None or not child.usable():
            self._replace(child)
            child = self._child = _Child(self._limits)
        try:
            return child.call(call)
        except _Unusable as error:
            self._replace(child)
            raise ParseFailed(str(error)) from None

    def _replace(self, child: _Child | None) -> None:
        """Have the next call start a new child, unless one took this one's place already."""
        if child is not None:
            child.free()
            if self._child is child:
                self._child = None


class _Unusable(Exception):  # noqa: N818 - named for what it says
    """The child has to be replaced; the message is the reason shown for the document."""


class _Child:
    """The process and its two pipes. Everything here blocks: it is used from a thread of its own."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process = _start()
        self._finalizer = weakref.finalize(self, _kill, self._process)
        self._write({"path": _search_path(), "memory": limits.memory, "timeout": limits.seconds})

    def usable(self) -> bool:
        """Whether the process lives and has not grown so far that the next document would suffer for it."""
        return self._process.poll() is None and _resident(self._process.pid) < self._limits.memory // 2

    def call(self, call: bytes) -> Any:
        """Send one call and wait for its answer while watching time and memory."""
        with _Watch(self._process, self._limits) as watch:
            try:
                self._write(call)
                answer = self._read()
            except (OSError, EOFError, ValueError):
                answer = None
        if answer is None:
            raise _Unusable(watch.reason or self._how_it_ended())
        return _unwrap(answer, self._limits)

    def kill(self) -> None:
        """End the process at once, without waiting for it."""
        self._process.kill()

    def free(self) -> None:
        """End the process, wait for it, and free its pipes."""
        self._finalizer()

    def _write(self, message: Any) -> None:
        stream = _open(self._process.stdin)
        data = pickle.dumps(message)
        with contextlib.suppress(BrokenPipeError):
            stream.write(_LENGTH.pack(len(data)) + data)
            stream.flush()

    def _read(self) -> bytes:
        stream = _open(self._process.stdout)
        size = _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]
        if size > _MAX_ANSWER:
            raise _Unusable("The file holds far too much text: split it or leave it out.")
        return _exactly(stream, size)

    def _how_it_ended(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        code = self._process.poll()
        how = _signal_name(code) if code is not None and code < 0 else f"exit code {code}"
        return f"The parser crashed on this file ({how}): save it anew or leave it out with `exclude`."


class _Watch:
    """Kills the process when it takes too long or grows too large; `reason` then says which."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.reason: str | None = None
        self._process = process
        self._limits = limits
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, name="cuecard-parse-watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        deadline = time.monotonic() + self._limits.seconds
        while not self._done.wait(_WATCH_SECONDS):
            if time.monotonic() > deadline:
                self.reason = _too_slow(self._limits)
            elif _resident(self._process.pid) > self._limits.memory:
                self.reason = _too_large(self._limits)
            if self.reason:
                self._process.kill()
                return


def _start() -> subprocess.Popen[bytes]:
    child = Path(__file__).with_name("child.py")
    # -I: neither the user's site packages nor the environment decide what runs; -B: nothing is written.
    command = [sys.executable, "-I", "-B", str(child)]
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own script under our own interpreter
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # A session of its own: Ctrl+C in the terminal is for the server, which then ends the child in order.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _search_path() -> list[str]:
    return [entry or os.getcwd() for entry in sys.path]  # noqa: PTH109 - the import system speaks strings


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


def _resident(pid: int) -> int:
    """Return the bytes of memory a process holds; 0 once it is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise EOFError
    return stream


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _unwrap(answer: bytes, limits: Limits) -> Any:
    try:
        kind, value = loads(answer)
    except Exception:  # noqa: BLE001 - bytes from a process that may have been taken over
        raise _Unusable("The parser gave an answer that is not allowed: leave the file out.") from None
    if kind == "ok":
        return value
    if kind == "memory":
        raise _Unusable(_too_large(limits))
    reason = str(value)
    raise ParseFailed(reason if kind == "stated" else f"The file cannot be parsed ({reason}): save it anew.")


def _too_slow(limits: Limits) -> str:
    return f"Reading the file took longer than {limits.seconds:g} seconds: split it or leave it out."


def _too_large(limits: Limits) -> str:
    megabytes = limits.memory // 1_000_000
    return f"Reading the file needs more than {megabytes} MB of memory: split it or leave it out."


def _signal_name(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


async def _in_daemon_thread(function: Callable[[bytes], Any], argument: bytes) -> Any:
    """Await a blocking function in a thread that never keeps the interpreter from ending.

    The threads of an executor are joined at exit; one that waits for a hanging parser would delay it.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def work() -> None:
        result, error = None, None
        try:
            result = function(argument)
        except BaseException as caught:  # noqa: BLE001 - handed to the one who waits
            error = caught
        # The loop is closed if the server ended meanwhile; then nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, name="cuecard-parse", daemon=True).start()
    return await future
