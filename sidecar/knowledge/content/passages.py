"""Cutting an article into passages: by heading, then by size, between paragraphs, items and sentences."""

from __future__ import annotations

import re

from sidecar.knowledge.content.atoms import Atom, atoms_of, html_of, text_of
from sidecar.knowledge.content.sentences import split_long
from sidecar.knowledge.model import Passage

#: Sizes in words. A passage is filled up to `_FULL`, and an atom over `_LONGEST` is cut at the ends of
#: sentences.
_SMALL = 40
_FULL = 180
_LONGEST = 250
_LONGEST_CODE = 600

_PATH_SEPARATOR = " > "
_DENSE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)


def words_in(text: str) -> int:
    """Return the length of a text in words; in scripts without spaces, two characters count as one."""
    words = text.count(" ") + text.count("\n") + 1
    return words if text.isascii() else words + len(_DENSE.findall(text)) // 2


def whole(clean: str) -> tuple[str, tuple[Passage, ...]]:
    """Return the text of a reply and its one passage."""
    text = text_of(atoms_of(clean)) if clean else ""
    return text, (Passage(0, "", text, clean),)


def cut(clean: str) -> tuple[str, tuple[Passage, ...]]:
    """Return the text of an article and its passages, at least one."""
    atoms = atoms_of(clean)
    pieces: list[tuple[str, list[Atom]]] = []
    path: list[tuple[int, str]] = []
    section: list[Atom] = []
    for atom in atoms:
        if atom.level:
            pieces += _filled(_path(path), section, clean)
            section = []
            path = [entry for entry in path if entry[0] < atom.level]
            path.append((atom.level, " ".join(atom.text.split())))
        else:
            section.append(atom)
    pieces += _filled(_path(path), section, clean)
    passages = tuple(
        Passage(ordinal, heading, text_of(run), html_of(clean, run))
        for ordinal, (heading, run) in enumerate(pieces)
    )
    # A page of headings alone, or an empty one, can still be found by its title and its headings.
    return text_of(atoms), passages or (Passage(0, "", text_of(atoms), clean),)


def _path(path: list[tuple[int, str]]) -> str:
    return _PATH_SEPARATOR.join(title for _, title in path)


def _filled(heading: str, section: list[Atom], clean: str) -> list[tuple[str, list[Atom]]]:
    """Fill passages with the atoms of one section."""
    runs: list[list[Atom]] = []
    size = 0
    for atom in _cut_to_size(section, clean):
        words = words_in(atom.text)
        if runs and (size + words <= _FULL or (size < _SMALL and size + words <= _LONGEST)):
            runs[-1].append(atom)
            size += words
        else:
            runs.append([atom])
            size = words
    if len(runs) > 1 and size < _SMALL and sum(words_in(atom.text) for atom in runs[-2]) + size <= _LONGEST:
        runs[-2:] = [runs[-2] + runs[-1]]
    return [(heading, run) for run in runs]


def _cut_to_size(section: list[Atom], clean: str) -> list[Atom]:
    cut_atoms: list[Atom] = []
    for atom in section:
        if words_in(atom.text) > (_LONGEST_CODE if atom.code else _LONGEST):
            cut_atoms += split_long(clean, atom, _FULL, words_in)
        else:
            cut_atoms.append(atom)
    return cut_atoms
