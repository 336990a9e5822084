"""Nets: small trained functions from features to grades, kept as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Nets = tuple["Net", ...]


@dataclass(frozen=True, slots=True)
class Net:
    """One hidden layer over standardised features beside a straight path from them.

    For f features and h hidden units: `mean`, `scale` and `straight` (f,), `inner` (f, h), `inner_bias` and `outer` (h,).
    """

    mean: Array
    scale: Array
    inner: Array
    inner_bias: Array
    outer: Array
    straight: Array
    bias: Array

    def grade(self, features: Array) -> Array:
        """The expected grades (n,) of what has these features (n, f)."""
        standard = np.clip((features - self.mean) / self.scale, -4, 4)
        hidden = np.tanh(standard @ self.inner + self.inner_bias)
        grades: Array = hidden @ self.outer + standard @ self.straight + self.bias
        return grades


def grades(nets: Sequence[Net], features: Array) -> list[float]:
    """The mean of the nets' grades for each row of features."""
    if not len(features):
        return []
    return [float(value) for value in np.mean([net.grade(features) for net in nets], axis=0)]


def read_nets(path: Path) -> dict[str, Nets]:
    """The nets that a training run wrote, by what they grade."""
    with np.load(path, allow_pickle=False) as arrays:
        read = {name: np.asarray(arrays[name], dtype=np.float32) for name in arrays.files}
    kinds = dict.fromkeys(name.partition(":")[0] for name in read)
    return {
        kind: tuple(
            Net(**{field.name: read[f"{kind}:{field.name}"][place] for field in fields(Net)})
            for place in range(len(read[f"{kind}:bias"]))
        )
        for kind in kinds
    }


def write_nets(path: Path, nets: Mapping[str, Sequence[Net]]) -> None:
    """The nets as plain half-precision arrays, the same bytes for the same nets."""
    arrays: dict[str, Any] = {
        f"{kind}:{field.name}": np.stack([np.asarray(getattr(net, field.name)) for net in several]).astype(np.float16)
        for kind, several in nets.items()
        for field in fields(Net)
    }
    np.savez(path, allow_pickle=False, **arrays)
