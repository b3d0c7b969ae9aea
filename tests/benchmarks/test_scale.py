"""Memory and time of suggestions at 100,000 passages and 10,000 learned questions, in a process of their own.

Run with `CUECARD_FULL_BENCHMARKS=1`: building takes minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PASSAGES = int(os.environ.get("CUECARD_BENCHMARK_PASSAGES", "100000"))
QUESTIONS = PASSAGES // 10
#: Resident memory in MB, and CPU time of a suggestion at the 95th percentile in ms.
MEMORY = 200.0
SLOWEST = 15.0


@pytest.mark.benchmark
@pytest.mark.skipif(
    os.environ.get("CUECARD_FULL_BENCHMARKS") != "1", reason="takes minutes: CUECARD_FULL_BENCHMARKS=1"
)
def test_a_large_team_fits_into_little_memory_and_time(tmp_path: Path, test_data: Path) -> None:
    # Building and asking are two processes: what a server holds is not what a first import held.
    print("\n" + _run("build", tmp_path, test_data))
    output = _run("ask", tmp_path, test_data)
    print(output)
    measured = json.loads(output.splitlines()[-1])
    assert measured["resident"] < MEMORY
    assert measured["p95"] < SLOWEST


def _run(step: str, folder: Path, data: Path) -> str:
    docs = data / "docs" / "chatwoot-docs"
    command = [sys.executable, "-m", "tests.benchmarks.scale", step, str(folder), str(docs)]
    command += [str(PASSAGES), str(QUESTIONS)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    return str(done.stdout)
