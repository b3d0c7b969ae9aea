"""Directives and roles beyond docutils' own, as Sphinx and its many extensions write them.

Registered in docutils' global tables: to be used in the guarded child process only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.writers.html5_polyglot import HTMLTranslator

_DIRECTIVE = re.compile(
    r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([\w:+.-]+?)[ \t]*::(?:[ \t]|$)", re.MULTILINE
)
_ROLE = re.compile(r":([\w+.-]+(?::[\w+.-]+)*):`|`:([\w+.-]+(?::[\w+.-]+)*):")
_TARGET = re.compile(r"^(.*?)\s*<[^<>]+>$", re.DOTALL)

#: They place what stands elsewhere, or tell the generator something: nothing to be read.
_SILENT = (
    "contents",
    "currentmodule",
    "default-role",
    "default-domain",
    "highlight",
    "include",
    "index",
    "literalinclude",
    "module",
    "only-html",
    "raw",
    "restructuredtext-test-directive",
    "sectionauthor",
    "codeauthor",
    "tabularcolumns",
    "toctree",
)
_CODE = (
    "code-block",
    "sourcecode",
    "code",
    "parsed-code",
    "prompt",
    "doctest",
    "testcode",
    "testoutput",
    "productionlist",
)
_NOTES = {
    "seealso": "See also",
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "versionremoved": "Removed in version",
    "deprecated": "Deprecated since version",
    "todo": "To do",
}
_LITERAL_ROLES = (
    "c", "class", "command", "data", "envvar", "exc", "file", "func", "kbd", "meth", "mod", "obj", "option",
    "program", "py", "samp", "attr", "const",
)  # fmt: skip
_registered: set[str] = set()


class _AnyOption(dict[str, Callable[[Any], Any]]):
    """Accepts every option a directive may have."""

    def __missing__(self, key: str) -> Callable[[Any], Any]:
        return str

    def __bool__(self) -> bool:
        return True


class _Kept(Directive):
    """A directive that is not known: what is within it is read as if it stood there alone."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Return the argument as a paragraph, and the content."""
        container = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, container)
        return [*self._argument(), *container.children]

    def _argument(self) -> Iterator[nodes.Node]:
        said = self.arguments[0].strip() if self.arguments else ""
        if said:
            inline, _ = self.state.inline_text(said, self.lineno)
            yield nodes.paragraph(said, "", *inline)


class _Note(_Kept):
    """A note of Sphinx: its argument (a version) follows the words it stands for."""

    def _argument(self) -> Iterator[nodes.Node]:
        version, _, more = (self.arguments[0] if self.arguments else "").strip().partition("\n")
        said = f"{_NOTES[self.name]} {version}".strip()
        inline, _ = self.state.inline_text(said, self.lineno)
        yield nodes.paragraph(said, "", nodes.strong(said, "", *inline))
        if more:
            inline, _ = self.state.inline_text(more, self.lineno)
            yield nodes.paragraph(more, "", *inline)


class _Code(_Kept):
    """A block of code, whatever its language."""

    def run(self) -> list[nodes.Node]:
        """Return the content as a literal block."""
        text = "\n".join(self.content)
        return [nodes.literal_block(text, text)] if text.strip() else []


class _Nothing(_Kept):
    """A directive that leaves nothing to be read."""

    def run(self) -> list[nodes.Node]:
        """Return nothing."""
        return []


class Translator(HTMLTranslator):
    """Writes what docutils marks by classes alone with the elements that mean it."""

    def visit_literal(self, _node: Any) -> None:
        """Write inline code."""
        self.body.append("<code>")

    def depart_literal(self, _node: Any) -> None:
        """End inline code."""
        self.body.append("</code>")


def register(text: str) -> None:
    """Make known the directives and roles a text uses and docutils has none for."""
    for name in (*_SILENT, *_CODE):
        directives.register_directive(name, _Nothing if name in _SILENT else _Code)
    for name in _NOTES:
        directives.register_directive(name, _Note)
    _registered.update(_SILENT, _CODE, _NOTES)
    for found in _DIRECTIVE.finditer(text):
        _register_directive(found.group(1).lower())
    for found in _ROLE.finditer(text):
        _register_role((found.group(1) or found.group(2)).lower())


def _register_directive(name: str) -> None:
    from docutils.parsers.rst.languages import en

    if name not in _registered and name not in en.directives:
        directives.register_directive(name, _Kept)
        _registered.add(name)


def _register_role(name: str) -> None:
    from docutils.parsers.rst.languages import en

    if name == "index" or name not in en.roles:
        roles.register_local_role(name, _role)  # type: ignore[arg-type] # the stubs know references only


def _role(  # docutils calls it with all of these
    name: str, rawtext: str, text: str, _lineno: int, _inliner: Any, _options: Any = None, _content: Any = ()
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Return the text of a reference without its target: `Refunds <billing>` is `Refunds`."""
    said = nodes.unescape(text)
    titled = _TARGET.match(said)
    said = (titled.group(1) if titled else said.lstrip("~!")).strip() or said
    literal = name.rpartition(":")[2] in _LITERAL_ROLES
    return [nodes.literal(rawtext, said) if literal else nodes.inline(rawtext, said)], []
