"""The meanings follow the store and the word vectors, whatever happens to either."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sidecar.knowledge.model import Origin
from sidecar.search.meanings import table
from sidecar.search.meanings.generation import Generation
from sidecar.search.protocol import Scope
from tests.search.meanings.world import World, build_vectors, everything, world


def test_what_means_the_same_is_found_and_what_is_gone_is_not(shop: World) -> None:
    shop.store("a", "card refund", "parcel winter", "copper pillow")
    shop.store("b", "battery saddle", "garden bridge")
    question = shop.ask("b", "violin lantern")
    shop.follow()
    assert shop.titles("refund card")[0] == shop.number("a")
    passage = shop.meanings.near_passages(shop.query("pillow copper"), Scope(), 1)[0][0]
    assert (passage.answer, passage.ordinal) == (shop.number("a"), 1)
    assert passage.cosine > 0.99
    assert shop.asked("lantern violin") == [question]
    gone = shop.number("b")
    shop.delete("b")
    shop.follow()
    assert gone not in shop.titles("battery saddle")
    assert shop.asked("lantern violin") == []


def test_a_changed_answer_is_known_by_its_new_words_only(shop: World) -> None:
    number = shop.store("a", "card refund", "parcel")
    shop.follow()
    shop.store("a", "violin meadow", "falcon")
    shop.follow()
    assert shop.meanings.cosines(shop.query("violin meadow", "card refund"), [number])[0, 0] > 0.99
    assert shop.titles("violin")[0] == number
    assert len(shop.titles("violin")) == 1


def test_questions_carry_their_weight_and_whether_they_were_learned(shop: World) -> None:
    number = shop.store("a", "card")
    against = shop.ask("a", "parcel", weight=-0.5)
    seed = shop.ask("a", "winter", origin=Origin.SEED)
    shop.follow()
    found = shop.meanings.near_questions(shop.query("parcel", "winter"), Scope(), 1)
    assert [(n.question, n.answer, n.weight, n.learned) for (n,) in found] == [
        (against, number, -0.5, True),
        (seed, number, 1.0, False),
    ]
    shop.withdraw(against)
    shop.follow()
    assert against not in shop.asked("parcel")


def test_answers_of_another_group_do_not_exist_and_take_nobodys_place(shop: World) -> None:
    for place in range(30):
        shop.store(f"secret {place}", "card refund", groups=("finance",))
        shop.ask(f"secret {place}", "card refund")
    shop.store("open", "card parcel winter copper")
    question = shop.ask("open", "card parcel winter copper")
    shop.follow()
    for groups in (frozenset[str](), frozenset({"sales"})):
        assert shop.titles("card refund", Scope(groups=groups)) == [shop.number("open")]
        assert shop.asked("card refund", Scope(groups=groups)) == [question]
    assert len(shop.titles("card refund", Scope(groups=frozenset({"finance"})), 99)) == 31
    assert len(shop.titles("card refund", Scope(), 99)) == 31


def test_many_kinds_of_viewers_at_once_see_their_own(shop: World) -> None:
    for place in range(12):
        shop.store(f"{place}", "card refund", groups=(f"team {place}",))
    shop.follow()
    scopes = [Scope(groups=frozenset({f"team {place}"})) for place in range(12)]
    query = shop.query("card")
    with ThreadPoolExecutor(4) as viewers:
        found = list(viewers.map(lambda scope: shop.meanings.near_titles(query, scope, 99)[0], scopes * 50))
    wanted = [shop.number(f"{place}") for place in range(12)]
    assert [[near.answer for near in nears] for nears in found] == [[number] for number in wanted] * 50


def test_an_answer_that_becomes_restricted_takes_its_questions_along(shop: World) -> None:
    shop.store("a", "card refund")
    shop.ask("a", "parcel")
    shop.follow()
    shop.store("a", "card refund", groups=("finance",))
    shop.follow()
    nobody = Scope(groups=frozenset())
    assert (shop.titles("card", nobody), shop.asked("parcel", nobody)) == ([], [])
    assert len(shop.asked("parcel", Scope(groups=frozenset({"finance"})))) == 1


def test_filters_narrow_titles_and_passages(shop: World) -> None:
    shop.store("a", "card refund", "winter", tag="Billing")
    shop.store("b", "card refund", "winter", tag="Shipping")
    shop.follow()
    assert shop.titles("card", Scope(tag="billing")) == [shop.number("a")]
    passages = shop.meanings.near_passages(shop.query("winter"), Scope(tag="SHIPPING"), 9)[0]
    assert [near.answer for near in passages] == [shop.number("b")]


def test_a_restart_reads_what_was_committed_and_encodes_nothing(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.store("a", "card refund", "parcel")
    shop.ask("a", "violin")
    shop.follow()
    before = everything(shop.view(), [Scope()])
    monkeypatch.setattr(Generation, "take_answers", _never)
    monkeypatch.setattr(Generation, "take_questions", _never)
    shop.reopen()
    shop.follow()
    assert everything(shop.view(), [Scope()]) == before


@pytest.mark.parametrize("name", ["titles.vectors", "passages.records", "cards.jsonl", "manifest"])
def test_a_damaged_file_is_thrown_away_and_everything_encoded_anew(shop: World, name: str) -> None:
    shop.store("a", "card refund", "parcel", groups=("finance",))
    shop.follow()
    before = everything(shop.view(), [Scope()])
    (path,) = (shop.folder / "index" / "meanings").glob(f"generation-*/{name}")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(bytes(data))
    shop.reopen()
    shop.follow()
    assert everything(shop.view(), [Scope()]) == before


def test_a_file_that_was_cut_off_is_encoded_anew(shop: World) -> None:
    shop.store("a", "card refund", "parcel")
    shop.follow()
    (path,) = (shop.folder / "index" / "meanings").glob("generation-*/titles.vectors")
    path.write_bytes(path.read_bytes()[:-1])
    shop.reopen()
    shop.follow()
    assert shop.titles("card") == [shop.number("a")]


def test_other_word_vectors_take_over_when_everything_is_encoded(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidecar.search.follow._PAGE", 4)
    for place in range(12):
        shop.store(f"{place}", "card refund")
    shop.follow()
    first = shop.view().vectors
    build_vectors(shop.folder / "semantic", seed=1, dim=48)
    monkeypatch.setattr("sidecar.search.meanings.follower._BUDGET", 0.0)
    assert not shop.step()
    assert shop.meanings.vectors is first
    assert len(shop.titles("card", limit=99)) == 12
    shop.reopen()  # killed in between: what was encoded by the new ones is gone on with
    assert not shop.step()
    assert shop.meanings.vectors is None
    shop.follow()
    assert shop.view().vectors.dim == 48
    assert len(shop.titles("card", limit=99)) == 12


def test_queries_of_vectors_exchanged_meanwhile_find_nothing(shop: World) -> None:
    number = shop.store("a", "card")
    shop.follow()
    older = np.zeros((1, 5), np.float32)
    assert shop.meanings.near_titles(older, Scope(), 3) == [[]]
    assert not shop.meanings.cosines(older, [number]).any()


def test_removed_word_vectors_leave_nothing_behind(shop: World) -> None:
    number = shop.store("a", "card")
    shop.follow()
    query = shop.query("card")
    shutil.rmtree(shop.folder / "semantic")
    shop.follow()
    assert shop.meanings.vectors is None
    assert shop.meanings.near_titles(query, Scope(), 3) == [[]]
    assert shop.meanings.near_questions(query, Scope(), 3) == [[]]
    assert not shop.meanings.cosines(query, [number]).any()
    assert not (shop.folder / "index" / "meanings").exists()


def test_without_word_vectors_there_is_nothing(tmp_path: Path, empty: Path) -> None:
    with world(tmp_path, empty, vectors=False) as shop:
        shop.store("a", "card")
        shop.follow()
        assert shop.meanings.vectors is None
        build_vectors(shop.folder / "semantic")
        shop.follow()
        assert shop.titles("card") == [shop.number("a")]


def test_a_store_older_than_the_meanings_makes_them_begin_anew(shop: World, empty: Path) -> None:
    for place in range(5):
        shop.store(f"{place}", "card refund")
    shop.follow()
    with world(shop.folder / "other", empty, vectors=False) as other:
        other.follower = shop.follower
        other.store("a", "violin meadow")
        other.follow()
    assert [near.answer for near in shop.meanings.near_titles(shop.query("violin"), Scope(), 9)[0]] == [1]
    assert shop.titles("card", limit=9) in ([], [1])


def test_meanings_that_lost_rows_are_encoded_anew_at_the_next_start(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as losing:
        losing.setattr(Generation, "take_questions", lambda *_: None)
        shop.store("a", "card")
        shop.ask("a", "violin")
        losing.setattr("sidecar.search.meanings.follower.MeaningsFollower._agrees", lambda *_: True)
        shop.follow()
    assert shop.asked("violin") == []
    shop.reopen()
    shop.follow()
    assert len(shop.asked("violin")) == 1


def test_a_step_that_fails_is_made_good_by_the_next(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.store("a", "card", "winter")
    shop.follow()
    shop.store("a", "violin", "meadow")
    with monkeypatch.context() as failing:
        failing.setattr("sidecar.search.meanings.storage.write_manifest", _full)
        with pytest.raises(OSError, match="full"):
            shop.step()
        assert shop.titles("card") == [shop.number("a")]
    shop.follow()
    assert shop.titles("violin") == [shop.number("a")]
    assert shop.meanings.near_titles(shop.query("violin"), Scope(), 9)[0][0].cosine > 0.99
    assert (shop.view().titles.count, shop.view().passages.count) == (1, 2)


def test_what_does_not_count_any_more_is_cleared_out(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_DEAD", 20)
    shop.store("kept", "violin", groups=("finance",))
    for turn in range(40):
        shop.store("a", f"card {turn}", "winter")
        shop.follow()
    assert len(shop.view().titles.live) < 30
    assert shop.titles("violin", Scope(groups=frozenset({"finance"})))[0] == shop.number("kept")
    assert shop.number("kept") not in shop.titles("violin", Scope(groups=frozenset()))
    assert len(list((shop.folder / "index" / "meanings").glob("generation-*"))) == 1


def test_a_passage_is_found_by_one_of_its_sentences_and_only_once(shop: World) -> None:
    sentences = (f"{' '.join([word] * 20).capitalize()}." for word in ("card", "parcel", "winter"))
    number = shop.store("a", "violin", " ".join(sentences))
    shop.store("b", "meadow", "card parcel winter")
    shop.follow()
    first, second = shop.meanings.near_passages(shop.query("winter"), Scope(), 2)[0]
    assert (first.answer, first.cosine > 0.99, second.answer) == (number, True, shop.number("b"))
    assert shop.meanings.cosines(shop.query("parcel", "violin"), [number]).min() > 0.99
    assert shop.view().passages.count > 3


def test_too_many_pieces_make_passages_known_as_a_whole(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidecar.search.meanings.generation._MOST_PIECES", 6)
    text = " ".join(f"{' '.join([word] * 20).capitalize()}." for word in ("card", "parcel", "winter"))
    shop.store("a", "violin", text)
    shop.follow()
    assert shop.view().in_pieces
    shop.store("b", "meadow", text)
    shop.follow()
    assert not shop.view().in_pieces
    assert shop.view().passages.count == 2
    shop.reopen()
    shop.follow()
    assert shop.view().passages.count == 2


def test_a_state_does_not_change_under_its_reader(shop: World) -> None:
    number = shop.store("a", "card", "winter")
    shop.follow()
    held = shop.view()
    before = everything(held, [Scope()])
    shop.store("a", "violin", "meadow")
    shop.store("b", "card")
    shop.follow()
    assert everything(held, [Scope()]) == before
    assert shop.view() is not held
    assert shop.titles("violin")[0] == number


def test_readers_find_every_answer_once_while_it_is_written_anew(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "_DEAD", 10)
    number = shop.store("a", "card refund", "winter")
    shop.follow()
    query, stop, seen = shop.query("card refund"), threading.Event(), list[list[int]]()

    def read() -> None:
        while not stop.is_set():
            found = shop.meanings.near_titles(query, Scope(), 9)[0]
            seen.append([near.answer for near in found])

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read) for _ in range(2)]
        for turn in range(30):
            shop.store("a", "card refund", f"winter {turn}")
            shop.follow()
        stop.set()
        for each in reading:
            each.result()
    assert len(seen) > 30
    assert all(found == [number] for found in seen)


def _never(*_: object) -> None:
    raise AssertionError("This was encoded before.")


def _full(*_: object) -> None:
    raise OSError("The disk is full.")
