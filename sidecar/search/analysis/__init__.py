"""Text analysis: one function, `analyze`, for indexing and for asking, in every script."""

from sidecar.search.analysis.analyzer import VERSION, Term, analyze, terms_wanted
from sidecar.search.analysis.forms import Forms, forms, joined
from sidecar.search.analysis.grams import grams
from sidecar.search.analysis.languages import base_language, has_stemmer

__all__ = [
    "VERSION",
    "Forms",
    "Term",
    "analyze",
    "base_language",
    "forms",
    "grams",
    "has_stemmer",
    "joined",
    "terms_wanted",
]
