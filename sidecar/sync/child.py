"""The guarded child process: reads calls from its standard input, answers on its standard output.

Run as a script, by path: importing the package it lies in would load the whole sidecar into a process that
parses hostile files. It speaks length-prefixed pickles. Everything it is sent comes from its parent; what it
sends is read there with an allow-list (`sidecar.sync.sandbox`), for a parser may have been taken over by a
file.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import struct
import sys
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">Q")
#: Seconds beyond the parent's own timeout after which the child ends itself: the parent may be gone.
_GRACE = 5.0


def main() -> None:
    """Serve calls until the parent closes the channel."""
    calls, answers = _private_channel()
    setup = _receive(calls)
    if setup is None:
        return
    sys.path[:] = setup["path"]
    _limit(setup["memory"])
    deadline = setup["timeout"] + _GRACE
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - before pathlib is worth loading
        while (call := _receive(calls)) is not None:
            faulthandler.dump_traceback_later(deadline, exit=True, file=nowhere)
            answer = _answer(call)
            faulthandler.cancel_dump_traceback_later()
            _send(answers, answer)


def _private_channel() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes to the parent for ourselves: what a parser prints must not end up in the answers."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    return calls, answers


def _limit(memory: int) -> None:
    """Cap memory, forbid writing files and dumping core, where the system can (POSIX)."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        "RLIMIT_AS": memory,
        "RLIMIT_DATA": memory,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 128,
    }
    for name, value in wanted.items():
        # macOS refuses to limit address space; the parent watches the size there as well.
        with contextlib.suppress(ValueError, OSError, AttributeError):
            limit = getattr(resource, name)
            hard = resource.getrlimit(limit)[1]
            capped = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (capped, capped))


def _answer(call: bytes) -> bytes:
    """Run one call; whatever it raises becomes the reason."""
    try:
        function, args, kwargs = pickle.loads(call)  # noqa: S301 - written by the parent
        return pickle.dumps(("ok", function(*args, **kwargs)))
    except MemoryError:
        return pickle.dumps(("memory", ""))
    except RecursionError:
        return pickle.dumps(("failed", "it is nested too deeply"))
    except Exception as error:  # noqa: BLE001 - a parser may raise anything; the reason goes to the admin
        return pickle.dumps(_reason(error))


def _reason(error: Exception) -> tuple[str, str]:
    stated = any(cls.__name__ == "ParseFailed" for cls in type(error).__mro__)
    return ("stated", str(error)) if stated else ("failed", f"{type(error).__name__}: {error}"[:500])


def _receive(stream: BinaryIO) -> Any:
    """Read one message; `None` when the parent is gone. The first is the setup, the others calls (bytes)."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))  # noqa: S301 - written by the parent


def _send(stream: BinaryIO, data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


if __name__ == "__main__":
    main()
