"""Which texts stand for an answer where meanings are compared.

A question means what one sentence says more often than what a passage says as a whole. Measured on XQuAD-de
(1,190 questions of one sentence, 240 passages; word vectors fitted to the sentences of the passages by
multilingual-e5-small), hit@1 / hit@5: whole passage 67 / 86, first two sentences 56 / 74, the best of its
sentences 76 / 91, of every two sentences 73 / 88, of such pieces as here 76 / 90 (5 rows a passage).
The title beside the whole passage changed nothing. So a passage is known by its pieces, as long as there are
not too many passages for that, and else as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sidecar.knowledge.content.passages import words_in
from sidecar.knowledge.model import IndexableAnswer, Passage
from sidecar.search.sentences import placeholders_closed, sentence_spans

#: Sentences are put together up to so many words: list items and short turns say little alone.
_PIECE = 25


def title_text(answer: IndexableAnswer) -> str:
    """Return what stands for the answer as a whole: its title."""
    return answer.title


def passage_texts(answer: IndexableAnswer, *, in_pieces: bool) -> Iterable[tuple[int, str]]:
    """Return ordinal and text of each piece of each passage, or of each passage whole.

    An answer without any passage has an empty one, as in the index.
    """
    passages = answer.passages or (Passage(0, "", "", ""),)
    if not in_pieces:
        return [(passage.ordinal, f"{passage.heading}\n{passage.text}") for passage in passages]
    return [(passage.ordinal, piece) for passage in passages for piece in _pieces(passage)]


def _pieces(passage: Passage) -> Iterator[str]:
    spans = sentence_spans(placeholders_closed(passage.text))
    piece = passage.heading
    words = _PIECE if piece else 0  # a heading stands by itself, like a title
    for start, end in spans:
        sentence = passage.text[start:end]
        size = words_in(sentence)
        if piece and words + size > _PIECE:
            yield piece
            piece, words = "", 0
        piece, words = f"{piece} {sentence}".strip(), words + size
    yield piece
