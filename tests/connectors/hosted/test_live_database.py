"""The way to a running database: encrypted by a certificate that is trusted, by any, or not at all."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import Outcome
from connectors.freescout.connector import FreeScoutLiveConnector
from tests.connectors.hosted.databases import Desk, checked, desk
from tests.connectors.live.servers import need
from tests.helpdesks import mariadb


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody has signed but itself."""
    need("openssl")
    folder = tmp_path_factory.mktemp("certificate")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "certificate.pem"


@pytest.fixture(scope="module")
def encrypted(certificate: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A database that takes its account by encrypted connections alone."""
    need(*mariadb.PROGRAMS)
    # Not under pytest's temporary folder, which is closed to the server's account.
    with tempfile.TemporaryDirectory(prefix="cuecard-keys-") as name:
        keys = shutil.copytree(certificate.parent, Path(name), dirs_exist_ok=True)
        for path in (keys, *keys.iterdir()):
            path.chmod(0o755)
        options = [f"--ssl-cert={keys / 'certificate.pem'}", f"--ssl-key={keys / 'key.pem'}", "--sql-mode="]
        with mariadb.server(*options) as running:
            made = desk(running, "freescout", tmp_path_factory.mktemp("dumps"))
            running.sql("ALTER USER cuecard@'127.0.0.1' REQUIRE SSL;")
            yield made


def test_trusted_certificate_lets_in(
    encrypted: Desk, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for host in ("127.0.0.1", "localhost"):
        assert checked(
            FreeScoutLiveConnector, **encrypted.account(encryption="verified", host=host)
        ).outcome is (Outcome.PASSED)


def test_certificate_that_nobody_knows_is_refused_unless_any_will_do(encrypted: Desk) -> None:
    refused = checked(FreeScoutLiveConnector, **encrypted.account(encryption="verified"))
    assert (refused.outcome, "certificate" in refused.detail) == (Outcome.FAILED, True)
    found = checked(FreeScoutLiveConnector, **encrypted.account(encryption="unverified"))
    assert found.outcome is Outcome.PASSED


def test_account_that_must_be_encrypted_is_not_let_in_otherwise(encrypted: Desk) -> None:
    refused = checked(FreeScoutLiveConnector, **encrypted.account(encryption="none"))
    assert (refused.outcome, "Correct the account" in refused.detail) == (Outcome.FAILED, True)
