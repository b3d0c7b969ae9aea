"""Articles in several languages, nothing learned: questions whose one right passage is known."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.figures.row import Bench, Measured
from tests.benchmarks.labelled import Score, measure, passages, read_queries

LANGUAGES = ("de", "ar", "zh", "hi", "tr")
PARAPHRASES = "covid-faq-de"
_SAMPLE = 250


async def xquad(bench: Bench, vectors: Path | None) -> Measured:
    """Measure how often the right passage is first, language by language."""
    scores = [await _score(bench, f"xquad-{language}", language, vectors, _SAMPLE) for language in LANGUAGES]
    return Measured(tuple(score.hit1 for score in scores), scores[0].tickets, bench.sample is None)


async def paraphrases(bench: Bench, vectors: Path | None) -> Measured:
    """Measure first / first five of German questions asked in other words."""
    score = await _score(bench, PARAPHRASES, "de", vectors)
    return Measured((score.hit1, score.hit5), score.tickets, whole=bench.sample is None)


async def _score(
    bench: Bench, name: str, language: str, vectors: Path | None, most: int | None = None
) -> Score:
    folder = bench.data / name
    async with passages(bench.place(name, vectors), folder / "corpus.jsonl", language) as house:
        return await measure(house, bench.pick(read_queries(folder), most))
