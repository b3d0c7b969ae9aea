"""The `helpscout` source: saved replies by the Inbox API, articles by the Docs API, as their keys may.

Help Scout tells of neither when it was deleted, and of saved replies not even when one was edited: all are
listed on each run, saved replies are read one by one, and articles where their list says that they changed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from connectors.contract import CheckReport, ConfigInvalid, Connector, Cursor, Event, Manifest, failed_check
from connectors.helpscout import article_part, reply_part
from connectors.helpscout.api import docs_api, embedded, inbox_api
from connectors.helpscout.config import HelpScoutConfig
from connectors.hosted.lists import once
from connectors.hosted.oauth import Granted
from connectors.hosted.parts import Part, check_parts, pull_parts
from connectors.http import RequestFailed, Trouble


class HelpScoutConnector(Connector[HelpScoutConfig]):
    """Lists everything on each run, and reads what may have changed."""

    manifest = Manifest(
        id="helpscout",
        title="Help Scout",
        summary="Saved replies of the inboxes and articles of Docs sites, by an app's secret and an API key.",
        config_model=HelpScoutConfig,
        docs_url="https://developer.helpscout.com/mailbox-api/overview/authentication/",
    )

    async def check(self) -> CheckReport:
        """Find out what the app and the key may read, each for itself: one may be wrong alone."""
        try:
            reports = [await check_parts([part]) for part in self._parts()]
            return CheckReport(tuple(check for report in reports for check in report.checks))
        except ConfigInvalid as error:
            return failed_check("inboxes", error, "Correct the names of the inboxes.")

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield all saved replies, inbox by inbox, then all articles.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: if it cannot be read, or one kind of content cannot.
            ConfigInvalid: if an inbox that is asked for is not there.
        """
        del cursor
        async for event in pull_parts(self, self._parts()):
            yield event

    def _parts(self) -> list[Part[Any]]:
        config, context = self.config, self.context
        inbox = inbox_api(context.http, config) if config.app_secret else None
        parts: list[Part[Any]] = []
        if inbox is not None:
            parts.append(reply_part.part(inbox, context, config, self.known))
        if config.docs_key:
            people = once(partial(_people, inbox))
            parts.append(article_part.part(docs_api(context.http, config), context, config, people))
        return parts


async def _people(inbox: Granted | None) -> dict[str, str]:
    """Return names by id, which only the Inbox API tells; none where it may not be asked."""
    if inbox is None:
        return {}
    try:
        found = [user async for page in embedded(inbox, "users") for user in page]
    except RequestFailed as error:
        if error.trouble is not Trouble.FORBIDDEN:
            raise
        return {}
    named = {str(user["id"]): (user.get("firstName"), user.get("lastName")) for user in found}
    return {id_: " ".join(filter(None, names)) for id_, names in named.items() if any(names)}
