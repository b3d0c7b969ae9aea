"""Text analysis: one function, `analyze`, for indexing and for asking, in every script."""

from sidecar.search.analysis.analyzer import VERSION, Term, analyze
from sidecar.search.analysis.grams import grams
from sidecar.search.analysis.languages import base_language, has_stemmer

__all__ = ["VERSION", "Term", "analyze", "base_language", "grams", "has_stemmer"]
