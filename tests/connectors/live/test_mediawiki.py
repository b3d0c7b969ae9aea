"""A MediaWiki of Debian's, running: pages edited, renamed and deleted between two syncs."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from connectors.contract import Checkpoint, ConfigInvalid, Event, Outcome, Unchanged, Upsert
from connectors.mediawiki import live
from connectors.mediawiki.connector import MediaWikiConfig, MediaWikiConnector
from connectors.mediawiki.live import MediaWikiLiveConfig, MediaWikiLiveConnector
from connectors.model import Document
from tests.connectors.context import PlainContext, by_id, events_of
from tests.connectors.live.contract import Service
from tests.connectors.live.servers import free_port, need, php_server

PROGRAM = Path("/usr/share/mediawiki")
PASSWORD = "a-Password-of-26-tests"
PASSWORD_RESET = """== Resetting ==
Open '''Settings''', then [https://shop.example/reset Reset].
* First
* Second
{{Warning}}
[[Category:Accounts]]
"""


@dataclass(frozen=True)
class Wiki:
    """A running wiki; `closed` ones show nothing to visitors."""

    address: str
    folder: Path

    def run(self, script: str, *arguments: str, text: str = "") -> str:
        """Run one of the program's maintenance scripts."""
        done = subprocess.run(
            ["php", str(PROGRAM / "maintenance" / f"{script}.php"), *arguments],
            input=text.encode(),
            env={**os.environ, "MW_CONFIG_FILE": str(self.folder / "LocalSettings.php")},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"{script}: {done.stdout.decode()}{done.stderr.decode()}"
        return done.stdout.decode()

    def edit(self, title: str, text: str) -> None:
        self.run("edit", "-u", "Admin", "-s", "test", title, text=text)

    def set(self, line: str) -> None:
        """Set something in the wiki's configuration; the last line for it counts."""
        with (self.folder / "LocalSettings.php").open("a", encoding="utf-8") as settings:
            settings.write(f"\n{line}\n")


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    need("php", str(PROGRAM / "api.php"))
    folder = tmp_path_factory.mktemp("mediawiki")
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "MW_CONFIG_FILE"}
    subprocess.run(
        [
            "php", str(PROGRAM / "maintenance/install.php"), "--dbtype", "sqlite", "--dbpath", str(folder),
            "--dbname", "wiki", "--server", f"http://127.0.0.1:{port}", "--scriptpath", "",
            "--pass", PASSWORD, "--confpath", str(folder), "Help of the shop", "Admin",
        ],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    wiki = Wiki(f"http://127.0.0.1:{port}", folder)
    wiki.set("$wgJobRunRate = 0;")
    wiki.edit("Password reset", PASSWORD_RESET)
    wiki.edit("Template:Warning", "Beware of '''phishing'''.")
    wiki.edit("Refunds", "Refunds take 5 days. See [[Password reset]].")
    wiki.edit("Geld zurück", "#REDIRECT [[Refunds]]")
    wiki.edit("Shipping", "We ship to Norway.")
    wiki.edit("Help:תשלום", "אפשר לשלם בכרטיס.")
    wiki.edit("Talk:Refunds", "Is that so?")
    settings = {"MW_CONFIG_FILE": str(folder / "LocalSettings.php")}
    with php_server(PROGRAM, port, settings, folder / "server.log"):
        yield wiki


def connector(address: str, context: PlainContext | None = None, **config: Any) -> MediaWikiLiveConnector:
    settings = MediaWikiLiveConfig(address=address, private_network=True, **config)
    return MediaWikiLiveConnector(settings, context or PlainContext())


def pull(address: str, context: PlainContext | None = None, cursor: Any = None, **config: Any) -> list[Event]:
    async def run() -> list[Event]:
        made = context or PlainContext()
        try:
            return [event async for event in connector(address, made, **config).pull(cursor)]
        finally:
            await made.http.close()
            made.renew()

    return asyncio.run(run())


def is_whole(events: list[Event]) -> bool:
    return isinstance(events[-1], Checkpoint) and events[-1].complete


def documents(events: list[Event]) -> dict[str, Document]:
    return {event.document.title: event.document for event in events if isinstance(event, Upsert)}


def test_pages_come_in_as_the_wiki_has_them(wiki: Wiki) -> None:
    events = pull(f"{wiki.address}/index.php/Main_Page")
    found = documents(events)
    assert {"Password reset", "Refunds", "Shipping", "תשלום"} <= set(found)
    assert "Talk:Refunds" not in {document.title for document in found.values()}
    reset = found["Password reset"]
    assert "<strong>Settings</strong>" in reset.body
    assert reset.tags == ("Accounts",)
    assert reset.url == f"{wiki.address}/index.php/Password_reset"
    assert found["Refunds"].questions == ("Geld zurück",)
    assert found["תשלום"].folder == "Help"
    assert reset.updated_at is not None
    assert is_whole(events)


def test_the_wiki_and_its_dump_give_the_same(wiki: Wiki, tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_text(wiki.run("dumpBackup", "--current", "--quiet"), encoding="utf-8")
    dump = MediaWikiConnector(MediaWikiConfig(path=tmp_path / "dump.xml"), PlainContext())
    assert documents(asyncio.run(events_of(dump))) == documents(pull(wiki.address))


def test_edited_renamed_and_deleted_pages_arrive_and_the_rest_is_not_read_again(wiki: Wiki) -> None:
    context = PlainContext()
    for event in (before := pull(wiki.address, context)):
        context.remember(event)
    ids = {title: document.external_id for title, document in documents(before).items()}
    wiki.edit("Refunds", "Refunds take 3 days.")
    (wiki.folder / "moves").write_text("Password reset|New password\n", encoding="utf-8")
    wiki.run("moveBatch", "--u", "Admin", "--noredirects", str(wiki.folder / "moves"))
    (wiki.folder / "gone").write_text("Shipping\n", encoding="utf-8")
    wiki.run("deleteBatch", "-u", "Admin", str(wiki.folder / "gone"))
    after = pull(wiki.address, context)
    events = by_id(after)
    found = documents(after)
    assert found["Refunds"].external_id == ids["Refunds"]
    assert "3 days" in found["Refunds"].body
    assert found["New password"].external_id == ids["Password reset"]
    assert ids["Shipping"] not in events
    assert is_whole(after)
    assert isinstance(events[ids["תשלום"]], Unchanged)
    assert len(found) == 2
    wiki.edit("Shipping", "We ship to Norway.")


def test_page_that_the_list_missed_is_asked_for(wiki: Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    """One renamed backwards while the list is read is in no part of it, and still there."""
    first = pull(wiki.address)
    last = first[-1]
    assert isinstance(last, Checkpoint)
    listed = live._listed

    async def without_refunds(api: Any, namespace: int) -> Any:
        async for page in listed(api, namespace):
            if page.title != "Refunds":
                yield page

    monkeypatch.setattr(live, "_listed", without_refunds)
    gone = documents(pull(wiki.address))
    assert "Refunds" not in gone
    kept = documents(pull(wiki.address, cursor=last.cursor))
    assert kept["Refunds"].questions == ("Geld zurück",)


def test_many_pages_are_listed_over_several_answers(wiki: Wiki) -> None:
    wiki.set("$wgAPIMaxResultSize = 30000;")
    text = "Many words. " * 400
    texts = {f"Long page {number}": f"{text} {number}" for number in range(60)}
    texts |= {f"Other name {number}": "#REDIRECT [[Long page 1]]" for number in range(4)}
    (wiki.folder / "texts").mkdir()
    for title, said in texts.items():
        (wiki.folder / "texts" / f"{title}.txt").write_text(said, encoding="utf-8")
    files = sorted(str(path) for path in (wiki.folder / "texts").iterdir())
    wiki.run("importTextFiles", "--rc", "--user", "Admin", *files)
    found = documents(pull(wiki.address))
    assert {f"Long page {number}" for number in range(60)} <= set(found)
    assert found["Long page 59"].body.endswith(" 59</p>")
    assert len(found["Long page 1"].questions) == 4


def test_closed_wiki_is_read_with_a_bot_password_and_says_so_without(wiki: Wiki) -> None:
    wiki.set("$wgGroupPermissions['*']['read'] = false;")
    try:
        with pytest.raises(ConfigInvalid, match="closed to visitors"):
            pull(wiki.address)
        said = wiki.run("createBotPassword", "--appid", "cuecard", "--grants", "basic", "Admin", "b" * 32)
        assert "Admin@cuecard" in said
        found = documents(pull(wiki.address, user="Admin@cuecard", password="b" * 32))
        assert "Refunds" in found
        with pytest.raises(ConfigInvalid, match="refuses the user or password"):
            pull(wiki.address, user="Admin@cuecard", password="wrong")
    finally:
        wiki.set("$wgGroupPermissions['*']['read'] = true;")


async def test_check_says_what_there_is_and_what_to_do(wiki: Wiki) -> None:
    context = PlainContext()
    report = await connector(wiki.address, context).check()
    assert report.ok
    assert "Help of the shop" in report.checks[0].detail
    report = await connector(f"{wiki.address}/nothing/here/api.php", context).check()
    assert report.checks[0].outcome is Outcome.FAILED
    assert report.checks[0].remedy
    report = await connector(wiki.address, context, namespaces="Law").check()
    assert "no namespace 'Law'" in report.checks[0].detail
    await context.http.close()


async def test_secret_goes_to_no_other_server_than_it_was_entered_for() -> None:
    service = Service()

    async def page(request: web.Request) -> web.Response:
        link = '<link rel="EditURI" type="application/rsd+xml" href="http://127.0.0.2:1/api.php?action=rsd"/>'
        return web.Response(text=f"<html><head>{link}</head></html>", content_type="text/html")

    context = PlainContext()
    async with service.running(page) as address:
        with pytest.raises(ConfigInvalid, match=r"127\.0\.0\.2:1/api.php"):
            await events_of(connector(address, context, user="Ada@cuecard", password="secret"))
    assert service.asked == ["/"]
    await context.http.close()
