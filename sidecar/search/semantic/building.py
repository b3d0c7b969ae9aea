"""Building word vectors: ask the model, fit, write. Killed anywhere and started again, it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from sidecar.search.semantic import fitting, parts, storage
from sidecar.search.semantic.bags import Matrix
from sidecar.search.semantic.earlier import earlier_of, with_earlier
from sidecar.search.semantic.fitting import Earlier, Fit, Frame
from sidecar.search.semantic.said import Said
from sidecar.search.semantic.storage import SAID, Fitted, Manifest
from sidecar.search.semantic.teacher.protocol import Teacher
from sidecar.search.semantic.vocabulary import MOST_GENERAL, Sample, Vocabulary, choose
from sidecar.search.semantic.words import STEM, Word, words_of

#: Texts asked at once; of like length, so that little is padded.
_AT_ONCE = 32
#: Seconds after which what was said is written down.
_WRITTEN_EVERY = 5.0
#: Every so many texts one is kept out of a first fit, to see how well it says what the model would.
_HELD_OUT_EVERY = 10
_FEWEST_HELD_OUT = 20
#: How little a word of the model's own that no text has matters for pieces.
_GENERAL_IMPORTANCE = 0.3

Progress = Callable[[str, int, int], None]


class NothingToFit(Exception):  # noqa: N818 - named for what it says
    """There is no text to fit on; the message says where to get some."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: what was written, and how many texts the model had to be asked for."""

    manifest: Manifest
    asked: int


def build(
    root: Path,
    teacher: Teacher,
    samples: Sequence[Sample],
    progress: Progress,
    most_general: int = MOST_GENERAL,
) -> Built:
    """Build word vectors and let them count.

    Args:
        root: The folder `semantic` of a data folder.
        teacher: The model.
        samples: Sentences of the team and of its tickets. No text of a ticket is written anywhere: until
            the build is done, the disk holds the model's vectors under keyed hashes of the texts, then
            those of published sentences and of the vocabulary only.
        progress: Told what is being done, how much of it is done, and how much there is.
        most_general: How many of the model's own words to take in, the most frequent first.

    Raises:
        NothingToFit: There is no sentence.
    """
    samples = _distinct(samples)
    if not samples:
        raise NothingToFit("There is nothing to learn from yet: sync a source first, or give --tickets FILE.")
    said = Said(root / SAID, teacher.fingerprint)
    said.begin()
    tickets = len({sample.ticket for sample in samples if sample.ticket is not None})
    earlier = earlier_of(root, teacher.fingerprint, tickets)
    vocabulary = with_earlier(choose(samples, teacher.vocabulary(), most_general), earlier)
    asked = _ask(teacher, said, [*vocabulary.words, *(sample.text for sample in samples)], progress)
    progress("Fitting", 0, 1)
    fitted, agreement = _fitted(samples, vocabulary, said, earlier)
    about = {
        "model": teacher.name,
        "model_fingerprint": teacher.fingerprint,
        "built_at": datetime.now(UTC),
        "published": sum(sample.ticket is None for sample in samples),
        "tickets": max(tickets, earlier.tickets if earlier else 0),
        "agreement": round(agreement, 4),
    }
    manifest = storage.write(root, fitted, about)
    published = (sample.text for sample in samples if sample.ticket is None)
    said.keep_only([*vocabulary.words, *published])
    progress("Fitting", 1, 1)
    return Built(manifest, asked)


def _distinct(samples: Iterable[Sample]) -> list[Sample]:
    """Leave out sentences of no word; a published sentence counts once, what several tickets say often."""
    seen: set[tuple[str, int | None]] = set()
    kept = []
    for sample in samples:
        if (sample.text, sample.ticket) not in seen and words_of(sample.text, sample.language):
            seen.add((sample.text, sample.ticket))
            kept.append(sample)
    return kept


def _ask(teacher: Teacher, said: Said, texts: Iterable[str], progress: Progress) -> int:
    wanted = list(dict.fromkeys(texts))
    missing = said.missing(wanted)
    done = len(wanted) - len(missing)
    told: list[str] = []
    vectors: list[Matrix] = []
    written = time.monotonic()
    for first in range(0, len(missing), _AT_ONCE):
        batch = missing[first : first + _AT_ONCE]
        progress("Asking the model", done + first, len(wanted))
        vectors.append(teacher.encode(batch))
        told += batch
        if time.monotonic() - written > _WRITTEN_EVERY:
            said.add(told, np.vstack(vectors))
            told, vectors, written = [], [], time.monotonic()
    if told:
        said.add(told, np.vstack(vectors))
    progress("Asking the model", len(wanted), len(wanted))
    return len(missing)


def _fitted(
    samples: Sequence[Sample], vocabulary: Vocabulary, said: Said, earlier: Earlier | None
) -> tuple[Fitted, float]:
    texts = [words_of(sample.text, sample.language) for sample in samples]
    alone = said.of(vocabulary.words)
    meant = said.of([sample.text for sample in samples])
    frame = (
        earlier.frame if earlier else fitting.frame_of(samples, meant, alone[: max(len(vocabulary.own), 1)])
    )
    wanted = frame.of_texts(meant)
    start = frame.of_words(alone)
    agreement = _agreement(texts, wanted, vocabulary, start, earlier)
    found = fitting.fit(texts, wanted, vocabulary, start, earlier)
    return _with_parts(found, vocabulary, texts, frame), agreement


def _agreement(
    texts: Sequence[Sequence[Word]],
    wanted: Matrix,
    vocabulary: Vocabulary,
    start: Matrix,
    earlier: Earlier | None,
) -> float:
    """Return the mean cosine to the model on texts that a fit has not seen; 0 where there are too few."""
    out = np.arange(len(texts)) % _HELD_OUT_EVERY == 0
    if out.sum() < _FEWEST_HELD_OUT:
        return 0.0
    inside = [text for text, held in zip(texts, out, strict=True) if not held]
    outside = [text for text, held in zip(texts, out, strict=True) if held]
    found = fitting.fit(inside, wanted[~out], vocabulary, start, earlier)
    places = fitting.places_of(vocabulary)
    bags = fitting.bags_of(outside, places, np.ones(len(places), np.float32), len(vocabulary.words))
    return float((fitting.unit(bags.times(found.rows)) * wanted[out]).sum(axis=1).mean())


def _with_parts(found: Fit, vocabulary: Vocabulary, texts: Sequence[Sequence[Word]], frame: Frame) -> Fitted:
    words, own = vocabulary.words, len(vocabulary.own)
    places = {word: row for row, word in enumerate(words)}
    stems, stem_rows = parts.stems_of(texts, places, found.rows, found.support)
    importance = np.full(len(words), _GENERAL_IMPORTANCE, np.float32)
    importance[:own] = np.sqrt(1 + found.support[:own])
    pieces, piece_rows = parts.pieces_of(words, found.rows[: len(words)], importance)
    names = [*words, *(" ".join(pair) for pair in vocabulary.pairs), *(STEM + stem for stem in stems)]
    rest = np.zeros(len(stems) + len(pieces), np.float32)
    return Fitted(
        words=names,
        pieces=pieces,
        rows=np.vstack([found.rows, stem_rows, piece_rows]),
        support=np.concatenate([found.support, rest]),
        frame=frame.packed,
    )
