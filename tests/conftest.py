"""What all tests share: no blocking call in the event loop, and where the real data lies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from blockbuster import BlockBuster, blockbuster_ctx
from hypothesis import settings

# A busy machine is no fault of the code: what takes how long, the benchmarks say.
settings.register_profile("cuecard", deadline=None)
settings.load_profile("cuecard")

# No test writes to the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Fail every test in which something blocks the event loop."""
    with blockbuster_ctx() as detector:
        yield detector


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder with real data; a test that needs it fails loudly where it is missing."""
    folder = Path(os.environ.get("CUECARD_TEST_DATA") or REPOSITORY / "../shared/data")
    if not folder.is_absolute():
        folder = REPOSITORY / folder
    if not (folder / "labelled").is_dir():
        pytest.fail(f"Real test data is missing: set CUECARD_TEST_DATA to its folder (looked in {folder}).")
    return folder.resolve()
