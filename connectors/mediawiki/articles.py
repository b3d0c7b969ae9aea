"""What a page of a MediaWiki becomes, whether it comes from a dump or from the wiki itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from pydantic import Field

from connectors.config import AudienceSetting, GroupsSetting, Language, SourceConfig, TextList
from connectors.contract import Context, Event, Failure, SourceUnavailable, Upsert
from connectors.mediawiki.dump import CANONICAL, Page, Site, redirect_of
from connectors.mediawiki.wikitext import Article, Surroundings, convert_all
from connectors.model import Audience, BodyFormat, Document, Kind
from connectors.parsing.batches import parse_all
from connectors.parsing.fields import language_tag, read_moment

#: Part of every fingerprint: raise it when more is read out of the same pages than before.
READER_VERSION = 1
_MODELS = ("", "wikitext", "text")


class WikiConfig(SourceConfig):
    """Which pages of a wiki are read, and what holds for all of them."""

    namespaces: TextList = Field(
        ("0", "4", "12"),
        title="Namespaces",
        description="Numbers or names; 0 are the articles, 4 is about the wiki, 12 is Help.",
    )
    audience: AudienceSetting = Audience.UNKNOWN
    language: Language = Field(
        None, title="Language", description="Such as en or pt-BR; empty for the wiki's own."
    )
    groups: GroupsSetting = ()


def settings_of(config: WikiConfig, site: Site) -> str:
    """Return what of a configuration and a wiki decides what a page becomes, as part of a fingerprint."""
    fields = config.model_dump(mode="json", include={"audience", "language", "groups"})
    return json.dumps([READER_VERSION, fields, page_address(site)], sort_keys=True)


def fingerprint_of(settings: str, said: Sequence[object]) -> str:
    """Return the fingerprint of a page: of the settings, and of what says that it changed."""
    content = json.dumps([settings, *said], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:24]


async def read_pages(
    context: Context,
    pages: Sequence[Page],
    site: Site,
    names: Mapping[str, tuple[str, ...]],
    config: WikiConfig,
    marks: Mapping[str, str],
) -> list[Event]:
    """Return an event per page.

    Args:
        context: of the running connector.
        pages: with their texts.
        site: the wiki they are of.
        names: further names by title: those of the pages that lead on to it.
        config: what holds for all pages.
        marks: fingerprints by page id.
    """
    surroundings = Surroundings(site.namespaces, page_address(site))
    texts = [(page.title, page.text or "") for page in pages]
    articles = await parse_all(context, convert_all, texts, unread, surroundings)
    return [
        event_of(page, article, marks[page_id(page)], site, names.get(page.title, ()), config)
        for page, article in zip(pages, articles, strict=True)
    ]


def event_of(
    page: Page, article: Article, fingerprint: str, site: Site, names: tuple[str, ...], config: WikiConfig
) -> Event:
    """Return the event for a page that was read, or could not be."""
    reason = article.error
    if page.too_large:
        reason = "The page is larger than any wiki allows: split it in the wiki."
    elif not article.body and not reason:
        reason = "The page holds no text of its own, only templates or files: write some in the wiki."
    if reason:
        return Failure(page_id(page), reason, fingerprint=fingerprint)
    namespace = namespace_of(page, site)
    title = page.title.partition(":")[2].strip() if namespace else page.title
    parents = title.split("/")[:-1]
    folder = [site.namespaces.get(namespace) or CANONICAL.get(namespace, "")] if namespace else []
    document = Document(
        external_id=page_id(page),
        kind=Kind.ARTICLE,
        title=title.rpartition("/")[2] or title,
        body=article.body,
        body_format=BodyFormat.HTML,
        questions=names,
        url=Surroundings({}, page_address(site)).address(page.title),
        audience=config.audience,
        groups=config.groups,
        language=config.language or language_tag(site.language),
        tags=article.categories,
        folder="::".join(filter(None, [*folder, *parents])) or None,
        updated_at=read_moment(page.timestamp),
    )
    return Upsert(document, fingerprint)


def wanted_namespaces(site: Site, namespaces: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the chosen namespaces.

    Raises:
        SourceUnavailable: naming those there are, if one is unknown.
    """
    names = [*CANONICAL.items(), *site.namespaces.items()]
    named = {name.casefold(): number for number, name in names if name}
    numbers: set[int] = set()
    for written in namespaces:
        plain = written.strip().replace("_", " ").casefold()
        if plain.lstrip("-").isdecimal():
            numbers.add(int(plain))
        elif plain in named:
            numbers.add(named[plain])
        else:
            known = ", ".join(sorted(name for name in site.namespaces.values() if name))
            raise SourceUnavailable(
                f"The wiki has no namespace '{written}'. It has: {known or 'none listed'}."
            )
    return frozenset(numbers)


def namespace_of(page: Page, site: Site) -> int:
    """Return the number of the namespace a page is in."""
    return page.namespace if page.namespace is not None else site.namespace_of(page.title)


def is_kept(page: Page) -> bool:
    """Whether a page is to be read; a redirect, a script, an empty or a hidden page is not."""
    is_text = page.model in _MODELS and redirect_of(page) is None
    return is_text and (page.too_large or bool((page.text or "").strip()))


def page_id(page: Page) -> str:
    """Return the id a page keeps when it is renamed."""
    return page.id or page.title


def page_address(site: Site) -> str:
    """Return the beginning of all pages' addresses: that of the main page without its title."""
    for sign in ("title=", "/"):
        head, found, _ = site.base.rpartition(sign)
        if found and "://" in head:
            return head + found
    return ""


def unread(reason: str) -> Article:
    """Return the article of a page that could not be read."""
    return Article(error=reason)
