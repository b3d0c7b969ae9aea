"""Fits the classifier in a process of its own, so that the server neither waits nor grows.

Run as `python -m sidecar.suggest.classifier.training`, it reads a `Job` from standard input, fits, writes the
file and ends. It only reads the store.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from sqlalchemy import Connection, Join, func, select

from sidecar.knowledge import changes
from sidecar.knowledge.database import open_database
from sidecar.knowledge.schema import answers, asked
from sidecar.search.semantic.vectors import load as load_vectors
from sidecar.suggest.classifier.features import terms_of_text
from sidecar.suggest.classifier.fitting import Example, fit
from sidecar.suggest.classifier.model import Fitted, save

#: Fewer questions tell too little.
FEWEST = 20
#: Of no more answers than this, all are known by their titles; of more, those that were asked for.
_MOST_TITLES = 1000
_NICE = 10


@dataclass(frozen=True, slots=True)
class Job:
    """What to read and where to write: the database's URL, the file, the folder of word vectors."""

    database: str
    file: str
    semantic: str


def questions_that_count(conn: Connection) -> int:
    """Return how many asked questions a classifier would be fitted to."""
    return conn.execute(select(func.count()).select_from(_joined()).where(*_COUNTS)).scalar_one()


def changes_since(conn: Connection, seq: int) -> int:
    """Return how many asked questions were added, changed or withdrawn after a change of the store."""
    return conn.execute(select(func.count()).select_from(asked).where(asked.c.seq > seq)).scalar_one()


def train(conn: Connection, semantic: Path) -> Fitted | None:
    """Fit a classifier to what the store knows; `None` if that is too little."""
    seq = changes.latest_seq(conn)
    rows = conn.execute(
        select(asked.c.text, asked.c.language, asked.c.answer_number).select_from(_joined()).where(*_COUNTS)
    ).all()
    if len(rows) < FEWEST:
        return None
    known = {row.answer_number for row in rows}
    titles = conn.execute(
        select(answers.c.title, answers.c.language, answers.c.number)
        .where(answers.c.gone_at.is_(None))
        .order_by(answers.c.number)
    ).all()
    if len(titles) > _MOST_TITLES:
        titles = [row for row in titles if row.number in known]
    said = [*rows, *titles]
    examples = [Example(terms_of_text(text, language), answer) for text, language, answer in said]
    vectors = load_vectors(semantic)
    if vectors is None:
        return fit(examples, seq)
    meanings = vectors.encode([row[0] for row in said], [row[1] for row in said])
    return fit(examples, seq, meanings, vectors.name)


def main() -> None:
    """Do the job that standard input names."""
    job = Job(**json.loads(sys.stdin.read()))
    _step_back()
    database = open_database(job.database)
    try:
        with database.reading() as conn:
            fitted = train(conn, Path(job.semantic))
    finally:
        database.close()
    if fitted is not None:
        save(fitted, Path(job.file))


def as_input(job: Job) -> bytes:
    """Return a job as `main` reads it; the URL may hold a password, so it is not an argument."""
    return json.dumps(asdict(job)).encode()


def _joined() -> Join:
    return asked.join(answers, answers.c.number == asked.c.answer_number)


_COUNTS = (asked.c.withdrawn_at.is_(None), asked.c.weight > 0, answers.c.gone_at.is_(None))


def _step_back() -> None:
    with contextlib.suppress(OSError, psutil.Error):
        if os.name == "posix":
            os.nice(_NICE)
        else:
            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)


if __name__ == "__main__":
    main()
