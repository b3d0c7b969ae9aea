"""Pins, mutes and synonyms by form; and why suggestions stand where they stand."""

from __future__ import annotations

import re

from tests.web.admin.visitor import Visitor, text_of
from tests.web.harness import Office
from tests.web.test_synonyms import suggested


async def test_a_decision_is_made_and_taken_back(visitor: Visitor, stocked: Office) -> None:
    unsaid = await visitor.send("/ranking/rules", answer="Shipping", action="pin")
    assert (unsaid.status, "Say for which tickets" in text_of(unsaid)) == (422, True)
    unknown = await visitor.send(
        "/ranking/rules", answer="Nothing so called", action="pin", contains="norway"
    )
    assert unknown.status == 400
    assert 'value="norway"' in unknown.body
    made = await visitor.send(
        "/ranking/rules", answer="Shipping", action="pin", contains="norway, oslo", note="Since January"
    )
    assert "norway, oslo" in text_of(made)
    (rule,) = (await stocked.admin.get("/v1/rules")).body["rules"]
    assert rule["when"]["contains"] == ["norway", "oslo"]
    await visitor.send(f"/ranking/rules/{rule['id']}/remove")
    assert (await stocked.admin.get("/v1/rules")).body["rules"] == []
    everywhere = await visitor.send("/ranking/rules", answer="Shipping", action="mute", always="yes")
    assert "every ticket" in text_of(everywhere)


async def test_words_come_to_mean_the_same_and_no_more(visitor: Visitor, stocked: Office) -> None:
    one = await visitor.send("/ranking/synonyms", phrases="parcel")
    assert (one.status, "at least two" in text_of(one)) == (422, True)
    await visitor.send("/ranking/synonyms", phrases="parcel, blorb")
    assert (await suggested(stocked, "Where is my blorb?"))[0] == "Shipping"
    await visitor.send("/ranking/synonyms/remove", phrase="blorb")
    assert (await stocked.admin.get("/v1/synonyms")).body["groups"] == []


async def test_a_ranking_is_explained(visitor: Visitor) -> None:
    told = await visitor.send("/ranking/explain", text="How long do parcels to Norway take at customs?")
    shown = text_of(told)
    assert re.search(r"1 Shipping", shown)
    assert "Words that matched:" in shown
    assert "norway" in shown
    assert "Why does it stand there?" in text_of(await visitor.send("/ranking/explain", text=" "))
