"""British and American spelling are one: by the shape of the word, or by a short list."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

#: `organise`, `organisation`: whatever else is caught (`advise`) is changed alike wherever it stands.
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ations?|able)$)")
_YSE = re.compile(r"(?<=al|ra)ys(?=(?:e|ed|es|er|ers|ing)$)")
_OUR = re.compile(
    r"^((?:dis|un|mis)?(?:arm|behavi|cand|col|endeav|fav|fl?av|glam|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|sav"
    r"|splend|tum|val|vap|vig))our"
)
_RE = re.compile(r"^((?:kilo|centi|milli)?(?:cent|met|lit|theat|fib|calib|meag|spect|somb|lust))re(?=s?$|d$)")
_NCE = re.compile(r"^((?:lic|def|off|pret)en)ce(?=s|d|e?d?s?$|less|$)")
_OTHERS = MappingProxyType(
    {
        "practise": "practice", "practised": "practiced", "practising": "practicing",
        "licencing": "licensing", "licencee": "licensee",
        "catalogue": "catalog", "catalogues": "catalogs", "dialogue": "dialog", "dialogues": "dialogs",
        "analogue": "analog", "programme": "program", "programmes": "programs", "grey": "gray",
        "jewellery": "jewelry", "aluminium": "aluminum", "enquiry": "inquiry", "enquiries": "inquiries",
        "enquire": "inquire", "fulfil": "fulfill", "fulfils": "fulfills", "fulfilment": "fulfillment",
        "enrol": "enroll", "enrols": "enrolls", "enrolment": "enrollment", "instalment": "installment",
        "instalments": "installments", "judgement": "judgment", "acknowledgement": "acknowledgment",
        "cosy": "cozy", "doughnut": "donut", "ageing": "aging", "mould": "mold", "sceptical": "skeptical",
        "pyjamas": "pajamas", "tyre": "tire", "tyres": "tires", "kerb": "curb", "artefact": "artifact",
        "aeroplane": "airplane", "cheque": "check", "cheques": "checks", "whilst": "while",
        "learnt": "learned", "spelt": "spelled", "burnt": "burned", "colourise": "colorize",
        "modelling": "modeling", "labelling": "labeling", "travelling": "traveling",
    }
)  # fmt: skip


@lru_cache(maxsize=20_000)
def american(word: str) -> str:
    """Return the American spelling of a lower-case English word."""
    if word in _OTHERS:
        return _OTHERS[word]
    for pattern, becomes in ((_OUR, r"\1or"), (_RE, r"\1er"), (_NCE, r"\1se")):
        word = pattern.sub(becomes, word)
    return _YSE.sub("yz", _ISE.sub("iz", word))
