"""What the folder of a sentence model says about how it wants to be asked.

The files are those of sentence-transformers (`modules.json`, `1_Pooling/config.json`,
`sentence_bert_config.json`, `config_sentence_transformers.json`) and of transformers (`config.json`,
`tokenizer_config.json`). Exports often leave out some of them; then what most models want holds.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sidecar.search.semantic.teacher.protocol import UnusableModel

#: Tokens after which a text is cut, at most: what is distilled are sentences.
_MOST_TOKENS = 256
#: Prompts that stand for a short text, in the order of preference.
_PROMPTS = ("query", "sts", "STS", "search_query", "clustering")


class Pooling(StrEnum):
    """How the vectors of a text's tokens become one."""

    MEAN = "mean"
    CLS = "cls"
    LAST = "last"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Described:
    """How a model wants to be asked. `prefix` stands before each text."""

    name: str
    pooling: Pooling
    max_tokens: int
    prefix: str


def describe(folder: Path) -> Described:
    """Read how the model in a folder wants to be asked.

    Raises:
        UnusableModel: A file is damaged, or the model does more after pooling than can be done here.
    """
    config = read_json(folder / "config.json")
    tokenizer = read_json(folder / "tokenizer_config.json")
    name = str(config.get("_name_or_path") or tokenizer.get("name_or_path") or folder.resolve().name)
    if name in {".", "./", ""}:
        name = folder.resolve().name
    _no_dense_layer(folder)
    return Described(
        name=name.rstrip("/").rsplit("/", 1)[-1],
        pooling=_pooling(read_json(folder / "1_Pooling" / "config.json")),
        max_tokens=_max_tokens(folder, config, tokenizer),
        prefix=_prefix(folder, name),
    )


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file; an empty one where there is no such file.

    Raises:
        UnusableModel: It is not JSON.
    """
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise UnusableModel(f"{path} cannot be read ({error}). Download the model again.") from error
    return found if isinstance(found, dict) else {"": found}


def _no_dense_layer(folder: Path) -> None:
    modules = read_json(folder / "modules.json").get("", [])
    if any(isinstance(each, dict) and str(each.get("type", "")).endswith(".Dense") for each in modules):
        raise UnusableModel(
            f"The model in {folder} has a dense layer behind its pooling, which an ONNX file leaves out. "
            "Take a model without one."
        )


def _pooling(config: dict[str, Any]) -> Pooling:
    told = config.get("pooling_mode")
    if isinstance(told, str) and told in {"mean", "cls", "max", "lasttoken"}:
        return Pooling.LAST if told == "lasttoken" else Pooling(told)
    for key, pooling in (
        ("pooling_mode_cls_token", Pooling.CLS),
        ("pooling_mode_lasttoken", Pooling.LAST),
        ("pooling_mode_max_tokens", Pooling.MAX),
    ):
        if config.get(key) is True and config.get("pooling_mode_mean_tokens") is not True:
            return pooling
    return Pooling.MEAN


def _max_tokens(folder: Path, config: dict[str, Any], tokenizer: dict[str, Any]) -> int:
    told = (
        read_json(folder / "sentence_bert_config.json").get("max_seq_length"),
        tokenizer.get("model_max_length"),
        config.get("max_position_embeddings"),
    )
    # RoBERTa's positions begin at 2, so the last two of them cannot be used.
    given = [int(each) - 2 for each in told if isinstance(each, (int, float)) and each > 2]  # noqa: PLR2004
    return max(min([_MOST_TOKENS, *given]), 8)


def _prefix(folder: Path, name: str) -> str:
    told = read_json(folder / "config_sentence_transformers.json")
    prompts = told.get("prompts") or {}
    default = told.get("default_prompt_name")
    for key in (default, *_PROMPTS):
        if key and isinstance(prompts.get(key), str):
            return str(prompts[key])
    # The E5 family was trained with prefixes and is worth little without; its exports seldom say so.
    words = re.split(r"[^a-z0-9]+", f"{name} {folder.resolve().name}".lower())
    return "query: " if "e5" in words and "instruct" not in words else ""
