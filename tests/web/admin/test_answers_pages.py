"""Answers as an admin without scripts meets them: searched, read, judged, changed, archived, written."""

from __future__ import annotations

import asyncio
import re

from tests.web.admin.visitor import Visitor, text_of
from tests.web.harness import Office
from tests.web.test_answers import answer_id

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><style>body{display:none}</style>"
    '<a href="javascript:alert(3)">x</a><iframe src="/"></iframe>plain words'
)


async def test_the_search_is_that_of_agents_with_filters_as_chips(visitor: Visitor) -> None:
    found = await visitor.get("/answers?q=declaration&source=docs&trust=unverified")
    assert "1 answer" in text_of(found)
    assert "Shipping" in text_of(found)
    assert re.findall(r'class="chip on" href="([^"]+)"', found.body) == [
        "/answers?q=declaration&amp;trust=unverified",
        "/answers?q=declaration&amp;source=docs",
    ]
    assert "0 answers" in text_of(await visitor.get("/answers?q=declaration&source=macros"))
    everything = text_of(await visitor.get("/answers"))
    assert "5 answers · the most used first" in everything
    assert (await visitor.get("/answers?kind=nonsense&offset=-3&q=%00")).status == 200


async def test_one_answer_shows_where_it_comes_from_and_what_changed(
    visitor: Visitor, stocked: Office
) -> None:
    wanted = await answer_id(stocked.admin, "customs declaration")
    path = stocked.folder / "docs" / "shipping.md"
    await asyncio.to_thread(path.write_text, "# Shipping\n\nParcels to Norway take four days.\n", "utf-8")
    await stocked.sync("docs")
    page = await visitor.get(f"/answers/{wanted}")
    shown = text_of(page)
    assert "shipping.md" in shown
    assert "Version 2" in shown
    assert "<del>nine</del><ins>four</ins>" in page.body


async def test_trust_is_given_and_taken(visitor: Visitor, stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "customs declaration")
    where = f"/answers/{wanted}/trust"
    assert "Say what is wrong" in text_of(await visitor.send(where, say="flag", reason=" "))
    assert "Flagged: Too slow" in text_of(await visitor.send(where, say="flag", reason="Too slow"))
    assert "Not verified" in text_of(await visitor.send(where, say="unflag"))
    assert "Verified" in text_of(await visitor.send(where, say="verify"))


async def test_audience_and_tags_stay_as_the_admin_said(visitor: Visitor, stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "customs declaration")
    where = f"/answers/{wanted}"
    await visitor.send(where, say="audience", audience="internal")
    shown = text_of(await visitor.send(where, say="tags", tags="norway, parcels, norway"))
    assert "The source says: Audience not said." in shown
    assert "The source says: none." in shown
    await stocked.sync("docs")
    whole = (await stocked.admin.get(f"/v1/answers/{wanted}")).body
    assert (whole["audience"], whole["tags"]) == ("internal", ["norway", "parcels"])
    await visitor.send(where, say="reset_tags")
    assert (await stocked.admin.get(f"/v1/answers/{wanted}")).body["tags"] == []


async def test_archived_answers_rest_until_brought_back(visitor: Visitor, stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "customs declaration")
    archived = text_of(await visitor.send(f"/answers/{wanted}", say="archive"))
    assert "rests in the archive" in archived
    assert "0 answers" in text_of(await visitor.get("/answers?q=declaration"))
    assert "Shipping" in text_of(await visitor.get("/answers/archived"))
    refused = await visitor.send(f"/answers/{wanted}/trust", say="verify")
    assert (refused.status, "Bring it back first" in refused.body) == (409, True)
    assert "found and suggested again" in text_of(await visitor.send(f"/answers/{wanted}", say="bring_back"))
    assert "1 answer" in text_of(await visitor.get("/answers?q=declaration"))


async def test_what_was_learned_is_forgotten_on_request(visitor: Visitor, stocked: Office) -> None:
    found = (await stocked.admin.get("/v1/search", params={"q": "customs declaration"})).body
    wanted = found["results"][0]["answer_id"]
    event = {"type": "inserted", "query_id": found["query_id"], "answer_id": wanted}
    await stocked.admin.post("/v1/events", event)
    assert "customs declaration learned" in text_of(await visitor.get(f"/answers/{wanted}"))
    forgotten = text_of(await visitor.send(f"/answers/{wanted}/forget"))
    assert "What was learned is forgotten." in forgotten
    assert "None yet." in forgotten


