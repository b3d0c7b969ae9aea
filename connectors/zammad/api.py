"""Zammad's REST API.

Sources: zammad-documentation (`api/intro.rst`: tokens, `expand`, `page` and `per_page`, no totals;
`api/knowledgebase.rst`, `api/knowledgebase/answers.rst`, `categories.rst`) and Zammad's own code
(`text_modules_controller.rb`, `can_paginate/pagination.rb`: at most 1,000 a page, `renders_models.rb`;
`knowledge_bases_controller.rb`: what `init` gives to whom). A limit of requests is not documented;
`Retry-After` is honoured.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

from connectors.hosted.api import Api, items_of, pages
from connectors.http import Http, RequestFailed, Response, Trouble
from connectors.parsing.fields import read_moment

#: Text modules of one page; Zammad's own default.
PAGE = 500
#: The whole knowledge base without its texts: some hundred bytes an answer and as many a translation.
_MAX_LISTING = 200_000_000


def opened(http: Http, address: str, token: str) -> Api:
    """Return the API of a Zammad, for an access token."""
    return Api(http, f"{address}/api/v1", {"Authorization": f"Token token={token}"})


async def text_modules(api: Api) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the text modules page by page, by their ids; with the names of their groups.

    A page may hold fewer than are asked for: an installation can have a limit of its own. The last is empty.
    """

    async def ask(number: int) -> tuple[int, list[dict[str, Any]]]:
        said = await api.get("text_modules", expand="true", page=str(number), per_page=str(PAGE))
        return number, items_of({"text_modules": said}, "text_modules")

    def following(page: tuple[int, list[dict[str, Any]]]) -> int | None:
        return page[0] + 1 if page[1] else None

    async for _, found in pages(1, ask, following):
        yield found


async def count_text_modules(api: Api) -> int | None:
    """Return how many text modules there are, inactive ones included; old versions do not say."""
    said = await api.get("text_modules", full="true", page="1", per_page="1")
    number = said.get("total_count") if isinstance(said, dict) else None
    return number if isinstance(number, int) else None


async def text_module(api: Api, id_: str) -> dict[str, Any] | None:
    """Return one text module; `None` if it is gone."""
    try:
        return await api.record(f"text_modules/{id_}", expand="true")
    except RequestFailed as error:
        if error.trouble not in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
            raise
        return None


async def knowledge_bases(api: Api, texts: Sequence[int] = ()) -> tuple[dict[str, Any], datetime]:
    """Return all objects of the knowledge bases by kind and id, and the server's time.

    Args:
        api: of the Zammad.
        texts: ids of the texts that are to come along; none do otherwise.

    Raises:
        RequestFailed: as forbidden, where the token sees no more than customers do.
    """
    response = await api.http.request(
        "POST",
        api.address("knowledge_bases/init"),
        headers=api.headers,
        json={"answer_translation_content_ids": list(texts)} if texts else {},
        repeatable=True,
        max_bytes=_MAX_LISTING,
    )
    said = response.json()
    found = said if isinstance(said, dict) else {}
    if not found.get("KnowledgeBase") and said not in ({}, []):
        raise RequestFailed(Trouble.UNREADABLE, response.url, "gave no answer of this service's API")
    if _is_for_customers(found):
        what = "shows this source no more of the knowledge base than customers"
        raise RequestFailed(Trouble.FORBIDDEN, response.url, what, status=response.status)
    return found, server_time(response)


def _is_for_customers(found: dict[str, Any]) -> bool:
    """Whether the knowledge bases say that they have answers, and none is shown."""
    bases = [base for base in (found.get("KnowledgeBase") or {}).values() if isinstance(base, dict)]
    return any(base.get("answer_ids") for base in bases) and "KnowledgeBaseCategory" not in found


def server_time(response: Response) -> datetime:
    """Return what time it is for the server: by it an answer is published or not yet."""
    return read_moment(response.headers.get("date", "")) or datetime.now(UTC)


async def answer(api: Api, base: int, answer: int, ids: Sequence[int]) -> Response:
    """Ask for an answer with the texts of some of its translations."""
    wanted = ",".join(map(str, ids))
    return await api.ask(f"knowledge_bases/{base}/answers/{answer}", include_contents=wanted)


async def roles(api: Api, base: int, category: int) -> dict[str, Any] | None:
    """Return which roles may see a category, as its permissions tell; `None` if the token may not know."""
    try:
        return await api.record(f"knowledge_bases/{base}/categories/{category}/permissions")
    except RequestFailed as error:
        if error.trouble not in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
            raise
        return None
