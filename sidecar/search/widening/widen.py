"""All that widens what is asked for, put together within a bound on its cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sidecar.search.analysis import base_language
from sidecar.search.protocol import Index, Words
from sidecar.search.vocabulary import Vocabulary
from sidecar.search.widening import compounds, typos
from sidecar.search.widening.synonyms import NONE, Synonyms, common_synonyms, said_otherwise

#: Words of a ticket that are corrected or taken apart at most; a longer one says things more than once.
_MOST_LOOKED_AT = 24
#: Words of this length may be compounds where the language makes them freely.
_COMPOUND = 8


def widened(pieces: Sequence[Words], language: str, index: Index, team: Synonyms = NONE) -> list[Words]:
    """Return what pieces of a ticket ask for with further words of less weight, such as the knowledge has.

    Args:
        pieces: What each piece asks for, in the order of the ticket.
        language: BCP 47 tag of the ticket.
        index: Tells which words the knowledge has.
        team: The team's own synonyms.
    """
    base = base_language(language)
    vocabulary = index.vocabulary()
    strange, long = _looked_at(pieces, base, index, vocabulary)
    meant = {stem: _meant(stem, surface, base, vocabulary) for stem, surface in strange.items()}
    parts = {stem: compounds.parts(surface, base, vocabulary) for stem, surface in long.items()}
    made: list[Words] = []
    for piece in pieces:
        additions = [found.get(stem, {}) for found in (meant, parts) for stem in piece.surfaces]
        additions += [compounds.joined(piece.spoken, base, vocabulary)]
        additions += [said_otherwise(piece.spoken, table) for table in (team, common_synonyms(base))]
        made.append(_with(piece, additions, vocabulary))
    return made


def _with(piece: Words, additions: Iterable[Mapping[str, float]], vocabulary: Vocabulary) -> Words:
    stems = dict(piece.stems)
    for each in additions:
        for stem, weight in each.items():
            # Only words are counted: codes, and words of several syllables, are asked for untested.
            if stem in vocabulary or not stem.isalpha():
                stems[stem] = max(weight, stems.get(stem, 0.0))
    return Words(stems, piece.pairs, piece.grams, piece.surfaces, piece.spoken, piece.titled)


def _looked_at(
    pieces: Sequence[Words], language: str, index: Index, vocabulary: Vocabulary
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words that the knowledge does not have, and those that may be compounds, by their stems."""
    surfaces = {stem: surface for piece in pieces for stem, surface in piece.surfaces.items()}
    doubtful = [stem for stem in surfaces if stem not in vocabulary and stem.isalpha()][:_MOST_LOOKED_AT]
    strange = {stem: surfaces[stem] for stem in doubtful if not index.has_word(stem, surfaces[stem])}
    if language not in compounds.LINKS:
        return strange, {}
    long = [stem for stem, surface in surfaces.items() if len(surface) >= _COMPOUND and stem not in strange]
    return strange, {stem: surfaces[stem] for stem in long[:_MOST_LOOKED_AT] if surfaces[stem].isalpha()}


def _meant(stem: str, surface: str, language: str, vocabulary: Vocabulary) -> dict[str, float]:
    return compounds.parts(surface, language, vocabulary) or typos.corrected(stem, vocabulary)
