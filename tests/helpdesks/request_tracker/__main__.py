"""`python -m tests.helpdesks.request_tracker`: Request Tracker 5 of Debian with a database of its own.

Needs RT_FOLDER (an empty folder) in the environment; prints `ready URL`. Nothing of the installed Request
Tracker is changed: configuration and database lie in that folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
DATABASE = Path("/var/lib/dbconfig-common/sqlite3/request-tracker5/rtdb")
PASSWORD = "correct horse"
START_SECONDS = 50
CONFIG = """
Set($rtname, 'cuecard.example');
Set($Organization, 'cuecard.example');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebPath, '');
Set($CanonicalizeRedirectURLs, 0);
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rtdb');
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($LogDir, '{folder}');
Set($WebSessionClass, 'Apache::Session::File');
Set($SetOutgoingMailFrom, 0);
Set($MessageBoxRichText, 1);
1;
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Serve until the process is ended."""
    if not SERVER.exists() or not os.access(DATABASE, os.R_OK):
        sys.exit(
            "Request Tracker is missing, or its database may not be read: run `make test-setup` as root."
        )
    folder = Path(os.environ["RT_FOLDER"])
    port = free_port()
    (folder / "config.d").mkdir()
    (folder / "RT_SiteConfig.pm").write_text(CONFIG.format(port=port, folder=folder), "utf-8")
    shutil.copy(DATABASE, folder / "rtdb")
    environment = {
        **os.environ,
        "RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"),
        "RT_SITE_CONFIG_DIR": str(folder / "config.d"),
        "RT_PASSWORD": PASSWORD,
    }
    seed = Path(__file__).with_name("seed.pl")
    subprocess.run(["perl", seed], env=environment, check=True, stdout=sys.stderr)
    server = subprocess.Popen(
        [SERVER, "--host", "127.0.0.1", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "server.log").open("wb"),
        start_new_session=True,
    )
    signal.signal(signal.SIGTERM, lambda *_: end(server))
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        sys.stdout.write(f"ready http://127.0.0.1:{port}\n")
        sys.stdout.flush()
        server.wait()
    finally:
        end(server)


def end(server: subprocess.Popen[bytes], _frame: FrameType | None = None) -> None:
    """End the server and its workers."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGTERM)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a page is answered; the first takes a while, as it compiles its parts."""
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=START_SECONDS):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    sys.exit("Request Tracker did not answer in time; server.log says why.")


main()
