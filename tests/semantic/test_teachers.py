"""Local models are read as hubs offer them, and a folder that is none says what it lacks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sidecar.search.semantic.teacher import UnusableModel, open_teacher
from sidecar.search.semantic.teacher.described import Pooling, describe
from sidecar.search.semantic.teacher.static import read_safetensors
from tests.semantic.conftest import safetensors

TEXTS = ["I lost my card.", "My bank card is gone", "Where is my parcel? " * 40]


def test_a_sentence_model_puts_what_means_the_same_together(minilm: Path) -> None:
    teacher = open_teacher(minilm, threads=1)
    card, gone, parcel = teacher.encode(TEXTS)
    assert np.allclose(np.linalg.norm([card, gone, parcel], axis=1), 1, atol=1e-4)
    assert card @ gone > 0.6
    assert card @ parcel < 0.4
    alone = teacher.encode(TEXTS[:1])[0]
    assert card @ alone > 0.98, "what stands beside it in a batch changes (nearly) nothing"
    assert {"card", "money"} <= set(teacher.vocabulary())
    assert not any(word.startswith("#") for word in teacher.vocabulary())


@pytest.mark.parametrize("name", ["onnx/model.onnx", "onnx/model_quantized.onnx", "model_qint8_avx512.onnx"])
def test_the_model_is_found_where_hubs_put_it(minilm: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(minilm, tmp_path / "m", ignore=shutil.ignore_patterns("*.onnx"))
    (tmp_path / "m" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "m" / name).symlink_to(minilm / "model.onnx")
    assert open_teacher(tmp_path / "m", threads=1).encode(["card"]).shape == (1, 384)


def described(folder: Path, **files: object) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_json", ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_what_a_folder_says_is_followed(tmp_path: Path) -> None:
    folder = described(
        tmp_path,
        **{
            "1_Pooling__config_json": {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False},
            "config_json": {"_name_or_path": "BAAI/bge-small-en", "max_position_embeddings": 130},
        },
    )
    (folder / "config_sentence_transformers.json").write_text('{"prompts": {"query": "search: "}}')
    told = describe(folder)
    assert (told.name, told.pooling, told.max_tokens, told.prefix) == (
        "bge-small-en",
        Pooling.CLS,
        128,
        "search: ",
    )


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("intfloat/multilingual-e5-small", "query: "),
        ("intfloat/multilingual-e5-large-instruct", ""),
        ("sentence-transformers/all-MiniLM-L6-v2", ""),
    ],
)
def test_without_a_word_from_the_folder_what_most_models_want_holds(
    tmp_path: Path, name: str, prefix: str
) -> None:
    told = describe(described(tmp_path, config_json={"_name_or_path": name}))
    assert (told.pooling, told.max_tokens, told.prefix) == (Pooling.MEAN, 256, prefix)


def test_a_static_model_is_the_mean_of_its_tokens(static_model: Path) -> None:
    teacher = open_teacher(static_model)
    both, unknown, card = teacher.encode(["card parcel", "xyzzy", "xyzzy Card"])
    assert np.allclose(both, [0.5**0.5, 0.5**0.5, 0, 0])
    assert not unknown.any()
    assert np.allclose(card, [1, 0, 0, 0]), "unknown tokens count nothing"
    assert teacher.vocabulary()[:3] == ["card", "cards", "plastic"]


def test_a_static_model_with_a_smaller_table_maps_and_weighs_its_tokens(static_model: Path) -> None:
    tensors: dict[str, NDArray[np.generic]] = {
        "embeddings": np.asarray([[1, 0], [0, 1]], np.float16),
        "mapping": np.asarray([0, 0, 0, 0, 1] + [0] * 8, np.int64),
        "weights": np.asarray([1, 1, 1, 1, 3] + [1] * 8, np.float32),
    }
    (static_model / "model.safetensors").write_bytes(safetensors(**tensors))
    (found,) = open_teacher(static_model).encode(["card parcel"])
    assert np.allclose(found, np.asarray([1, 3]) / 10**0.5, atol=1e-3)


@pytest.mark.parametrize(
    ("present", "told"),
    [
        ((), "has no model.onnx and no tokenizer.json"),
        (("tokenizer.json",), "has no model.onnx. "),
        (("model.onnx",), "has no tokenizer.json"),
        (("model.safetensors", "tokenizer.json"), "is damaged"),
        (("model.onnx", "tokenizer.json"), "is not a tokenizer"),
    ],
)
def test_a_folder_that_is_no_model_says_what_is_missing(
    tmp_path: Path, present: tuple[str, ...], told: str
) -> None:
    for name in present:
        (tmp_path / name).write_bytes(b"nothing of the sort")
    with pytest.raises(UnusableModel, match=told):
        open_teacher(tmp_path)


def test_a_damaged_onnx_file_is_told(minilm: Path, tmp_path: Path) -> None:
    shutil.copy(minilm / "tokenizer.json", tmp_path)
    (tmp_path / "model.onnx").write_bytes((minilm / "model.onnx").read_bytes()[:1000])
    with pytest.raises(UnusableModel, match="cannot be opened"):
        open_teacher(tmp_path)


def test_weights_of_a_whole_transformer_are_no_static_model(static_model: Path) -> None:
    tensor = {"encoder.layer.0.weight": np.zeros((2, 2), np.float32)}
    (static_model / "model.safetensors").write_bytes(safetensors(**tensor))
    with pytest.raises(UnusableModel, match=r"no tensor embeddings.*has no model\.onnx"):
        open_teacher(static_model)


@pytest.mark.parametrize("damage", [b"", b"\xff" * 8, b"\x02\0\0\0\0\0\0\0{]", b"\x02\0\0\0\0\0\0\0[]"])
def test_damaged_safetensors_are_told(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(damage)
    with pytest.raises(UnusableModel, match="damaged"):
        read_safetensors(path)
