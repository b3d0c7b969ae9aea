"""The classifier: fitted to what was asked, kept in a file, fitted anew when enough has changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.knowledge.errors import NotFound
from sidecar.search.asking import words_of
from sidecar.suggest.classifier.features import rarity_of, terms_of_text, terms_of_words, weighted
from sidecar.suggest.classifier.fitting import Example, fit
from sidecar.suggest.classifier.model import Fitted, load, log_odds, save
from sidecar.suggest.classifier.predicting import predict
from sidecar.suggest.classifier.training import FEWEST
from tests.suggest.running import Team, reply, team, titles

ASKED = {
    1: ["How do I top up my card?", "Topping up by card failed", "my top up was rejected", "top up limit"],
    2: ["Why was I charged a fee?", "fee on my statement", "What is this extra fee?", "charged twice"],
    3: ["When does my new card arrive?", "card has not arrived", "delivery of the card", "card still on way"],
}
EXAMPLES = [Example(terms_of_text(text, "en"), answer) for answer, texts in ASKED.items() for text in texts]


def first(fitted: Fitted, text: str) -> int:
    prediction = predict(fitted, [words_of(text, "en")], (), None)
    return int(prediction.answers[prediction.shares[0].argmax()])


def test_it_names_the_answer_for_questions_it_never_saw() -> None:
    fitted = fit(EXAMPLES, seq=5)
    assert first(fitted, "why is there an extra fee?") == 2
    assert first(fitted, "my card did not arrive yet") == 3
    assert first(fitted, "is there a limit when I top up?") == 1
    assert (fitted.questions, fitted.seq) == (len(EXAMPLES), 5)


def test_text_without_any_known_word_speaks_for_no_answer() -> None:
    shares = predict(fit(EXAMPLES, 1), [words_of("xyzzy", "en")], (), None).shares
    assert np.allclose(shares, 1 / 3)


def test_meaning_tells_apart_what_words_do_not() -> None:
    said = [
        Example(terms_of_text("it is wrong", "en"), 1),
        Example(terms_of_text("it is wrong", "en"), 2),
    ] * 12
    meanings = np.tile(np.eye(2, dtype=np.float32), (12, 1))
    fitted = fit(said, 1, meanings, "some vectors")
    for column in (0, 1):
        shares = predict(fitted, [words_of("it is wrong", "en")], (), meanings[column : column + 1]).shares
        assert shares[0].argmax() == column


def test_of_very_many_answers_only_those_found_are_compared() -> None:
    words = [f"word{number}" for number in range(500)]
    many = [Example(terms_of_text(word, "en"), number) for number, word in enumerate(words)]
    prediction = predict(fit(many, 1), [words_of("word7 word9", "en")], (9, 7, 9999), None)
    assert prediction.answers.tolist() == [7, 9]


def test_of_very_many_answers_found_the_likeliest_are_compared() -> None:
    many = [Example(terms_of_text(f"word{number}", "en"), number) for number in range(500)]
    likeliest_first = [499, *range(400)]
    prediction = predict(fit(many, 1), [words_of("word499", "en")], likeliest_first, None)
    assert prediction.answers.tolist() == [*range(39), 499]
    assert prediction.shares[0].argmax() == 39


def test_a_ticket_without_a_piece_to_ask_for_speaks_for_no_answer() -> None:
    assert predict(fit(EXAMPLES, 1), [], (), None).shares.shape == (0, 3)


@given(st.text(max_size=80), st.sampled_from(["en", "de", "ar", "zh", "th"]))
def test_asking_sees_what_learning_saw(text: str, language: str) -> None:
    learned, asked = terms_of_text(text, language), terms_of_words(words_of(text, language))
    assert all(set(one.tolist()) == set(other.tolist()) for one, other in zip(learned, asked, strict=True))


@given(st.text(max_size=60))
def test_weights_of_a_text_have_length_one_or_there_are_none(text: str) -> None:
    rarity = rarity_of([each.terms for each in EXAMPLES], len(EXAMPLES))
    [(_, values)] = weighted([terms_of_text(text, "en")], rarity)
    assert values.size == 0 or np.isclose(np.linalg.norm(values), 1)


def test_a_file_gives_back_what_was_fitted_and_a_damaged_one_nothing(tmp_path: Path) -> None:
    path = tmp_path / "classifier.npz"
    assert load(path) is None
    fitted = fit(EXAMPLES, seq=9)
    save(fitted, path)
    again = load(path)
    assert again is not None
    unit, every = [terms_of_text("extra fee", "en")], np.arange(3)
    assert np.allclose(log_odds(again, unit, None, every), log_odds(fitted, unit, None, every))
    whole = path.read_bytes()
    for length in range(0, len(whole), len(whole) // 12):
        path.write_bytes(whole[:length])
        assert load(path) is None
    assert not any(word in whole for word in (b"fee", b"arrive"))


async def _teach(house: Team, rounds: int) -> None:
    await house.store(*(reply(texts[0], external_id=str(number)) for number, texts in ASKED.items()))
    numbers = [(await house.ask(texts[0])).suggestions[0].answer.number for texts in ASKED.values()]
    for place in range(rounds):
        for number, texts in zip(numbers, ASKED.values(), strict=True):
            await house.engine.learn(f"{texts[place % 4]} {place}", number, "Ada", "en")


async def test_the_store_is_read_once_enough_was_learned_and_again_at_the_next_start(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await _teach(house, 2)
        await house.keeper.settled()
        assert house.keeper.fitted is None
        await _teach(house, FEWEST)
        await house.keeper.settled()
        assert house.keeper.fitted is not None
        assert house.keeper.fitted.questions >= FEWEST
        assert titles(await house.ask("some fee again"))[0] == ASKED[2][0]
    async with team(tmp_path) as house:
        assert house.keeper.fitted is not None


async def test_nothing_is_left_of_it_when_what_was_learned_is_erased(tmp_path: Path) -> None:
    async with team(tmp_path) as house:
        await _teach(house, FEWEST)
        await house.keeper.settled()
        assert await asyncio.to_thread((tmp_path / "classifier.npz").exists)
        await house.engine.erase_learned()
        await house.keeper.settled()
        assert house.keeper.fitted is None
        assert not await asyncio.to_thread((tmp_path / "classifier.npz").exists)
        with pytest.raises(NotFound):
            await house.engine.erase_learned("no such answer")
