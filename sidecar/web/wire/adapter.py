"""A declared helpdesk adapter: where a helpdesk's pages show the ticket, as data.

The same form as the files of the extension (`extension/helpdesks/*.json`, described in
`extension/helpdesks/README.md` and `adapter.schema.json`); a test holds the two to each other. The selectors
and patterns run in agents' browsers, so what those could not read is refused here, with what is wrong.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)

from sidecar.suggest.model import Sender
from sidecar.web.wire.base import WITHOUT_NUL, Incoming

#: The most an adapter may have of anything: no helpdesk needs a tenth.
MOST = 40
LONGEST = 500

#: Stands for the ticket's id in a scope.
_ID = "{id}"
#: What JavaScript has and Python lacks, or the other way round: named groups, and flags inside a pattern.
_NAMED_GROUP = re.compile(r"\(\?P?<(?![=!])|\(\?P=|\(\?[a-zA-Z-]+[:)]")


def _selector(text: str) -> str:
    # Only here: nothing but a declaration needs it, and it takes its time to load.
    import soupsieve

    try:
        soupsieve.compile(text.replace(_ID, "1"))
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        reason = str(error).partition("\n")[0].rstrip(".:")
        raise ValueError(f"is no CSS selector that a browser could use: {reason}") from None
    return text


def _pattern(text: str) -> str:
    if _NAMED_GROUP.search(text):
        raise ValueError("has a named group or a flag inside: use plain groups, case is ignored anyway")
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return text


_Line = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=True), WITHOUT_NUL
]
Selector = Annotated[_Line, AfterValidator(_selector)]
Pattern = Annotated[_Line, AfterValidator(_pattern)]
Selectors = Annotated[list[Selector], Field(min_length=1, max_length=MOST)]


class AdapterPart(Incoming):
    """Part of an adapter: what is not known is an error, since a slip would go unnoticed in every browser."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)

    @model_serializer(mode="wrap")
    def _without_what_is_missing(self, serialise: SerializerFunctionWrapHandler) -> dict[str, Any]:
        told: dict[str, Any] = serialise(self)
        return {name: value for name, value in told.items() if value is not None}


class DetectIn(AdapterPart):
    """By what a page of this helpdesk is recognised: `address` over its URL, all of `all`, one of `any`."""

    address: Pattern | None = None
    all: Selectors | None = None
    any: Selectors | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.address is None and self.all is None and self.any is None:
            raise ValueError("say by what the helpdesk is recognised: address, all or any")
        return self


class FieldIn(AdapterPart):
    """Where one text stands; without selector the address is read. `pattern` keeps its first group."""

    selector: Selector | None = None
    property: Literal["value"] | None = None
    attribute: _Line | None = None
    pattern: Pattern | None = None
    own_text: bool | None = None

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        if self.selector is None and self.pattern is None:
            raise ValueError("say where it stands: selector, or a pattern over the address")
        return self


Fields = Annotated[list[FieldIn], Field(min_length=1, max_length=MOST)]


class PersonFieldsIn(AdapterPart):
    """Where the page names a person."""

    name: Fields | None = None
    email: Fields | None = None


class SenderRuleIn(AdapterPart):
    """Who a message is from, if all that is said here holds for it."""

    sender: Annotated[Sender, Field(alias="from")]
    matches: Selector | None = None
    contains: Selector | None = None
    text: Pattern | None = None
    same_as: Selector | None = None
    attribute: _Line | None = None
    side: Literal["start", "end"] | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.same_as is not None and self.contains is None:
            raise ValueError("same_as compares what contains finds: say contains, too")
        if self.attribute is not None and self.same_as is None:
            raise ValueError("attribute is what same_as compares: say same_as, too")
        return self


class MessageRulesIn(AdapterPart):
    """What is one message each, in which order they stand, and who they are from."""

    selector: Selector
    order: Literal["oldest_first", "newest_first"]
    body: Selector | None = None
    drop: Selectors | None = None
    at: Fields | None = None
    author: Selector | None = None
    senders: Annotated[list[SenderRuleIn], Field(max_length=MOST)]
    otherwise: Sender


class ReplyIn(AdapterPart):
    """Selectors that match while the reply editor is set to a public reply, or to an internal note."""

    public: Selector | None = None
    internal: Selector | None = None


class SourceIn(AdapterPart):
    """Where selectors were read, and which names in them it vouches for."""

    read_in: Annotated[_Line, Field(alias="from")]
    names: Annotated[list[_Line], Field(max_length=10 * MOST)]


class AdapterIn(AdapterPart):
    """A helpdesk as data. Without `messages` the conversation is found by its shape, as on unknown pages."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=80)]
    name: _Line
    detect: DetectIn
    scope: Selector | None = None
    ticket_id: Fields
    subject: Fields | None = None
    messages: Annotated[list[MessageRulesIn], Field(min_length=1, max_length=MOST)] | None = None
    without_messages: Selector | None = None
    customer: PersonFieldsIn | None = None
    agent: PersonFieldsIn | None = None
    editor: Selector | None = None
    reply: ReplyIn | None = None
    tested: Literal["live", "rebuilt"] | None = None
    sources: Annotated[list[SourceIn], Field(max_length=MOST)] | None = None
