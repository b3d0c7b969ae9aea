"""What kind of value stands in a field: a state that a connector works with, or what somebody wrote."""

from __future__ import annotations

import re

#: Fields whose value opens something, or is only meant for who asks.
_SECRET = re.compile(
    r"token|secret|passw|pwd|api_?key|access_?key|private_?key|authori[sz]ation|credential|session|cookie|csrf|xsrf"
    r"|signature|(?:^|[_-])(?:sig|jwt|otp|auth|nonce)(?:$|[_-])",
    re.IGNORECASE,
)
#: Counts and kinds of such, which are none.
_HARMLESS = re.compile(r"(?:type|count|limit|expires?(?:_?(?:in|at))?|enabled|name)$", re.IGNORECASE)
#: Fields that are about a person, and the objects that are one.
_PERSON = re.compile(
    r"e?_?mail|phone|mobile|fax|user_?name|(?:^|_)login$|nick|(?:first|last|full|real|given|family|middle|public|sur)"
    r"_?name|display_?name|author|owner|creator|editor|created_?by|updated_?by|modified_?by|verified_?by|verifier"
    r"|submitter|requester|assignee|contributor|collaborator|avatar|gravatar|photo|(?:^|_)ip(?:_?address)?$"
    r"|street|postal|birth|^last_?modifier|signature|^user$|^users$|^by$",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(r"^(?:name|title|alias|initials|value|text|label|details|address)$", re.IGNORECASE)
#: Fields of texts: even a single small word in them is somebody's.
_TEXT = re.compile(
    r"(?:^|_)(?:title|subject|body|content|text|description|comment|note|message|summary|question|answer|excerpt|slug"
    r"|html|markdown|snippet|quote|bio)s?$|^plain_?text$",
    re.IGNORECASE,
)
#: Fields of states and kinds: a single word in them is the service's, however it is written.
_STATE = re.compile(
    r"(?:state|status|type|kind|role|visibility|format|locale|language|lang|field|operator|access|scope|mode"
    r"|permissions?|representation|encoding|object|class|version|availability|method|currency)$",
    re.IGNORECASE,
)

_NUMBER = re.compile(r"-?\d{1,24}(?:\.\d{1,8})?")
_DATE = re.compile(
    r"\d{4}-?\d{2}-?\d{2}(?:[T ]?\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{12,64}", re.IGNORECASE)
#: A small word or several joined by signs, such as `help_center`, `en-us`, `text/html`, `wiki:start`.
_CODE = re.compile(r"(?=[^a-z]*[a-z])[a-z0-9]+(?:[_.:/][a-z0-9]+){0,5}(?:-[a-z0-9]+)?")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_CAMEL = re.compile(r"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:;\s?charset=[\w-]+)?", re.IGNORECASE)
_ONE_WORD = re.compile(r"[A-Za-z][\w.-]*")
#: Letters and digits in an id's field, such as `ka0Qx0000004fGc` or `abc-12`.
_IDENTITY = re.compile(r"(?=[^\d]*\d)[\w:-]{1,80}")
_IDENTITY_FIELD = re.compile(r"(?:^|_|-)(?:id|ids|uuid|guid)$|[a-z]I[dD]s?$")
_HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_](?:[A-Z]{2}|[A-Z][a-z]{3}|\d{3}))?")
_KEPT = (_NUMBER, _DATE, _UUID, _CODE, _CAPITALS, _CAMEL, _MEDIA_TYPE, _HTTP_DATE, _LANGUAGE)
_LONGEST_CODE = 80

_OPAQUE = re.compile(r"(?=[^\s]*[a-z])(?=[^\s]*[A-Z])(?=[^\s]*\d)[\w+/=.~-]{24,}")
_PREFIXED = re.compile(r"(?:eyJ|xox[a-z]-|gh[a-z]_|sk_|pk_|glpat-|AKIA)[\w+/=.-]{8,}")


def is_secret(field: str) -> bool:
    """Whether a field, parameter or cookie of this name holds a secret."""
    return bool(_SECRET.search(field)) and not _HARMLESS.search(field)


def is_of_person(field: str, *, within: bool = False) -> bool:
    """Whether a field is about a person; `within` an object that is one, its name is, too."""
    return bool(_PERSON.search(field)) or (within and bool(_IN_PERSON.search(field)))


def is_number_of_person(field: str) -> bool:
    """Whether a number in a field of this name leads to a person, or opens something."""
    return is_secret(field) or bool(re.search(r"phone|mobile|fax|birth", field, re.IGNORECASE))


def is_name_in_address(field: str) -> bool:
    """Whether the value of a field is what stands for its thing in an address, too."""
    return bool(re.search(r"(?:^|_)slug$", field, re.IGNORECASE))


def is_opaque(value: str) -> bool:
    """Whether a value looks like a key, or like something that only its service can read."""
    return bool(_OPAQUE.fullmatch(value) or _PREFIXED.fullmatch(value))


def is_plain(value: str, field: str) -> bool:
    """Whether a value says how something is, in the service's words: a number, a date, an id, a state."""
    if not value.strip() or _NUMBER.fullmatch(value) or _DATE.fullmatch(value) or _UUID.fullmatch(value):
        return True
    if _TEXT.search(field) or len(value) > _LONGEST_CODE:
        return False
    if _IDENTITY_FIELD.search(field) and _IDENTITY.fullmatch(value):
        return True
    if _STATE.search(field) and _ONE_WORD.fullmatch(value):
        return True
    return any(form.fullmatch(value) for form in _KEPT)
