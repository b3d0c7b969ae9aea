"""Dumps of forms, order tables and tracking histories: beside what the customer says they weigh little."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, groupby
from typing import NamedTuple

from sidecar.suggest.noise.logs import STAMP, TELLING

#: A field of a form: a label of few words, a colon, a value.
_FIELD = re.compile(r"\s*[*•-]?\s?(?P<label>[^\W\d_][^:：?!.,;\n]{0,40})[:：](?:\s+|$|(?<=：))(?P<value>.*)$")
_CELLS = re.compile(r"\s*\|\s*|\t+|\s{3,}")
#: So many fields, rows or stamped lines near each other are no coincidence.
_FIELDS = 3
_ROWS = 2
#: A value of so many words is text that somebody typed.
_TYPED = 5
_TYPED_LETTERS = 12
_LONGEST_LABEL = 4
#: Labels of what is told to find the customer or the order, never what is asked.
_NOBODY_ASKS = re.compile(
    r"\b(?:name|e-?mail|mail|phone|tel|telephone|mobile|address|street|city|zip|postcode|country|date|time|ip"
    r"|browser|user.?agent|referr?er|url|page|session|order|invoice|customer|account|ticket|tracking|reference"
    r"|vorname|nachname|telefon|adresse|anschrift|straße|ort|plz|land|datum|uhrzeit|seite|bestell\w*|kunden\w*"
    r"|rechnungs\w*|nom|prénom|téléphone|adresse|ville|pays|commande|nombre|apellidos?|teléfono|dirección"
    r"|ciudad|país|fecha|pedido|nome|cognome|telefono|indirizzo|città|data|ordine|naam|telefoon|adres"
    r"|plaats|datum|bestelnummer|imię|nazwisko|zamówienie|имя|фамилия|телефон|адрес|дата|заказ)\b",
    re.IGNORECASE,
)
_ERROR_LABEL = re.compile(
    r"error|fehler|erreur|errore|erro\b|fout|błąd|chyba|fejl|feil|fel\b|virhe|hiba|eroare|hata|ошибк|помилк|错误|エラー|오류|خطأ|خطا",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"[\W\d_]*$|\S+@\S+$|(?:https?://|www\.)\S+$|Mozilla/\d.*|[\d./: +()-]{4,}$")
_AMOUNT = re.compile(r"(?:[€$£¥₹₽₺₩]|\b(?:EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|kr|zł|Ft|lei)\b)|\d[.,]\d{2}\b")
_NUMERIC = re.compile(r"[\d.,%x×#€$£¥ +-]*\d[\d.,%x×€$£¥ +-]*(?:[A-Z]{3})?$")
_QUESTION = re.compile(r"[?？؟]")
_LONGEST = 400
#: An amount with no more words around it is a row of a table.
_ROW_WORDS = 6
#: Lines of one run are no further apart.
_NEAR_LINES = 2
#: How far into a line a stamp reaches.
_NEAR = 90


class Part(NamedTuple):
    """Lines that a customer wrote, or (`aside`) that a form, a table or a history has beside it."""

    text: str
    aside: bool


def apart(text: str) -> list[Part]:
    """Tell the customer's words from fields of forms, rows of tables and lines of histories.

    What names people, orders and addresses, and bare numbers, are in no part.

    Returns:
        The parts in the order of the text; each keeps its line breaks.
    """
    lines = [cell for line in text.split("\n") for cell in _fields_of(line)]
    fields = _runs([bool(_field(line)) for line in lines], _FIELDS)
    form = {place for run in fields if _is_form(run, lines) for place in run}
    table = set(chain.from_iterable(_runs([_is_row(line) for line in lines], _ROWS)))
    stamps = [bool(STAMP.match(line[:_NEAR])) for line in lines]
    history = set(chain.from_iterable(_runs(stamps, _ROWS)))
    sorted_lines: list[tuple[str, bool]] = []
    for place, line in enumerate(lines):
        field = _field(line) if place in form else None
        if field:
            sorted_lines += _of_field(field)
        elif place in table:
            sorted_lines.append((" ".join(c for c in _CELLS.split(line) if not _NUMERIC.match(c)), True))
        elif place in history:
            sorted_lines.append((STAMP.sub("", line, count=1), True))
        else:
            sorted_lines.append((line, False))
    runs = groupby(sorted_lines, key=lambda one: one[1])
    return [Part("\n".join(line for line, _ in run), aside) for aside, run in runs]


def _of_field(field: re.Match[str]) -> list[tuple[str, bool]]:
    label, value = field["label"].strip(), field["value"].strip()
    long = len(value.split()) >= _TYPED or (len(value) > _TYPED_LETTERS and not value.isascii())
    if long or _QUESTION.search(value):
        return [(value, False)]
    if _ERROR_LABEL.search(label) and value:
        return [(f"{label}: {value}", False)]
    if _NOBODY_ASKS.search(label) or _MACHINE.match(value):
        return []
    return [(f"{label}: {value}", not TELLING.search(value))]


def _fields_of(line: str) -> list[str]:
    """Return the fields of a line that holds several; any other line alone."""
    if len(line) > _LONGEST or not re.search(r"[:：]", line):
        return [line]
    cells = [cell for cell in re.split(r"\s{2,}|\t|\s\|\s|;\s", line.strip()) if cell.strip()]
    return cells if sum(bool(_field(cell)) for cell in cells) >= _ROWS else [line]


def _field(line: str) -> re.Match[str] | None:
    found = _FIELD.match(line) if len(line) <= _LONGEST else None
    return found if found and len(found["label"].split()) <= _LONGEST_LABEL else None


def _is_row(line: str) -> bool:
    if not line.strip() or len(line) > _LONGEST or _QUESTION.search(line):
        return False
    cells = [cell for cell in _CELLS.split(line.strip()) if cell.strip()]
    numeric = sum(bool(_NUMERIC.match(cell)) for cell in cells)
    if len(cells) > _ROWS or (len(cells) == _ROWS and numeric):
        return True
    return bool(bool(_AMOUNT.search(line)) and len(line.split()) <= _ROW_WORDS)


def _runs(marks: Sequence[bool], enough: int) -> list[list[int]]:
    """Return the places of marked lines near each other (one line may stand between), from `enough` on."""
    runs: list[list[int]] = []
    for place in (place for place, marked in enumerate(marks) if marked):
        if runs and place - runs[-1][-1] <= _NEAR_LINES:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [run for run in runs if len(run) >= enough]


def _is_form(run: Sequence[int], lines: Sequence[str]) -> bool:
    """Tell fields of a form from a short list that somebody typed: it has many, or names its sender."""
    fields = [field for place in run if (field := _field(lines[place]))]
    return len(run) > _FIELDS or sum(bool(_NOBODY_ASKS.search(field["label"])) for field in fields) >= _ROWS
