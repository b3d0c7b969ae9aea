"""Which kind of model a folder holds."""

from __future__ import annotations

from pathlib import Path

from sidecar.search.semantic.teacher.onnx import OnnxTeacher, find_model
from sidecar.search.semantic.teacher.protocol import Teacher, UnusableModel
from sidecar.search.semantic.teacher.static import StaticTeacher, find_static


def open_teacher(folder: Path, threads: int | None = None) -> Teacher:
    """Open the model in a folder.

    Args:
        folder: An ONNX sentence model (`model.onnx`, `tokenizer.json`) or a static one
            (`model.safetensors`, `tokenizer.json`), as hubs offer them.
        threads: How many threads an ONNX model may use; `None`: the runtime decides.

    Raises:
        NotInstalled: A library is missing; the message says how to install it.
        UnusableModel: There is no such model; the message says what is missing.
    """
    if not folder.is_dir():
        raise UnusableModel(f"{folder} is not a folder. Give the folder of a sentence model.")
    model = find_model(folder)
    if model is not None:
        return OnnxTeacher(folder, model, threads)
    static = find_static(folder)
    if static is not None:
        return StaticTeacher(folder, static)
    missing = "model.onnx"
    if not (folder / "tokenizer.json").is_file():
        missing += " and no tokenizer.json"
    raise UnusableModel(
        f"{folder} has no {missing}. A sentence model's folder has model.onnx (or onnx/model.onnx) and "
        "tokenizer.json; a static model's folder has model.safetensors and tokenizer.json."
    )
