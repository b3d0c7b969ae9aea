"""What an account needs beside the right to read macros and articles, so that they come in whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.contract import Check, Outcome
from connectors.hosted.api import Api
from connectors.http import RequestFailed, Trouble


@dataclass(frozen=True, slots=True)
class Right:
    """Something around the content; `without` says what happens where it may not be read."""

    name: str
    path: str
    without: str
    remedy: str


OF_MACROS = (
    Right(
        name="dynamic content",
        path="dynamic_content/items",
        without="Macros that use it keep a gap in its place.",
        remedy="Let the account be an admin, or an agent who manages dynamic content.",
    ),
)
OF_ARTICLES = (
    Right(
        name="user segments",
        path="help_center/user_segments",
        without="Who may view a restricted article is not known: only admins see such.",
        remedy="Let the account be an admin of the knowledge base.",
    ),
)


async def check_rights(api: Api, rights: Sequence[Right]) -> list[Check]:
    """Return what is missing. It stops nothing, so it is no failure.

    Raises:
        RequestFailed: something else went wrong.
    """
    missing = []
    for right in rights:
        try:
            await api.ask(right.path, per_page="1")
        except RequestFailed as error:
            if error.trouble not in {Trouble.FORBIDDEN, Trouble.NOT_FOUND}:
                raise
            detail = f"{error.detail}. {right.without}"
            missing.append(Check(right.name, Outcome.INDETERMINATE, detail, right.remedy))
    return missing
