"""One generation: the vectors of everything in the store, by one set of word vectors."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sidecar.knowledge.model import AskedQuestion, IndexableAnswer, Origin
from sidecar.search.meanings import storage, texts
from sidecar.search.meanings.cards import Cards, card_of_answer, card_of_question, unpacked
from sidecar.search.meanings.protocol import TITLE
from sidecar.search.meanings.rows import RECORD
from sidecar.search.meanings.storage import Appended, Manifest, TableState
from sidecar.search.meanings.table import Table
from sidecar.search.meanings.view import View
from sidecar.search.protocol import Counts, Position
from sidecar.search.semantic.vectors import WordVectors

_log = logging.getLogger(__name__)

#: The tables, and by which field of their records rows are replaced.
_TABLES = {"questions": "item", "titles": "answer", "passages": "answer"}

#: Beyond so many pieces passages are known as a whole: a search among these takes over 1 ms, heads 13 MB.
_MOST_PIECES = 150_000

_Record = tuple[int, int, int, float, bool]


class Generation:
    """The tables in one folder. One thread uses it; what `view` returns, any.

    Args:
        root: The folder that keeps the generations.
        vectors: What texts are encoded by.
        folder: The generation's own folder.
        manifest: What of it counts.

    Raises:
        OSError, ValueError: What lies in the folder does not fit the manifest.
    """

    def __init__(self, root: Path, vectors: WordVectors, folder: Path, manifest: Manifest) -> None:
        self.vectors = vectors
        self._root = root
        self._folder = folder
        self._manifest = manifest
        self._cards = Cards()
        self._cards_file = Appended(storage.cards_path(folder), manifest.cards)
        for line in b"".join(self._cards_file.chunks()).splitlines():
            self._cards.number(unpacked(line.decode()))
        self._cards_written = len(self._cards)
        self._tables = {
            name: Table(folder, name, key, vectors.dim, manifest.tables.get(name, TableState()))
            for name, key in _TABLES.items()
        }

    @property
    def position(self) -> Position:
        """How far the outbox has been followed, as of the last commit."""
        return self._manifest.position

    @property
    def is_complete(self) -> bool:
        """Whether it has once had everything: before that it does not answer."""
        return self._manifest.complete

    def counts(self) -> Counts:
        """Return how much there is, counted as the index counts."""
        return Counts(self._tables["passages"].distinct(), self._tables["questions"].count)

    @property
    def has_outgrown_pieces(self) -> bool:
        """Whether there are more pieces than are searched in time: begin one with whole passages instead."""
        return self._manifest.in_pieces and self._tables["passages"].count > _MOST_PIECES

    def view(self) -> View:
        """Return the state of the last commit, for readers."""
        tables = {name: table.rows() for name, table in self._tables.items()}
        return View(self.vectors, cards=self._cards, in_pieces=self._manifest.in_pieces, **tables)

    def take_answers(self, answers: Sequence[IndexableAnswer]) -> None:
        """Put in titles and passages of answers in place of what was known of them; take out gone ones."""
        there = [answer for answer in answers if not answer.gone]
        keys = [answer.number for answer in answers]
        titles = [(answer, TITLE, texts.title_text(answer)) for answer in there]
        passages = [
            (answer, *text)
            for answer in there
            for text in texts.passage_texts(answer, in_pieces=self._manifest.in_pieces)
        ]
        self._take_texts("titles", keys, titles)
        self._take_texts("passages", keys, passages)

    def take_questions(self, questions: Sequence[AskedQuestion]) -> None:
        """Put in asked questions, and take out those withdrawn."""
        there = [question for question in questions if not question.gone]
        records = [
            (
                question.answer_number,
                question.number,
                self._cards.number(card_of_question(question)),
                question.weight,
                question.origin is Origin.LEARNED,
            )
            for question in there
        ]
        said = [(question.text, question.language) for question in there]
        self._take("questions", [question.number for question in questions], records, said)

    def commit(self, position: Position, *, complete: bool) -> None:
        """Let everything taken count, and remember how far the outbox was followed."""
        fresh = self._cards.since(self._cards_written)
        self._cards_file.append("".join(f"{card.packed()}\n" for card in fresh).encode())
        self._cards_written += len(fresh)
        self._manifest = self._manifest.model_copy(
            update={
                "position": position,
                "complete": complete,
                "cards": self._cards_file.state,
                "tables": {name: table.commit() for name, table in self._tables.items()},
            }
        )
        storage.write_manifest(self._folder, self._manifest)

    @property
    def is_littered(self) -> bool:
        """Whether so much does not count any more that `cleared_out` is worth it."""
        return any(table.is_littered for table in self._tables.values())

    def cleared_out(self) -> Generation:
        """Return a generation with only what counts, which counts from now on in the place of this one."""
        pieces = self._manifest.in_pieces
        manifest = storage.fresh(self.vectors.name, self.vectors.dim, in_pieces=pieces)
        cleared = Generation(self._root, self.vectors, storage.make(self._root, manifest), manifest)
        used = np.unique(np.concatenate([table.cards_in_use() for table in self._tables.values()]))
        numbers = np.zeros(len(self._cards), np.int32)
        known = self._cards.since(0)
        for card in used.tolist():
            numbers[card] = cleared._cards.number(known[card])
        for name, table in self._tables.items():
            table.copy_live(cleared._tables[name], numbers)
        cleared.commit(self.position, complete=self.is_complete)
        storage.promote(self._root, cleared._folder)
        return cleared

    def _take_texts(
        self, table: str, keys: list[int], rows: Sequence[tuple[IndexableAnswer, int, str]]
    ) -> None:
        records: list[_Record] = [
            (answer.number, item, self._cards.number(card_of_answer(answer)), 1.0, False)
            for answer, item, _ in rows
        ]
        self._take(table, keys, records, [(text, answer.language) for answer, _, text in rows])

    def _take(self, table: str, keys: list[int], records: list[_Record], said: list[tuple[str, str]]) -> None:
        encoded = self.vectors.encode([text for text, _ in said], [language for _, language in said])
        self._tables[table].replace(keys, np.array(records, RECORD), encoded)


def find(root: Path, vectors: WordVectors) -> Generation | None:
    """Open the generation that a folder keeps, if it is sound and was encoded by these word vectors."""
    found = storage.find(root, vectors.name, vectors.dim)
    if found is None:
        return None
    try:
        opened = Generation(root, vectors, *found)
    except (OSError, ValueError) as error:
        _log.warning("The vectors of the knowledge cannot be read (%s): encoding them anew.", error)
        return None
    storage.sweep(root, found[0])
    return opened


def begin(root: Path, vectors: WordVectors, *, in_pieces: bool) -> Generation:
    """Begin an empty generation in the place of what a folder keeps; passages are known by pieces or not."""
    manifest = storage.fresh(vectors.name, vectors.dim, in_pieces=in_pieces)
    folder = storage.make(root, manifest)
    storage.promote(root, folder)
    return Generation(root, vectors, folder, manifest)
