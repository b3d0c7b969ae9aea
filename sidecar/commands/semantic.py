"""`cuecard semantic`: word vectors distilled from a local model, so that meaning counts beside words."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidecar.commands.output import print_json, say
from sidecar.commands.progress import steps
from sidecar.commands.state import Failed, run, state_of

if TYPE_CHECKING:
    from sidecar.search.semantic.building import Built
    from sidecar.search.semantic.teacher import Teacher
    from sidecar.search.semantic.vocabulary import Sample

_AsJson = Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")]
_MEBIBYTE = 2**20

group = typer.Typer(no_args_is_help=True, help="Optional word vectors: meaning beside words.")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="semantic")


@group.command("build")
def build(
    context: typer.Context,
    model: Annotated[
        Path,
        typer.Option(metavar="FOLDER", help="A local sentence model: model.onnx and tokenizer.json."),
    ],
    tickets: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Past tickets (JSONL, CSV or lines), read and not kept."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads the model may use; half of the cores unless told.")
    ] = None,
    words: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many of the model's own words to take in, at most.")
    ] = 30_000,
    as_json: _AsJson = False,
) -> None:
    """Distil a sentence model into word vectors fitted to the team's own language.

    Works beside a running server, which takes the vectors over at the end. Interrupted, it goes on where it
    was when started again. Nothing is fetched from a network.
    """
    asking = _Asking(model.expanduser(), tickets, threads or _half_of_the_cores(), words)
    built = run(_build(state_of(context).data_dir, asking))
    told = built.manifest
    if as_json:
        print_json({"asked": built.asked, **told.model_dump(mode="json", exclude={"files", "words_version"})})
        return
    say(
        f"Fitted {told.words} words to {told.published} sentences and {told.tickets} tickets, "
        f"as {told.model} understands them (agreement {told.agreement:.2f})."
    )


@group.command("status")
def status(context: typer.Context, as_json: _AsJson = False) -> None:
    """Say whether there are word vectors, of what, and whether to build them again."""
    state = run(_get(state_of(context).data_dir))
    if as_json:
        print_json(state)
        return
    _say(state)


@group.command("remove")
def remove(context: typer.Context, as_json: _AsJson = False) -> None:
    """Remove the word vectors; suggestions go by words alone again."""
    freed = run(_remove(state_of(context).data_dir))
    if as_json:
        print_json({"freed": freed})
    else:
        say(f"removed, {freed / _MEBIBYTE:.1f} MiB freed")


def _say(state: dict[str, Any]) -> None:
    if state["built"]:
        say(f"built {state['built_at'][:10]} from {state['model']}, {state['bytes'] / _MEBIBYTE:.1f} MiB")
        say(
            f"{state['words']} words, fitted to {state['published']} sentences and {state['tickets']} tickets"
        )
        say(f"agreement with the model {state['agreement']:.2f}")
        say(
            f"new words {100 * state['unknown_share']:.1f} % of what is said ({state['unknown_words']} often)"
        )
    else:
        say(state["fault"] or "There are no word vectors.")
    if state["advice"]:
        say(state["advice"])


@dataclass(frozen=True, slots=True)
class _Asking:
    """What to build from: the model's folder, a file of tickets, threads, and words of the model's own."""

    model: Path
    tickets: Path | None
    threads: int
    words: int


async def _build(data_dir: Path, asking: _Asking) -> Built:
    import asyncio

    from sidecar.search.semantic.building import NothingToFit
    from sidecar.search.semantic.lock import BuildRunning
    from sidecar.search.semantic.teacher import NotInstalled, UnusableModel, open_teacher

    try:
        teacher = await asyncio.to_thread(open_teacher, asking.model, asking.threads)
        samples = await _published(data_dir)
        if asking.tickets is not None:
            samples += await asyncio.to_thread(_of_tickets, asking.tickets, samples)
        built = await asyncio.to_thread(_distil, data_dir, teacher, samples, asking.words)
    except (NotInstalled, UnusableModel, NothingToFit, BuildRunning) as error:
        raise Failed(str(error)) from error
    await _take_over(data_dir)
    return built


async def _published(data_dir: Path) -> list[Sample]:
    """Return what the team has, as the sidecar tells it; that is let go again before the long work begins."""
    from sidecar.commands.connection import connected
    from sidecar.search.semantic.vocabulary import Sample

    samples: list[Sample] = []
    after: int | None = 0
    async with connected(data_dir) as api:
        while after is not None:
            page = await api.get("/v1/semantic/sentences", after=after)
            samples += [Sample(each["text"], each["language"]) for each in page["sentences"]]
            after = page["after"]
    return samples


def _of_tickets(file: Path, published: list[Sample]) -> list[Sample]:
    from sidecar.commands.tickets import read_texts
    from sidecar.knowledge.content.language import detect
    from sidecar.search.analysis import base_language
    from sidecar.search.semantic.vocabulary import Sample
    from sidecar.suggest.published import ticket_sentences

    spoken = Counter(base_language(sample.language) for sample in published)
    usual = spoken.most_common(1)[0][0] if spoken else "en"
    samples = []
    for number, text in enumerate(read_texts(file)):
        language = detect(text, usual, tuple(spoken))
        samples += [Sample(sentence, language, number) for sentence in ticket_sentences(text)]
    return samples


def _distil(data_dir: Path, teacher: Teacher, samples: list[Sample], words: int) -> Built:
    from sidecar.search.semantic import storage
    from sidecar.search.semantic.building import build
    from sidecar.search.semantic.lock import building

    _step_back()
    with building(data_dir), steps() as show:
        return build(data_dir / storage.FOLDER, teacher, samples, show, most_general=words)


async def _take_over(data_dir: Path) -> None:
    """Let a running server use what was built; without one, the next start does."""
    from sidecar.commands.connection import connected
    from sidecar.instance import is_held

    if is_held(data_dir):
        async with connected(data_dir) as api:
            await api.post("/v1/semantic/reload")


def _step_back() -> None:
    """Let everything else on the machine go first: agents work on it meanwhile."""
    import psutil

    lowest = psutil.BELOW_NORMAL_PRIORITY_CLASS if psutil.WINDOWS else 10
    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process().nice(lowest)


def _half_of_the_cores() -> int:
    return max(1, (os.cpu_count() or 1) // 2)


async def _get(data_dir: Path) -> dict[str, Any]:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return dict(await api.get("/v1/semantic"))


async def _remove(data_dir: Path) -> int:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return int((await api.delete("/v1/semantic"))["freed"])
