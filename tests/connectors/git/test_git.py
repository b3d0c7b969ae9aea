"""A repository made in the test, here and on a server: what is read, kept and refused."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import ValidationError

from connectors.contract import (
    Checkpoint,
    Event,
    Failure,
    Outcome,
    Skipped,
    SourceUnavailable,
    Unchanged,
    Upsert,
)
from connectors.git.connector import GitConfig, GitConnector
from connectors.http import RequestFailed
from connectors.model import Document
from sidecar.sync.http.pacing import Pacing
from sidecar.sync.http.session import HttpSession
from tests.conformance.worlds import git
from tests.connectors.context import PlainContext

TOKEN = "ghp_nobody-may-see-this"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone with documents, a link, another kind of file and what is no document."""
    folder = tmp_path / "repository"
    (folder / "docs" / "de").mkdir(parents=True)
    write(folder, "docs/refunds.md", "# Refunds\n\nWithin 14 days of the purchase, by the way it was paid.\n")
    write(folder, "docs/refunds.de.md", "# Erstattung\n\nBinnen 14 Tagen.\n")
    write(folder, "README.md", "# The shop\n\nAll about it.\n")
    write(folder, "docs/big.md", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n")
    write(folder, "docs/old.doc", "no")
    write(folder, "src/code.py", "print()")
    write(folder, "node_modules/x/README.md", "# No\n\nNo.")
    if sys.platform != "win32":
        (folder / "docs" / "passwd.md").symlink_to("/etc/passwd")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def commit(folder: Path) -> None:
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message=change")


async def pulled(context: PlainContext, cursor: Any = None, **config: Any) -> list[Event]:
    connector = GitConnector(GitConfig.model_validate(config), context)
    return [event async for event in connector.pull(cursor)]


def documents(events: list[Event]) -> dict[str, Document]:
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def cursor_of(events: list[Event]) -> Any:
    last = events[-1]
    assert isinstance(last, Checkpoint)
    assert last.complete
    return last.cursor


async def test_documents_with_what_git_knows_of_them(repository: Path) -> None:
    events = await pulled(
        PlainContext(), address=str(repository), web_address="https://git.example/{path}", audience="public"
    )
    found = documents(events)
    assert set(found) == {"README.md", "docs/refunds.md", "docs/refunds.de.md"}
    refunds = found["docs/refunds.md"]
    assert (refunds.title, refunds.folder) == ("Refunds", "docs")
    assert refunds.url == "https://git.example/docs/refunds.md"
    assert refunds.updated_at is not None
    german = found["docs/refunds.de.md"]
    assert (german.language, german.translation_of) == ("de", "docs/refunds.md")
    failed = {event.external_id: event.reason for event in events if isinstance(event, Failure)}
    assert set(failed) == {"docs/big.md", "docs/old.doc"}
    assert "Git LFS" in failed["docs/big.md"]
    if sys.platform != "win32":
        assert [event.external_id for event in events if isinstance(event, Skipped)] == ["docs/passwd.md"]


async def test_renames_keep_their_ids_and_only_changed_files_are_read(repository: Path) -> None:
    context = PlainContext()
    first = await pulled(context, address=str(repository))
    for event in first:
        context.remember(event)
    await asyncio.to_thread((repository / "docs/refunds.md").rename, repository / "docs" / "money-back.md")
    await asyncio.to_thread(commit, repository)
    second = await pulled(context, cursor_of(first), address=str(repository))
    assert set(documents(second)) == {"docs/refunds.md", "docs/refunds.de.md"}, (
        "the translation stands alone now"
    )
    assert "README.md" in {event.external_id for event in second if isinstance(event, Unchanged)}
    for event in second:
        context.remember(event)
    await asyncio.to_thread(write, repository, "docs/refunds.md", "# Something else\n\nOf the same name.\n")
    await asyncio.to_thread(commit, repository)
    third = await pulled(context, cursor_of(second), address=str(repository))
    (new,) = [item for item in documents(third).values() if item.title == "Something else"]
    assert new.external_id.startswith("docs/refunds.md#")
    assert cursor_of(third)["ids"]["docs/money-back.md"] == "docs/refunds.md"
    assert cursor_of(await pulled(context, cursor_of(third), address=str(repository))) == cursor_of(third)


async def test_history_that_was_written_anew_is_read_all_the_same(repository: Path) -> None:
    events = await pulled(PlainContext(), {"commit": "0" * 40, "ids": {}}, address=str(repository))
    assert len(documents(events)) == 3


async def test_branches_patterns_and_what_is_not_committed(repository: Path) -> None:
    await asyncio.to_thread(git, repository, "checkout", "--quiet", "-b", "draft")
    await asyncio.to_thread(write, repository, "docs/new.md", "# New\n\nOn a branch.\n")
    await asyncio.to_thread(commit, repository)
    await asyncio.to_thread(write, repository, "docs/later.md", "# Later\n\nNot committed.\n")
    on_main = await pulled(PlainContext(), address=str(repository), branch="main", include="docs/**")
    assert set(documents(on_main)) == {"docs/refunds.md", "docs/refunds.de.md"}
    here = await pulled(PlainContext(), address=str(repository), exclude="*.de.md")
    assert set(documents(here)) == {"README.md", "docs/refunds.md", "docs/new.md"}
    with pytest.raises(SourceUnavailable, match="correct the branch"):
        await pulled(PlainContext(), address=str(repository), branch="nothing")


async def test_settings_and_hooks_of_a_repository_run_nothing(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    await asyncio.to_thread(_set_traps, repository, trap)
    events = await pulled(PlainContext(), address=str(repository))
    assert len(documents(events)) == 3
    assert not await asyncio.to_thread(trap.exists)


def _set_traps(repository: Path, trap: Path) -> None:
    command = f"touch {trap}"
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "filter.x.smudge"):
        git(repository, "config", key, command)
    git(repository, "config", "diff.x.textconv", command)
    write(repository, ".git/info/attributes", "*.md filter=x diff=x\n")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        write(repository, f".git/hooks/{hook}", f"#!/bin/sh\n{command}\n")
        (repository / ".git" / "hooks" / hook).chmod(0o755)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": "ext::sh -c touch% x"}, "must be a folder or an https address"),
        ({"address": "ssh://git@host/x"}, "must be a folder or an https address"),
        ({"address": "file:///etc"}, "must be a folder or an https address"),
        ({"address": f"https://me:{TOKEN}@host/x"}, "must hold no name or password"),
        ({"address": "x", "branch": "--upload-pack=touch x"}, "must be the name of a branch"),
    ],
)
def test_addresses_that_would_do_harm_are_refused(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said) as caught:
        GitConfig.model_validate(wrong)
    assert TOKEN not in str(caught.value.errors(include_input=False))


