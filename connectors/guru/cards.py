"""Cards: from what Guru says of them to answers, with their verification.

Source: Guru's own client (`guruhq/py-sdk`, `guru/data_objects.py`: the card, its verifiers and analytics; its
tests for what the API answers).
"""

from __future__ import annotations

from typing import Any

from connectors.contract import ParseFailed, Skipped
from connectors.guru.files import files
from connectors.hosted.answers import Fields
from connectors.hosted.pictures import pictures
from connectors.model import Audience, BodyFormat, Kind
from connectors.parsing.fields import read_moment
from connectors.parsing.reply import guess_format

Card = dict[str, Any]

_TRUSTED = "TRUSTED"
_ADDRESS = "https://app.getguru.com/card/"
#: How often a card was used; kept, and not part of its fingerprint as it stands.
COUNTS = ("views", "copies", "favorites", "boards", "unverifiedViews", "unverifiedCopies")


def left_out(card: Card) -> Skipped | None:
    """Return why a card is none of the answers, if it is none."""
    reason = None
    if card.get("archived"):
        reason = "The card is archived."
    elif card.get("shareStatus") == "PRIVATE":
        reason = "The card is private."
    return Skipped(str(card["id"]), reason) if reason else None


def fields(card: Card, *, kind: Kind, audience: Audience, language: str | None) -> Fields:
    """Return what a card says.

    Args:
        card: as the API gives it, with the `groups` that its collection is for.
        kind: what cards are for.
        audience: of cards that are not public.
        language: of the cards, if it is known.
    """
    if not str(card.get("preferredPhrase") or "").strip():
        raise ParseFailed("The card has no title: give it one.")
    body = str(card.get("content") or "")
    markup = guess_format(body)
    trusted = card.get("verificationState") == _TRUSTED
    slug = card.get("slug")
    return {
        "kind": kind,
        "title": str(card["preferredPhrase"]).strip(),
        "body": body,
        "body_format": markup if markup is BodyFormat.HTML else BodyFormat.MARKDOWN,
        "url": f"{_ADDRESS}{slug}" if slug else None,
        "audience": Audience.PUBLIC if card.get("shareStatus") == "PUBLIC" else audience,
        "groups": card["groups"],
        "language": language,
        "tags": tuple(dict.fromkeys(_texts(card.get("tags"), "value"))),
        "folder": _folder(card),
        "created_at": read_moment(card.get("dateCreated")),
        "updated_at": read_moment(card.get("lastModified")),
        "verified_at": read_moment(card.get("lastVerified")) if trusted else None,
        "verified_by": _person(card.get("lastVerifiedBy")) if trusted else None,
        "owner": _person(card.get("owner")),
        "attachments": files(body),
        "images": pictures(body, _ADDRESS),
        "extra": _extra(card),
    }


def collection(card: Card) -> tuple[str, str]:
    """Return id and name of the collection a card is in."""
    found = card.get("collection")
    said = found if isinstance(found, dict) else {}
    return str(said.get("id") or ""), str(said.get("name") or "").strip()


def counts(card: Card) -> dict[str, int]:
    """Return how often a card was used, as far as Guru says."""
    info = card.get("cardInfo")
    analytics = info.get("analytics") if isinstance(info, dict) else None
    said = analytics if isinstance(analytics, dict) else {}
    return {key: said[key] for key in COUNTS if isinstance(said.get(key), int) and said[key]}


def _folder(card: Card) -> str | None:
    """Return the collection and the first folder (board) in it."""
    boards = _texts(card.get("boards"), "title")
    return "::".join(filter(None, [collection(card)[1], *boards[:1]])) or None


def _extra(card: Card) -> dict[str, Any]:
    told = {
        "verification": _verification(card),
        "folders": _texts(card.get("boards"), "title")[1:],
        "modified_by": _person(card.get("lastModifiedBy")),
        "first_owner": _person(card.get("originalOwner")),
        "version": card.get("version"),
        **counts(card),
    }
    return {key: value for key, value in told.items() if value}


def _verification(card: Card) -> dict[str, Any]:
    """Return all that Guru says of a card's verification, under plain names."""
    reasons = card.get("verificationReasons") or card.get("verificationReason")
    told = {
        "state": card.get("verificationState"),
        "interval_days": card.get("verificationInterval"),
        "last": card.get("lastVerified"),
        "last_by": _person(card.get("lastVerifiedBy")),
        "next": card.get("nextVerificationDate"),
        "verifiers": [name for each in card.get("verifiers") or () if (name := _verifier(each))],
        "reasons": reasons,
        "asked_by": _person(card.get("verificationInitiator")),
        "asked_at": card.get("verificationInitiationDate"),
    }
    return {key: value for key, value in told.items() if value}


def _verifier(said: Any) -> str | None:
    if not isinstance(said, dict):
        return None
    group = said.get("userGroup")
    return str(group.get("name") or "") or None if isinstance(group, dict) else _person(said.get("user"))


def _person(said: Any) -> str | None:
    """Return the name of a person, or the e-mail address of one without."""
    if not isinstance(said, dict):
        return None
    known = said["user"] if isinstance(said.get("user"), dict) else said
    name = " ".join(str(known.get(key) or "").strip() for key in ("firstName", "lastName")).strip()
    return name or known.get("email") or None


def _texts(said: Any, key: str) -> list[str]:
    listed = said if isinstance(said, list) else []
    found = (str(each.get(key) or "").strip() for each in listed if isinstance(each, dict))
    return [text for text in found if text]
