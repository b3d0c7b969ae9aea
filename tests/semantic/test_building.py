"""Building: what comes of it, that no ticket stays, that it goes on, and holds on to what it learned."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sidecar.search.semantic import storage, vectors
from sidecar.search.semantic.building import Built, NothingToFit, build
from sidecar.search.semantic.said import Said, unfinished
from sidecar.search.semantic.teacher import Teacher, open_teacher
from sidecar.search.semantic.vectors import WordVectors
from sidecar.search.semantic.vocabulary import MOST_GENERAL, Sample, choose

PUBLISHED = [
    Sample("Parcel late", "en"),
    Sample("Your package is slow", "en"),
    Sample("Refund of a card", "en"),
    Sample("Where is my refund?", "en"),
    Sample("Cards are plastic", "en"),
]
SECRET = "zanzibarov"
TICKETS = [
    *(Sample(f"my plastic thingummy is late {number}", "en", number) for number in range(5)),
    *(Sample(f"my thingummy card {'refunded' * (number % 2)}", "en", number) for number in range(5, 10)),
    *(Sample(f"I am {SECRET} and my parcel is late", "en", 11) for _ in range(9)),
    Sample("code AB1234 refused", "en", 12),
    Sample("code AB1234 refused", "en", 13),
    Sample("code AB1234 refused", "en", 14),
]


class Counting:
    """A real model that counts how many texts it was asked for, and can be stopped in the middle."""

    def __init__(self, teacher: Teacher, patience: int = 10**9) -> None:
        self.name, self.fingerprint = teacher.name, teacher.fingerprint
        self._teacher, self.asked, self._patience = teacher, 0, patience

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.asked + len(texts) > self._patience:
            raise KeyboardInterrupt
        self.asked += len(texts)
        return self._teacher.encode(texts)

    def vocabulary(self) -> list[str]:
        return self._teacher.vocabulary()


def built(root: Path, teacher: Teacher, *samples: Sample) -> Built:
    return build(root, teacher, samples, lambda *_: None)


def loaded(root: Path) -> WordVectors:
    found = vectors.load(root)
    assert found is not None
    return found


def likeness(found: WordVectors, first: str, second: str) -> float:
    one, other = found.encode([first, second], ["en", "en"])
    return float(one @ other)


def test_texts_lie_as_the_model_says(tmp_path: Path, static_model: Path) -> None:
    built(tmp_path / "s", open_teacher(static_model), *PUBLISHED)
    found = loaded(tmp_path / "s")
    assert likeness(found, "my parcel is late", "slow package") > 0.8
    assert likeness(found, "my parcel is late", "plastic card") < 0.3
    assert likeness(found, "reimbursed", "a refund") > 0.8, "the model's own words are known unseen"


def test_a_misspelt_word_is_near_the_right_one(tmp_path: Path, minilm: Path) -> None:
    teacher = open_teacher(minilm, threads=1)
    build(tmp_path / "s", teacher, PUBLISHED, lambda *_: None, most_general=1500)
    found = loaded(tmp_path / "s")
    assert likeness(found, "pakcage", "package") > 0.4
    assert likeness(found, "pakcage", "plastic") < 0.3


def test_only_what_several_tickets_say_gets_a_vector(static_model: Path) -> None:
    chosen = choose([*PUBLISHED, *TICKETS], open_teacher(static_model).vocabulary())
    assert "thingummy" in chosen.own
    assert ("my", "thingummy") in chosen.pairs
    assert SECRET not in chosen.words, "nine sentences of one ticket are one ticket"
    assert not any(char.isdigit() for word in chosen.words for char in word)


def test_of_a_model_of_many_languages_the_words_of_the_teams_are_taken() -> None:
    published = [Sample("Achtung, die Zeichnung ist richtig", "de")]
    general = ["xylophagous", "Richtung", "però", "zeichnung", "Zeichen"]
    letters = "qwxyzvkjpb"
    many = ["".join(each) for each in itertools.islice(itertools.product(letters, repeat=5), MOST_GENERAL)]
    assert choose(published, general + many).general == ("richtung",)
    assert len(choose(published, general).general) == 4


def test_no_text_of_a_ticket_is_on_the_disk(tmp_path: Path, static_model: Path) -> None:
    root = tmp_path / "s"
    teacher = open_teacher(static_model)
    with pytest.raises(KeyboardInterrupt):
        built(root, Counting(teacher, patience=32), *PUBLISHED, *TICKETS)
    for stage in ("interrupted", "done"):
        held = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file()).lower()
        assert SECRET.encode() not in held, stage
        assert b"plastic thingummy is" not in held, stage
        built(root, teacher, *PUBLISHED, *TICKETS)
    said = Said(root / storage.SAID, teacher.fingerprint)
    assert said.missing([TICKETS[0].text]), (
        "what the model said of a ticket is forgotten when the build is done"
    )
    assert not said.missing([PUBLISHED[0].text])


def test_an_interrupted_build_goes_on_where_it_was(
    tmp_path: Path, static_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidecar.search.semantic.building._WRITTEN_EVERY", 0)
    monkeypatch.setattr("sidecar.search.semantic.building._AT_ONCE", 4)
    root, teacher = tmp_path / "s", open_teacher(static_model)
    whole = built(tmp_path / "whole", teacher, *PUBLISHED, *TICKETS)
    first = Counting(teacher, patience=whole.asked // 2)
    with pytest.raises(KeyboardInterrupt):
        built(root, first, *PUBLISHED, *TICKETS)
    assert storage.inspect(root).tables is None
    assert unfinished(root / storage.SAID)
    second = Counting(teacher)
    again = built(root, second, *PUBLISHED, *TICKETS)
    assert first.asked + second.asked == whole.asked
    assert again.manifest.name == whole.manifest.name
    assert not unfinished(root / storage.SAID)


def test_a_damaged_checkpoint_costs_only_what_it_held(tmp_path: Path, static_model: Path) -> None:
    root, teacher = tmp_path / "s", open_teacher(static_model)
    first = built(root, teacher, *PUBLISHED)
    for path in (root / storage.SAID).rglob("*.npz"):
        path.write_bytes(path.read_bytes()[:100])
    assert built(root, teacher, *PUBLISHED).asked == first.asked


def test_a_later_build_asks_only_for_what_is_new(tmp_path: Path, static_model: Path) -> None:
    root, teacher = tmp_path / "s", open_teacher(static_model)
    built(root, teacher, *PUBLISHED, *TICKETS)
    more = Sample("A gift card for somebody", "en")
    # The sentence, and those of its words that were not known: a, gift, for, somebody are; card was.
    assert built(root, teacher, *PUBLISHED, more).asked <= 1 + len(more.text.split())


def test_what_tickets_taught_survives_a_build_without_them(tmp_path: Path, static_model: Path) -> None:
    root, teacher = tmp_path / "s", open_teacher(static_model)
    built(root, teacher, *PUBLISHED, *TICKETS)
    before = likeness(loaded(root), "thingummy", "plastic card")
    unrelated = likeness(loaded(root), "thingummy", "refund")
    again = built(root, teacher, *PUBLISHED, Sample("Parcel refused", "en"))
    after = likeness(loaded(root), "thingummy", "plastic card")
    assert before > unrelated + 0.3, "the word is unknown to the model; the tickets around it taught it"
    assert after > before - 0.1
    assert again.manifest.tickets == 14


def test_every_script_is_fitted(tmp_path: Path, static_model: Path) -> None:
    texts = itertools.chain.from_iterable(
        (
            Sample(f"{word} card", language),
            Sample(f"{word} plastic", language),
            Sample(f"{word} cards", language),
        )
        for word, language in (("کارت", "fa"), ("银行卡", "zh"), ("карта", "ru"), ("कार्ड", "hi"))
    )
    built(tmp_path / "s", open_teacher(static_model), *texts, *PUBLISHED)
    found = loaded(tmp_path / "s")
    for text, language in (("كارت", "fa"), ("银行卡", "zh"), ("карта", "ru"), ("कार्ड", "hi")):
        one, card, parcel = found.encode([text, "plastic card", "late parcel"], [language, "en", "en"])
        assert one @ card > 0.6 > one @ parcel, text


def test_without_a_text_there_is_nothing_to_fit(tmp_path: Path, static_model: Path) -> None:
    with pytest.raises(NothingToFit, match="sync a source"):
        built(tmp_path / "s", open_teacher(static_model), Sample("...", "en"))
