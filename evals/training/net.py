"""Fits nets: squared error, by Adam over the whole set (Kingma and Ba 2015)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paperline.engines.embedded.net import Net

Array = NDArray[np.float64]
_WIDEST = 4.0  # standard deviations, as the net clips them


@dataclass(frozen=True, slots=True)
class NetSettings:
    """Size and penalties of a net."""

    hidden: int = 12
    penalty: float = 0.02
    straight_penalty: float = 0.005
    steps: int = 600
    rate: float = 0.01


def fit_net(features: Array, grades: Array, weights: Array, settings: NetSettings, seed: int) -> Net:
    """The net for features (n, f) and grades (n,), each row counted by its weight; the same for the same seed."""
    mean = features.mean(axis=0)
    scale = np.maximum(features.std(axis=0), 0.05)
    x = np.clip((features - mean) / scale, -_WIDEST, _WIDEST)
    share = weights / weights.sum()
    random = np.random.default_rng(seed)
    size = x.shape[1]
    values = {
        "inner": random.normal(0, 0.6 / np.sqrt(size), (size, settings.hidden)),
        "inner_bias": np.zeros(settings.hidden),
        "outer": random.normal(0, 0.1, settings.hidden),
        "straight": np.zeros(size),
        "bias": np.array(float(share @ grades)),
    }
    penalties = {"inner": settings.penalty, "outer": settings.penalty, "straight": settings.straight_penalty}
    first = {name: np.zeros_like(value) for name, value in values.items()}
    second = {name: np.zeros_like(value) for name, value in values.items()}
    for step in range(1, settings.steps + 1):
        hidden = np.tanh(x @ values["inner"] + values["inner_bias"])
        error = share * (hidden @ values["outer"] + x @ values["straight"] + values["bias"] - grades)
        back = np.outer(error, values["outer"]) * (1 - hidden**2)
        slopes = {
            "inner": x.T @ back, "inner_bias": back.sum(axis=0), "outer": hidden.T @ error,
            "straight": x.T @ error, "bias": np.array(error.sum()),
        }  # fmt: skip
        rate = settings.rate * (1 - 0.9 * step / settings.steps)
        for name, value in values.items():
            slope = slopes[name] + penalties.get(name, 0.0) * value
            first[name] = 0.9 * first[name] + 0.1 * slope
            second[name] = 0.999 * second[name] + 0.001 * slope**2
            value -= rate * (first[name] / (1 - 0.9**step)) / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
    return Net(**{name: _narrow(value) for name, value in {"mean": mean, "scale": scale, **values}.items()})


def _narrow(value: Array) -> NDArray[np.float32]:
    """The value as it will be read back: half precision."""
    return np.asarray(value).astype(np.float16).astype(np.float32)
