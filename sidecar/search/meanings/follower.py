"""Keeps the meanings in step with the store and with the word vectors, one bounded step at a time.

Runs beside the index, after it, from the same outbox with a position of its own. Where word vectors are
exchanged, everything is encoded anew while the old state answers; where they are removed, nothing is kept.
"""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection

from sidecar.knowledge import changes
from sidecar.search import census, follow
from sidecar.search.meanings import storage
from sidecar.search.meanings.generation import Generation, begin, find
from sidecar.search.meanings.meanings import Meanings
from sidecar.search.meanings.threads import use_one_thread
from sidecar.search.protocol import Position
from sidecar.search.semantic.current import CurrentVectors
from sidecar.search.semantic.vectors import WordVectors

_log = logging.getLogger(__name__)

#: Seconds after which a step commits what it has: shorter than the index's, which waits for it.
_BUDGET = 0.5
#: Up to so many passages are known by their pieces, of which each has about five.
_FEW = 20_000


class MeaningsFollower:
    """Writes what `meanings` answers from. `step` runs in one thread at a time.

    Args:
        meanings: Where each new state is published.
        root: The folder for the rows, beside the index.
        current: The word vectors in use.
    """

    def __init__(self, meanings: Meanings, root: Path, current: CurrentVectors) -> None:
        self._meanings = meanings
        self._root = root
        self._current = current
        self._generation: Generation | None = None
        self._restart = False
        self._checked = False

    def restart(self) -> None:
        """Let the next step encode everything anew; the old state answers meanwhile."""
        self._restart = True

    def step(self, conn: Connection) -> bool:
        """Take in changes for about half a second and commit them.

        Returns:
            Whether everything the store had when the step began is taken in.
        """
        self._current.reload_if_changed()
        vectors = self._current.vectors
        if vectors is None:
            self._drop()
            return True
        latest = changes.latest_seq(conn)
        generation = self._generation_for(conn, vectors, latest)
        # Until the commit: rows taken in by a step that fails are read from disk no more.
        self._generation = None
        generation, done = _follow(conn, generation, latest)
        self._generation = generation
        if done and not self._agrees(conn, generation):
            _log.warning("The vectors and the knowledge disagree on how much there is: encoding anew.")
            self._restart, done = True, False
        if generation.is_complete:
            self._meanings.publish(generation.view())
        return done and not generation.has_outgrown_pieces

    def _drop(self) -> None:
        self._meanings.publish(None)
        self._generation = None
        storage.remove(self._root)

    def _generation_for(self, conn: Connection, vectors: WordVectors, latest: int) -> Generation:
        found = self._generation
        if self._restart or (found is not None and found.has_outgrown_pieces):
            self._restart = False
            return self._begin(conn, vectors, found)
        if found is None or found.vectors.name != vectors.name:
            self._checked = False
            use_one_thread()
            found = find(self._root, vectors) or self._begin(conn, vectors)
        if max(found.position.answers, found.position.asked) > latest:
            # A store older than this: another database, or one restored. What was known is not true of it.
            self._meanings.publish(None)
            self._checked = False
            found = self._begin(conn, vectors)
        return found

    def _begin(self, conn: Connection, vectors: WordVectors, before: Generation | None = None) -> Generation:
        outgrown = before is not None and before.has_outgrown_pieces
        few = census.expected(conn).passages <= _FEW
        return begin(self._root, vectors, in_pieces=few and not outgrown)

    def _agrees(self, conn: Connection, generation: Generation) -> bool:
        if self._checked or generation.position != Position(*(changes.latest_seq(conn),) * 2):
            return True
        self._checked = True
        return census.expected(conn) == generation.counts()


def _follow(conn: Connection, generation: Generation, latest: int) -> tuple[Generation, bool]:
    """Take in what changed; return the generation to go on with, and whether that was all."""
    position, moved = generation.position, False
    for page in follow.pages(conn, position, latest, _BUDGET):
        if page.answers:
            generation.take_answers(page.answers)
        if page.asked:
            generation.take_questions(page.asked)
        position, moved = page.position, True
    done = position == Position(latest, latest)
    if moved or (done and not generation.is_complete):
        generation.commit(position, complete=generation.is_complete or done)
    if generation.is_littered:
        generation = generation.cleared_out()
    return generation, done
