"""The samples look as fresh in a year as on the day they were written."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from sidecar.demo import filling
from sidecar.knowledge import settings
from sidecar.knowledge.database import open_database


def test_the_review_interval_grows_with_the_age_of_the_samples(tmp_path: Path) -> None:
    database = open_database(tmp_path / "cuecard.sqlite")
    try:
        asyncio.run(filling.keep_fresh(database))
        with database.reading() as conn:
            days = settings.read(conn, settings.REVIEW_DAYS)
    finally:
        database.close()
    age = (datetime.now(UTC).date() - filling.WRITTEN_ON).days
    assert days - settings.DEFAULTS[settings.REVIEW_DAYS] in {age, age - 1}
