"""`cuecard search` and `cuecard suggest`: the results the extension gets, in the terminal."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from sidecar.commands.explanation import say_explanation, say_left_out
from sidecar.commands.output import print_json, say
from sidecar.commands.state import WrongUsage, run, state_of

Json = Annotated[bool, typer.Option("--json", help="Print the answer of the server as JSON.")]
Explain = Annotated[bool, typer.Option("--explain", help="Why each stands where it stands.")]
Limit = Annotated[int | None, typer.Option("--limit", help="How many at most.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("search")(search)
    app.command("suggest")(suggest)


def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="What to look for.")],
    kind: Annotated[str | None, typer.Option("--kind", help="reply or article")] = None,
    source: Annotated[str | None, typer.Option("--source", help="A source's name.")] = None,
    tag: Annotated[str | None, typer.Option("--tag")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Such as en or de.")] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="public, internal or unknown")] = None,
    trust: Annotated[
        str | None, typer.Option("--trust", help="verified, due, changed, flagged or unverified")
    ] = None,
    limit: Limit = None,
    offset: Annotated[int | None, typer.Option("--offset", help="How many to leave out.")] = None,
    explain: Explain = False,
    as_json: Json = False,
) -> None:
    """Search the knowledge."""
    filters = {
        "kind": kind,
        "source": source,
        "tag": tag,
        "language": language,
        "audience": audience,
        "trust": trust,
        "limit": limit,
        "offset": offset,
        "explain": explain or None,
    }
    body = run(_search(state_of(context).data_dir, " ".join(query), filters))
    if as_json:
        print_json(body)
        return
    say(f"{body['total']} found in {body['took_ms']:.1f} ms")
    if body.get("corrected"):
        say(f"Taken for: {body['corrected']}")
    _list(body["results"])


def suggest(
    context: typer.Context,
    text: Annotated[
        str | None, typer.Option("--text", help="What the customer wrote; - reads it from stdin.")
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", help="A file with the text, or with the JSON of a request; - is stdin."),
    ] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="The ticket's subject.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Such as en or de; unless told, detected.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="A tag of the ticket; repeatable.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where the ticket is open.")] = None,
    explain: Explain = False,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """Show what would be suggested for a ticket."""
    request = _request(text, file)
    told = {
        "subject": subject,
        "language": language,
        "tags": tag,
        "page": {**(request.get("page") or {}), "url": url} if url else None,
        "limit": limit,
        "explain": explain or None,
    }
    request |= {name: value for name, value in told.items() if value is not None}
    body = run(_suggest(state_of(context).data_dir, request))
    if as_json:
        print_json(body)
        return
    if not body["confident"]:
        say(f"Nothing fits well (confidence {body['confidence']:.2f}).")
    _list(body["suggestions"])
    say_left_out(body.get("left_out") or [], body["suggestions"])
    if explain:
        say("", f"confidence {body['confidence']:.2f}, language {body['language']}, {body['took_ms']:.1f} ms")


async def _search(data_dir: Path, query: str, filters: dict[str, Any]) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return await _asked(api.get("/v1/search", q=query, **filters))


async def _suggest(data_dir: Path, request: dict[str, Any]) -> Any:
    from sidecar.commands.connection import connected

    async with connected(data_dir) as api:
        return await _asked(api.post("/v1/suggest", request))


async def _asked(call: Any) -> Any:
    """Wait for an answer; a request that does not validate is wrong usage of the command."""
    from sidecar.commands.connection import ApiFailed

    try:
        return await call
    except ApiFailed as error:
        if not error.details:
            raise
        said = "; ".join(f"{detail['field']}: {detail['message']}" for detail in error.details)
        raise WrongUsage(said) from None


def _request(text: str | None, file: str | None) -> dict[str, Any]:
    if (text is None) == (file is None):
        raise typer.BadParameter("Give either --text or --file.")
    content = _read(file) if file is not None else sys.stdin.read() if text == "-" else text or ""
    if file is not None and content.lstrip().startswith("{"):
        try:
            request = json.loads(content)
        except ValueError:
            request = None
        if isinstance(request, dict) and "messages" in request:
            return request
    return {"messages": [{"from": "customer", "text": content}]}


def _read(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror or error}."
        raise typer.BadParameter(message) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _list(results: list[dict[str, Any]]) -> None:
    for number, item in enumerate(results, 1):
        explanation = item.get("explanation")
        say("")
        say(
            f"{explanation['place'] if explanation else number}. {item['title']}  [{item['score']:.2f}]",
            style="bold",
        )
        facts = [item["source"]["name"], item["trust"]["state"], item["audience"], item["language"]]
        if item["inserted"]:
            facts.append("inserted once" if item["inserted"] == 1 else f"inserted {item['inserted']} times")
        if item["pinned"]:
            facts.append(f"pinned ({item['pinned']})")
        say(f"   {' · '.join(facts)}  {item['answer_id']}")
        say(f"   {_plain(item['excerpt_html'])}")
        if explanation:
            for reason in item["reasons"]:
                say(f"   - {reason}")
            say_explanation(explanation, item["score"])


def _plain(excerpt: str) -> str:
    import html

    return html.unescape(re.sub(r"</?mark>", "", excerpt))
