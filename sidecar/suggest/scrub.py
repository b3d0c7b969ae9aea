"""Taking personal data out of a question before it is stored: what remains is what was asked, not by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"\bhttps?://\S+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]){11,38}\b", re.IGNORECASE)
_CARD = re.compile(r"\b\d(?:[ -]?\d){11,18}\b")
_PHONE = re.compile(
    r"(?<![\w.])(?:\+|00|\(?0)[\d][\d\s()/.-]{5,18}\d(?!\w)|(?<![\w.])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)"
)
#: A number somebody would be found by: named so before it, or long.
_NAMED_NUMBER = re.compile(
    r"(?P<what>\b(?:order|customer|account|invoice|ticket|case|contract|member(?:ship)?|reference|ref|tracking"
    r"|policy|booking|reservation|passport|id"
    r"|bestell(?:ung)?|kunden|auftrags?|rechnungs?|vertrags?|konto|vorgangs|sendungs|commande"
    r"|client|facture|pedido|cliente|factura|ordine|fattura)"
    r"[\s-]*(?:number|no|nr|num|nummer|id|code|numéro|n°|número|numero)?\b\.?\s*[:°]?\s*)"
    r"(?P<value>#?(?=[\w-]*\d)[A-Za-z0-9][\w-]{3,})",
    re.IGNORECASE,
)
_HASH_NUMBER = re.compile(r"(?<!\w)#\d{3,}\b")
_LONG_NUMBER = re.compile(r"(?<![\w.])\d{7,}(?![\w.]\d)")
_ADDRESSED = re.compile(
    r"\b(?P<intro>(?i:my name is|mein name ist|ich hei(?:ß|ss)e|je m'appelle|me llamo|mi chiamo"
    r"|this is|i am|i'm)\s+)"
    r"(?P<name>[A-ZÀ-ÞŠŽ][\w'’-]+(?:\s+[A-ZÀ-ÞŠŽ][\w'’-]+){0,2})"
)
_TITLED = re.compile(
    r"\b(?P<intro>(?:Mr|Mrs|Ms|Dr|Herrn?|Frau|Mme|Sr|Sra)\.?\s+)[A-ZÀ-ÞŠŽ][\w'’-]+(?:\s+[A-ZÀ-ÞŠŽ][\w'’-]+)?"
)

#: The shortest word of a known name that is taken out: shorter ones are words of the language, too.
_SHORTEST_NAME = 3
_LUHN_BASE = 10
_IBAN_BASE = 97


def scrub(text: str, names: Iterable[str] = ()) -> str:
    """Return a text without personal data.

    E-mail addresses, web addresses, IBANs and card numbers whose checksum holds, phone numbers, numbers of
    orders and customers, and names are taken out.

    Args:
        text: What a customer wrote.
        names: Names known from the page (customer, agent), in any form.
    """
    text = _EMAIL.sub(" ", _URL.sub(" ", text))
    text = _IBAN.sub(_without_iban, text)
    text = _CARD.sub(lambda match: " " if is_card(match[0]) else match[0], text)
    text = _NAMED_NUMBER.sub(lambda match: match["what"], text)
    text = _HASH_NUMBER.sub(" ", _PHONE.sub(" ", text))
    text = _LONG_NUMBER.sub(" ", text)
    text = _TITLED.sub(lambda match: match["intro"], text)
    text = _ADDRESSED.sub(lambda match: match["intro"] if _is_name(match) else match[0], text)
    for word in name_words(names):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?:['’]s)?(?!\w)", " ", text, flags=re.IGNORECASE)
    return re.sub(r"\s+([,.!?;:])", r"\1", re.sub(r"\s{2,}", " ", text)).strip()


def name_words(names: Iterable[str]) -> list[str]:
    """Return the words of names, longest first; single letters and particles are not among them."""
    words = {word for name in names for word in re.split(r"[\s,;]+", name) if len(word) >= _SHORTEST_NAME}
    return sorted(words, key=lambda word: (-len(word), word))


def is_card(number: str) -> bool:
    """Tell whether a number has the check digit of a payment card (Luhn, ISO/IEC 7812-1)."""
    digits = [int(char) for char in number if char.isdigit()]
    if len(set(digits)) == 1:
        return False
    doubled = [2 * digit if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(digit - 9 if digit >= _LUHN_BASE else digit for digit in doubled) % _LUHN_BASE == 0


def is_iban(text: str) -> bool:
    """Tell whether a text has the checksum of a bank account number (ISO 13616, remainder 1 of 97)."""
    compact = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", compact):
        return False
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % _IBAN_BASE == 1


def _without_iban(match: re.Match[str]) -> str:
    # What follows a number may look like more of it: the longest beginning whose checksum holds is taken out.
    words = match[0].split(" ")
    for count in range(len(words), 0, -1):
        if is_iban("".join(words[:count])):
            return " ".join(["", *words[count:]])
    return match[0]


def _is_name(match: re.Match[str]) -> bool:
    # "I am Using the app" is none: with the short intros the first word must be no word of a sentence.
    return match["intro"].lower().split()[0] not in {"i", "i'm", "this"} or len(match["name"].split()) > 1
