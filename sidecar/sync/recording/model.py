"""The file of a recording: JSON that a person can read before sending it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from connectors.contract import Outcome
from connectors.http import Trouble

#: Raised when an older Cuecard could not replay what is written now.
VERSION: Literal[1] = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Content(_Part):
    """What a request or an answer holds: one of these, or nothing.

    `form` are the fields of a form. `omitted` is the size in bytes of what is neither text nor JSON, such as
    a picture: it is left out.
    """

    json_: Any = Field(None, alias="json")
    form: dict[str, str] | None = None
    text: str | None = None
    omitted: int | None = None

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)


class RecordedRequest(_Part):
    """What was asked. A header that may hold a secret is named, without its value."""

    method: str
    url: str
    headers: dict[str, str] = {}
    content: Content = Content()


class RecordedAnswer(_Part):
    """What came back; `headers` by lower-case name."""

    status: Annotated[int, Field(ge=100, le=999)]
    headers: dict[str, str] = {}
    content: Content = Content()


class RecordedTrouble(_Part):
    """Why nothing came back, as the second half of a sentence that begins with the address."""

    trouble: Trouble
    what: str


class Exchange(_Part):
    """A request, and its answer or why there was none."""

    during: Literal["check", "pull"]
    request: RecordedRequest
    answer: RecordedAnswer | None = None
    trouble: RecordedTrouble | None = None


class Finding(_Part):
    """What the connector's check found; see `connectors.contract.Check`."""

    name: str
    outcome: Outcome
    detail: str = ""
    remedy: str = ""


class Told(_Part):
    """A document that failed or was left out, and why."""

    external_id: str
    reason: str


class Result(_Part):
    """What the connector made of it.

    Attributes:
        checks: what its check found.
        documents: how many it yielded; those that failed and were left out are not among them.
        failed: which could not be read; the first of them.
        skipped: which were left out on purpose; the first of them.
        complete: whether it came to its end.
        error: why the source as a whole could not be read.
        trace: where in the code that was, if the connector broke down; the innermost place last.
    """

    checks: list[Finding] = []
    documents: int = 0
    failed: list[Told] = []
    skipped: list[Told] = []
    complete: bool = False
    error: str | None = None
    trace: list[str] = []


class Recording(_Part):
    """A recording: the settings of the source without its secrets, what was said, what came of it."""

    cuecard_recording: Literal[1]
    made_by: str
    source_type: str
    settings: dict[str, Any]
    with_texts: bool
    stopped: str | None = None
    result: Result
    exchanges: list[Exchange]

    def written(self) -> str:
        """Return the file: indented, so that it can be read and compared line by line."""
        return self.model_dump_json(indent=1, exclude_defaults=True) + "\n"
