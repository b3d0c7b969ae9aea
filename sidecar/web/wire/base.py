"""What all wire models share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Incoming(BaseModel):
    """Part of a request. What is unknown is ignored; `null` stands for a missing optional value."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class Outgoing(BaseModel):
    """Part of a response."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Done(Outgoing):
    """The request was carried out; there is nothing more to say."""

    done: bool = True


def _without_nul(value: object) -> object:
    # PostgreSQL cannot store NUL, and no text of a ticket means anything by it.
    return value.replace("\x00", "") if isinstance(value, str) else value


#: Stands behind what bounds the length of a text: then the message speaks of characters.
WITHOUT_NUL = BeforeValidator(_without_nul)

#: Text that people wrote, of any length the body cap allows.
Text = Annotated[str, WITHOUT_NUL]

#: A short text with something in it: a name, a title.
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    WITHOUT_NUL,
]

#: A BCP 47 tag such as `de` or `pt-BR`; whether it is a known one is for the analysis to say.
LanguageTag = Annotated[
    str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")
]