async def test_several_answers_are_judged_at_once(visitor: Visitor, stocked: Office) -> None:
    both = [("answer", await answer_id(stocked.admin, query)) for query in ("customs", "password")]
    await visitor.send("/answers", *both, say="verify", back="/answers?q=")
    assert "2 answers" in text_of(await visitor.get("/answers?trust=verified"))
    await visitor.send("/answers", *both, say="archive")
    assert "0 answers" in text_of(await visitor.get("/answers?trust=verified"))


async def test_an_answer_is_written_edited_as_written_and_deleted(visitor: Visitor, stocked: Office) -> None:
    wrong = await visitor.send("/answers/new", title="", body="Words", kind="reply")
    assert wrong.status == 422
    assert "Give the answer a title" in text_of(wrong)
    assert ">\nWords</textarea>" in wrong.body
    body = "Hello **{{customer.first_name}}**,\n\nthe shop opens at nine."
    typed = {"title": "Opening hours", "body": body, "body_format": "markdown", "kind": "reply"}
    preview = await visitor.send("/answers/preview", **typed)
    assert "<strong>" in preview.body
    assert "customer.first_name" in preview.body
    assert "What you write is shown here" in (await visitor.get("/answers/preview")).body
    assert "What you write is shown here" in (await visitor.send("/answers/preview", body=" ")).body
    written = await visitor.send("/answers/new", **typed, audience="public", questions="When do you open?\n")
    assert "Saved." in text_of(written)
    assert "When do you open?" in text_of(written)
    wanted = await answer_id(stocked.admin, "opening hours")
    form = await visitor.get(f"/answers/{wanted}/edit")
    assert f">\n{body}</textarea>" in form.body
    changed = await visitor.send(f"/answers/{wanted}/edit", **{**typed, "body": body + " Sundays at ten."})
    assert "<ins> Sundays at ten.</ins>" in changed.body
    assert "Nobody will find it" in text_of(await visitor.get(f"/answers/{wanted}/delete"))
    await visitor.send(f"/answers/{wanted}/delete")
    assert (await visitor.get(f"/answers/{wanted}")).status == 404


async def test_only_the_teams_own_answers_are_edited_here(visitor: Visitor, stocked: Office) -> None:
    wanted = await answer_id(stocked.admin, "customs declaration")
    for refused in (
        await visitor.get(f"/answers/{wanted}/edit"),
        await visitor.send(f"/answers/{wanted}/delete"),
        await visitor.send(f"/answers/{wanted}/edit", title="x", body="y"),
    ):
        assert (refused.status, "change at their source" in refused.body) == (409, True)


async def test_hostile_answers_stay_inside_their_frame_and_do_nothing(
    visitor: Visitor, stocked: Office
) -> None:
    typed = {"title": "<script>alert(0)</script>", "body": HOSTILE, "body_format": "html"}
    written = (await stocked.admin.post("/v1/answers", typed)).body
    wanted = written["answer_id"]
    await stocked.admin.post(f"/v1/answers/{wanted}/flag", {"reason": HOSTILE})
    pages = ("", "/content", "/edit", "/delete")
    for page in [await visitor.get(f"/answers/{wanted}{path}") for path in pages] + [
        await visitor.get("/answers?q=plain+words"),
        await visitor.get("/answers"),
        await visitor.send("/answers/preview", **typed, kind="reply", audience="public"),
    ]:
        assert page.status == 200
        for bad in ("<script>alert", "<img src=x", "<style>body", 'href="javascript', '<iframe src="/"'):
            assert bad not in page.body.replace("&lt;", "<LT>")
    for frame in (
        await visitor.get(f"/answers/{wanted}/content"),
        await visitor.get("/answers/preview"),
        await visitor.send("/answers/preview", **typed, kind="reply", audience="public"),
    ):
        policy = frame.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'self'" in policy
        assert "sandbox" in policy
        assert "allow-scripts" not in policy
        assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in (await visitor.get("/")).headers["Content-Security-Policy"]
