"""The built-in connectors' sources, as the conformance kit arranges them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from connectors.dokuwiki.connector import DokuWikiConnector
from connectors.folder import FolderConnector
from connectors.git.connector import GitConnector
from connectors.mediawiki.connector import MediaWikiConnector
from connectors.notion.connector import NotionConnector
from connectors.replies import RepliesConnector
from connectors.zammad.table import ZammadCsvConnector
from sidecar.conformance import BROKEN, World

_NO_TEXT = b"\0" * 4


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody who writes documentation."""
    names = {f"GIT_{who}_{what}": f"a{at}b" for who in ("AUTHOR", "COMMITTER") for what, at in _WHO}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(folder), *arguments], env=environment, check=True, capture_output=True)


_WHO = (("NAME", " "), ("EMAIL", "@"))


class FilesWorld(World):
    """A folder of one file per document."""

    def __init__(self, tmp_path: Path) -> None:
        self.root = tmp_path / "world"

    def config(self) -> dict[str, Any]:
        return {"path": str(self.root)}

    @abstractmethod
    def file(self, name: str) -> str:
        """The path of a document's file."""

    def content(self, name: str, text: str) -> bytes:
        """The bytes of a document's file."""
        del name
        return text.encode()

    def write(self, documents: Mapping[str, str]) -> None:
        wanted = {self.file(name): (name, text) for name, text in documents.items()}
        self.root.mkdir(exist_ok=True)
        self.prepare()
        for path in [path for path in self.root.rglob("*") if path.is_file()]:
            if path.relative_to(self.root).as_posix() not in wanted:
                path.unlink()
        for place, (name, text) in wanted.items():
            path = self.root / place
            data = name.encode() + _NO_TEXT if text == BROKEN else self.content(name, text)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)

    def prepare(self) -> None:
        """Make what is there beside the documents."""

    def vanish(self) -> None:
        self.root.rename(self.root.with_name("elsewhere"))


class FolderWorld(FilesWorld):
    connector = FolderConnector

    def file(self, name: str) -> str:
        return f"{name}.txt"

    def external_id(self, name: str) -> str:
        return f"{name}.txt"


class GitWorld(FilesWorld):
    """A repository, committed to at each change."""

    connector = GitConnector
    keeps_history = True

    def __init__(self, tmp_path: Path) -> None:
        super().__init__(tmp_path)
        self.repository = self.root
        self.root = self.repository / "help"

    def config(self) -> dict[str, Any]:
        return {"address": str(self.repository)}

    def file(self, name: str) -> str:
        return f"{name}.md"

    def content(self, name: str, text: str) -> bytes:
        return f"# {name}\n\n{text}\n".encode()

    def external_id(self, name: str) -> str:
        return f"help/{name}.md"

    def write(self, documents: Mapping[str, str]) -> None:
        self.repository.mkdir(exist_ok=True)
        super().write(documents)
        self.commit()

    def rename(self, old: str, new: str) -> None:
        (self.root / self.file(old)).rename(self.root / self.file(new))
        self.commit()

    def commit(self) -> None:
        """Commit whatever is there."""
        git(self.repository, "init", "--quiet")
        git(self.repository, "add", "--all")
        git(self.repository, "commit", "--quiet", "--allow-empty", "--message=change")

    def vanish(self) -> None:
        self.repository.rename(self.repository.with_name("elsewhere"))


class DokuWikiWorld(FilesWorld):
    connector = DokuWikiConnector

    def prepare(self) -> None:
        (self.root / "pages").mkdir(exist_ok=True)

    def file(self, name: str) -> str:
        return f"pages/help/{name}.txt"

    def external_id(self, name: str) -> str:
        return f"help:{name}"


class NotionWorld(FilesWorld):
    connector = NotionConnector
    keeps_history = True

    def __init__(self, tmp_path: Path) -> None:
        super().__init__(tmp_path)
        self.titles: dict[str, str] = {}

    def file(self, name: str) -> str:
        return f"Handbook/{self.titles.get(name, name)} {self.external_id(name)}.md"

    def content(self, name: str, text: str) -> bytes:
        return f"# {self.titles.get(name, name)}\n\n{text}\n".encode()

    def external_id(self, name: str) -> str:
        return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()

    def rename(self, old: str, new: str) -> None:
        before = self.root / self.file(old)
        self.titles[old] = new
        before.rename(self.root / self.file(old))


class RepliesWorld(World):
    connector = RepliesConnector

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "replies.json"

    def config(self) -> dict[str, Any]:
        return {"path": str(self.path)}

    def write(self, documents: Mapping[str, str]) -> None:
        rows = [
            {"title": name, "body": text, "body_format": "?" if text == BROKEN else "text"}
            for name, text in documents.items()
        ]
        self.path.write_text(json.dumps(rows), encoding="utf-8")

    def external_id(self, name: str) -> str:
        return name

    def vanish(self) -> None:
        self.path.unlink()


class ZammadCsvWorld(World):
    connector = ZammadCsvConnector
    keeps_history = True

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "text_modules.csv"
        self.names: dict[str, str] = {}

    def config(self) -> dict[str, Any]:
        return {"path": str(self.path)}

    def write(self, documents: Mapping[str, str]) -> None:
        self.texts = dict(documents)
        with self.path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, delimiter=";")
            table.writerow(["id", "name", "keywords", "content", "note", "active"])
            for name, text in documents.items():
                body = "" if text == BROKEN else text
                table.writerow([self.number(name), self.names.get(name, name), "", body, "", "true"])

    def rename(self, old: str, new: str) -> None:
        self.names[old] = new
        self.write(self.texts)

    def number(self, name: str) -> int:
        return int.from_bytes(name.encode(), "big")

    def external_id(self, name: str) -> str:
        return f"text_module/{self.number(name)}"

    def vanish(self) -> None:
        self.path.unlink()


class MediaWikiWorld(World):
    connector = MediaWikiConnector
    keeps_history = True
    _PAGE: ClassVar[str] = (
        "<page><title>{title}</title><ns>0</ns><id>{id}</id>"
        "<revision><id>1</id><timestamp>2026-01-01T00:00:00Z</timestamp><text>{text}</text></revision></page>"
    )

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "dump.xml"
        self.documents: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def config(self) -> dict[str, Any]:
        return {"path": str(self.path)}

    def write(self, documents: Mapping[str, str]) -> None:
        self.documents = dict(documents)
        pages = "".join(
            self._PAGE.format(
                title=self.titles.get(name, name),
                id=self.external_id(name),
                text="{{Infobox}}" if text == BROKEN else text,
            )
            for name, text in documents.items()
        )
        site = "<siteinfo><sitename>Wiki</sitename><base>https://w.example/wiki/Main</base></siteinfo>"
        self.path.write_text(f"<mediawiki>{site}{pages}</mediawiki>", encoding="utf-8")

    def external_id(self, name: str) -> str:
        return str(int.from_bytes(name.encode(), "big"))

    def rename(self, old: str, new: str) -> None:
        self.titles[old] = new
        self.write(self.documents)

    def vanish(self) -> None:
        shutil.move(self.path, self.path.with_suffix(".away"))
