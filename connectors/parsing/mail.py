"""Mail files (.eml, RFC 5322 and MIME): the subject, and the text as it was sent. Read in a guarded child.

Names and addresses of sender and recipients are not taken over: an answer is about the matter.
"""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, MIMEPart
from pathlib import Path
from typing import Any

from connectors.contract import ParseFailed
from connectors.model import BodyFormat
from connectors.parsing import html
from connectors.parsing.decode import decode
from connectors.parsing.fields import language_tag, read_moment, words
from connectors.parsing.model import Parsed

_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|antw|odp|ynt)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_MOST_NAMES = 50


def parse(path: Path) -> Parsed:
    """Read a mail: its HTML text where it has one, else its plain text; the subject is the title.

    Raises:
        ParseFailed: if it is no mail, or encrypted.
    """
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not message.keys():
        raise ParseFailed("The file is no mail (it has no header): save it as .txt if it is plain text.")
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
        raise ParseFailed("The mail is encrypted: save it decrypted, or leave it out with `exclude`.")
    body, body_format = _body(message)
    names = [name for part in _attached(message) if (name := part.get_filename())]
    extra: dict[str, Any] = {"attached": names[:_MOST_NAMES]} if names else {}
    return Parsed(_title(message), body, body_format, _fields(message), extra)


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as one line; one that breaks the rules is shown as far as it can be read."""
    try:
        value = message.get(name, "")
    except (ValueError, IndexError, AttributeError, TypeError):
        # The standard library's header parser stumbles over some malformed headers.
        raw = [value for key, value in message.raw_items() if key.casefold() == name.casefold()]
        value = raw[0] if raw else ""
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())


def _title(message: EmailMessage) -> str | None:
    return _PREFIX.sub("", _header(message, "subject")).strip() or None


def _body(message: EmailMessage) -> tuple[str, BodyFormat]:
    part = message.get_body(preferencelist=("html", "plain"))
    if part is None:
        return "", BodyFormat.TEXT
    written = _text(part)
    if part.get_content_type() == "text/html":
        page = html.parse(written)
        if not html.is_empty(page.body):
            return page.body, BodyFormat.HTML
        plain = message.get_body(preferencelist=("plain",))
        written = _text(plain) if plain is not None else ""
    return written.strip(), BodyFormat.TEXT


def _text(part: MIMEPart) -> str:
    """Decode a part by its stated charset; by its bytes where that is unknown or wrong."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset:
        try:
            return data.decode(charset).replace("\r\n", "\n")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, declares_charset=part.get_content_type() == "text/html")


def _attached(message: EmailMessage) -> list[EmailMessage]:
    return [part for part in message.walk() if part.get_content_disposition() == "attachment"]


def _fields(message: EmailMessage) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if moment := read_moment(_header(message, "date")):
        fields["updated_at"] = moment
    if language := language_tag(_header(message, "content-language")):
        fields["language"] = language
    if tags := words(_header(message, "keywords"), ","):
        fields["tags"] = tags
    return fields
