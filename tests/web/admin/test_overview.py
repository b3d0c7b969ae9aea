"""The overview: each first step shows that it worked; a browser that should not be there is refused."""

from __future__ import annotations

from tests.web.admin.visitor import Visitor, let_in, text_of
from tests.web.harness import Office


def steps(page: str) -> dict[str, bool]:
    """Which of the first steps is done."""
    names = ("knowledge", "extension", "pairing", "suggestion")
    parts = {name: page.partition(f'id="step-{name}"')[2].partition("</h2>")[0] for name in names}
    return {name: "(done)" in part for name, part in parts.items()}


async def test_each_step_shows_that_it_worked(office: Office) -> None:
    visitor = await let_in(office)
    assert steps((await visitor.get("/")).body) == dict.fromkeys(
        ("knowledge", "extension", "pairing", "suggestion"), False
    )
    await office.stock()
    await visitor.send("/pairing")
    page = await visitor.get("/")
    assert steps(page.body)["knowledge"]
    digits = page.body.partition('<output dir="ltr">')[2].partition("<")[0]
    paired = await office.nobody.post("/v1/pair", {"code": digits, "client": "Firefox upstairs"})
    assert steps((await visitor.get("/")).body)["extension"]
    browser = office.with_token(paired.body["token"])
    assert not steps((await visitor.get("/")).body)["suggestion"]
    asked = {"messages": [{"from": "customer", "text": "Can I have a refund?"}]}
    assert (await browser.post("/v1/suggest", asked)).status == 200
    page = await visitor.get("/")
    assert all(steps(page.body).values())
    assert "Firefox upstairs" in text_of(page)
    await visitor.send("/pairing/end", name=paired.body["name"])
    assert (await browser.get("/v1/search", params={"q": "refund"})).status == 401
    assert "Firefox upstairs" not in text_of(await visitor.get("/"))


async def test_what_needs_a_person_is_named(visitor: Visitor, stocked: Office) -> None:
    assert "needs a person" not in text_of(await visitor.get("/"))
    config = {"path": str(stocked.folder / "gone")}
    added = {"type": "folder", "name": "Intranet", "config": config, "check": False}
    await stocked.admin.post("/v1/sources", added)
    await stocked.sync("Intranet")
    assert "1 source needs a person: Intranet" in text_of(await visitor.get("/"))