async def test_check_says_what_to_do(repository: Path, tmp_path: Path) -> None:
    def checked(**config: Any) -> GitConnector:
        return GitConnector(GitConfig.model_validate(config), PlainContext())

    good = await checked(address=str(repository)).check()
    assert [check.detail for check in good.checks][1] == "4 files can be read."
    for wrong in ({"address": str(tmp_path)}, {"address": str(tmp_path / "x")}):
        report = await checked(**wrong).check()
        assert not report.ok
        assert report.checks[0].remedy
    empty = await checked(address=str(repository), include="nothing/**").check()
    assert empty.checks[-1].outcome is Outcome.INDETERMINATE


# --- on a server


@asynccontextmanager
async def served(repository: Path, tmp_path: Path) -> AsyncIterator[tuple[str, list[str]]]:
    """The repository over HTTP, as git's own server program gives it; only with the token."""
    bare = tmp_path / "server" / "docs.git"
    await asyncio.to_thread(git, repository, "clone", "--quiet", "--bare", str(repository), str(bare))
    seen: list[str] = []

    async def handle(request: web.BaseRequest) -> web.Response:
        seen.append(request.headers.get("Authorization", ""))
        if not seen[-1]:
            return web.Response(status=401, headers={"WWW-Authenticate": "Basic"})
        return await _backend(request, bare.parent)

    runner = web.ServerRunner(web.Server(handle), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/docs.git", seen
    finally:
        await runner.cleanup()


async def _backend(request: web.BaseRequest, root: Path) -> web.Response:
    """Run `git http-backend` (RFC 3875) for one request."""
    environment = {
        **os.environ,
        "GIT_PROJECT_ROOT": str(root),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": request.path,
        "QUERY_STRING": request.query_string,
        "REQUEST_METHOD": request.method,
        "CONTENT_TYPE": request.content_type,
        "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
        "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
    }
    body = await request.read()
    ran = await asyncio.to_thread(
        subprocess.run,
        ["git", "-c", "safe.directory=*", "http-backend"],
        input=body,
        env=environment,
        capture_output=True,
        check=True,
    )
    head, _, answer = ran.stdout.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
    status = int(headers.pop("Status", "200").split()[0])
    return web.Response(status=status, headers=headers, body=answer)


async def test_server_is_fetched_with_the_token_and_then_only_what_is_new(
    repository: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    context, stranger = PlainContext(), PlainContext()
    context.folder, stranger.folder = tmp_path / "kept", tmp_path / "strange"
    async with served(repository, tmp_path) as (address, seen):
        config = {"address": address, "token": TOKEN, "private_network": True}
        first = await pulled(context, **config)
        assert set(documents(first)) == {"README.md", "docs/refunds.md", "docs/refunds.de.md"}
        assert any(header.startswith("Basic ") for header in seen)
        for event in first:
            context.remember(event)
        await asyncio.to_thread(write, repository, "README.md", "# The shop\n\nNewer.\n")
        await asyncio.to_thread(commit, repository)
        await asyncio.to_thread(git, repository, "push", "--quiet", str(tmp_path / "server/docs.git"), "main")
        second = await pulled(context, cursor_of(first), **config)
        assert set(documents(second)) == {"README.md"}
        copy = await asyncio.to_thread(_everything, context.folder)
        with pytest.raises(SourceUnavailable, match="enter a token") as caught:
            await pulled(stranger, address=address, private_network=True)
    assert TOKEN not in str(caught.value) + capfd.readouterr().err
    assert TOKEN.encode() not in copy


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_server_on_the_own_network_is_not_reached_unless_allowed(
    repository: Path, tmp_path: Path
) -> None:
    context = PlainContext()
    context.http = HttpSession(Pacing())
    async with served(repository, tmp_path) as (address, seen):
        with pytest.raises(RequestFailed, match="private_network"):
            await pulled(context, address=address, token=TOKEN)
    assert seen == []


async def test_git_that_is_missing_is_named(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(await asyncio.to_thread(Path("nowhere").absolute)))
    with pytest.raises(SourceUnavailable, match="install it"):
        await pulled(PlainContext(), address=str(repository))
