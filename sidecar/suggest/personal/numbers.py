"""Numbers and addresses of the network by which somebody can be found."""

from __future__ import annotations

import ipaddress
import re

from sidecar.suggest.wording import phrases

_EMAIL = re.compile(
    r"[\w.+%-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)[\w-]{1,63}(?:(?:\.|\s?[(\[](?:dot"
    r"|punkt)[)\]]\s?)[\w-]{2,63}){1,5}"
)
_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_MAC = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")
#: What may be an address of a machine; the standard library decides. A version is named as one.
_IP = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8})(?:/\d{1,3})?(?![\w:])"
)
_VERSIONED = re.compile(
    r"(?:\bv|version|firmware|release|build|update|driver|versión|versão|версия|версии|版本"
    r"|バージョン)\W{0,3}(?:\w{1,4}\W{1,2})?$",
    re.IGNORECASE,
)

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,38}\b", re.IGNORECASE)
_CARD = re.compile(r"\b\d(?:[ .-]?\d){11,18}\b")
_MASKED = re.compile(
    r"(?<![*xX•#])[*xX•#]{2,16}(?:[ -][*xX•#]{2,16}){0,3}[ -]?\d{2,6}\b|(?<!\w)\d{4,6}[*xX•]{2,16}\d{2,4}\b"
)
_ENDING = re.compile(
    r"(?P<what>\b(?:ending|ends|ended|endet|endend|endende[nr]?|terminad[ao]|termina|finissant"
    r"|se terminant|che finisce|eindigend|kończąc\w*)\s+(?:in|on|with|auf|mit|en|par|em|con|op|się na|на)?"
    r"\s*(?:the digits\s)?)\d{3,6}\b",
    re.IGNORECASE,
)
#: Digits in groups, as telephone numbers are written all over the world.
_GROUPS = re.compile(
    r"(?<![\w.,:/-])(?:\+\s?)?\(?\d(?:[\s().\-/\u2010-\u2015\u00a0]{0,3}\d){6,16}(?![\w%])(?![.,:/-]\d)"
)
_DATE = re.compile(r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))(?!\d)")
#: Three and more numbers with points between, one of them of a length that telephone numbers do not have.
_VERSION = re.compile(r"(?=.*(?:^|\.)(?:\d|\d{5,})(?:\.|$))\d+(?:\.\d+){2,}")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .\u00a0]\d{3})+")
_CURRENCY = r"(?:[€$£¥₹₽₺₩₴]|EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|HUF|JPY|CNY|INR|RUB|euros?|dollars?)"
_PRICED = re.compile(rf"^\s{{0,2}}{_CURRENCY}", re.IGNORECASE)
_PRICE_BEFORE = re.compile(rf"{_CURRENCY}\s{{0,2}}$", re.IGNORECASE)

#: A number somebody would be found by: what it is named, and the number.
_NAMED = re.compile(
    rf"(?P<what>(?<!\w)(?:{phrases('numbered')})\w{{0,3}}(?:[\s-]*(?:{phrases('number')}))?\.?"
    r"(?:\s?[:：°=-]|\s(?:is|ist|est|es|è|is:|lautet|is the|was|war)(?!\w))?\s{0,2})"
    r"(?P<value>#?(?!0x|[A-Z]-\d{2,5}\b)(?=[\w/-]*\d)[A-Za-z0-9][\w/-]{3,}(?:\s\d{3,})*)(?!\.?\d)",
    re.IGNORECASE,
)
_HASH = re.compile(r"(?<!\w)#\d{3,}\b")
#: Forms that stand for themselves: parcels, passports, taxes, persons, cars. Error codes have fewer digits.
_FORMS = re.compile(
    r"(?<![\w-])(?:"
    r"1Z[0-9A-Z]{16}|\d{3}-\d{7}-\d{7}|(?!KB|CVE|HTTP|RFC|ISO|IEC|DIN|EN)[A-Z]{1,4}[-_ ]?\d{6,}[A-Z]{0,2}"
    r"|\d{3}-\d{2}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}"
    r"|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|\d{8}-?[A-Z]|[XYZ]-?\d{7}-?[A-Z]"
    r"|(?:\d{6}|\d{8})[-+A]\d{3}[0-9A-Z]|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|[A-Z]{5}\d{4}[A-Z]"
    r"|\d{4} \d{4} \d{4}|(?=[A-Z]*\d)(?=\d*[A-Z])[A-HJ-NPR-Z0-9]{17}|ATU\d{8}"
    r"|[A-Z]{2}\d{2} ?[A-Z]{3}(?<!\d PRO)(?<!\d MAX)|[A-Z]{2}-\d{3}-[A-Z]{2}"
    r")(?![\w-])"
)
_PLATE = re.compile(
    rf"(?P<what>(?<!\w){phrases('plate')}\w{{0,3}}(?:\s?[:：]|\s(?:is|ist|est|es|è))?\s{{0,2}})"
    r"(?P<value>(?=[^\n]{0,10}\d)[A-ZÄÖÜА-Я0-9]{1,4}(?:[ -][A-ZÄÖÜА-Я0-9]{1,4}){0,3})(?!\w)",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\w.,])\d{7,}(?![\w]|[.,]\d)")

