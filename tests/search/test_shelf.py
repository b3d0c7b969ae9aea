"""The traps of the engine, each shown to be fenced off: nothing is ever lost silently."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest
import tantivy
from tantivy import Query

from sidecar.search import errors
from sidecar.search.errors import IndexBusy, IndexFault, tantivy_faults
from sidecar.search.shelf import SMALLEST_HEAP, Layout, Shelf

LAYOUT = Layout(
    key="n", texts={"words": "freq"}, kept=("words",), keywords=("groups",), numbers=("size",), weights=("w",)
)


def row(key: int, words: str) -> dict[str, object]:
    return {"n": key, "words": words, "groups": ["everyone"], "size": -1, "w": 0.5}


def found(shelf: Shelf, word: str) -> list[int]:
    now = shelf.snapshot
    return sorted(now.values("n", now.search(Query.term_query(now.schema, "words", word, "freq"), 10)))


def tidy_and_die(folder: Path) -> None:
    shelf = Shelf(folder, LAYOUT)
    # The engine's last step of tidying: everything before it has been committed.
    shelf._take_out_fillers = lambda: os._exit(1)  # type: ignore[method-assign]
    shelf.tidy()


def test_a_replaced_row_is_there_once_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LAYOUT)
    shelf.replace(1, [row(1, "old")])
    shelf.replace(2, [row(2, "old")])
    shelf.commit()
    shelf.replace(1, [row(1, "new")])
    shelf.replace(2, [])
    shelf.commit()
    assert (found(shelf, "old"), found(shelf, "new"), shelf.count()) == ([], [1], 1)
    shelf.replace(1, [row(1, "a")])
    shelf.replace(1, [row(1, "b")])
    shelf.commit()
    assert (found(shelf, "a"), found(shelf, "b")) == ([], [1])


def test_a_row_is_found_right_after_the_commit_and_not_before(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LAYOUT)
    shelf.replace(1, [row(1, "x")])
    assert found(shelf, "x") == []
    shelf.commit()
    assert found(shelf, "x") == [1]


def test_what_was_found_is_read_from_the_state_it_was_found_in(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LAYOUT)
    for key in range(4):
        shelf.replace(key, [row(key, "x")])
        shelf.commit()
    now = shelf.snapshot
    hits = now.search(Query.term_query(now.schema, "words", "x", "freq"), 10)
    for key in range(4):
        shelf.replace(key, [])
    shelf.replace(9, [row(9, "x")])
    shelf.commit()
    assert sorted(now.values("n", hits)) == [0, 1, 2, 3]
    assert found(shelf, "x") == [9]


def test_a_tidy_shelf_has_few_pieces_and_finds_the_same(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LAYOUT)
    for key in range(6):
        shelf.replace(key, [row(key, "x")])
        shelf.commit()
    before = shelf.snapshot
    assert before.searcher.num_segments == 6
    shelf.tidy()
    assert shelf.snapshot.searcher.num_segments <= 2
    assert (found(shelf, "x"), shelf.count()) == ([0, 1, 2, 3, 4, 5], 6)
    shelf.replace(3, [])
    shelf.commit()
    assert (found(shelf, "x"), shelf.count()) == ([0, 1, 2, 4, 5], 5)
    shelf.close()


def test_pieces_that_take_a_while_to_bring_together_are_brought_together_too(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LAYOUT, 4 * SMALLEST_HEAP)
    for first in range(0, 6000, 1000):
        for key in range(first, first + 1000):
            shelf.replace(key, [row(key, " ".join(f"w{key * 60 + number}" for number in range(60)))])
        shelf.commit()
    assert shelf.snapshot.searcher.num_segments == 6
    shelf.tidy()
    assert shelf.snapshot.searcher.num_segments <= 2
    assert shelf.count() == 6000
    shelf.close()


def test_a_crash_while_tidying_leaves_nothing_behind(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LAYOUT)
    for key in range(4):
        shelf.replace(key, [row(key, "x")])
        shelf.commit()
    shelf.close()
    child = multiprocessing.get_context("spawn").Process(target=tidy_and_die, args=(tmp_path,))
    child.start()
    child.join()
    assert child.exitcode == 1
    again = Shelf(tmp_path, LAYOUT)
    assert (found(again, "x"), again.count()) == ([0, 1, 2, 3], 4)
    again.close()


@pytest.mark.parametrize("bad", [{"n": 1, "nonsense": "x"}, {"n": "one"}, {"n": 1, "words": 5}, {"n": 2**70}])
def test_a_bad_row_is_refused_aloud(tmp_path: Path, bad: dict[str, object]) -> None:
    shelf = Shelf(tmp_path, LAYOUT)
    shelf.replace(7, [row(7, "good")])
    with pytest.raises(IndexFault):
        shelf.replace(1, [bad])
    shelf.commit()
    assert found(shelf, "good") == [7]


def test_after_a_failed_write_nothing_pretends_to_succeed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LAYOUT)

    class Panic(BaseException):
        pass

    class Broken:
        def delete_documents_by_term(self, *_: object) -> None:
            raise Panic("the engine gave up")

    Panic.__name__ = "PanicException"
    shelf._writer = Broken()  # type: ignore[assignment]  # a writer that panics, as Rust does
    with pytest.raises(IndexFault, match="panicked"):
        shelf.replace(1, [row(1, "x")])
    with pytest.raises(IndexFault, match="rebuilt"):
        shelf.replace(2, [row(2, "y")])


def test_a_real_interrupt_passes() -> None:
    with pytest.raises(KeyboardInterrupt), tantivy_faults():
        raise KeyboardInterrupt


def test_the_engine_still_stores_nothing_after_a_bad_document(tmp_path: Path) -> None:
    """The reason for the fence: if this ever fails, the engine has become safer."""
    schema = tantivy.SchemaBuilder().add_unsigned_field("n", indexed=True).build()
    writer = tantivy.Index(schema, path=str(tmp_path)).writer(SMALLEST_HEAP, 1)
    writer.add_document(tantivy.Document(n=1))
    with pytest.raises(ValueError, match=r".*"):
        writer.commit()


def test_a_second_writer_is_told_who_is_in_the_way(tmp_path: Path) -> None:
    first, second = Shelf(tmp_path, LAYOUT), Shelf(tmp_path, LAYOUT)
    first.replace(1, [row(1, "x")])
    with pytest.raises(IndexBusy, match="stop it"):
        second.replace(2, [row(2, "y")])
    first.close()
    third = Shelf(tmp_path, LAYOUT)
    third.replace(2, [row(2, "y")])
    third.commit()
    assert found(third, "y") == [2]


def test_many_small_commits_do_not_pile_up_segments(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LAYOUT)
    for key in range(60):
        shelf.replace(key, [row(key, "x")])
        shelf.commit()
    assert shelf.count() == 60
    assert shelf.snapshot.searcher.num_segments < 20


@pytest.mark.parametrize("name", ["meta.json", "*.store", "*.term"])
def test_a_truncated_file_is_a_fault_not_a_crash(tmp_path: Path, name: str) -> None:
    shelf = Shelf(tmp_path, LAYOUT)
    shelf.replace(1, [row(1, "x")])
    shelf.commit()
    shelf.close()
    victim = next(tmp_path.glob(name))
    victim.write_bytes(victim.read_bytes()[: victim.stat().st_size // 2])
    with pytest.raises(IndexFault):
        found(Shelf(tmp_path, LAYOUT), "x")


def test_another_layout_is_a_fault(tmp_path: Path) -> None:
    Shelf(tmp_path, LAYOUT).commit()
    with pytest.raises(IndexFault):
        Shelf(tmp_path, Layout(key="n", texts={"other": "freq"}))


def test_a_killed_process_loses_no_commit_and_leaves_no_lock(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(str(tmp_path),))
    process.start()
    process.join(60)
    shelf = Shelf(tmp_path, LAYOUT)
    assert found(shelf, "acknowledged") == [1]
    shelf.replace(3, [row(3, "after")])
    shelf.commit()
    assert found(shelf, "after") == [3]


def _killed(folder: str) -> None:
    shelf = Shelf(Path(folder), LAYOUT)
    shelf.replace(1, [row(1, "acknowledged")])
    shelf.commit()
    shelf.replace(2, [row(2, "never")])
    os._exit(9)


def test_messages_say_what_to_do() -> None:
    with pytest.raises(IndexFault, match="rebuilt from the store"), errors.tantivy_faults():
        raise ValueError("schema differs")
