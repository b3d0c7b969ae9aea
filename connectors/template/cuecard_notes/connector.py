"""The `notes` source: a small server that lists notes page by page (`GET /notes?page=1`)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from pydantic import Field, SecretStr, ValidationError

from connectors.config import AudienceSetting, GroupsSetting, NetworkConfig
from connectors.contract import (
    Check,
    Checkpoint,
    CheckReport,
    Connector,
    Cursor,
    Event,
    Failure,
    Manifest,
    Outcome,
    Progress,
    Upsert,
    invalid,
)
from connectors.http import RequestFailed, bearer
from connectors.model import Audience, BodyFormat, Document, Kind


class NotesConfig(NetworkConfig):
    """What the admin fills in. Each field is a field of the form: give it a title and a description."""

    address: str = Field(title="Address", description="Of the server, such as https://notes.example.")
    token: SecretStr = Field(title="Token", description="Made in the server's settings, under API.")
    audience: AudienceSetting = Audience.UNKNOWN
    groups: GroupsSetting = ()


class NotesConnector(Connector[NotesConfig]):
    """Reads all notes each time; a run that was cut off goes on with the page it had reached."""

    manifest = Manifest(
        id="notes",
        title="Notes server",
        summary="All notes of a notes server, by its API.",
        config_model=NotesConfig,
        docs_url="https://notes.example/docs/api",
    )

    async def check(self) -> CheckReport:
        """Find out whether the first page can be read; say what to do if not."""
        try:
            page = await self._page(1)
        except RequestFailed as error:
            return CheckReport((error.check("notes"),))
        return CheckReport((Check("notes", Outcome.PASSED, f"{page['total']} notes."),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield every note. `cursor` is the page to go on with."""
        number = cursor or 1
        done = 0
        while True:
            page = await self._page(number)
            for note in page["notes"]:
                yield self._event(note)
            done += len(page["notes"])
            yield Progress(done, None if cursor else page["total"])
            if not page["more"]:
                break
            number += 1
            # From here on, a killed run goes on with the next page.
            yield Checkpoint(number)
        # The last page was reached: what no page named is gone at the server.
        yield Checkpoint(complete=True)

    async def _page(self, number: int) -> dict[str, Any]:
        response = await self.context.http.get(
            f"{self.config.address.rstrip('/')}/notes",
            params={"page": str(number)},
            headers=bearer(self.config.token.get_secret_value()),
        )
        page: dict[str, Any] = response.json()
        return page

    def _event(self, note: dict[str, Any]) -> Event:
        external_id = str(note["id"])
        if not note.get("text"):
            return Failure(external_id, "The note is empty: write something, or delete it.")
        try:
            return Upsert(
                Document(
                    external_id=external_id,
                    kind=Kind.ARTICLE,
                    title=note["title"],
                    body=note["text"],
                    body_format=BodyFormat.MARKDOWN,
                    url=f"{self.config.address.rstrip('/')}/notes/{external_id}",
                    audience=self.config.audience,
                    groups=self.config.groups,
                )
            )
        except ValidationError as error:
            return invalid(external_id, error, None)
