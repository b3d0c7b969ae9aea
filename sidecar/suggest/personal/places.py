"""Postal addresses: a street with its number, and the postcode and town beside it."""

from __future__ import annotations

import re

_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΆ-ΫЀ-ЯҐ])"
_WORD = rf"{_CAPITAL}[\w'’.-]{{1,30}}"
_NUMBER = (
    r"(?:n[°ºro.]{0,2}\s?|nr\.?\s|no\.?\s|č\.?\s?)?"
    r"\d{1,5}\s?[a-z]?(?:\s?[/-]\s?\d{1,4}[a-z]?)?(?![\w%])(?![.,]\d)"
)
#: Postcode and town as they follow a street.
_TOWN = (
    rf"(?:[,\s]{{1,3}}(?:[A-Z]{{1,2}}-)?(?:\d{{2,3}}[- ]\d{{2,3}}"
    rf"|\d{{4,6}}(?:-\d{{3,4}})?)(?:\s?[A-Z]{{2}}(?!\w))?"
    rf"(?:\s{_WORD}(?:[ -]{_WORD}){{0,2}})?"
    rf"|[,\n]\s?{_WORD}(?:\s{_WORD}){{0,2}}(?:,?\s(?-i:[A-Z]{{2}}))?,?\s\d{{5}}(?:-\d{{4}})?)?"
)
_ENDINGS = (
    r"(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|damm|ufer|chaussee|promenade|steig|straat|laan"
    r"|gracht|kade|singel"
    r"|dreef|gatan|vägen|gränd|gade|vej|gata|gaten|veien|vegen|katu|tie|kuja|polku)"
)
_BEFORE = (
    r"(?:rue|avenue|av\.|boulevard|bd\.?|chemin|allée|impasse|quai|route\sd[eu]|place\sd[eu]"
    r"|calle|c/|avenida|avda\.?|plaza|paseo|carrer|rua|travessa|praça|largo|viale|piazza|corso"
    r"|(?-i:Via)|vicolo"
    r"|strada|bulevardul|bd-ul|ul\.|ulica|ulici|aleja|os\.|ulice|náměstí|nábřeží|utca|gatvė|g\.|iela"
    r"|улица|улице|ул\.|проспект|пр-т|пр\.|переулок|пер\.|вулиця|вулиці|вул\.|οδός|οδό|λεωφόρος|jalan"
    r"|jl\.|đường|phố)"
)
_AFTER = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|boulevard|blvd|crescent|square|terrace"
    r"|parkway|pkwy"
    r"|highway|hwy|close|way|gardens|grove|utca|út|útja|tér|körút|cadde(?:si)?|cad\.|sok(?:ak|ağı)?\.?"
    r"|sokak|bulvarı)"
)
_STREETS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?<!\w)(?:{_WORD}[\s-]{_ENDINGS}|{_CAPITAL}[\w-]{{1,30}}{_ENDINGS}|[\w-]{{2,30}}(?:stra(?:ß"
            rf"|ss)e|str\.))"
            rf"\s{{1,2}}{_NUMBER}{_TOWN}"
        ),
        (
            rf"(?<!\w)(?:\d{{1,4}}\s?(?:bis|ter)?,?\s)?{_BEFORE}\s(?:(?:d[eu]s?|de la|del|della|di|do|da"
            rf"|dos|la|le|el)\s|d'|l')?"
            rf"{_WORD}(?:\s(?:d[eu]s?\s|de la\s|del\s)?{_WORD}){{0,3}}[,\s]{{1,3}}{_NUMBER}{_TOWN}"
        ),
        (
            rf"(?<!\w)\d{{1,4}}\s?(?:bis|ter)?,?\s{_BEFORE}\s(?:(?:d[eu]s?|de la|la|le|les)\s|d'"
            rf"|l')*{_WORD}(?:[\s-]{_WORD}){{0,3}}{_TOWN}"
        ),
        (
            rf"(?<!\w)\d{{1,5}}[a-z]?\s(?:{_WORD}\s){{1,3}}{_AFTER}(?!\w)\.?(?:,?\s(?:apt|apartment|unit"
            rf"|suite|flat)\.?\s#?\w{{1,6}})?"
            rf"(?:,\s?{_WORD}(?:\s{_WORD})?(?:,?\s(?-i:[A-Z]{{2}})\s\d{{5}}(?:-\d{{4}})?)?)?"
        ),
        rf"(?<!\w)(?:{_WORD}\s){{1,3}}{_AFTER}(?!\w)[,\s]{{1,3}}(?:no\.?\s?:?\s?)?{_NUMBER}{_TOWN}",
        # Arabic, Persian, Hebrew
        (
            r"(?:شارع|خیابان|רחוב|רח')\s[^\s,،\d]{1,30}(?:\s[^\s,،\d]{1,30}){0,2}[,،\s]{1,3}(?:رقم\s|پلاک\s"
            r"|מספר\s)?\d{1,5}"
        ),
        # Chinese, Japanese, Korean
        (
            r"(?:[\u4e00-\u9fff]{2,6}(?:省|市|区|县|區|縣)){0,3}[\u4e00-\u9fff]{1,8}?(?:路|街|道|巷"
            r"|弄)\d{1,5}[号號](?:[\u4e00-\u9fff\d]{0,8}(?:室|楼|栋|单元|樓))?"
        ),
        (
            r"(?:〒\s?\d{3}[-ー－]\d{4}|(?<!\d)\d{3}[-ー－]\d{4}(?=[\s　]?[^\s、。,]{1,6}[都道府県]))"
            r"[\s　]?(?:[^\s、。,]{1,6}[都道府県][^\s、。]{0,30})?"
        ),
        r"[\u4e00-\u9fff]{2,3}[都道府県][\u4e00-\u9fff]{1,8}[市区町村郡][^\s、。,]{0,20}\d{1,4}(?:[-ー－丁目番地号\d]{0,14})",
        r"[가-힣]{1,10}(?:로|길)\s?\d{1,4}(?:-\d{1,4})?(?![가-힣]{3})(?!\d)",
    )
)
#: Postcodes that are told by their form, and those that are named.
_POSTCODE = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z]\s\d[A-Z]\d)(?!\w)"
)
_NAMED_POSTCODE = re.compile(
    r"(?P<what>(?<!\w)(?:post(?:al\s?)?code|zip(?:\s?code)?|plz|postleitzahl|code\spostal"
    r"|código\spostal|cap|cep|postnummer"
    r"|postcode|kod\spocztowy|psč|irányítószám|индекс|індекс|posta\skodu|邮编|郵便番号|우편번호"
    r"|الرمز البريدي)\s?[:：]?\s?)"
    r"(?=[\w-]*\d)[A-Z0-9][\w-]{2,8}(?:\s\d[A-Z]{2})?",
    re.IGNORECASE,
)


def without_places(text: str) -> str:
    """Return a text without postal addresses; countries and towns alone stay: they may be asked for."""
    for street in _STREETS:
        text = street.sub(" ", text)
    return _NAMED_POSTCODE.sub(lambda match: match["what"], _POSTCODE.sub(" ", text))
