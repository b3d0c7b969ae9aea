"""The answers: reading and deleting them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, case, select, type_coerce

from connectors.model import Audience, Kind
from sidecar.knowledge import settings
from sidecar.knowledge.actions import KEY, unpack_actions
from sidecar.knowledge.clock import moment
from sidecar.knowledge.counting import take
from sidecar.knowledge.model import Answer, Passage, SourceRef
from sidecar.knowledge.packed import in_chunks, unpack_groups, unpack_placeholders, unpack_texts
from sidecar.knowledge.schema import answers, asked, documents, from_microseconds, overrides, sources, usage
from sidecar.knowledge.schema import passages as passage_table
from sidecar.knowledge.schema import settings as settings_table
from sidecar.knowledge.trust import Evidence, assess


@dataclass(frozen=True, slots=True)
class Translation:
    """The same answer in another language. `groups` restrict it on its own."""

    number: int
    id: str
    language: str
    title: str
    groups: frozenset[str]


def answer_id(source_id: str, external_id: str) -> str:
    """Return the public id of an answer: the same whenever the same document comes back."""
    return "a_" + hashlib.sha256(f"{source_id}\0{external_id}".encode()).hexdigest()[:16]


def get(conn: Connection, answer_id: str, now: datetime | None = None) -> Answer | None:
    """Return one answer by its public id; `None` if it is unknown, gone or archived."""
    number = conn.execute(select(answers.c.number).where(answers.c.id == answer_id)).scalar()
    return None if number is None else cards(conn, [number], now).get(number)


def get_archived(conn: Connection, answer_id: str, now: datetime | None = None) -> Answer | None:
    """Return one archived answer by its public id; `None` if there is none."""
    number = conn.execute(select(answers.c.number).where(answers.c.id == answer_id)).scalar()
    return None if number is None else archived_cards(conn, [number], now).get(number)


def find(conn: Connection, source_id: str, external_id: str, now: datetime | None = None) -> Answer | None:
    """Return one answer by the id it has at its source."""
    return get(conn, answer_id(source_id, external_id), now)


def numbers_of(conn: Connection, answer_ids: Iterable[str]) -> dict[str, int]:
    """Return the store's numbers of public ids; unknown and gone ones are absent."""
    found: dict[str, int] = {}
    for chunk in in_chunks(answer_ids):
        query = select(answers.c.id, answers.c.number).where(
            answers.c.id.in_(chunk), answers.c.gone_at.is_(None)
        )
        found.update(conn.execute(query).all())
    return found


def all_numbers(conn: Connection, source_id: str | None = None) -> list[int]:
    """Return the numbers of all answers (of one source), in the order they were first stored."""
    query = select(answers.c.number).where(answers.c.gone_at.is_(None)).order_by(answers.c.number)
    if source_id is not None:
        query = query.where(answers.c.source_id == source_id)
    return list(conn.execute(query).scalars())


def numbers_after(conn: Connection, after: int, limit: int) -> list[int]:
    """Return the numbers of the next answers, to look at all of them page by page."""
    query = select(answers.c.number).where(answers.c.gone_at.is_(None), answers.c.number > after)
    return list(conn.execute(query.order_by(answers.c.number).limit(limit)).scalars())


def _raw(column: ColumnElement[datetime | None]) -> ColumnElement[int | None]:
    """Read a moment as it is stored: most are empty, and fifty answers have hundreds of them."""
    return type_coerce(column, BigInteger)


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else from_microseconds(stored)


_CARDS = (
    select(
        answers.c.number,
        answers.c.id,
        sources.c.id,
        sources.c.name,
        sources.c.type,
        answers.c.external_id,
        answers.c.kind,
        answers.c.title,
        answers.c.html,
        answers.c.text,
        answers.c.placeholders,
        answers.c.questions,
        answers.c.url,
        answers.c.audience,
        answers.c.groups,
        answers.c.language,
        answers.c.translation_of,
        answers.c.tags,
        answers.c.folder,
        answers.c.shortcut,
        _raw(answers.c.created_at),
        _raw(answers.c.updated_at),
        answers.c.owner,
        _raw(documents.c.seen_at),
        _raw(answers.c.stored_at),
        _raw(documents.c.not_seen_since),
        answers.c.text_hash,
        _raw(answers.c.verified_at),
        answers.c.verified_by,
        answers.c.verified_hash,
        _raw(answers.c.flagged_at),
        answers.c.flagged_by,
        answers.c.flag_reason,
        usage.c.inserted,
        # Of what a source also says only this is shown, and few answers have any.
        case((answers.c.extra.like(f'%"{KEY}":%'), answers.c.extra)).label("actions"),
        select(settings_table.c.value)
        .where(settings_table.c.key == settings.REVIEW_DAYS)
        .scalar_subquery()
        .label("review_days"),
    )
    .join(sources, sources.c.id == answers.c.source_id)
    .outerjoin(documents, documents.c.answer_number == answers.c.number)
    .outerjoin(usage, usage.c.answer_number == answers.c.number)
    .where(answers.c.number.in_(bindparam("numbers", expanding=True)))
)
_LIVE = _CARDS.where(answers.c.gone_at.is_(None))
_ARCHIVED = _CARDS.add_columns(_raw(overrides.c.archived_at)).join(
    overrides,
    (overrides.c.answer_number == answers.c.number)
    & overrides.c.archived_at.is_not(None)
    & documents.c.seen_at.is_not(None),
)


