"""The `espanso` source: the matches in Espanso's folder, as its documentation describes them.

Read from https://espanso.org/docs (GitHub espanso/website, `docs/matches/`) and from packages of its hub
(GitHub espanso/hub). Nothing that a match would start is ever started.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from connectors.config import LocalPath
from connectors.contract import Manifest
from connectors.entries import Found
from connectors.espanso.files import match_sets
from connectors.espanso.matches import snippets
from connectors.snippets.base import Snippet, SnippetsConfig, SnippetsConnector


class EspansoConfig(SnippetsConfig):
    """Where the matches lie, and what holds for all of them."""

    path: LocalPath = Field(
        title="Folder",
        description="Espanso's folder (`espanso path` names it), its `match` folder, a package or a file.",
    )


class EspansoConnector(SnippetsConnector[EspansoConfig]):
    """Reads matches with their forms, choices and dates as gaps that are asked for."""

    manifest = Manifest(
        id="espanso",
        title="Espanso",
        summary="Matches and packages, with forms, choices and dates; scripts are never run.",
        config_model=EspansoConfig,
        docs_url="https://espanso.org/docs/matches/basics/",
    )
    syntax = "espanso"

    async def snippets(self) -> Sequence[Snippet | Found]:
        """Return the snippets of all match sets."""
        sets = await self.context.thread(match_sets, self.config.path)
        return await self.context.thread(lambda: list(snippets(sets)))
