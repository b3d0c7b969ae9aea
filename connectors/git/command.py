"""Runs git: with none of this machine's settings, no hooks, no questions, and only the protocols allowed.

A repository is hostile content: its settings and hooks may run programs. Only commands that read objects are
used on it, in an environment that turns the rest off.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectors.contract import SourceUnavailable

#: How long a command may take, in seconds, and how much it may answer, in bytes.
SECONDS = 600.0
MAX_ANSWER = 400_000_000
_SAFE = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.attributesFile": os.devnull,
    "credential.helper": "",
    "gc.auto": "0",
    "http.followRedirects": "false",
    "protocol.allow": "never",
    "protocol.http.allow": "always",
    "protocol.https.allow": "always",
}
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
_VERSION = re.compile(r"(\d+)\.(\d+)")
#: The first that can be told which address a name has (`http.curloptResolve`).
PINNING = (2, 37)


class GitFailed(Exception):  # noqa: N818 - named for what it says
    """A command failed; the message is what git said."""


@dataclass(frozen=True, slots=True)
class Git:
    """Git over one repository. `settings` may hold secrets: they go by the environment, not the arguments."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    async def run(self, *arguments: str, given: bytes = b"", seconds: float = SECONDS) -> bytes:
        """Run a command and return what it prints.

        Raises:
            GitFailed: it ended with an error, took too long or answered too much.
            SourceUnavailable: git is not installed.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                "git",
                "--no-pager",
                f"--git-dir={self.folder}",
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=self._environment(),
            )
        except FileNotFoundError:
            raise SourceUnavailable(
                "git is not installed on this machine: install it from git-scm.com."
            ) from None
        try:
            async with asyncio.timeout(seconds):
                out, err = await process.communicate(given)
        except TimeoutError:
            raise GitFailed(f"git took longer than {seconds:g} seconds") from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode:
            raise GitFailed(_last_line(err))
        if len(out) > MAX_ANSWER:
            raise GitFailed(f"git answered more than {MAX_ANSWER // 1_000_000} MB")
        return out

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        settings = {**_SAFE, "safe.directory": "*", **self.settings}
        for number, (key, value) in enumerate(settings.items()):
            kept |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        return {
            **kept,
            "GIT_CONFIG_COUNT": str(len(settings)),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "LC_ALL": "C",
        }


async def version() -> tuple[int, int]:
    """Return which git is installed.

    Raises:
        SourceUnavailable: none is.
    """
    said = (await Git(Path()).run("version", seconds=20)).decode("utf-8", "replace")
    found = _VERSION.search(said)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def pinned(origin: str, host: str, port: int, addresses: Sequence[str], token: str | None) -> dict[str, str]:
    """Return the settings for a server: the addresses its name has, and the token, for that origin alone."""
    listed = ",".join(f"[{address}]" if ":" in address else address for address in addresses)
    settings = {"http.curloptResolve": f"{host}:{port}:{listed}"}
    if token:
        # As GitHub, GitLab, Gitea and Azure take a token: as the password of any name.
        secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        settings[f"http.{origin}/.extraHeader"] = f"Authorization: Basic {secret}"
    return settings


def _last_line(err: bytes) -> str:
    lines = [line.strip() for line in err.decode("utf-8", "replace").splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (fatal or lines or ["git failed"])[0].removeprefix("fatal: ").removeprefix("error: ")[:300]
