"""osTicket's tables: those of its `install-mysql.sql` (1.17 and 1.18; 1.10 and later have what is read).

What a column means is taken from osTicket's own classes: `class.canned.php`, `class.faq.php`,
`class.category.php`, `class.dept.php`, `class.translation.php`, `class.file.php`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.mysql.answers import path_of
from connectors.mysql.tables import Row, Tables, Wanted

MAIN = "canned_response"
#: Attachments of canned responses and of FAQs; those of tickets, far more, are passed over.
_OURS = {"C", "F"}


def _ours(tables: Tables) -> Callable[[Row], bool]:
    del tables
    return lambda row: row.get("type") in _OURS


def _attached(tables: Tables) -> Callable[[Row], bool]:
    """Keep the files that are attached to an answer; all of them where the attachments come later."""
    attachments = tables.get("attachment")
    if attachments is None:
        return lambda _: True
    wanted = {one.get("file_id") for one in attachments}
    return lambda row: row.get("id") in wanted


def _of_articles(tables: Tables) -> Callable[[Row], bool]:
    del tables
    return lambda row: row.get("type") == "article"


WANTED = (
    Wanted("attachment", frozenset({"object_id", "type", "file_id", "name", "inline", "lang"}), _ours),
    Wanted(
        MAIN,
        frozenset(
            {"canned_id", "dept_id", "isenabled", "title", "response", "lang", "notes", "created", "updated"}
        ),
    ),
    Wanted("department", frozenset({"id", "pid", "name", "dept_id", "dept_name"})),
    Wanted(
        "faq",
        frozenset(
            {
                "faq_id", "category_id", "ispublished", "question", "answer", "keywords", "notes", "created",
                "updated",
            }
        ),
    ),
    Wanted("faq_category", frozenset({"category_id", "category_pid", "ispublic", "name"})),
    Wanted("faq_topic", frozenset({"faq_id", "topic_id"})),
    Wanted("file", frozenset({"id", "type", "key", "name"}), _attached),
    Wanted("help_topic", frozenset({"topic_id", "topic_pid", "topic"})),
    Wanted("translation", frozenset({"object_hash", "type", "lang", "text"}), _of_articles),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file of an answer. `key` is how osTicket names it within a text (`cid:KEY`)."""

    name: str
    key: str
    media_type: str
    inline: bool
    language: str | None


@dataclass(slots=True)
class Database:
    """What the tables say, by key."""

    canned: list[Row]
    faqs: list[Row]
    departments: dict[str, str] = field(default_factory=dict)
    categories: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)
    topics: dict[str, list[str]] = field(default_factory=dict)
    files: dict[tuple[str, str], list[File]] = field(default_factory=dict)
    translations: dict[str, list[Row]] = field(default_factory=dict)


def of(tables: Tables) -> Database:
    """Return what the tables say together."""
    rows = {wanted.name: list(tables.get(wanted.name, ())) for wanted in WANTED}
    departments = {
        _text(row, "id", "dept_id"): (_text(row, "name", "dept_name"), row.get("pid"))
        for row in rows["department"]
    }
    categories = rows["faq_category"]
    database = Database(
        canned=rows[MAIN],
        faqs=rows["faq"],
        departments={key: " / ".join(path_of(key, departments)) for key in departments},
        categories={
            _text(row, "category_id"): (_text(row, "name"), row.get("category_pid")) for row in categories
        },
        public={_text(row, "category_id") for row in categories if _text(row, "ispublic") not in ("", "0")},
        topics=_topics(rows["faq_topic"], rows["help_topic"]),
        files=_files(rows["attachment"], rows["file"]),
    )
    for row in rows["translation"]:
        database.translations.setdefault(_text(row, "object_hash"), []).append(row)
    return database


def _text(row: Mapping[str, str | None], *names: str) -> str:
    return next((said for name in names if (said := row.get(name))), "")


def _topics(links: list[Row], topics: list[Row]) -> dict[str, list[str]]:
    names = {_text(row, "topic_id"): (_text(row, "topic"), row.get("topic_pid")) for row in topics}
    found: dict[str, list[str]] = {}
    for link in links:
        if name := " / ".join(path_of(_text(link, "topic_id"), names)):
            found.setdefault(_text(link, "faq_id"), []).append(name)
    return found


def _files(attachments: list[Row], files: list[Row]) -> dict[tuple[str, str], list[File]]:
    by_id = {_text(row, "id"): row for row in files}
    found: dict[tuple[str, str], list[File]] = {}
    for one in attachments:
        row: Row = by_id.get(_text(one, "file_id"), {})
        if not row:
            continue
        file = File(
            name=_text(one, "name") or _text(row, "name") or "file",
            key=_text(row, "key"),
            media_type=_text(row, "type"),
            inline=_text(one, "inline") not in ("", "0"),
            language=one.get("lang") or None,
        )
        found.setdefault((_text(one, "type"), _text(one, "object_id")), []).append(file)
    return found
