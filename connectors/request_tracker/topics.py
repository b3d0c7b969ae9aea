"""The topics of articles, from the pages by which agents browse them: REST2 does not tell of topics.

Each class has a tree of topics, and there is one for all classes. A topic's page (`/Articles/Topics.html`)
shows the way to it and its articles, alike in Request Tracker 4.4 to 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from lxml import html

from connectors.contract import ParseFailed
from connectors.hosted.api import Api
from connectors.http import RequestFailed, Trouble

#: The tree of topics that belong to no class.
GLOBAL = "0"
#: So many topics are looked at; one request each.
_MOST = 2000
_SPACE = re.compile(r"\s+")

#: A way through the tree to a topic, such as ("Money", "Refunds").
Way = tuple[str, ...]


async def of_articles(web: Api, class_ids: Iterable[str]) -> dict[str, list[Way]] | None:
    """Return the topics of each article by its id; `None` if the pages may not be seen.

    Args:
        web: Request Tracker's pages, with the token that lets in.
        class_ids: whose topics to read, beside those of all classes.

    Raises:
        RequestFailed: for the moment they cannot be read.
    """
    found: dict[str, list[Way]] = {}
    for class_id in (*class_ids, GLOBAL):
        page = await _page(web, {"class": class_id})
        if page is None:
            return None
        topics = dict.fromkeys(key for key in (_topic(link) for link in page.xpath("//li/a/@href")) if key)
        for topic in list(topics)[:_MOST]:
            page = await _page(web, {"id": topic, "class": class_id})
            if page is None:
                return None
            way = _way(page)
            for article in _articles(page):
                found.setdefault(article, []).append(way)
    return found


async def _page(web: Api, query: dict[str, str]) -> html.HtmlElement | None:
    try:
        response = await web.ask("Articles/Topics.html", **query)
        if response.redirects or "html" not in response.media_type:
            return None
        return html.document_fromstring(response.text())
    except RequestFailed as error:
        if error.retryable:
            raise
        return None
    except (ParseFailed, ValueError):
        raise RequestFailed(
            Trouble.UNREADABLE, web.address("Articles/Topics.html"), "cannot be read"
        ) from None


def _way(page: html.HtmlElement) -> Way:
    """Return the names along the trail at the top, without those of the class and of the start."""
    trail = page.xpath("//*[contains(@class, 'breadcrumb-item')]/a")
    names = (_SPACE.sub(" ", link.text_content()).strip() for link in trail if _topic(link.get("href", "")))
    return tuple(name for name in names if name)


def _articles(page: html.HtmlElement) -> list[str]:
    links = page.xpath("//li/a/@href[contains(., 'Article/Display.html?id=')]")
    return [id_ for id_ in (_number(link, "id") for link in links) if id_]


def _topic(link: str) -> str | None:
    """Return the id of the topic that a link leads to, if it leads to one."""
    return _number(link, "id") if urlsplit(link).path.endswith("Topics.html") else None


def _number(link: str, name: str) -> str | None:
    said = parse_qs(urlsplit(link).query).get(name, [""])[0]
    return said if said.isdecimal() and said != "0" else None
