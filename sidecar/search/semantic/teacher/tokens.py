"""The tokenizer of a model: its `tokenizer.json`, and the whole words among its tokens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sidecar.search.semantic.teacher.protocol import NotInstalled, UnusableModel

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: What stands before a token that begins a word: SentencePiece, and byte-level BPE.
_BEGINNINGS = ("▁", "Ġ")
_CONTINUED = "##"

INSTALL = "Building word vectors needs more libraries. Install them with: pip install 'cuecard[semantic]'"


def read_tokenizer(path: Path, max_tokens: int) -> Tokenizer:
    """Return a tokenizer that cuts off and does not pad.

    Raises:
        NotInstalled: The library is missing.
        UnusableModel: The file is missing or damaged.
    """
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise NotInstalled(INSTALL) from error
    if not path.is_file():
        raise UnusableModel(f"{path.parent} has no {path.name}: download it from where the model comes from.")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise UnusableModel(f"{path} is not a tokenizer ({error}). Download it again.") from error
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer


def whole_words(tokenizer: Tokenizer) -> list[str]:
    """Return the tokens that are whole words of at least two letters, in the order of their numbers.

    Vocabularies are made by frequency, so that is the order of how frequent they are, too.
    """
    ranked = [token for token, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]
    beginning = next((mark for mark in _BEGINNINGS if any(token.startswith(mark) for token in ranked)), None)
    if beginning is None:
        words = [token for token in ranked if not token.startswith(_CONTINUED)]
    else:
        words = [token.removeprefix(beginning) for token in ranked if token.startswith(beginning)]
    return list(dict.fromkeys(word for word in words if len(word) > 1 and word.isalpha()))
