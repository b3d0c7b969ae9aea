"""Opening, migrating, writing, being killed: nothing is lost, and every fault says what to do."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

import sidecar.knowledge.migrations
from sidecar.knowledge import answers, migrate, settings, sources
from sidecar.knowledge.database import Database, open_database
from sidecar.knowledge.errors import DatabaseTooNew, DatabaseUnavailable
from sidecar.knowledge.schema import REVISION, metadata
from tests.conftest import REPOSITORY
from tests.knowledge.conftest import NOW

SCRIPTS = Path(sidecar.knowledge.migrations.__file__).parent


def test_the_migrations_make_exactly_the_tables_of_the_schema(db: Database) -> None:
    with db.reading() as conn:
        assert migrate.revision_of(conn) == REVISION
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []


def test_opening_again_finds_everything(url: str) -> None:
    first = open_database(url)
    with first.writing() as conn:
        settings.write(conn, "kept", 1)
    first.close()
    second = open_database(url)
    with second.reading() as conn:
        assert settings.read(conn, "kept") == 1
    second.close()


def test_an_error_undoes_the_whole_transaction(db: Database) -> None:
    def fail(conn: Connection) -> None:
        sources.add(conn, name="half", type="folder", config={}, now=NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), db.writing() as conn:
        fail(conn)
    with db.reading() as conn:
        assert sources.list_all(conn) == []


def test_part_of_a_transaction_can_be_undone(db: Database) -> None:
    with db.writing() as conn:
        settings.write(conn, "kept", 1)
        savepoint = conn.begin_nested()
        settings.write(conn, "dropped", 1)
        savepoint.rollback()
    with db.reading() as conn:
        assert (settings.read(conn, "kept"), settings.read(conn, "dropped")) == (1, None)


def test_readers_do_not_wait_for_the_writer_and_see_no_half_of_it(db: Database) -> None:
    with db.writing() as writing:
        settings.write(writing, "new", 1)
        with db.reading() as reading:
            assert settings.read(reading, "new") is None
    with db.reading() as reading:
        assert settings.read(reading, "new") == 1


def test_writers_take_turns(db: Database) -> None:
    def add_one(conn: Connection) -> None:
        settings.write(conn, "count", settings.read(conn, "count", 0) + 1)

    def work() -> None:
        for _ in range(10):
            with db.writing() as conn:
                add_one(conn)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.reading() as conn:
        assert settings.read(conn, "count") == 40


def test_a_thread_that_would_wait_for_itself_is_told_so(db: Database) -> None:
    with db.writing(), pytest.raises(RuntimeError, match="pass the connection"), db.writing():
        pass


async def test_the_event_loop_stays_free(url: str) -> None:
    db = await asyncio.to_thread(open_database, url)

    def names(conn: Connection, *, suffix: str) -> str:
        return threading.current_thread().name + suffix

    try:
        assert (await db.read(names, suffix="!")).startswith("cuecard-reader")
        assert await db.write(names, suffix="!") == "cuecard-writer_0!"
        await asyncio.gather(*(db.write(settings.write, f"key {n}", n) for n in range(20)))
        assert len(await db.read(settings.read_all)) == 20 + len(_defaults())
        with pytest.raises(ZeroDivisionError):
            await db.write(_divide)
    finally:
        await asyncio.to_thread(db.close)


def _defaults() -> dict[str, object]:
    return settings.DEFAULTS


def _divide(conn: Connection) -> float:
    return 1 / 0


# --- SQLite files


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cuecard.db"


def test_alembic_is_not_loaded_when_the_schema_is_current(file: Path) -> None:
    open_database(file).close()
    program = (
        "import sys; from pathlib import Path; from sidecar.knowledge.database import open_database;"
        "open_database(Path(sys.argv[1])).close();"
        "print([name for name in sys.modules if name.partition('.')[0] in ('alembic', 'mako')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert done.stdout.strip() == "[]"


def test_a_database_of_a_newer_version_is_left_alone(file: Path) -> None:
    open_database(file).close()
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseTooNew, match="Update Cuecard"):
        open_database(file)


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations with one more than there are."""
    folder = tmp_path / "100% migrations"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9998_more.py").write_text(
        f"from alembic import op\nrevision = '9998'\ndown_revision = '{REVISION}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE more (x INTEGER)')\n    op.execute(MORE)\n"
    )
    monkeypatch.setattr("sidecar.knowledge.migrate.REVISION", "9998")
    return folder


