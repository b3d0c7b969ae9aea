"""The tests. Each says what a team gets of every source."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from connectors.contract import Manifest, Outcome
from sidecar.conformance.forms import faults
from sidecar.conformance.http_world import SILENCE, HttpWorld
from sidecar.conformance.running import check, killed, sync
from sidecar.conformance.worlds import BROKEN, World

_NAMES = st.text("abcdefgh", min_size=1, max_size=3)
_CONTENTS = st.dictionaries(
    _NAMES, st.sampled_from(["One thing.", "Two things.", "Three.", BROKEN]), max_size=8
)
_THREE = {"a": "One thing.", "b": "Two things.", "c": "Three."}
_LOUDEST = 1


class ConformanceTests:
    """What holds for every connector. Subclass it with a fixture `world`."""

    @pytest.fixture
    def world(self) -> World:
        """Return the source to test with; a subclass says which."""
        pytest.fail("Give your subclass of ConformanceTests a fixture `world`.")

    @pytest.fixture
    def store(self, tmp_path: Path, conformance_database: Path, world: World) -> Iterator[Path]:
        """A database of its own; the world is closed after the test."""
        folder = tmp_path / "conformance"
        folder.mkdir()
        yield Path(shutil.copyfile(conformance_database, folder / "cuecard.sqlite3"))
        world.close()

    def test_manifest_is_valid(self, world: World, store: Path) -> None:
        """It introduces itself."""
        del store
        manifest = world.connector.manifest
        assert isinstance(manifest, Manifest)
        assert re.fullmatch(r"[a-z][a-z0-9_-]{1,40}", manifest.id), "the id is lower-case letters and digits"
        assert manifest.title.strip()
        assert manifest.summary.strip(), "the gallery shows one line of what it reads"
        assert "\n" not in manifest.summary
        assert issubclass(manifest.config_model, BaseModel)
        assert manifest.docs_url is None or manifest.docs_url.startswith("https://")

    def test_settings_make_a_form(self, world: World, store: Path) -> None:
        """An admin can fill in its settings without reading anything else."""
        del store
        model = world.connector.manifest.config_model
        assert list(faults(model.model_json_schema())) == []
        assert model.model_config.get("extra") == "forbid", "a misspelt setting must be refused"
        shown = model.model_validate(world.config()).model_dump_json()
        assert world.secret is None or world.secret not in shown, "declare secrets as SecretStr"

    def test_check_passes_where_the_source_can_be_read(self, world: World, store: Path) -> None:
        """`check` finds no fault where there is none."""
        world.write(_THREE)
        report = check(store, world.connector, world.config())
        assert report.ok, report
        assert report.checks

    def test_check_says_what_to_do_where_it_cannot(self, world: World, store: Path) -> None:
        """`check` says what is wrong and what to do."""
        world.write(_THREE)
        world.vanish()
        report = check(store, world.connector, world.config())
        found = [item for item in report.checks if item.outcome is not Outcome.PASSED]
        assert found, "a source that is not there must not pass"
        assert all(item.detail and item.remedy for item in found), found

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(before=_CONTENTS, after=_CONTENTS, kills=st.lists(st.integers(0, 25), max_size=3))
    def test_killed_anywhere_and_resumed_ends_the_same(
        self,
        world: World,
        store: Path,
        conformance_database: Path,
        before: dict[str, str],
        after: dict[str, str],
        kills: list[int],
    ) -> None:
        """The next run ends with what the source has; what is broken keeps its old version."""
        _fresh(store, conformance_database)
        before, after = _possible(world, before), _possible(world, after)
        world.write(before)
        dying = [killed(world.connector, at) for at in kills]
        change = partial(world.write, after)
        stored = sync(store, world.config(), world.connector, change, *dying, world.connector)
        assert stored.last.error is None
        kept = {
            name: before[name]
            for name, text in after.items()
            if text == BROKEN and before.get(name, BROKEN) != BROKEN
        }
        expected = {name: text for name, text in after.items() if text != BROKEN} | kept
        assert {key: text.strip() for key, text in stored.texts.items()} == {
            world.external_id(name): text for name, text in expected.items()
        }

    def test_one_bad_document_loses_no_other(self, world: World, store: Path) -> None:
        """A document that cannot be read is listed with its reason, and the others come in."""
        if not world.can_break:
            pytest.skip("No single document of this source can be unreadable.")
        world.write({"a": "One thing.", "b": BROKEN, "c": "Three."})
        stored = sync(store, world.config(), world.connector)
        assert set(stored.texts) == {world.external_id("a"), world.external_id("c")}
        assert set(stored.failures) == {world.external_id("b")}, (
            "a failure has the id the document would have"
        )
        assert all(reason.strip() for reason in stored.failures.values())
        world.write(_THREE)
        mended = sync(store, world.config(), world.connector)
        assert (len(mended.texts), mended.failures) == (3, {})

    def test_second_run_over_the_same_changes_nothing(self, world: World, store: Path) -> None:
        """Ids are stable."""
        world.write(_THREE)
        first = sync(store, world.config(), world.connector)
        assert set(first.texts) == {world.external_id(name) for name in _THREE}
        second = sync(store, world.config(), world.connector)
        assert {key: answer.id for key, answer in second.answers.items()} == {
            key: answer.id for key, answer in first.answers.items()
        }
        assert (second.last.added, second.last.changed, second.last.deleted) == (0, 0, 0)

    def test_renamed_document_keeps_its_history(self, world: World, store: Path) -> None:
        """Where the source has ids, a new name or place is the same answer still."""
        if not world.keeps_history:
            pytest.skip("Documents of this source are known by their names.")
        world.write(_THREE)
        first = sync(store, world.config(), world.connector)
        before = first.answers[world.external_id("a")].id
        world.rename("a", "h")
        second = sync(store, world.config(), world.connector)
        assert before in {answer.id for answer in second.answers.values()}
        assert (second.last.added, second.last.deleted, len(second.answers)) == (0, 0, 3)

    def test_deletions_arrive(self, world: World, store: Path) -> None:
        """Gone is gone."""
        world.write(_THREE)
        sync(store, world.config(), world.connector)
        world.write({"b": "Two things."})
        stored = sync(store, world.config(), world.connector)
        assert (set(stored.texts), stored.last.deleted) == ({world.external_id("b")}, 2)

    def test_source_that_is_not_there_deletes_nothing(self, world: World, store: Path) -> None:
        """A share that went away is no empty folder."""
        world.write(_THREE)
        sync(store, world.config(), world.connector)
        world.vanish()
        stored = sync(store, world.config(), world.connector)
        assert len(stored.texts) == len(_THREE)
        assert stored.last.error or stored.failures, "an unreachable source must be named"

    def test_progress_moves(self, world: World, store: Path) -> None:
        """Progress goes forward, and ends where it said it would."""
        world.write({f"{letter}": "One thing." for letter in "abcdefgh"})
        (steps,) = sync(store, world.config(), world.connector).progress
        done = [step.done for step in steps]
        assert done == sorted(done)
        assert done[-1] >= len("abcdefgh"), "count what was read"
        assert all(step.total is None or step.done <= step.total for step in steps)

    def test_no_secret_is_seen_anywhere(
        self, world: World, store: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Neither a log nor an error nor what is stored gives a secret away."""
        secret = world.secret
        if secret is None:
            pytest.skip("This source has no secret.")
        caplog.set_level(_LOUDEST)
        logging.getLogger("cuecard").setLevel(_LOUDEST)
        world.write({"a": "One thing.", "b": BROKEN if world.can_break else "Two things."})
        seen = [repr(check(store, world.connector, world.config()))]
        seen.append(repr(sync(store, world.config(), world.connector)))
        world.vanish()
        seen.append(repr(check(store, world.connector, world.config())))
        seen.append(repr(sync(store, world.config(), world.connector)))
        seen += [caplog.text, json.dumps([str(record.args) for record in caplog.records])]
        seen += [path.read_bytes().decode("latin-1") for path in store.parent.glob("cuecard.sqlite3*")]
        assert secret not in "".join(seen)


class HttpConformanceTests(ConformanceTests):
    """What also holds for connectors of servers. Their world is an `HttpWorld`."""

    @pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503, SILENCE])
    def test_check_tells_a_wrong_setting_from_a_passing_trouble(
        self, world: HttpWorld, store: Path, status: int
    ) -> None:
        """A refusal fails; a rate limit, an error of the server or a silence proves nothing."""
        world.write(_THREE)
        world.trouble = status
        report = check(store, world.connector, world.config())
        found = [item for item in report.checks if item.outcome is not Outcome.PASSED]
        assert found
        assert all(item.detail and item.remedy for item in found), found
        assert report.ok is (status in {429, 500, 503, SILENCE}), found


def _possible(world: World, content: dict[str, str]) -> dict[str, str]:
    """Leave out what this source cannot have."""
    return {name: text for name, text in content.items() if text != BROKEN or world.can_break}


def _fresh(store: Path, template: Path) -> None:
    for leftover in store.parent.glob("*"):
        leftover.unlink()
    shutil.copyfile(template, store)
