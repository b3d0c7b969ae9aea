"""A sentence model as an ONNX file, run by onnxruntime on the processor."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar.search.semantic.teacher.described import Pooling, describe
from sidecar.search.semantic.teacher.protocol import NotInstalled, UnusableModel
from sidecar.search.semantic.teacher.tokens import INSTALL, read_tokenizer, whole_words

#: Where hubs put the model, in the order of preference: whole, then quantised.
_NAMES = (
    "model.onnx",
    "model_optimized.onnx",
    "model_O2.onnx",
    "model_quantized.onnx",
    "model_int8.onnx",
    "model_qint8*.onnx",
    "model_quint8*.onnx",
    "model_uint8.onnx",
    "model_fp16.onnx",
    "model*.onnx",
)
_FOLDERS = ("", "onnx")
_FED = frozenset({"input_ids", "attention_mask", "token_type_ids", "position_ids"})
_OUTPUTS = ("sentence_embedding", "last_hidden_state", "token_embeddings")
_PER_TOKEN = 3


def find_model(folder: Path) -> Path | None:
    """Return the ONNX file of a model folder, if there is one."""
    for name in _NAMES:
        for below in _FOLDERS:
            found = sorted((folder / below).glob(name))
            if found:
                return found[0]
    return None


class OnnxTeacher:
    """A sentence model. `threads` is how many the runtime may use; `None` leaves it to the runtime.

    Raises:
        NotInstalled: onnxruntime or tokenizers is missing.
        UnusableModel: The model cannot be used; the message says why.
    """

    def __init__(self, folder: Path, model: Path, threads: int | None) -> None:
        self._told = describe(folder)
        self._tokenizer = read_tokenizer(folder / "tokenizer.json", self._told.max_tokens)
        self._session = _session(model, threads)
        inputs = self._session.get_inputs()
        self._inputs = {each.name: np.int32 if "int32" in each.type else np.int64 for each in inputs}
        unknown = sorted(set(self._inputs) - _FED)
        if unknown:
            raise UnusableModel(
                f"{model} is not a sentence model: it wants {', '.join(unknown)}, which no text gives. "
                "Take one exported for feature extraction."
            )
        self._output = self._choose_output(model)
        self.name = self._told.name
        self.fingerprint = _fingerprint(model, folder / "tokenizer.json", repr(self._told))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text, of length 1."""
        read = self._tokenizer.encode_batch([self._told.prefix + text for text in texts])
        longest = max((len(each.ids) for each in read), default=0)
        mask = np.zeros((len(read), longest), np.int64)
        given = {name: np.zeros((len(read), longest), kind) for name, kind in self._inputs.items()}
        if "position_ids" in given:
            given["position_ids"][:] = np.arange(longest)
        for row, each in enumerate(read):
            mask[row, : len(each.ids)] = 1
            given["input_ids"][row, : len(each.ids)] = each.ids
            if "token_type_ids" in given:
                given["token_type_ids"][row, : len(each.ids)] = each.type_ids
        if "attention_mask" in given:
            given["attention_mask"][:] = mask
        (found,) = self._session.run([self._output], given)
        pooled = found if found.ndim < _PER_TOKEN else _pool(found, mask, self._told.pooling)
        lengths = np.linalg.norm(pooled.astype(np.float32), axis=1, keepdims=True)
        return np.asarray(pooled / np.where(lengths > 0, lengths, 1), dtype=np.float32)

    def vocabulary(self) -> list[str]:
        """Return the whole words among the model's tokens, the most frequent first."""
        return whole_words(self._tokenizer)

    def _choose_output(self, model: Path) -> str:
        outputs = self._session.get_outputs()
        names = [each.name for each in outputs]
        for name in _OUTPUTS:
            if name in names:
                return name
        fitting = [each.name for each in outputs if len(each.shape or ()) in (2, _PER_TOKEN)]
        if fitting and not any("logits" in name for name in fitting):
            return str(fitting[0])
        raise UnusableModel(
            f"{model} gives {', '.join(names)}, not the vectors of a text ({' or '.join(_OUTPUTS[:2])}). "
            "Take a sentence model."
        )


def _session(model: Path, threads: int | None) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise NotInstalled(INSTALL) from error
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    if threads is not None:
        options.intra_op_num_threads = threads
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's errors share no class
        raise UnusableModel(f"{model} cannot be opened ({error}). Download it again.") from error


def _pool(tokens: NDArray[Any], mask: NDArray[np.int64], pooling: Pooling) -> NDArray[np.float32]:
    tokens = tokens.astype(np.float32)
    if pooling is Pooling.CLS:
        return np.asarray(tokens[:, 0], dtype=np.float32)
    if pooling is Pooling.LAST:
        return np.asarray(tokens[np.arange(len(tokens)), mask.sum(axis=1) - 1], dtype=np.float32)
    if pooling is Pooling.MAX:
        return np.asarray(np.where(mask[..., None] > 0, tokens, -np.inf).max(axis=1), dtype=np.float32)
    sums = (tokens * mask[..., None]).sum(axis=1)
    return np.asarray(sums / np.maximum(mask.sum(axis=1, keepdims=True), 1), dtype=np.float32)


def _fingerprint(model: Path, tokenizer: Path, told: str) -> str:
    digest = hashlib.sha256(told.encode())
    for path in (model, tokenizer):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