def cards(conn: Connection, numbers: Iterable[int], now: datetime | None = None) -> dict[int, Answer]:
    """Return answers by number, in one round trip for up to 500; answers that are gone are absent."""
    at = moment(now)
    found: dict[int, Answer] = {}
    for chunk in in_chunks(numbers):
        # All at once: going through the result row by row costs as much as the rows.
        for row in conn.execute(_LIVE, {"numbers": chunk}).all():
            found[row[0]] = _card(row, at)
    return found


def groups_of(conn: Connection, numbers: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return who may see answers, by number; those that are gone are absent. A card costs twenty times it."""
    query = select(answers.c.number, answers.c.groups).where(answers.c.gone_at.is_(None))
    rows = (
        row
        for chunk in in_chunks(numbers)
        for row in conn.execute(query.where(answers.c.number.in_(chunk))).all()
    )
    return {number: unpack_groups(groups) for number, groups in rows}


def archived_cards(
    conn: Connection, numbers: Iterable[int], now: datetime | None = None
) -> dict[int, Answer]:
    """Return those of some answers that are archived and still at their source, by number."""
    at = moment(now)
    found: dict[int, Answer] = {}
    for chunk in in_chunks(numbers):
        for row in conn.execute(_ARCHIVED, {"numbers": chunk}):
            found[row[0]] = replace(_card(row[:-1], at), archived_at=_moment(row[-1]))
    return found


def _card(row: Sequence[Any], now: datetime) -> Answer:
    (
        number, public_id, source_id, source_name, source_type, external_id, kind, title, html,
        text, placeholders, questions, url, audience, groups, language, translation_of, tags,
        folder, shortcut, created_at, updated_at, owner, seen_at, stored_at, not_seen_since,
        text_hash, verified_at, verified_by, verified_hash, flagged_at, flagged_by, flag_reason,
        inserted, actions, review_days,
    ) = row  # fmt: skip
    evidence = Evidence(
        text_hash,
        _moment(verified_at),
        verified_by,
        verified_hash,
        _moment(flagged_at),
        flagged_by,
        flag_reason,
    )
    return Answer(
        number=number,
        id=public_id,
        source=SourceRef(source_id, source_name, source_type),
        external_id=external_id,
        kind=Kind(kind),
        title=title,
        html=html,
        text=text,
        placeholders=unpack_placeholders(placeholders),
        questions=unpack_texts(questions),
        url=url,
        audience=Audience(audience),
        groups=unpack_groups(groups),
        language=language,
        translation_of=translation_of,
        tags=unpack_texts(tags),
        folder=folder,
        shortcut=shortcut,
        created_at=_moment(created_at),
        updated_at=_moment(updated_at),
        owner=owner,
        seen_at=from_microseconds(seen_at or stored_at),
        not_seen_since=_moment(not_seen_since),
        trust=assess(evidence, int(review_days or settings.DEFAULTS[settings.REVIEW_DAYS]), now),
        inserted=inserted or 0,
        actions=unpack_actions(actions),
    )


# Statements of the hot path are built once: building one costs more than SQLite takes to answer it.
# Asking for numbers and ordinals apart fetches some too many, and is still quicker than comparing pairs.
_PASSAGES = select(passage_table).where(
    passage_table.c.answer_number.in_(bindparam("numbers", expanding=True)),
    passage_table.c.ordinal.in_(bindparam("ordinals", expanding=True)),
)


def passages(conn: Connection, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Passage]:
    """Return passages by (answer number, ordinal); those of answers that are gone are absent."""
    wanted = set(keys)
    found: dict[tuple[int, int], Passage] = {}
    for chunk in in_chunks(wanted):
        asked_for = {"numbers": [number for number, _ in chunk], "ordinals": [place for _, place in chunk]}
        for number, ordinal, heading, text, html in conn.execute(_PASSAGES, asked_for):
            if (number, ordinal) in wanted:
                found[number, ordinal] = Passage(ordinal, heading, text, html)
    return found


def passages_of(conn: Connection, number: int) -> list[Passage]:
    """Return all passages of one answer, in the order of the text."""
    query = (
        select(passage_table).where(passage_table.c.answer_number == number).order_by(passage_table.c.ordinal)
    )
    return [Passage(row.ordinal, row.heading, row.text, row.html) for row in conn.execute(query)]


_ROOTS = select(answers.c.number, answers.c.source_id, answers.c.external_id, answers.c.translation_of).where(
    answers.c.number.in_(bindparam("numbers", expanding=True)), answers.c.gone_at.is_(None)
)

#: Per column that may name the root: the answers of some roots of one source, by their external ids. Pairs of
#: source and id would say it at once, and SQLite would read the whole table for them.
_FAMILIES = {
    name: select(
        answers.c.number,
        answers.c.id,
        answers.c.language,
        answers.c.title,
        answers.c.groups,
        answers.c.source_id,
        answers.c.external_id,
        answers.c.translation_of,
    ).where(
        answers.c.source_id == bindparam("source"),
        answers.c[name].in_(bindparam("roots", expanding=True)),
        answers.c.gone_at.is_(None),
    )
    for name in ("external_id", "translation_of")
}


def translations(conn: Connection, numbers: Iterable[int]) -> dict[int, tuple[Translation, ...]]:
    """Return per answer the others of its source that say the same in another language."""
    wanted = list(numbers)
    found: dict[int, tuple[Translation, ...]] = {}
    rows = conn.execute(_ROOTS, {"numbers": wanted}).all()
    roots = {row.number: (row.source_id, row.translation_of or row.external_id) for row in rows}
    if not roots:
        return {}
    families = _families(conn, set(roots.values()))
    for number, root in roots.items():
        others = tuple(
            sorted((t for t in families.get(root, ()) if t.number != number), key=lambda t: t.language)
        )
        if others:
            found[number] = others
    return found


def _families(conn: Connection, roots: set[tuple[str, str]]) -> dict[tuple[str, str], list[Translation]]:
    family: dict[tuple[str, str], list[Translation]] = {}
    by_source: dict[str, list[str]] = {}
    for source_id, external_id in sorted(roots):
        by_source.setdefault(source_id, []).append(external_id)
    asked = [(name, source_id) for name in _FAMILIES for source_id in by_source]
    for name, source_id in asked:
        for row in conn.execute(_FAMILIES[name], {"source": source_id, "roots": by_source[source_id]}):
            translation = Translation(row.number, row.id, row.language, row.title, unpack_groups(row.groups))
            if name == "external_id" and row.translation_of:
                continue
            family.setdefault((row.source_id, getattr(row, name)), []).append(translation)
    return family


def date_anew(conn: Connection, source_id: str, dates: Mapping[str, datetime]) -> None:
    """Note when the source last touched documents that otherwise stayed as they are, by external id."""
    if not dates:
        return
    key = (answers.c.source_id == source_id) & (answers.c.external_id == bindparam("dated_id"))
    moved = answers.c.updated_at.is_distinct_from(bindparam("new_date", type_=answers.c.updated_at.type))
    values = {"updated_at": bindparam("new_date", type_=answers.c.updated_at.type)}
    rows = [{"dated_id": external_id, "new_date": date} for external_id, date in dates.items()]
    conn.execute(answers.update().where(key, moved).values(**values), rows)


def mark_gone(
    conn: Connection, source_id: str, external_ids: Iterable[str], now: datetime | None = None
) -> int:
    """Delete answers, keeping what is needed to bring them back with their history.

    Returns how many there were.
    """
    gone = 0
    for chunk in in_chunks(external_ids):
        of_chunk = (answers.c.source_id == source_id) & answers.c.external_id.in_(chunk)
        query = (
            select(answers.c.number).where(of_chunk, answers.c.gone_at.is_(None)).order_by(answers.c.number)
        )
        gone += _bury(conn, list(conn.execute(query).scalars()), now)
        conn.execute(
            documents.delete().where(documents.c.source_id == source_id, documents.c.external_id.in_(chunk))
        )
    return gone


def mark_all_gone(conn: Connection, source_id: str, now: datetime | None = None) -> int:
    """Delete all answers of a source. Returns how many there were."""
    numbers = all_numbers(conn, source_id)
    for chunk in in_chunks(numbers):
        _bury(conn, chunk, now)
    conn.execute(documents.delete().where(documents.c.source_id == source_id))
    return len(numbers)


def _bury(conn: Connection, numbers: list[int], now: datetime | None) -> int:
    for number, seq in zip(numbers, take(conn, "change", len(numbers)), strict=True):
        conn.execute(answers.update().where(answers.c.number == number).values(gone_at=moment(now), seq=seq))
    conn.execute(passage_table.delete().where(passage_table.c.answer_number.in_(numbers)))
    renew_asked(conn, numbers)
    return len(numbers)


def renew_asked(conn: Connection, numbers: list[int]) -> None:
    """Send the questions of these answers to the index again: whether or for whom they count has changed."""
    query = select(asked.c.number).where(asked.c.answer_number.in_(numbers), asked.c.withdrawn_at.is_(None))
    questions = list(conn.execute(query.order_by(asked.c.number)).scalars())
    for question, seq in zip(questions, take(conn, "change", len(questions)), strict=True):
        conn.execute(asked.update().where(asked.c.number == question).values(seq=seq))
