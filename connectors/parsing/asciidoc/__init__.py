"""AsciiDoc as HTML: the language as its documentation describes it (docs.asciidoctor.org/asciidoc/latest).

No maintained Python library reads it. Nothing is included from other files, and no macro runs.
"""

from connectors.parsing.asciidoc.document import parse

__all__ = ["parse"]
