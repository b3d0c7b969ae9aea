"""The saved replies of the inboxes: lists hold beginnings and no dates, so that each is read by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace

from connectors.contract import ConfigInvalid, Context, Event, Failure, Skipped
from connectors.helpscout import saved_replies
from connectors.helpscout.api import Item, embedded
from connectors.helpscout.config import HelpScoutConfig
from connectors.hosted.answers import Fields, mark, read_answers, record_of
from connectors.hosted.lists import batches
from connectors.hosted.oauth import Granted
from connectors.hosted.parts import Part
from connectors.listing import Fetching, Listed

#: Part of every fingerprint: raise it when more is read out of the same replies than before.
READER_VERSION = 1
_BATCH = 25

#: Tells whether the host has a document in the state of a fingerprint; see `Connector.known`.
Known = Callable[[str, str], Event | None]


@dataclass(frozen=True, slots=True)
class _Told:
    """A saved reply, as its list or it itself says it, and its inbox."""

    reply: Item
    inbox: Item


def part(api: Granted, context: Context, config: HelpScoutConfig, known: Known) -> Part[_Told]:
    """Return what lists and reads the saved replies."""
    fetching = Fetching()

    async def count() -> int | None:
        inboxes = await _inboxes(api, config)
        if not inboxes:
            return 0
        await anext(_replies(api, inboxes[0]), None)
        return None

    async def pages() -> AsyncIterator[list[Listed[_Told] | Skipped]]:
        for inbox in await _inboxes(api, config):
            async for page in _replies(api, inbox):
                for some in batches(page, _BATCH):
                    yield [_listed(_Told(reply, inbox)) for reply in some]

    async def read(new: Sequence[Listed[_Told]]) -> list[Event]:
        found = [await _whole(api, fetching, item, config) for item in new]
        told = [_as_known(item, known) for item in found]
        whole = [item for item in told if isinstance(item, Listed)]
        events = [item for item in told if item is not None and not isinstance(item, Listed)]
        return [*events, *await read_answers(context, whole, lambda reply: _fields(reply, config))]

    return Part(
        name="saved replies",
        right="Let the app's owner see the inboxes.",
        count=count,
        pages=pages,
        read=read,
    )


def _as_known(item: Listed[_Told] | Event | None, known: Known) -> Listed[_Told] | Event | None:
    """Return that a reply is as it was, if it is."""
    return (known(item.external_id, item.fingerprint) or item) if isinstance(item, Listed) else item


def _fields(told: _Told, config: HelpScoutConfig) -> Fields:
    said = saved_replies.fields(told.reply, str(told.inbox.get("name") or ""))
    return {**said, "groups": config.groups, "language": config.language}


async def _inboxes(api: Granted, config: HelpScoutConfig) -> list[Item]:
    """Return the chosen inboxes.

    Raises:
        ConfigInvalid: one that is asked for is not there.
    """
    found = [inbox async for page in embedded(api, "mailboxes") for inbox in page]
    if not config.inboxes:
        return found
    names = {str(inbox.get("name")).casefold() for inbox in found}
    wanted = {name.casefold() for name in config.inboxes}
    if missing := wanted - names:
        has = ", ".join(sorted(str(inbox.get("name")) for inbox in found)) or "none that the app may see"
        raise ConfigInvalid(f"There is no inbox '{min(missing)}'. There are: {has}.")
    return [inbox for inbox in found if str(inbox.get("name")).casefold() in wanted]


def _replies(api: Granted, inbox: Item) -> AsyncIterator[list[Item]]:
    path = f"mailboxes/{inbox['id']}/saved-replies"
    return embedded(api, path, includeChatReplies="true")


def _listed(told: _Told) -> Listed[_Told]:
    # A fingerprint that no document has: whether it changed is seen when it has been read.
    return Listed(f"reply/{told.reply['id']}", "", told)


async def _whole(
    api: Granted, fetching: Fetching, item: Listed[_Told], config: HelpScoutConfig
) -> Listed[_Told] | Failure | Skipped | None:
    """Return a saved reply with its text and fingerprint; `None` if it is gone by now."""
    told = item.said
    address = f"mailboxes/{told.inbox['id']}/saved-replies/{told.reply['id']}"
    reply = await record_of(fetching, item, api.ask(address))
    if not isinstance(reply, dict):
        return reply
    if saved_replies.is_empty(reply):
        return Skipped(item.external_id, "It has no text.")
    fingerprint = mark(READER_VERSION, config.language, config.groups, reply, told.inbox.get("name"))
    return replace(item, fingerprint=fingerprint, said=replace(told, reply=reply))
