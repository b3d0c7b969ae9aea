"""The answers of the knowledge base that one run reads: listed at once, their texts asked for as needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial

from connectors.contract import ConfigInvalid, Context, Event, Failure, Skipped
from connectors.hosted.answers import mark, read_answers
from connectors.hosted.api import Api
from connectors.listing import Listed
from connectors.zammad import answers, api
from connectors.zammad.base import KnowledgeBase, State, Translation, visible_to

#: Part of every fingerprint: raise it when more is read out of the same answers than before.
READER_VERSION = 1
#: How many answers are listed and read together.
_BATCH = 500
#: Stands for the groups of a category of which the token may not know who sees it.
_UNTOLD = ("\0",)

Found = Listed[answers.Answer] | Skipped


class Articles:
    """The knowledge base as one run finds it."""

    def __init__(self, context: Context, source: Api, address: str, languages: Sequence[str]) -> None:
        self._context = context
        self._source = source
        self._address = address
        self._languages = tuple(languages)
        self._base: KnowledgeBase | None = None

    async def count(self) -> int:
        """Return how many answers there are to read, each language counted.

        Raises:
            ConfigInvalid: the settings name more or fewer languages than there are.
        """
        base = await self._listing()
        self._locales(base)
        return sum(answers.left_out(translation) is None for translation in base.translations())

    async def pages(self) -> AsyncIterator[list[Found]]:
        """Yield all answers in all their languages, some at a time."""
        base = await self._listing()
        locales = self._locales(base)
        groups: dict[tuple[int, int], tuple[str, ...]] = {}
        page: list[Found] = []
        for translation in base.translations():
            place = (translation.base, translation.category)
            if translation.state is State.INTERNAL and place not in groups:
                groups[place] = await self._groups(base, *place)
            page.append(self._found(translation, locales.get(translation.locale), groups.get(place, ())))
            if len(page) == _BATCH:
                yield page
                page = []
        yield page

    async def read(self, new: Sequence[Listed[answers.Answer]]) -> list[Event]:
        """Return the events of answers, once their texts are here."""
        closed = [item for item in new if item.said.groups == _UNTOLD]
        open_ = [item for item in new if item.said.groups != _UNTOLD]
        found, failures = await answers.with_contents(self._source, open_)
        events = await read_answers(self._context, found, partial(answers.fields, address=self._address))
        return [*events, *failures, *(_untold(item) for item in closed)]

    async def _listing(self) -> KnowledgeBase:
        """Return the knowledge base, which is asked for once a run."""
        if self._base is None:
            self._base = KnowledgeBase(*await api.knowledge_bases(self._source))
        return self._base

    def _locales(self, base: KnowledgeBase) -> dict[int, str]:
        """Return the languages by their ids in the knowledge base, as far as the settings name them."""
        ids = base.locales()
        if self._languages and len(self._languages) != len(ids):
            raise ConfigInvalid(
                f"The knowledge base has {len(ids)} languages, the settings name {len(self._languages)}:"
                " name all of them, the primary one first and the others as they were added, or none."
            )
        return dict(zip(ids, self._languages, strict=False))

    async def _groups(self, base: KnowledgeBase, number: int, category: int) -> tuple[str, ...]:
        """Return the roles that see the internal answers of a category; none if it is for all of them."""
        if not base.restricts(category):
            return ()
        said = await api.roles(self._source, number, category)
        return _UNTOLD if said is None else visible_to(said) or _UNTOLD

    def _found(self, translation: Translation, locale: str | None, groups: tuple[str, ...]) -> Found:
        fingerprint = mark(
            READER_VERSION,
            self._address,
            translation.answer,
            translation.said,
            translation.state,
            translation.folder,
            translation.original,
            translation.author,
            locale,
            groups,
        )
        item = answers.Answer(translation, locale, groups)
        return answers.left_out(translation) or Listed(answers.id_of(translation), fingerprint, item)


def _untold(item: Listed[answers.Answer]) -> Failure:
    reason = (
        "Its category is only for some roles, and the token may not see which:"
        " give the token the permission knowledge_base.editor."
    )
    return Failure(item.external_id, reason, retryable=True)
