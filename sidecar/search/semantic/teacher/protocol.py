"""What building needs of a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class UnusableModel(Exception):  # noqa: N818 - named for what it says
    """The folder holds no model that can be used; the message says what is missing."""


class NotInstalled(Exception):  # noqa: N818 - named for what it says
    """The libraries that run a model are not installed; the message says how to install them."""


class Teacher(Protocol):
    """A model that turns texts into vectors.

    Attributes:
        name: What people call it.
        fingerprint: Tells models (and ways to ask them) apart.
    """

    name: str
    fingerprint: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text, of length 1 (zero where the model knows nothing of it)."""
        ...

    def vocabulary(self) -> list[str]:
        """Return the whole words the model was trained with, the most frequent first."""
        ...
