"""Starts PHP's own web server over a wiki in a folder of the test, and stops it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

_STARTS_WITHIN = 20.0


def need(*paths: str) -> None:
    """Skip the test where software it drives is not installed; `make test-setup` installs it."""
    missing = [path for path in paths if not (shutil.which(path) or Path(path).exists())]
    if not missing:
        return
    if os.environ.get("CI"):
        pytest.fail(f"Not installed: {', '.join(missing)}. tests/setup/packages.txt has to name it.")
    pytest.skip(f"Not installed: {', '.join(missing)}. Run `make test-setup`.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def php_server(
    root: Path, port: int, environment: Mapping[str, str], log: Path, *options: str
) -> Iterator[str]:
    """Serve a folder on loopback; gives the address."""
    # Its cache would keep the wiki's settings for a while after the test changed them.
    command = ["php", "-d", "opcache.enable=0", *options, "-S", f"127.0.0.1:{port}", "-t", str(root)]
    workers = {"PHP_CLI_SERVER_WORKERS": "4"}
    with log.open("wb") as out:
        server = subprocess.Popen(
            command,
            env={**os.environ, **workers, **environment},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _await_answer(f"http://127.0.0.1:{port}/", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        # Its workers are children of its own.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, 15)
        server.wait(timeout=10)


def _await_answer(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{log.read_text(errors='replace')[-2000:]}")
