"""A private MariaDB server of Debian for the tests: in a temporary folder, on a free loopback port."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.connectors.live.servers import free_port

#: What the tests need of it, for `need`.
PROGRAMS = ("mariadbd", "mariadb", "mariadb-dump", "mariadb-install-db")
_STARTS_WITHIN = 30.0


@dataclass(frozen=True)
class MariaDb:
    """A running server. Its administrator comes in by the socket, without a password."""

    folder: Path
    port: int

    def sql(self, text: str, database: str = "", charset: str = "utf8mb4") -> str:
        """Carry out SQL; gives what the client printed."""
        done = subprocess.run(
            ["mariadb", *self._login(), f"--default-character-set={charset}", "--batch", database],
            input=text.encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))
        return done.stdout.decode()

    def dump(self, path: Path, database: str, *options: str) -> Path:
        """Write a dump as an administrator would."""
        written = [f"--result-file={path}", *options, *([database] if database else [])]
        subprocess.run(["mariadb-dump", *self._login(), *written], capture_output=True, check=True)
        return path

    def _login(self) -> list[str]:
        return ["--no-defaults", f"--socket={self.folder / 'sock'}", "--user=root"]


@contextmanager
def server(*options: str) -> Iterator[MariaDb]:
    """Run a server with further options of its own."""
    # Not under pytest's temporary folder, which is closed to other accounts; a socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="cuecard-mariadb-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        account = _account()
        if account:
            shutil.chown(folder, account)
        own = ["--no-defaults", f"--datadir={folder / 'data'}", *([f"--user={account}"] if account else [])]
        install = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
        subprocess.run(["mariadb-install-db", *own, *install], capture_output=True, check=True)
        listening = [f"--socket={folder / 'sock'}", f"--port={port}", "--bind-address=127.0.0.1"]
        quick = ["--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", f"--pid-file={folder / 'pid'}"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                ["mariadbd", *own, *listening, *quick, *options], stdout=log, stderr=log
            )
        try:
            started = MariaDb(folder, port)
            _await(started, process)
            yield started
        finally:
            process.terminate()
            process.wait(timeout=20)


def _account() -> str | None:
    """The account to run as: MariaDB refuses to run as root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("mysql", "nobody") if name in names)


def _await(started: MariaDb, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < last and process.poll() is None:
        try:
            started.sql("SELECT 1;")
        except RuntimeError:
            time.sleep(0.1)
        else:
            return
    said = (started.folder / "log").read_text(errors="replace")
    raise RuntimeError(f"MariaDB did not start:\n{said[-2000:]}")