_LUHN_BASE = 10
_IBAN_BASE = 97
#: A telephone number has so many digits.
_FEWEST, _MOST = 7, 15
#: Without a country code or a leading zero it is told by so many groups.
_GROUPED = 3


def without_numbers(text: str) -> str:
    """Return a text without numbers, codes and addresses of the network that lead to a person.

    Amounts, versions, dates, codes of errors and names of products stay.
    """
    text = _EMAIL.sub(" ", _URL.sub(" ", text))
    text = _MAC.sub(" ", _IP.sub(_without_ip, text))
    text = _IBAN.sub(_without_iban, text)
    text = _CARD.sub(lambda match: " " if is_card(match[0]) else match[0], text)
    text = _ENDING.sub(lambda match: match["what"], _MASKED.sub(" ", text))
    text = _PLATE.sub(lambda match: match["what"], text)
    text = _NAMED.sub(lambda match: match["what"], text)
    text = _FORMS.sub(" ", _HASH.sub(" ", text))
    text = _GROUPS.sub(_without_phone, text)
    return _LONG.sub(_without_long, text)


def is_card(number: str) -> bool:
    """Tell whether a number has the check digit of a payment card (Luhn, ISO/IEC 7812-1)."""
    digits = [int(char) for char in number if char.isdigit()]
    if len(set(digits)) == 1:
        return False
    doubled = [2 * digit if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(digit - 9 if digit >= _LUHN_BASE else digit for digit in doubled) % _LUHN_BASE == 0


def is_iban(text: str) -> bool:
    """Tell whether a text has the checksum of a bank account number (ISO 13616, remainder 1 of 97)."""
    compact = re.sub(r"[\s-]", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", compact):
        return False
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % _IBAN_BASE == 1


def _without_iban(match: re.Match[str]) -> str:
    # What follows a number may look like more of it: the longest beginning whose checksum holds is taken out.
    words = re.split(r"([ -])", match[0])
    for count in range(len(words), 0, -1):
        if is_iban("".join(words[:count])):
            return " " + "".join(words[count:])
    return match[0]


def _without_ip(match: re.Match[str]) -> str:
    if _VERSIONED.search(match.string[max(0, match.start() - 30) : match.start()]):
        return match[0]
    try:
        ipaddress.ip_interface(match[0])
    except ValueError:
        return match[0]
    return " " if any(char.isalnum() for char in match[0]) else match[0]


def _without_phone(match: re.Match[str]) -> str:
    number = match[0]
    digits = "".join(str(int(char)) for char in number if char.isdigit())
    if not _FEWEST <= len(digits) <= _MOST or _DATE.match(number) or _is_amount(match):
        return number
    groups = re.findall(r"\d+", number)
    if any(_VERSION.fullmatch(part) for part in number.split()):
        return number
    prefixed = number[0] in "+(" or digits[0] == "0"
    return " " if prefixed or len(groups) >= _GROUPED or len(groups) == 1 else number


def _without_long(match: re.Match[str]) -> str:
    return match[0] if _is_amount(match) else " "


def _is_amount(match: re.Match[str]) -> bool:
    before, after = match.string[max(0, match.start() - 12) : match.start()], match.string[match.end() :][:12]
    priced = bool(_PRICED.match(after) or _PRICE_BEFORE.search(before))
    return priced and (match[0].isdigit() or bool(_THOUSANDS.fullmatch(match[0])))
