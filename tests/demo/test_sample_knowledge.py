"""The sample knowledge is complete, well formed, and has the flaws it is meant to show."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from connectors.model import Audience, BodyFormat, Kind
from sidecar.knowledge.preparation import prepare
from tests.demo.reading import Sample

KNOWN = re.compile(
    r"(customer|agent)\.(name|first_name|last_name|email)|ticket\.(id|subject|url)|company\.name"
)
FOREIGN_SIGNS = re.compile(r"\{%|%\{|#\{|\{\{(?!\s*[a-z_.]+\s*\}\})")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def of_kind(samples: list[Sample], kind: Kind) -> list[Sample]:
    return [sample for sample in samples if sample.document.kind is kind]


def by_id(samples: list[Sample], external_id: str) -> Sample:
    return next(sample for sample in samples if sample.document.external_id == external_id)


def test_there_is_a_shop_full_of_articles_and_replies(samples: list[Sample]) -> None:
    assert len(of_kind(samples, Kind.ARTICLE)) >= 60
    assert len(of_kind(samples, Kind.REPLY)) >= 60
    assert {sample.file.suffix for sample in of_kind(samples, Kind.REPLY)} == {".yaml", ".csv"}


def test_every_document_says_who_it_is_for(samples: list[Sample]) -> None:
    counts = Counter((sample.document.kind, sample.document.audience) for sample in samples)
    assert counts[Kind.ARTICLE, Audience.INTERNAL] >= 13
    assert counts[Kind.REPLY, Audience.INTERNAL] >= 3
    assert not [sample for sample in samples if sample.document.audience is Audience.UNKNOWN]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["de", "ar", "fa"])
def test_there_are_answers_in_other_languages(samples: list[Sample], kind: Kind, language: str) -> None:
    assert len([one for one in of_kind(samples, kind) if one.document.language == language]) >= 2


def test_the_language_a_document_states_is_the_one_it_is_written_in(samples: list[Sample]) -> None:
    for sample in samples:
        stated = sample.document.language
        detected = prepare(
            sample.document.model_copy(update={"language": None}), default_language="en"
        ).language
        assert detected == stated, f"{sample.document.external_id}: stated {stated}, detected {detected}"


def test_replies_are_written_in_all_three_markups(samples: list[Sample]) -> None:
    formats = Counter(sample.document.body_format for sample in of_kind(samples, Kind.REPLY))
    assert all(formats[markup] >= 10 for markup in BodyFormat)


def test_articles_have_a_real_length(samples: list[Sample]) -> None:
    for sample in of_kind(samples, Kind.ARTICLE):
        words = len(sample.document.body.split())
        assert 140 <= words <= 500, f"{sample.document.external_id} has {words} words"
        assert "\n## " in f"\n{sample.document.body}", f"{sample.document.external_id} has no headings"


def test_titles_are_told_apart(samples: list[Sample]) -> None:
    titles = Counter(sample.document.title for sample in samples)
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_placeholder_is_understood(samples: list[Sample]) -> None:
    for sample in of_kind(samples, Kind.REPLY):
        left = FOREIGN_SIGNS.findall(prepare(sample.document).text)
        assert left == [], f"{sample.document.external_id}: {left} stays in the text"


def test_placeholders_come_in_several_vendors_syntaxes(samples: list[Sample]) -> None:
    bodies = "\n".join(sample.document.body for sample in of_kind(samples, Kind.REPLY))
    for written in (
        "{{ticket.requester.first_name}}",
        "{%customer.firstName,fallback=there%}",
        "#{ticket.customer.firstname}",
        "%{ticket.name.first}",
        "{{ user.first_name | fallback: 'there' }}",
        "{{contact.first_name}}",
        "{{current_user.name}}",
    ):
        assert written in bodies


def test_most_replies_can_be_filled_and_some_must_ask(samples: list[Sample]) -> None:
    asking = [
        sample
        for sample in of_kind(samples, Kind.REPLY)
        if any(not KNOWN.fullmatch(one.name) for one in prepare(sample.document).placeholders)
    ]
    assert 5 <= len(asking) <= 25


def test_every_link_between_articles_leads_somewhere(samples: list[Sample]) -> None:
    for sample in of_kind(samples, Kind.ARTICLE):
        for target in LINK.findall(sample.document.body):
            if "://" in target:
                continue
            path, _, anchor = target.partition("#")
            linked = (sample.file.parent / path).resolve()
            assert linked.is_file(), f"{sample.document.external_id} links to {target}, which does not exist"
            headings = [
                re.sub(r"[^\w]+", "-", line.lstrip("# ").strip().lower())
                for line in linked.read_text(encoding="utf-8").splitlines()
                if line.startswith("#")
            ]
            assert not anchor or anchor in headings, f"{sample.document.external_id}: no heading #{anchor}"


def test_web_addresses_belong_to_nobody(samples: list[Sample]) -> None:
    for sample in samples:
        for host in re.findall(r"(?:https?://|mailto:|@)([\w.-]+\.\w+)", sample.document.body):
            assert host.endswith(".example"), f"{sample.document.external_id} mentions {host}"


def test_translations_name_an_article_that_exists(samples: list[Sample]) -> None:
    ids = {sample.document.external_id for sample in samples}
    translations = [sample.document.translation_of for sample in samples if sample.document.translation_of]
    assert len(translations) >= 4
    assert set(translations) <= ids


def test_two_answers_contradict_each_other(samples: list[Sample]) -> None:
    article, reply = by_id(samples, "returns/return-policy.md"), by_id(samples, "cs-return-window")
    assert "30 days of delivery" in article.document.body
    assert "14 days of delivery" in reply.document.body


def test_some_answers_are_plainly_out_of_date(samples: list[Sample]) -> None:
    old = datetime(2024, 1, 1, tzinfo=UTC)
    stale = {
        one.document.external_id
        for one in samples
        if one.document.updated_at and one.document.updated_at < old
    }
    assert stale == {"service/workshop-ghent.md", "returns-in-greyhound.md", "tech-workshop-appointment"}


def test_most_answers_have_been_verified_by_somebody(samples: list[Sample]) -> None:
    verified = [one for one in samples if one.document.verified_at and one.document.verified_by]
    assert len(verified) > 0.9 * len(samples)
    assert by_id(samples, "cs-return-window").document.verified_at is None
