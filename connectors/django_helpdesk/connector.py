"""The `django-helpdesk` source: pre-set replies and the knowledge base, from an export of its database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial

from pydantic import Field

from connectors.config import AudienceSetting, GroupsSetting, LanguageSetting, LocalPath, SourceConfig
from connectors.contract import (
    Check,
    CheckReport,
    Connector,
    Cursor,
    Event,
    Manifest,
    Outcome,
    Skipped,
    SourceUnavailable,
    failed_check,
)
from connectors.django_helpdesk import export as exports
from connectors.django_helpdesk.answers import item_fields, reply_fields
from connectors.django_helpdesk.export import Export, Record
from connectors.hosted.answers import Fields, mark, read_answers
from connectors.listing import Listed, pull_listed
from connectors.model import Audience

#: Part of every fingerprint: raise it when more is read out of the same records than before.
READER_VERSION = 1
_BATCH = 100

#: Reads the fields of one answer's document out of the export.
_Making = Callable[[], Fields]


class DjangoHelpdeskConfig(SourceConfig):
    """Which export, and what it does not say."""

    path: LocalPath = Field(
        title="Export",
        description="What `python manage.py dumpdata helpdesk --output helpdesk.json` wrote; .gz, .bz2 and "
        ".xz are read, too.",
    )
    address: str | None = Field(
        None,
        title="Address",
        description="Where the helpdesk is, such as https://desk.example: for links to its articles.",
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: LanguageSetting = None
    groups: GroupsSetting = ()


class DjangoHelpdeskConnector(Connector[DjangoHelpdeskConfig]):
    """Reads the export anew on each run, and compares what it says."""

    manifest = Manifest(
        id="django-helpdesk",
        title="django-helpdesk",
        summary="Pre-set replies by queue and the knowledge base, from an export by `dumpdata`.",
        config_model=DjangoHelpdeskConfig,
        docs_url="https://docs.djangoproject.com/en/stable/ref/django-admin/#dumpdata",
    )

    async def check(self) -> CheckReport:
        """Find out whether the export can be read, and what is in it."""
        try:
            export = await self.context.thread(exports.read, self.config.path)
        except SourceUnavailable as error:
            return failed_check("export", error, "Correct the path, or make the export anew.")
        found = f"{len(export.replies)} pre-set replies and {len(export.items)} articles."
        if not export.replies and not export.items:
            remedy = "Export `helpdesk.presetreply` and `helpdesk.kbitem`, if there are any."
            return CheckReport((Check("answers", Outcome.INDETERMINATE, found, remedy),))
        return CheckReport((Check("answers", Outcome.PASSED, found),))

    async def pull(self, cursor: Cursor) -> AsyncIterator[Event]:
        """Yield the pre-set replies, then the articles.

        There is no cursor: a run that was cut off starts anew and passes over what is already stored.

        Args:
            cursor: ignored.

        Raises:
            SourceUnavailable: the export is not there, damaged, or of something else.
        """
        del cursor
        export = await self.context.thread(exports.read, self.config.path)
        listed = [self._reply(export, key, reply) for key, reply in export.replies.items()]
        for key, item in export.items.items():
            if item.get("enabled") is False:
                yield Skipped(f"article/{key}", "It is disabled in the helpdesk.")
            else:
                listed.append(self._article(export, key, item))

        async def read(new: Sequence[Listed[_Making]]) -> list[Event]:
            return await read_answers(self.context, new, self._fields)

        async for event in pull_listed(self, listed, read, batch=_BATCH):
            yield event

    def _reply(self, export: Export, key: str, reply: Record) -> Listed[_Making]:
        queues = [export.queues.get(str(queue), {}) for queue in reply.get("queues") or ()]
        told = [[queue.get("title"), queue.get("locale")] for queue in queues]
        return Listed(f"reply/{key}", self._mark(reply, told), partial(reply_fields, export, reply))

    def _article(self, export: Export, key: str, item: Record) -> Listed[_Making]:
        # Who voted changes nothing that is kept.
        told = {name: value for name, value in item.items() if name not in ("voted_by", "downvoted_by")}
        category = export.categories.get(str(item.get("category")))
        address = self.config.address.rstrip("/") if self.config.address else None
        making = partial(item_fields, export, key, item, address)
        return Listed(f"article/{key}", self._mark(told, category), making)

    def _mark(self, *told: object) -> str:
        return mark(READER_VERSION, self.config.model_dump(mode="json", exclude={"path"}), *told)

    def _fields(self, making: _Making) -> Fields:
        """Return what an answer says, and of the settings what it does not say."""
        said, config = making(), self.config
        return {
            **said,
            "audience": said.get("audience") or config.audience,
            "groups": said.get("groups") or config.groups,
            "language": said.get("language") or config.language,
        }
