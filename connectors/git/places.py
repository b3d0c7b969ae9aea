"""Where the repository is: a folder of this machine, or a server of which a copy is kept up to date."""

from __future__ import annotations

from pathlib import Path

from yarl import URL

from connectors.contract import Context, SourceUnavailable
from connectors.git.command import PINNING, Git, GitFailed, pinned, version

#: How far back the copy of a server's repository goes: for the dates of its files.
_DEPTH = 100
_REF = "refs/cuecard/now"


def is_server(address: str) -> bool:
    """Whether an address is that of a server rather than a folder."""
    return address.startswith(("http://", "https://"))


def local(address: str) -> Git:
    """Return the repository in a folder: a working copy, a bare one, or a worktree.

    Raises:
        SourceUnavailable: there is none.
    """
    folder = Path(address).expanduser()
    if not folder.exists():
        raise SourceUnavailable(f"{folder} is not there: correct the path, or connect the drive or share.")
    inside = folder / ".git"
    if inside.is_file():  # a worktree or submodule: the file says where its repository is
        told = inside.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
        inside = (folder / told).resolve()
    for place in (inside, folder):
        if (place / "HEAD").is_file() or (place / "commondir").is_file():
            return Git(place)
    raise SourceUnavailable(f"{folder} holds no git repository: give the folder that was cloned.")


async def server(context: Context, address: str, token: str | None) -> Git:
    """Return the copy of a server's repository, made if need be; `fetch` brings it up to date.

    Raises:
        RequestFailed: the server may not be reached, or its name is not known.
        SourceUnavailable: git is missing or too old.
    """
    if await version() < PINNING:
        needed = ".".join(str(part) for part in PINNING)
        raise SourceUnavailable(f"Reading a server needs git {needed} or later: update git on this machine.")
    url = URL(address)
    addresses = await context.http.resolve(address)
    settings = pinned(str(url.origin()), url.host or "", url.port or 443, addresses, token)
    folder = await context.thread(context.storage)
    git = Git(folder / "repository.git", settings)
    if not await context.thread((git.folder / "HEAD").is_file):
        await git.run("init", "--quiet", "--bare")
    return git


async def fetch(git: Git, address: str, branch: str | None) -> str:
    """Bring the copy up to date and return the name of what was fetched.

    Raises:
        SourceUnavailable: the server gives nothing; says what to do.
    """
    wanted = f"+{branch or 'HEAD'}:{_REF}"
    options = (
        "--quiet",
        "--no-tags",
        "--no-recurse-submodules",
        "--no-write-fetch-head",
        f"--depth={_DEPTH}",
    )
    try:
        await git.run("fetch", *options, "--end-of-options", address, wanted)
    except GitFailed as error:
        raise SourceUnavailable(f"{address} cannot be fetched ({error}): {_remedy(str(error))}.") from None
    return _REF


def _remedy(said: str) -> str:
    lower = said.lower()
    if "authentication" in lower or "401" in lower or "403" in lower or "could not read username" in lower:
        return "enter a token that may read the repository"
    if "not found" in lower or "404" in lower:
        return "correct the address, or enter a token if the repository is not public"
    if "remote ref" in lower:
        return "correct the branch"
    return "check that the server can be reached from this machine, and try again later"
