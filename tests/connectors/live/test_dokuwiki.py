"""A DokuWiki of Debian's, running: pages edited, moved and deleted between two syncs, seen by its account."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import (
    Checkpoint,
    ConfigInvalid,
    Event,
    Outcome,
    SourceUnavailable,
    Unchanged,
    Upsert,
)
from connectors.dokuwiki.connector import DokuWikiConfig, DokuWikiConnector
from connectors.dokuwiki.live import DokuWikiLiveConfig, DokuWikiLiveConnector
from connectors.model import Document
from tests.connectors.context import PlainContext, by_id, events_of
from tests.connectors.live.servers import free_port, need, php_server

PROGRAM, SETTINGS, DATA = Path("/usr/share/dokuwiki"), Path("/etc/dokuwiki"), Path("/var/lib/dokuwiki/data")
PASSWORD = "a-password-of-tests"
LOCAL = """<?php
$conf['title'] = 'Help of the shop';
$conf['useacl'] = 1;
$conf['authtype'] = 'authplain';
$conf['superuser'] = '@admin';
$conf['savedir'] = './data';
$conf['remote'] = 1;
$conf['remoteuser'] = '@user';
$conf['updatecheck'] = 0;
"""
#: Visitors read nothing; agents all but what is the board's.
RIGHTS = "*\t@ALL\t0\n*\t@user\t1\nboard:*\t@user\t0\n"
PAGES = {
    "start": "====== Help ======\n\nWelcome.\n",
    "kb/password_reset": "====== Password reset ======\n\nOpen **Settings**, then "
    "[[https://shop.example/r|Reset]].\n\n  * First\n  * Second\n",
    "kb/refunds": "Refunds take 5 days.\n",
    "kb/%D7%AA%D7%A9%D7%9C%D7%95%D7%9D": "אפשר לשלם בכרטיס.\n",
    "board/figures": "Secret figures.\n",
    "sidebar": "Menu.\n",
}


@dataclass(frozen=True)
class Wiki:
    """A running wiki, and where its pages lie."""

    address: str
    pages: Path

    def edit(self, path: str, text: str) -> None:
        file = self.pages / f"{path}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    need("php", str(PROGRAM / "doku.php"))
    root = tmp_path_factory.mktemp("dokuwiki") / "app"
    shutil.copytree(PROGRAM, root, ignore_dangling_symlinks=True)
    (root / "inc" / "preload.php").unlink(missing_ok=True)
    for name, source in (("conf", SETTINGS), ("data", DATA)):
        shutil.rmtree(root / name, ignore_errors=True)
        (root / name).unlink(missing_ok=True)
        shutil.copytree(source, root / name, ignore_dangling_symlinks=True)
    (root / "conf" / "local.php").write_text(LOCAL, encoding="utf-8")
    (root / "conf" / "acl.auth.php").write_text(RIGHTS, encoding="utf-8")
    hashed = subprocess.run(
        ["php", "-r", "echo password_hash($argv[1], PASSWORD_BCRYPT);", PASSWORD],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    users = f"ada:{hashed}:Ada:ada@shop.example:user\nboss:{hashed}:Boss:boss@shop.example:admin,user\n"
    (root / "conf" / "users.auth.php").write_text(users, encoding="utf-8")
    wiki = Wiki("", root / "data" / "pages")
    for path, text in PAGES.items():
        wiki.edit(path, text)
    with php_server(root, free_port(), {}, root.parent / "server.log") as address:
        yield Wiki(address, wiki.pages)


def connector(wiki: Wiki, context: PlainContext | None = None, **config: Any) -> DokuWikiLiveConnector:
    account = {"address": wiki.address, "user": "ada", "password": PASSWORD}
    settings = DokuWikiLiveConfig(private_network=True, **{**account, **config})
    return DokuWikiLiveConnector(settings, context or PlainContext())


def pull(wiki: Wiki, context: PlainContext | None = None, **config: Any) -> list[Event]:
    async def run() -> list[Event]:
        made = context or PlainContext()
        try:
            return await events_of(connector(wiki, made, **config))
        finally:
            await made.http.close()
            made.renew()

    return asyncio.run(run())


def documents(events: list[Event]) -> dict[str, Document]:
    return {event.document.external_id: event.document for event in events if isinstance(event, Upsert)}


def test_pages_come_in_as_their_account_sees_them(wiki: Wiki) -> None:
    events = pull(wiki, exclude="wiki, playground")
    found = documents(events)
    assert set(found) == {"start", "kb:password_reset", "kb:refunds", "kb:תשלום"}
    reset = found["kb:password_reset"]
    assert (reset.title, reset.folder) == ("Password reset", "kb")
    assert '<a href="https://shop.example/r">Reset</a>' in reset.body
    assert reset.url == f"{wiki.address}/doku.php?id=kb:password_reset"
    assert events[-1] == Checkpoint(complete=True)
    assert "board:figures" in documents(pull(wiki, user="boss", exclude="wiki, playground"))


def test_the_wiki_and_its_folder_give_the_same(wiki: Wiki) -> None:
    address = f"{wiki.address}/doku.php"
    folder = DokuWikiConnector(
        DokuWikiConfig(path=wiki.pages, address=address, exclude="playground"), PlainContext()
    )
    read = documents(asyncio.run(events_of(folder)))
    live = documents(pull(wiki, user="boss", exclude="playground"))
    assert {key: document.model_copy(update={"updated_at": None}) for key, document in read.items()} == {
        key: document.model_copy(update={"updated_at": None}) for key, document in live.items()
    }


def test_edited_and_deleted_pages_arrive_and_the_rest_is_not_read_again(wiki: Wiki) -> None:
    context = PlainContext()
    for event in pull(wiki, context, exclude="wiki"):
        context.remember(event)
    wiki.edit("kb/refunds", "Refunds take 3 days, no more.\n")
    (wiki.pages / "kb" / "password_reset.txt").rename(wiki.pages / "kb" / "new_password.txt")
    after = pull(wiki, context, exclude="wiki")
    events = by_id(after)
    assert set(documents(after)) == {"kb:refunds", "kb:new_password"}
    assert "3 days" in documents(after)["kb:refunds"].body
    assert "kb:password_reset" not in events
    assert isinstance(events["start"], Unchanged)
    assert after[-1] == Checkpoint(complete=True)
    (wiki.pages / "kb" / "new_password.txt").rename(wiki.pages / "kb" / "password_reset.txt")


def test_page_that_became_restricted_is_not_named(wiki: Wiki) -> None:
    rights = wiki.pages.parent.parent / "conf" / "acl.auth.php"
    rights.write_text(f"{RIGHTS}kb:refunds\t@user\t0\n", encoding="utf-8")
    try:
        assert "kb:refunds" not in by_id(pull(wiki))
    finally:
        rights.write_text(RIGHTS, encoding="utf-8")


def test_visitors_and_wrong_passwords_are_refused_with_what_to_do(wiki: Wiki) -> None:
    for account in ({"user": None}, {"password": "wrong"}):
        with pytest.raises((SourceUnavailable, ConfigInvalid), match=r"enter|refuses"):
            pull(wiki, **account)


def test_wrong_password_is_no_visit_where_visitors_may_read(wiki: Wiki) -> None:
    """A visitor sees fewer pages; taken for all there are, the others would be deleted."""
    conf = wiki.pages.parent.parent / "conf"
    (conf / "local.php").write_text(f"{LOCAL}$conf['remoteuser'] = '';\n", encoding="utf-8")
    (conf / "acl.auth.php").write_text(RIGHTS.replace("*\t@ALL\t0", "kb:*\t@ALL\t1"), encoding="utf-8")
    try:
        assert "kb:refunds" in documents(pull(wiki, user=None))
        with pytest.raises(ConfigInvalid, match="refuses the user or password"):
            pull(wiki, password="wrong")
    finally:
        (conf / "local.php").write_text(LOCAL, encoding="utf-8")
        (conf / "acl.auth.php").write_text(RIGHTS, encoding="utf-8")


async def test_check_says_what_there_is_and_what_to_do(wiki: Wiki) -> None:
    context = PlainContext()
    report = await connector(wiki, context).check()
    assert report.ok
    assert "Help of the shop" in report.checks[0].detail
    for config in ({"address": f"{wiki.address}/nothing"}, {"user": None}):
        report = await connector(wiki, context, **config).check()
        assert report.checks[0].outcome is Outcome.FAILED
        assert report.checks[0].remedy
    await context.http.close()


def test_address_may_be_any_of_the_wiki(wiki: Wiki) -> None:
    assert documents(pull(wiki, address=f"{wiki.address}/doku.php?id=start")) == documents(pull(wiki))
