"""What an earlier generation learned from tickets that a later build is not given again.

Tickets are read, not kept. So a build without them starts from the vectors there are, and holds on to each of
them as firmly as there were texts behind it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sidecar.search.semantic import storage
from sidecar.search.semantic.fitting import Earlier, Frame
from sidecar.search.semantic.vocabulary import Pair, Vocabulary


def earlier_of(root: Path, fingerprint: str, tickets: int) -> Earlier | None:
    """Return what to hold on to: the generation there is, if it saw more tickets, through the same model.

    Args:
        root: The folder of the vectors.
        fingerprint: The model of the build that begins.
        tickets: How many tickets that build is given.
    """
    found = storage.inspect(root)
    if found.tables is None or found.manifest is None or found.folder is None:
        return None
    if found.manifest.model_fingerprint != fingerprint or found.manifest.tickets <= tickets:
        return None
    support, frame = storage.read_behind(found.folder)
    places: dict[str | Pair, int] = dict(found.tables.words.items())
    places.update(found.tables.pairs.items())
    return Earlier(
        rows=np.asarray(found.tables.rows, dtype=np.float32),
        support=support,
        places=places,
        frame=Frame.unpacked(frame),
        texts=found.manifest.published + found.manifest.tickets,
        tickets=found.manifest.tickets,
    )


def with_earlier(vocabulary: Vocabulary, earlier: Earlier | None) -> Vocabulary:
    """Return a vocabulary with the words and pairs that an earlier fit found in texts."""
    if earlier is None:
        return vocabulary
    before = [key for key, row in earlier.places.items() if earlier.support[row] > 0]
    own = {*vocabulary.own, *(key for key in before if isinstance(key, str))}
    pairs = {*vocabulary.pairs, *(key for key in before if isinstance(key, tuple))}
    general = tuple(word for word in vocabulary.general if word not in own)
    return Vocabulary(tuple(sorted(own)), general, tuple(sorted(pairs)))
