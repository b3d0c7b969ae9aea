"""What an account needs beside the right to read answers, so that they come in whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.contract import Check, CheckReport, Outcome
from connectors.hosted.api import Api
from connectors.http import RequestFailed, Trouble


@dataclass(frozen=True, slots=True)
class Right:
    """Something around the content; `without` says what happens where it may not be read."""

    name: str
    path: str
    without: str
    remedy: str


async def with_rights(report: CheckReport, api: Api, rights: Sequence[Right]) -> CheckReport:
    """Return a report to which is added what is missing around what can be read. That is no failure.

    A report of which anything did not pass comes back as it is.
    """
    if not all(check.outcome is Outcome.PASSED for check in report.checks):
        return report
    checks = list(report.checks)
    for right in rights:
        try:
            await api.ask(right.path, per_page="1")
        except RequestFailed as error:
            if error.trouble not in {Trouble.FORBIDDEN, Trouble.NOT_FOUND}:
                checks.append(error.check(right.name))
                break
            detail = f"{error.detail}. {right.without}"
            checks.append(Check(right.name, Outcome.INDETERMINATE, detail, right.remedy))
    return CheckReport(tuple(checks))
