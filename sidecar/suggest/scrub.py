"""Taking personal data out of a question before it is stored: what remains is what was asked, not by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sidecar.suggest.personal.numbers import is_card, is_iban, without_numbers
from sidecar.suggest.personal.people import name_words, without_people
from sidecar.suggest.personal.places import without_places
from sidecar.suggest.personal.secrets import without_secrets

__all__ = ["is_card", "is_iban", "name_words", "scrub"]

#: A longer text is scrubbed piece by piece: no pattern looks further.
_LONGEST = 4000


def scrub(text: str, names: Iterable[str] = ()) -> str:
    """Return a text without personal data.

    Addresses of mail, web, machines and streets, IBANs and card numbers whose checksum holds, phone numbers,
    numbers of orders, customers, parcels, passports and cars, passwords and PINs, dates of birth, and names
    are taken out. Codes of errors, versions, amounts and names of products stay: they are what is asked.

    Args:
        text: What a customer wrote.
        names: Names known from the page (customer, agent), in any form.
    """
    known = list(names)
    pieces = (text[first : first + _LONGEST] for first in range(0, len(text), _LONGEST))
    clean = "".join(_clean(piece, known) for piece in pieces)
    return re.sub(r"\s+([,.!?;:])", r"\1", re.sub(r"\s{2,}", " ", clean)).strip()


def _clean(text: str, names: list[str]) -> str:
    return without_people(without_numbers(without_places(without_secrets(text))), names)
