"""How long a server asks to wait, in the many ways in which services say so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sidecar.sync.http.waiting import retry_after

OURS = datetime(2026, 1, 31, 10, 0, 0, tzinfo=UTC)
#: Their clock is an hour behind ours.
THEIRS = "Sat, 31 Jan 2026 09:00:00 GMT"
THEIR_UNIX = 1769850000


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "20"}, 20.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "Sat, 31 Jan 2026 10:00:20 GMT"}, 20.0),
        ({"retry-after": "Sat, 31 Jan 2026 09:00:20 GMT", "date": THEIRS}, 20.0),
        ({"retry-after": "Sat, 31 Jan 2026 09:00:20 GMT"}, 0.0),
        ({"x-ratelimit-retry-after": "7"}, 7.0),
        ({"x-ratelimit-reset": "41"}, 41.0),
        ({"ratelimit-reset": "41", "retry-after": "3"}, 3.0),
        ({"x-ratelimit-reset": str(THEIR_UNIX + 30), "date": THEIRS}, 30.0),
        ({"x-ratelimit-reset": f"{THEIR_UNIX + 30}.5", "date": THEIRS}, 30.5),
        ({"x-ratelimit-reset": "0"}, None),
        ({"x-ratelimit-reset": str(THEIR_UNIX - 30), "date": THEIRS}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "1.2.3", "x-ratelimit-reset": "5"}, 5.0),
        ({}, None),
    ],
)
def test_waiting(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, OURS, is_limit=True) == seconds


def test_reset_of_a_limit_matters_where_there_was_one() -> None:
    assert retry_after({"x-ratelimit-reset": "41"}, OURS) is None
