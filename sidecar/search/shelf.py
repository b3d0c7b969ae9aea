"""One Tantivy index in a folder, with one long-lived writer and every known trap fenced off.

The traps (measured on tantivy-py 0.27): after one bad document, later commits "succeed" and store nothing,
so any
error here costs the writer and the caller rebuilds; a Rust panic is a `BaseException`; numbers given as
keyword
arguments get the wrong type; deleting by a field that is not indexed does nothing; the writer's own
context manager commits even after an error; a new writer for each commit prevents merging.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from sidecar.search.errors import IndexBusy, IndexFault, tantivy_faults
from sidecar.search.snapshot import Snapshot

#: The least that Tantivy takes for one writer thread, in bytes.
SMALLEST_HEAP = 15_000_000

#: Tantivy brings so many pieces of about a size together, and no fewer.
_MERGED = 8
#: Fewer pieces are looked through about as fast as one.
_FEW = 2
#: The keys of rows that are there to be merged: no row of the store has one below zero.
_FILLERS = range(-_MERGED, 0)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of an index.

    `texts` maps a field of space-joined terms to `freq` or `position` (phrases need positions); `keywords`
    are kept whole, and so are `marks`, which can only be asked for; `kept` are texts that can be read back;
    `numbers` are signed, indexed and fast; `weights` are floats, fast only. `key` is the number by which rows
    are replaced.
    """

    key: str
    texts: Mapping[str, str]
    kept: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()

    def describe(self) -> str:
        """Return the layout as a text that changes when the layout does."""
        return repr(
            (
                self.key,
                sorted(self.texts.items()),
                self.kept,
                self.keywords,
                self.marks,
                self.numbers,
                self.weights,
            )
        )

    def schema(self) -> tantivy.Schema:
        """Return the Tantivy schema; only built-in tokenizers, which need no registering after opening."""
        builder = tantivy.SchemaBuilder()
        for name, option in self.texts.items():
            stored = name in self.kept
            builder.add_text_field(name, stored=stored, tokenizer_name="whitespace", index_option=option)
        for name in self.keywords:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        for name in self.marks:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        for name in (self.key, *self.numbers):
            builder.add_integer_field(name, indexed=True, fast=True)
        for name in self.weights:
            builder.add_float_field(name, fast=True)
        return builder.build()


class Shelf:
    """One index. Reads may come from any thread; writes come from one thread at a time.

    Raises:
        IndexFault: The folder holds no index of this layout.
    """

    def __init__(self, folder: Path, layout: Layout, heap: int = SMALLEST_HEAP) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.layout = layout
        self.schema = layout.schema()
        self._heap = heap
        self._writer: tantivy.IndexWriter | None = None
        self._broken = False
        with tantivy_faults():
            self._index = tantivy.Index(self.schema, path=str(folder))
            self._index.config_reader(reload_policy="manual")
            self._index.reload()
            self._snapshot = Snapshot(self.schema, self._index.searcher())
        if self._fillers():
            self._take_out_fillers()

    @property
    def snapshot(self) -> Snapshot:
        """The state as of the last commit; take it once for each question."""
        return self._snapshot

    def replace(self, key: int, rows: Sequence[Row]) -> None:
        """Take out every row with this key and put these in; visible after `commit`.

        Raises:
            IndexFault: A row was refused. Nothing since the last commit can be trusted.
        """
        documents = [self._document(row) for row in rows]
        with self._writing():
            writer = self._open_writer()
            # Delete first: an addition before the deletion in the same commit would be deleted with it.
            writer.delete_documents_by_term(self.layout.key, key)
            for document in documents:
                writer.add_document(document)

    def commit(self) -> None:
        """Make all replacements searchable.

        Raises:
            IndexFault: The commit failed; the shelf takes nothing more.
        """
        with self._writing():
            if self._writer is not None:
                self._writer.commit()
            self._index.reload()
            self._snapshot = Snapshot(self.schema, self._index.searcher())

    def tidy(self) -> None:
        """Bring together the pieces that many commits leave: each is looked up by itself for every word.

        Tantivy can be told to merge by nothing but many small pieces. So empty rows are committed one by one
        until it does, and are taken out again before anybody sees them; what a crash leaves of them is taken
        out at the next opening.

        Raises:
            IndexFault: A commit failed; the shelf takes nothing more.
        """
        if self._snapshot.searcher.num_segments <= _FEW:
            return
        with self._writing():
            for key in _FILLERS:
                self._open_writer().add_document(self._document({self.layout.key: key}))
                self._open_writer().commit()
        # A merge is given up if a piece that it is made of goes meanwhile: it has to end first.
        self._let_merges_end()
        self._take_out_fillers()
        self._let_merges_end()
        self.commit()

    def _let_merges_end(self) -> None:
        # The writer ends with what it merges; its memory is better spent otherwise until the next change.
        with self._writing():
            writer, self._writer = self._writer, None
            if writer is not None:
                writer.wait_merging_threads()

    def count(self) -> int:
        """Return the number of rows that can be found."""
        return self._snapshot.count()

    def close(self) -> None:
        """Give the writer's lock back; uncommitted rows are dropped."""
        self._drop_writer()

    def _fillers(self) -> int:
        keys = tantivy.Query.term_set_query(self.schema, self.layout.key, list(_FILLERS))
        return self._snapshot.count_of(keys)

    def _take_out_fillers(self) -> None:
        for key in _FILLERS:
            self.replace(key, ())
        self.commit()

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._broken:
            raise IndexFault("An earlier write failed: the index has to be rebuilt from the store.")
        if self._writer is None:
            self._writer = self._index.writer(self._heap, num_threads=1)
        return self._writer

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # An error inside costs the writer, so that no later commit pretends to succeed.
        try:
            with tantivy_faults():
                yield
        except (IndexFault, IndexBusy):
            self._broken, self._writer = True, None
            raise

    def _document(self, row: Row) -> tantivy.Document:
        # Typed adders only: keyword arguments would guess types, and unknown fields would vanish silently.
        layout = self.layout
        document = tantivy.Document()
        with tantivy_faults():
            for name, value in row.items():
                if name in layout.texts:
                    document.add_text(name, value)
                elif name in layout.keywords or name in layout.marks:
                    for keyword in value:
                        document.add_text(name, keyword)
                elif name in layout.weights:
                    document.add_float(name, value)
                elif name == layout.key or name in layout.numbers:
                    document.add_integer(name, value)
                else:
                    raise IndexFault(f"The index has no field {name!r}.")
        return document

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with tantivy_faults():
                writer.rollback()
