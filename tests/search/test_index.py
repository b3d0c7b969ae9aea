"""The contract of the search index, whichever engine it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.model import Audience, Kind
from sidecar.knowledge.model import AskedQuestion, IndexableAnswer, Origin, Passage
from sidecar.search.asking import with_pieces, words_of
from sidecar.search.box.forgiving import forgiven
from sidecar.search.box.typed import needle_of
from sidecar.search.index import SearchIndex
from sidecar.search.protocol import Batch, Counts, Index, Position, Profile, Scope, Words

EVERYTHING = Scope()


def answer(number: int, title: str, *texts: str, **fields: object) -> IndexableAnswer:
    passages = tuple(Passage(place, "", text, f"<p>{text}</p>") for place, text in enumerate(texts))
    return IndexableAnswer(number, number, False, title=title, passages=passages, **fields)  # type: ignore[arg-type]  # test values


def question(number: int, of: int, text: str, **fields: object) -> AskedQuestion:
    return AskedQuestion(number, number, of, text, "en", Origin.LEARNED, **fields)  # type: ignore[arg-type]  # test values


def fill(index: Index, *answers: IndexableAnswer, asked: tuple[AskedQuestion, ...] = ()) -> None:
    index.apply(Batch(answers, asked))
    index.commit(Position(len(answers), len(asked)))


def find(index: Index, text: str, language: str = "en", scope: Scope = EVERYTHING) -> list[int]:
    words = words_of(text, language, index.languages())
    return [hit.answer for hit in index.find_passages(words, scope, 10)]


def search(index: Index, query: str, scope: Scope = EVERYTHING) -> list[int]:
    needle = needle_of(query, "en", index.languages())
    return [hit.answer for hit in index.find_needle(needle, scope, 50).hits]


def search_forgiving(index: Index, query: str) -> list[int]:
    """What stands below what a search as typed finds."""
    typed = needle_of(query, "en", index.languages())
    for instead in forgiven(typed, index.lexicon(EVERYTHING), index.languages(), little=False):
        found = index.find_needle(instead.needle, EVERYTHING, 50)
        if found.total:
            return [hit.answer for hit in found.hits]
    return []


def test_any_word_finds_and_the_title_weighs_more(index: Index) -> None:
    fill(
        index,
        answer(1, "Other", "password here"),
        answer(2, "Password", "other here"),
        answer(3, "No", "nothing"),
    )
    assert find(index, "my passwords") == [2, 1]


def test_each_passage_is_found_by_itself(index: Index) -> None:
    fill(index, answer(1, "Guide", "install the printer", "clean the toner"))
    hits = index.find_passages(words_of("toner", "en"), EVERYTHING, 5)
    assert [(hit.answer, hit.ordinal) for hit in hits] == [(1, 1)]


def test_an_answer_without_text_is_found_by_its_title(index: Index) -> None:
    fill(index, answer(1, "Refund"))
    assert find(index, "refunds") == [1]


def test_what_is_gone_is_gone_and_what_changed_says_only_the_new(index: Index) -> None:
    fill(index, answer(1, "Refund", "one", "two"), answer(2, "Parcel", "three"))
    index.apply(Batch([IndexableAnswer(1, 9, True), answer(2, "Invoice", "four")]))
    index.commit(Position(9, 0))
    assert (find(index, "refund one two"), find(index, "parcel three"), find(index, "invoice")) == (
        [],
        [],
        [2],
    )
    assert index.counts() == Counts(1, 0)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(groups=None), [1, 2, 3]),
        (Scope(groups=frozenset()), [1]),
        (Scope(groups=frozenset({"a"})), [1, 2]),
        (Scope(groups=frozenset({"a", "b"})), [1, 2, 3]),
        (Scope(groups=frozenset({"everyone"})), [1]),
        (Scope(kind=Kind.REPLY), [2]),
        (Scope(source_id="s1"), [3]),
        (Scope(tag="BILLING"), [1]),
        (Scope(language="de"), [3]),
        (Scope(audience=Audience.PUBLIC), [2]),
        (Scope(audience=Audience.PUBLIC, kind=Kind.ARTICLE), []),
    ],
)
def test_only_what_is_in_the_scope_exists(index: Index, scope: Scope, expected: list[int]) -> None:
    fill(
        index,
        answer(1, "Refund", "text", tags=("Billing",)),
        answer(2, "Refund", "text", groups=frozenset({"a"}), kind=Kind.REPLY, audience=Audience.PUBLIC),
        answer(3, "Refund", "text", groups=frozenset({"b"}), language="de", source_id="s1"),
        asked=tuple(
            question(n, n, "refund please", groups=frozenset(groups))
            for n, groups in ((1, ()), (2, ("a",)), (3, ("b",)))
        ),
    )
    assert sorted(find(index, "refund", scope=scope)) == expected
    assert sorted(search(index, "refund", scope)) == expected
    assert index.find_needle(needle_of("refund", "en"), scope, 50).total == len(expected)
    if scope.groups is not None:
        asked = index.find_asked(words_of("refund", "en"), scope, 9)
        assert sorted(hit.answer for hit in asked) == expected


def test_scores_do_not_depend_on_the_filter(index: Index) -> None:
    fill(index, answer(1, "Refund", "a"), answer(2, "Other", "refund", groups=frozenset({"a"})))
    words = words_of("refund", "en")
    free = {hit.answer: hit.score for hit in index.find_passages(words, EVERYTHING, 5)}
    bound = {hit.answer: hit.score for hit in index.find_passages(words, Scope(frozenset({"a"})), 5)}
    assert bound == pytest.approx(free)


def test_a_team_of_several_languages_finds_across_them(index: Index) -> None:
    fill(
        index,
        answer(1, "Passwörter zurücksetzen", "Die Logins werden gelöscht.", language="de"),
        answer(2, "Reset", "Your logins are deleted.", language="en"),
        answer(3, "登录", "重置密码", language="zh"),
    )
    assert find(index, "Passwort", "en") == [1]
    assert find(index, "login", "fr") == [1, 2] or find(index, "login", "fr") == [2, 1]
    assert find(index, "重置", "en") == [3]
    assert index.languages()[0] in {"de", "en", "zh"}


def test_pieces_of_words_find_compounds_and_typing_errors(index: Index) -> None:
    fill(
        index, answer(1, "Passwortrücksetzung", "x", language="de"), answer(2, "Rechnung", "y", language="de")
    )
    for typed in ("Rücksetzung", "Pasword"):
        words = with_pieces(words_of(typed, "de"), {}, "de", 4)
        assert [hit.answer for hit in index.find_passages(words, EVERYTHING, 1)] == [1], typed


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("reset password", [1]),
        ("resetting passwords", [1]),
        ("passw", [1, 2]),
        ("pass ", []),
        ('"your password"', [2]),
        ('"password your"', []),
        ("„your password“", [2]),
        ("E-1042", [3]),
        ("e1042", [3]),
        ("the", [2, 3]),
        ('was: "not AND (', []),
        ("title:password -reset +x OR *", []),
        ("http://x.y error: 5", []),
        ("", [1, 2, 3]),
        ("?!", [1, 2, 3]),
    ],
)
def test_the_search_box_takes_anything(index: Index, query: str, expected: list[int]) -> None:
    fill(
        index,
        answer(1, "Reset a password", "Click it."),
        answer(2, "Change", "Choose your password in the menu."),
        answer(3, "Error", "Code E-1042 means the disk is full."),
    )
    assert sorted(search(index, query)) == expected


def test_a_fuzzy_search_forgives_typing_errors_and_missing_words(index: Index) -> None:
    fill(index, answer(1, "Reset a password", "Click it."), answer(2, "Refund", "Money."))
    assert search(index, "reest pasword") == []
    assert search_forgiving(index, "reset pasword") == [1]
    assert search_forgiving(index, "refund monay tomorrow") == [2]


def test_asked_questions_tell_how_they_were_learned(index: Index) -> None:
    seed = AskedQuestion(5, 5, 1, "Where is my parcel?", "en", Origin.SEED)
    fill(index, asked=(seed, question(6, 2, "parcel lost in the post", weight=0.5)))
    hits = index.find_asked(words_of("parcel in the post", "en"), EVERYTHING, 5)
    assert [(hit.question, hit.answer, hit.learned, hit.weight) for hit in hits] == [
        (6, 2, True, 0.5),
        (5, 1, False, 1.0),
    ]
    assert hits[0].stems == frozenset({"parcel", "lost", "post"})
    index.apply(Batch(asked=[question(6, 2, "", gone=True)]))
    index.commit(Position(0, 9))
    assert [hit.question for hit in index.find_asked(words_of("parcel", "en"), EVERYTHING, 5)] == [5]


def test_a_profile_knows_the_title_and_all_questions(index: Index) -> None:
    asked = (question(1, 7, "where is my order"), question(2, 7, "tracking number"))
    index.apply(
        Batch(
            profiles=[Profile(7, title="Delivery", language="en", questions=asked), Profile(8, title="Order")]
        )
    )
    index.commit(Position(1, 2))
    for text in ("delivery", "orders", "tracking"):
        assert 7 in [hit.answer for hit in index.find_profiles(words_of(text, "en"), EVERYTHING, 5)]
    index.apply(Batch(profiles=[Profile(7, gone=True)]))
    index.commit(Position(2, 3))
    assert index.find_profiles(words_of("tracking", "en"), EVERYTHING, 5) == []


def test_an_empty_question_finds_nothing(index: Index) -> None:
    fill(index, answer(1, "x", "y"))
    nothing = Words({})
    assert index.find_passages(nothing, EVERYTHING, 5) == []
    assert index.find_asked(nothing, EVERYTHING, 5) == []
    assert index.find_profiles(nothing, EVERYTHING, 5) == []


def test_what_was_committed_is_there_after_opening_again(tmp_path: Path) -> None:
    first = SearchIndex(tmp_path)
    fill(first, answer(1, "Refund", "text"))
    first.apply(Batch([answer(2, "Parcel", "text")]))
    first.close()
    second = SearchIndex(tmp_path)
    assert (second.position, second.counts()) == (Position(1, 0), Counts(1, 0))
    second.close()


@pytest.mark.parametrize(
    "damage", ["folder", "meta", "segment", "manifest", "current", "state", "version", "garbage"]
)
def test_a_damaged_index_is_begun_anew(tmp_path: Path, damage: str) -> None:
    first = SearchIndex(tmp_path)
    fill(first, answer(1, "Refund", "text"))
    first.close()
    generation = next(tmp_path.glob("generation-*"))
    victims = {
        "meta": generation / "passages" / "meta.json",
        "segment": next((generation / "passages").glob("*.store")),
        "manifest": generation / "manifest.json",
        "current": tmp_path / "current",
        "state": generation / "state.json",
    }
    if damage == "folder":
        for path in sorted(generation.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    elif damage == "version":
        victims["manifest"].write_text('{"built_with": "an older analysis", "tantivy": "0"}', "utf-8")
    elif damage == "garbage":
        victims["current"].write_text("../../etc", "utf-8")
    else:
        path = victims[damage]
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    second = SearchIndex(tmp_path)
    assert (second.position, second.counts()) == (Position(), Counts())
    fill(second, answer(1, "Refund", "text"))
    assert find(second, "refund") == [1]
    assert len(list(tmp_path.glob("generation-*"))) == 1
    second.close()


def test_the_old_index_answers_until_the_new_one_takes_over(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path)
    fill(index, answer(1, "Refund", "text"))
    index.restart()
    assert index.position == Position()
    index.apply(Batch([answer(2, "Parcel", "text")]))
    index.commit(Position(5, 5))
    assert (find(index, "refund"), find(index, "parcel")) == ([1], [])
    assert (index.position, index.answering) == (Position(5, 5), Position(1, 0))
    index.swap()
    assert (find(index, "refund"), find(index, "parcel")) == ([], [2])
    assert index.position == index.answering == Position(5, 5)
    assert len(list(tmp_path.glob("generation-*"))) == 1
    index.close()
