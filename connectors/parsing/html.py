"""HTML pages: the main content without the page's furniture, and what the head says about it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Comment, Tag

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import front_matter
from connectors.parsing.fields import language_tag, read_moment, web_address, words
from connectors.parsing.markdown import plain
from connectors.parsing.model import Parsed

_NEVER = (
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "embed",
    "link",
    "meta",
    "svg",
    "form",
    "button",
)
_FURNITURE = (
    ("name", "nav"),
    ("name", "header"),
    ("name", "footer"),
    ("name", "aside"),
    ("role", "navigation"),
    ("role", "banner"),
    ("role", "contentinfo"),
)
_MAX_DEPTH = 500
_MAIN = (
    ("name", "main"),
    ("role", "main"),
    ("name", "article"),
    ("id", "main-content"),
    ("id", "content"),
    ("id", "mw-content-text"),
)


def parse(text: str) -> Parsed:
    """Read an HTML page or fragment.

    The title is the front matter's, else the first h1, else `<title>`. An h1 that opens the content and is
    the title is not repeated in the body.

    Raises:
        ParseFailed: if there is front matter that cannot be read, or the page is nested absurdly deep.
    """
    head = front_matter.split(text)
    soup = BeautifulSoup(head.body, "lxml")
    _refuse_depth(soup)
    stated = {**_stated(soup), **head.fields}
    named = stated.pop("title", None)
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        comment.extract()
    page_title = soup.title.get_text(" ", strip=True) if soup.title else ""
    main = _main(soup)
    for unwanted in main.find_all(_NEVER):
        unwanted.decompose()
    heading = main.find("h1") or soup.find("h1")
    title = named or (_text(heading) if heading else "") or page_title or None
    if isinstance(heading, Tag) and title and plain(_text(heading)) == plain(title) and _opens(heading, main):
        heading.decompose()
    return Parsed(title, main.decode_contents().strip(), BodyFormat.HTML, stated, head.extra, head.draft)


def is_empty(body: str) -> bool:
    """Whether a body of HTML shows nothing: no text and no picture."""
    soup = BeautifulSoup(body, "lxml")
    return not soup.get_text(strip=True) and soup.find("img") is None


def _main(soup: BeautifulSoup) -> Tag:
    """Return the element that holds the content; where the page marks none, all of it but its furniture."""
    tags = soup.find_all(True)
    for marks in _MAIN:
        found = [tag for tag in tags if _is_marked(tag, marks)]
        # Several articles are a list of them: then the page as a whole is the content.
        if len(found) == 1 and found[0].get_text(strip=True):
            for menu in found[0].find_all("nav"):
                menu.decompose()
            return found[0]
    for tag in tags:
        if not tag.decomposed and any(_is_marked(tag, marks) for marks in _FURNITURE):
            _remove(tag)
    # The parser makes a body wherever there is any content.
    return soup.body or soup.new_tag("body")


def _is_marked(tag: Tag, marks: tuple[str, str]) -> bool:
    """Whether a tag has a name (`("name", "main")`) or an attribute (`("role", "main")`)."""
    kind, value = marks
    return tag.name == value if kind == "name" else tag.get(kind) == value


def _remove(furniture: Tag) -> None:
    """Take an element out, unless it belongs to an article: that has a header and footer of its own."""
    if furniture.find_parent("article") is None:
        furniture.decompose()


def _opens(heading: Tag, main: Tag) -> bool:
    """Whether no text stands above the heading within the content."""
    above = 0
    for node in main.find_all(string=True):
        if heading in node.parents:
            return above == 0
        above += len(str(node).strip())
    return False


def _stated(soup: BeautifulSoup) -> dict[str, Any]:
    """Read what the head says: language, address, keywords, dates."""
    fields: dict[str, Any] = {}
    if soup.html and (language := language_tag(soup.html.get("lang") or "")):
        fields["language"] = language
    canonical = soup.find("link", rel="canonical")
    if isinstance(canonical, Tag) and (address := web_address(canonical.get("href") or "")):
        fields["url"] = address
    if keywords := words(_meta(soup, "keywords"), ","):
        fields["tags"] = keywords
    for name, field in (("article:modified_time", "updated_at"), ("article:published_time", "created_at")):
        if moment := read_moment(_meta(soup, name)):
            fields[field] = moment
    return fields


def _meta(soup: BeautifulSoup, name: str) -> str:
    element = soup.find("meta", attrs={"name": name}) or soup.find("meta", attrs={"property": name})
    return str(element.get("content") or "") if isinstance(element, Tag) else ""


def _text(element: Tag) -> str:
    return " ".join(element.get_text(" ").replace("¶", "").split())


def _refuse_depth(root: Tag) -> None:
    """Refuse pages of thousands of levels: no author makes them, and later readers slow to a crawl."""
    level = [root]
    for _ in range(_MAX_DEPTH):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        if not level:
            return
    raise ParseFailed(f"The page is nested more than {_MAX_DEPTH} levels deep: save it anew from its source.")
