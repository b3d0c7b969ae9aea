"""What is in a repository at one commit, what was renamed since another, and when files were changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors.git.command import Git, GitFailed

#: So far back the dates of files are looked for.
_COMMITS = 5000
_MARK = b"\x01"


@dataclass(frozen=True, slots=True)
class Blob:
    """One file of a commit. `id` names its content, `mode` its kind."""

    path: str
    id: str
    size: int
    mode: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file with content of its own, rather than a link or another repository."""
        return self.mode.startswith("100")


async def commit_of(git: Git, revision: str) -> str:
    """Return the id of the commit a branch, tag or `HEAD` stands at.

    Raises:
        GitFailed: there is none of that name.
    """
    said = await git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return said.decode().strip()


async def files_of(git: Git, commit: str) -> list[Blob]:
    """Return all files of a commit, in the order of their paths."""
    listed = await git.run("ls-tree", "-r", "-z", "-l", "--full-tree", commit)
    found = []
    for entry in listed.split(b"\0")[:-1]:
        head, _, path = entry.partition(b"\t")
        mode, _, blob, size = head.decode().split()
        name = path.decode("utf-8", "replace")
        found.append(Blob(name, blob, int(size) if size.isdigit() else 0, mode))
    return found


async def renames(git: Git, before: str, after: str) -> list[tuple[str, str]]:
    """Return the files that have another path at a later commit, with both paths.

    There are none if the earlier commit is not known any more.
    """
    try:
        said = await git.run(
            "diff-tree", "-r", "-z", "-M80%", "--diff-filter=R", "--name-status", before, after
        )
    except GitFailed:
        return []  # the history was written anew, or is not kept so far back
    parts = [part.decode("utf-8", "replace") for part in said.split(b"\0")[:-1]]
    return [(parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 2, 3)]


async def dates(git: Git, commit: str) -> dict[str, datetime]:
    """Return when files were changed last, as far as the history goes back; of others nothing is known."""
    arguments = ("-z", "--name-only", "--no-renames", "--diff-merges=first-parent", f"--max-count={_COMMITS}")
    said = await git.run("log", *arguments, "--format=%x01%ct %P", commit)
    found: dict[str, datetime] = {}
    for entry in said.split(_MARK)[1:]:
        head, _, names = entry.partition(b"\0")
        moment, _, parents = head.decode("ascii", "replace").partition(" ")
        paths = [name.decode("utf-8", "replace").lstrip("\n") for name in names.split(b"\0") if name.strip()]
        if not parents.strip() and await _is_cut_off(git):
            break  # where a shallow history begins, every file looks new
        for path in paths:
            found.setdefault(path, datetime.fromtimestamp(int(moment), UTC))
    return found


async def contents(git: Git, blobs: Sequence[Blob]) -> Iterator[bytes]:
    """Return the contents of files, in their order."""
    said = await git.run("cat-file", "--batch", given="".join(f"{blob.id}\n" for blob in blobs).encode())
    return _cut(said, len(blobs))


def _cut(said: bytes, count: int) -> Iterator[bytes]:
    at = 0
    for _ in range(count):
        end = said.index(b"\n", at)
        size = int(said[at:end].split()[2])
        yield said[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


async def _is_cut_off(git: Git) -> bool:
    return (await git.run("rev-parse", "--is-shallow-repository")).strip() == b"true"