def test_a_migration_that_fails_half_way_leaves_no_trace(file: Path, newer: Path) -> None:
    db = open_database(file)
    with pytest.raises(NameError), db.writing() as conn:
        migrate.migrate(conn, newer)
    with db.reading() as conn:
        assert migrate.revision_of(conn) == REVISION
        assert conn.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'more'")).scalar() == 0
    db.close()


def test_an_old_database_is_copied_aside_and_migrated(
    file: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = open_database(file)
    with db.writing() as conn:
        settings.write(conn, "kept", "before")
    db.close()
    script = newer / "versions" / "9998_more.py"
    script.write_text(script.read_text().replace("    op.execute(MORE)\n", ""))
    monkeypatch.setattr("sidecar.knowledge.database.REVISION", "9998")
    plain = migrate.migrate
    monkeypatch.setattr("sidecar.knowledge.migrate.migrate", lambda conn: plain(conn, newer))
    db = open_database(file)
    with db.reading() as conn:
        assert migrate.revision_of(conn) == "9998"
        assert settings.read(conn, "kept") == "before"
    db.close()
    copy = file.with_name("cuecard.before-9998.db")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISION,)
        assert raw.execute("SELECT value FROM settings WHERE key = 'kept'").fetchone() == ('"before"',)


def test_a_file_that_is_no_database_says_so(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(DatabaseUnavailable, match="not a Cuecard database"):
        open_database(file)


def test_a_damaged_file_says_so(file: Path) -> None:
    db = open_database(file)
    with db.writing() as conn:
        settings.write(conn, "long", "x" * 100_000)
    db.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(DatabaseUnavailable, match="restore"):
        _read_everything(file)


def _read_everything(file: Path) -> None:
    db = open_database(file)
    try:
        with db.reading() as conn:
            answers.all_numbers(conn)
            settings.read_all(conn)
    finally:
        db.close()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseUnavailable, match="--data-dir"):
        open_database(tmp_path / "file" / "data" / "cuecard.db")


def test_a_path_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "cuecard.db").mkdir()
    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        open_database(tmp_path / "cuecard.db")


def test_a_full_disk_says_so_and_loses_nothing(file: Path) -> None:
    db = open_database(file)
    with db.writing() as conn:
        settings.write(conn, "kept", 1)
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    with pytest.raises(DatabaseUnavailable, match="Free some space"):
        _write_under(db, f"PRAGMA max_page_count = {pages}")
    with db.reading() as conn:
        assert settings.read(conn, "kept") == 1
    db.close()


def test_a_file_that_may_only_be_read_says_so(file: Path) -> None:
    db = open_database(file)
    with pytest.raises(DatabaseUnavailable, match="cannot be written"):
        _write_under(db, "PRAGMA query_only = ON")
    db.close()


def _write_under(db: Database, condition: str) -> None:
    with db.writing() as conn:
        conn.exec_driver_sql(condition)
        settings.write(conn, "big", "x" * 1_000_000)


def test_other_databases_and_broken_urls_say_what_to_give() -> None:
    for url in ("nonsense", "mysql://x/y", "sqlite://", "foo://x"):
        with pytest.raises(DatabaseUnavailable, match=r"SQLite|sqlite|file"):
            open_database(url)


def test_a_server_that_does_not_answer_says_so_without_the_password() -> None:
    with pytest.raises(DatabaseUnavailable, match="does not answer") as caught:
        open_database("postgresql://ada:geheim@127.0.0.1:1/cuecard?connect_timeout=2")
    assert "geheim" not in str(caught.value)


_WRITER = """
import sys
from pathlib import Path
from sidecar.knowledge import settings
from sidecar.knowledge.database import open_database
db = open_database(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    with db.writing() as conn:
        settings.write(conn, "first", number)
        settings.write(conn, "second", number)
    print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_it_had_acknowledged(file: Path) -> None:
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(file)], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
        ) as writer:
            assert writer.stdout is not None
            acknowledged = [int(writer.stdout.readline()) for _ in range(30)][-1]
            writer.kill()
            acknowledged = max([acknowledged, *(int(line) for line in writer.stdout if line.endswith("\n"))])
        db = open_database(file)
        with db.reading() as conn:
            first, second = settings.read(conn, "first"), settings.read(conn, "second")
        db.close()
        assert first == second
        assert acknowledged <= first <= acknowledged + 1
