"""The `front` source: message templates, and articles of the knowledge bases, as an API token may see them.

Both are listed on each run, for Front does not tell of deletions. The list of templates holds their texts;
those of articles are read where the list says that they changed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from connectors.contract import Check, CheckReport, Connector, Cursor, Event, Manifest, Outcome
from connectors.front import article_part, template_part
from connectors.front.api import names, opened
from connectors.front.config import FrontConfig
from connectors.hosted.api import Api
from connectors.hosted.lists import once
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.http import RequestFailed

_NAMELESS = {
    "teams": ("workspaces", "Templates of a workspace have its id as their group."),
    "inboxes": ("inboxes", "Templates for certain inboxes have their ids as groups."),
    "teammates": ("teammates", "Who edited an article is not known."),
}


class FrontConnector(Connector[FrontConfig]):
    """Lists everything on each run, and reads the texts that changed."""

    manifest = Manifest(
        id="front",
        title="Front",
        summary="Message templates in their folders, articles of knowledge bases in all languages.",
        config_model=FrontConfig,
        docs_url="https://dev.frontapp.com/docs/create-and-revoke-api-tokens",
    )

    async def check(self) -> CheckReport:
        """Find out what the token may read."""
        report = await check_parts(self._parts())
        if not any(check.outcome is Outcome.PASSED for check in report.checks):
            return report
        try:
            known = await names(self._api())
        except RequestFailed as error:
            return CheckReport((*report.checks, error.check("names")))
        return CheckReport((*report.checks, *(_nameless(path) for path in known.refused)))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield all templates, then all articles.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if it cannot be read, or one kind of content cannot.
        """
        del cursor
        async for event in pull_parts(self, self._parts()):
            yield event

    def _parts(self) -> list[Part[Any]]:
        config, context, api = self.config, self.context, self._api()
        known = once(partial(names, api))
        parts: list[Part[Any]] = []
        if config.templates:
            parts.append(template_part.part(api, context, config, known))
        if config.articles:
            parts.append(article_part.part(api, context, config, known))
        return parts

    def _api(self) -> Api:
        return opened(self.context.http, self.config.address, self.config.token.get_secret_value())


def _nameless(path: str) -> Check:
    name, consequence = _NAMELESS[path]
    remedy = f"Give the token the scope {path}:read, or leave it so."
    return Check(name, Outcome.INDETERMINATE, f"The names of {name} cannot be read. {consequence}", remedy)
