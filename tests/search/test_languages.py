"""What customers write finds the right answer in every language, whatever their habits of writing.

Each file of `languages/` is a team of one language: answers by title, and tickets with the title that has to
come first. A new language is a new file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sidecar.suggest.engine import EngineSettings
from tests.suggest.running import reply, team, titles

CASES = sorted(Path(__file__).with_name("languages").glob("*.yaml"))


@pytest.fixture(params=CASES, ids=lambda case: case.stem)
def told(request: pytest.FixtureRequest) -> dict[str, Any]:
    case: Path = request.param
    read: dict[str, Any] = yaml.safe_load(case.read_text("utf-8"))
    return {"language": case.stem, **read}


async def test_the_right_answer_comes_first_however_it_is_asked_for(
    told: dict[str, Any], tmp_path: Path
) -> None:
    language = told["language"]
    async with team(tmp_path, EngineSettings(learning=False, default_language=language)) as house:
        await house.store(*(reply(title, body, language=language) for title, body in told["answers"].items()))
        missed: list[str] = []
        for ticket, title in told["tickets"].items():
            assert title in told["answers"], f"{title!r} is no answer of {language}.yaml"
            found = titles(await house.ask(str(ticket)))
            if found[:1] != [title]:
                missed.append(f"{ticket!r}: {title!r} expected, found {found[:3]}")
    assert not missed, "\n" + "\n".join(missed)
