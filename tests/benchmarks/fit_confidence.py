"""Fits the model of `sidecar.suggest.confidence` on labelled tickets: run it when scores change their scale.

`python -m tests.benchmarks.fit_confidence DATA [CHECK ...]` prints the coefficients to copy and how well they
do; each CHECK is a folder with `learn.jsonl` and `test.jsonl` that nothing is fitted on. Teams with word
vectors count beside those without, where the sentence models can be fetched. A few minutes.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sidecar.suggest.confidence import Features
from tests.benchmarks.confidence_samples import Floats, Sample, distilled, gather, whole

#: Keeps coefficients small where the data say little.
_RIDGE = 1e-3
_ROUNDS = 4000
#: What the classifier says is held at this coefficient; see `sidecar.suggest.confidence`.
_HELD = {"leaning": 3.0}


def fit(samples: Sequence[Sample]) -> Floats:
    """Return the intercept and coefficients of least loss, none negative; all sets weigh the same."""
    values = np.vstack([each.values for each in samples])
    right = np.concatenate([each.hits for each in samples]).astype(float)
    weight = np.concatenate([np.full(len(each.rows), 1 / len(each.rows)) for each in samples]) / len(samples)
    inputs = np.hstack([np.ones((len(values), 1)), values])
    found = ahead = np.zeros(inputs.shape[1])
    step = 4.0 / float(np.linalg.norm(inputs.T @ (inputs * weight[:, None]), 2))
    for turn in range(1, _ROUNDS + 1):  # projected, with Nesterov's momentum
        off = weight * (1 / (1 + np.exp(-(inputs @ ahead))) - right)
        new = ahead - step * (inputs.T @ off + _RIDGE * np.r_[0.0, ahead[1:]])
        new[1:] = np.maximum(new[1:], 0.0)
        for name, value in _HELD.items():
            new[1 + Features._fields.index(name)] = value
        ahead = new + (turn - 1) / (turn + 2) * (new - found)
        found = new
    return found


def chances(sample: Sample, model: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(model[0] + sample.values @ model[1:]))))


def describe(sample: Sample, sure: Floats, threshold: float) -> str:
    """One line: how well probabilities tell right from wrong, and how true they are."""
    hits, none = sample.hits, ~np.array(sample.answerable)
    shown = sure >= threshold
    above, below = sure[hits], sure[~hits]
    area = (
        float(((above[:, None] > below) + 0.5 * (above[:, None] == below)).mean())
        if len(above) and len(below)
        else 1
    )
    bins = np.minimum((sure * 10).astype(int), 9)
    error = sum(abs(sure[bins == each].sum() - hits[bins == each].sum()) for each in range(10)) / len(sure)
    passing = f"{shown[none].mean():.2f}" if none.any() else "-"
    return (
        f"{sample.name:<40} n {len(sure):>4}  right {hits.mean():.2f}  area {area:.3f}  error {error:.3f}  "
        f"shown {shown.mean():.2f}  right of shown {hits[shown].mean() if shown.any() else 0:.2f}  "
        f"right ones shown {shown[hits].mean():.2f}  shown without an answer {passing}"
    )


def main() -> None:
    data, *checks = map(Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as scratch:
        samples = asyncio.run(gather(data, distilled(data, Path(scratch))))
    model = fit(samples)
    print(f"INTERCEPT = {model[0]:.2f}")
    named = ", ".join(f"{name}={value:.2f}" for name, value in zip(Features._fields, model[1:], strict=True))
    print(f"COEFFICIENTS = Features({named})")
    held = [asyncio.run(whole(path)) for path in checks]
    for threshold in (0.35, 0.4, 0.45, 0.5, 0.55):
        print(f"-- threshold {threshold}")
        for sample in [*samples, *held]:
            print(describe(sample, chances(sample, model), threshold))


if __name__ == "__main__":
    main()
