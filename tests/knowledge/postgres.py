"""A private PostgreSQL server for the tests: on a free loopback port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALL = (
    "PostgreSQL's server binaries are missing. Install them: "
    "sudo apt-get install --no-install-recommends postgresql"
)
_USER = "cuecard"


def binaries() -> Path | None:
    """Find the folder with `initdb` and `pg_ctl`, of the newest version there is."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("pg_ctl")
    candidates = [*reversed(debian), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """Run a server; give its URL without a database name."""
    found = binaries()
    if found is None:
        raise FileNotFoundError(INSTALL)
    account = _unprivileged()
    # Not under pytest's temporary folder, which is closed to other accounts.
    with tempfile.TemporaryDirectory(prefix="cuecard-postgres-", ignore_cleanup_errors=True) as folder:
        if account:
            shutil.chown(folder, account)
        with _running(found, Path(folder), account) as url:
            yield url


@contextmanager
def _running(found: Path, folder: Path, account: str | None) -> Iterator[str]:
    data = folder / "data"
    port = _free_port()
    _run(
        account,
        [str(found / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync"],
    )
    options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories='' -c fsync=off"
    control = [str(found / "pg_ctl"), "-D", str(data), "-w"]
    _run(account, [*control, "-o", options, "-l", str(folder / "log"), "start"])
    try:
        yield f"postgresql://{_USER}@127.0.0.1:{port}/"
    finally:
        _run(account, [*control, "-m", "immediate", "stop"])


def _unprivileged() -> str | None:
    """The account to run as: PostgreSQL refuses to run as root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _run(account: str | None, command: list[str]) -> None:
    prefix = ["runuser", "-u", account, "--"] if account else []
    # No pipes: pg_ctl leaves the server behind, which would hold them open for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [*prefix, *command], cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{command[0]} failed: {output.read().decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
