"""One process owns a data folder at a time: the folder, its lock, and how other processes find the owner.

The owner writes `server.json` (who and where) and `control.token` (0600: what lets the command line in)
while it listens. Both are trusted only while the lock is held by somebody: after a `kill -9` the port in
a left-over `server.json` may belong to another program, which must never be sent the token.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from sidecar.private_files import write_private

SERVER_FILE = "server.json"
TOKEN_FILE = "control.token"  # noqa: S105 - a file name
LOCK_FILE = "cuecard.lock"


class FolderUnusable(Exception):  # noqa: N818 - named for what it says to the user
    """The data folder cannot be made or written; the message says what to do."""


class ServerInfo(BaseModel):
    """Who holds a data folder. `port` is `None` while a short command holds it, which answers nobody else."""

    pid: int
    port: int | None = None
    since: datetime
    version: str


class InstanceRunning(Exception):  # noqa: N818 - named for what it says to the user
    """Another process holds the data folder. `info` is `None` if it has not said yet who it is."""

    def __init__(self, folder: Path, info: ServerInfo | None) -> None:
        self.info = info
        who = "it does not say which"
        if info is not None:
            port = f"port {info.port}" if info.port else "a command in progress"
            who = f"pid {info.pid}, {port}, since {info.since.astimezone():%Y-%m-%d %H:%M:%S}"
        super().__init__(
            f"Another instance is running ({who}) with the data folder {folder}. "
            "Use that one, stop it first, or choose another folder with --data-dir."
        )


def prepare_folder(folder: Path) -> None:
    """Make the data folder, readable by its owner alone.

    Raises:
        FolderUnusable: it cannot be made or is not writable.
    """
    advice = "Choose another folder with --data-dir (or CUECARD_DATA_DIR), or correct its permissions."
    try:
        existed = folder.is_dir()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not existed:
            folder.chmod(0o700)  # the mode of mkdir is cut by the umask and ignored for parents
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (FileExistsError, NotADirectoryError) as error:
        raise FolderUnusable(f"The data folder {folder} is a file, not a folder. {advice}") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise FolderUnusable(f"The data folder {folder} is not writable: {reason}. {advice}") from error


class Instance:
    """A data folder held by this process.

    `control_token` lets the command line (whoever can read the user's 0600 files) in as an admin; a new one
    is made for every start.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder
        self.version = version
        self.since = datetime.now(UTC)
        self.control_token = "cuectl_" + secrets.token_urlsafe(32)

    def announce(self, port: int | None) -> None:
        """Write who holds the folder, and where the server listens (`None`: nowhere for others)."""
        info = ServerInfo(pid=os.getpid(), port=port, since=self.since, version=self.version)
        if port is not None:
            write_private(self.folder / TOKEN_FILE, self.control_token)
        write_private(self.folder / SERVER_FILE, info.model_dump_json())

    def withdraw(self) -> None:
        """Remove what `announce` wrote."""
        for name in (SERVER_FILE, TOKEN_FILE):
            with contextlib.suppress(OSError):
                (self.folder / name).unlink()


@contextlib.contextmanager
def hold(folder: Path, version: str) -> Iterator[Instance]:
    """Make and lock a data folder for as long as the context lasts.

    Raises:
        FolderUnusable: the folder cannot be made or written.
        InstanceRunning: another process holds it.
    """
    prepare_folder(folder)
    lock = FileLock(folder / LOCK_FILE, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise InstanceRunning(folder, read_server(folder)) from None
    except OSError as error:
        raise FolderUnusable(
            f"The lock file {folder / LOCK_FILE} cannot be written: {error.strerror or error}. "
            "Correct its permissions, or choose another folder with --data-dir."
        ) from error
    instance = Instance(folder, version)
    try:
        instance.announce(None)
        yield instance
    finally:
        instance.withdraw()
        lock.release()


def is_held(folder: Path) -> bool:
    """Return whether some process holds the data folder now."""
    if not (folder / LOCK_FILE).exists():
        return False
    lock = FileLock(folder / LOCK_FILE, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        return False  # not ours to read; `hold` will say why
    lock.release()
    return False


def read_server(folder: Path) -> ServerInfo | None:
    """Return what the holder of a folder says about itself; believe it only while `is_held`."""
    try:
        return ServerInfo.model_validate_json((folder / SERVER_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def read_control_token(folder: Path) -> str | None:
    """Return the control token of the running server, if there is one."""
    try:
        return (folder / TOKEN_FILE).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None
