"""The `intercom` source: macros, articles of the help centres and internal articles of a workspace.

All are listed whole on each run, with their texts: what is unchanged costs no request of its own. The filter
`updated_since` of macros is not used: it reports no deletions, so that the whole list would have to follow.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from connectors.contract import Check, CheckReport, Connector, Cursor, Event, Manifest, Outcome
from connectors.hosted.api import Api
from connectors.hosted.lists import once
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.http import RequestFailed
from connectors.intercom import article_parts, macro_part
from connectors.intercom.api import names, opened
from connectors.intercom.config import IntercomConfig

_NAMELESS = {
    "admins": Check(
        "people",
        Outcome.INDETERMINATE,
        "The names of authors cannot be read.",
        "In the Developer Hub, give the app the permission to read admins, or do without.",
    ),
    "teams": Check(
        "teams",
        Outcome.INDETERMINATE,
        "The names of teams cannot be read: macros for certain teams have their numbers as groups.",
        "In the Developer Hub, give the app the permission to read admins, or give people these groups.",
    ),
}


class IntercomConnector(Connector[IntercomConfig]):
    """Lists everything on each run, and reads what changed."""

    manifest = Manifest(
        id="intercom",
        title="Intercom",
        summary="Macros with the teams they are for, articles in all languages, internal articles.",
        config_model=IntercomConfig,
        docs_url="https://developers.intercom.com/docs/build-an-integration/learn-more/authentication",
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
        return CheckReport((*report.checks, *(_NAMELESS[path] for path in known.refused)))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield everything that is to be read.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if the workspace cannot be read, or one kind of content cannot.
        """
        del cursor
        async for event in pull_parts(self, self._parts()):
            yield event

    def _parts(self) -> list[Part[Any]]:
        config, context, api = self.config, self.context, self._api()
        known = once(partial(names, api))
        chosen = (
            (config.macros, macro_part.part),
            (config.articles, article_parts.public_part),
            (config.internal_articles, article_parts.internal_part),
        )
        return [make(api, context, config, known) for wanted, make in chosen if wanted]

    def _api(self) -> Api:
        return opened(self.context.http, self.config.address, self.config.token.get_secret_value())
