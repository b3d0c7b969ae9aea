"""The one form every error of the API has, and the middleware that brings all others into it.

`{"error": {"code", "message", "details"}}`: `code` is for programs, `message` says what to do, `details`
lists `{"field", "message"}` for requests that do not validate. Nothing of the request is echoed: it is
ticket text.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum

from aiohttp import web
from pydantic import BaseModel, ValidationError

from sidecar.knowledge.errors import (
    DatabaseUnavailable,
    KnowledgeError,
    NameTaken,
    NestedTooDeep,
    NotFound,
    NotTeamAnswer,
    TooMany,
)
from sidecar.search.errors import IndexFault

log = logging.getLogger("cuecard.web")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Code(StrEnum):
    """What went wrong, for programs."""

    INVALID_REQUEST = "invalid_request"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


#: The HTTP status of a code, where nothing more exact is said.
STATUS = {
    Code.INVALID_REQUEST: 400,
    Code.UNAUTHORIZED: 401,
    Code.FORBIDDEN: 403,
    Code.NOT_FOUND: 404,
    Code.CONFLICT: 409,
    Code.TOO_LARGE: 413,
    Code.RATE_LIMITED: 429,
    Code.UNAVAILABLE: 503,
    Code.INTERNAL: 500,
}

#: What the store's own errors are to a client; their messages are written for users.
_CODE_OF_STORE_ERROR: dict[type[KnowledgeError], Code] = {
    DatabaseUnavailable: Code.UNAVAILABLE,
    NameTaken: Code.CONFLICT,
    NotFound: Code.NOT_FOUND,
    NotTeamAnswer: Code.CONFLICT,
    NestedTooDeep: Code.INVALID_REQUEST,
    TooMany: Code.CONFLICT,
}

_CODE_OF_STATUS = {status: code for code, status in STATUS.items()} | {
    405: Code.INVALID_REQUEST,
    415: Code.INVALID_REQUEST,
    421: Code.FORBIDDEN,
    426: Code.CONFLICT,
}


class Detail(BaseModel):
    """One thing wrong with a request: the path of the field (`messages.0.from`) and what to do."""

    field: str
    message: str


class ErrorBody(BaseModel):
    """What went wrong and what to do."""

    code: Code
    message: str
    details: list[Detail] = []


class ErrorResponse(BaseModel):
    """The body of every error."""

    error: ErrorBody


class ApiError(Exception):
    """An error that a handler answers with."""

    def __init__(
        self,
        code: Code,
        message: str,
        *,
        details: Sequence[Detail] = (),
        status: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = list(details)
        self.status = status or STATUS[code]
        self.headers = headers or {}


def not_found(what: str) -> ApiError:
    """Return the error for something that does not exist, or not for this token."""
    return ApiError(Code.NOT_FOUND, f"There is no such {what}. It may have been deleted at its source.")


def describe(error: ValidationError, prefix: str = "") -> list[Detail]:
    """Return field paths and messages of a validation error, without the input."""
    found = []
    for item in error.errors(include_input=False, include_url=False, include_context=False):
        path = ".".join(str(part) for part in item["loc"])
        message = item["msg"].removeprefix("Value error, ")
        found.append(Detail(field=f"{prefix}{path}" or "body", message=message))
    return found


def invalid(error: ValidationError, prefix: str = "") -> ApiError:
    """Return the answer to a request that does not validate."""
    details = describe(error, prefix)
    if any(item["type"] == "json_invalid" for item in error.errors(include_input=False, include_url=False)):
        return ApiError(Code.INVALID_REQUEST, "The body is not valid JSON. Send one JSON object in UTF-8.")
    fields = ", ".join(dict.fromkeys(detail.field for detail in details))
    return ApiError(Code.INVALID_REQUEST, f"The request is not valid: correct {fields}.", details=details)


def to_response(error: ApiError) -> web.Response:
    """Render an error in its one form."""
    body = ErrorResponse(error=ErrorBody(code=error.code, message=error.message, details=error.details))
    return web.Response(
        status=error.status,
        body=body.model_dump_json().encode(),
        content_type="application/json",
        charset="utf-8",
        headers=error.headers,
    )


def _from_http(error: web.HTTPException, request: web.Request) -> ApiError:
    """Bring what aiohttp raises by itself (404, 405, 413 ...) into the one form."""
    code = _CODE_OF_STATUS.get(error.status)
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return ApiError(
            Code.INVALID_REQUEST,
            f"This address does not take that method: use {allowed}.",
            status=405,
            headers={"Allow": allowed},
        )
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        limit = request.client_max_size // 1024
        return ApiError(Code.TOO_LARGE, f"The body is too large: send at most {limit} KiB.")
    if isinstance(error, web.HTTPNotFound):
        return ApiError(
            Code.NOT_FOUND, "There is nothing at this address. GET /v1/openapi.json lists what there is."
        )
    return ApiError(
        code or Code.INVALID_REQUEST, "The request cannot be answered as it stands.", status=error.status
    )


@web.middleware
async def error_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every exception in the one form; what is unexpected is logged here and not told."""
    try:
        return await handler(request)
    except ApiError as error:
        return to_response(error)
    except KnowledgeError as error:
        return to_response(ApiError(_CODE_OF_STORE_ERROR.get(type(error), Code.INTERNAL), str(error)))
    except IndexFault as error:
        return to_response(ApiError(Code.UNAVAILABLE, str(error), headers={"Retry-After": "10"}))
    except ValidationError as error:
        # Requests are validated through `invalid`; a validation error that comes as far as here is our own.
        # Its text would quote the value, which may be ticket text: log where, not what.
        log.error(  # noqa: TRY400 - the traceback would quote the value
            "%s %s: %s does not validate: %s", request.method, request.path, error.title, describe(error)
        )
    except web.HTTPException as error:
        if error.status < 400:  # noqa: PLR2004 - a redirect is no error
            raise
        return to_response(_from_http(error, request))
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
    return to_response(
        ApiError(Code.INTERNAL, "Something went wrong inside Cuecard. The log of `cuecard serve` says what.")
    )
