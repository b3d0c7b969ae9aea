"""Exports of systems, as the conformance kit arranges them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from connectors.confluence.connector import ConfluenceConnector
from connectors.google.connector import GoogleConnector
from sidecar.conformance import BROKEN, World
from tests.conformance.worlds import FilesWorld


class GoogleWorld(FilesWorld):
    connector = GoogleConnector

    def file(self, name: str) -> str:
        return f"Takeout/Drive/Help/{name}.md"

    def content(self, name: str, text: str) -> bytes:
        return f"# {name}\n\n{text}\n".encode()

    def external_id(self, name: str) -> str:
        return f"Help/{name}.md"


class ConfluenceWorld(World):
    connector = ConfluenceConnector
    keeps_history = True
    _PAGE: ClassVar[str] = (
        '<object class="BodyContent" package="x"><id name="id">b{id}</id>'
        '<property name="body"><![CDATA[{body}]]></property>'
        '<property name="content" class="Page"><id name="id">{id}</id></property>'
        '<property name="bodyType">2</property></object>'
        '<object class="Page" package="x"><id name="id">{id}</id><property name="title">{title}</property>'
        '<property name="contentStatus">current</property></object>'
    )

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "entities.xml"
        self.documents: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def config(self) -> dict[str, Any]:
        return {"path": str(self.path)}

    def write(self, documents: Mapping[str, str]) -> None:
        self.documents = dict(documents)
        pages = "".join(
            self._PAGE.format(
                id=self.external_id(name),
                title=self.titles.get(name, name),
                body='<ac:structured-macro ac:name="toc" />' if text == BROKEN else f"<p>{text}</p>",
            )
            for name, text in documents.items()
        )
        self.path.write_text(f"<hibernate-generic>{pages}</hibernate-generic>", encoding="utf-8")

    def external_id(self, name: str) -> str:
        return str(int.from_bytes(name.encode(), "big"))

    def rename(self, old: str, new: str) -> None:
        self.titles[old] = new
        self.write(self.documents)

    def vanish(self) -> None:
        shutil.move(self.path, self.path.with_suffix(".away"))
