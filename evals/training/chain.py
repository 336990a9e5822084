"""Fits a linear-chain conditional random field (Lafferty et al. 2001) with numpy alone, by L-BFGS (Nocedal 1980)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_MEMORY = 10
_LEAST_GAIN = 1e-5


class Chains:
    """Chains of labels laid end to end: n positions in N chains, each position's chain and step, and gold (n, k)."""

    def __init__(self, sizes: Sequence[int], labels: Sequence[int], kinds: int) -> None:
        counts = np.asarray(sizes)
        self.chain = np.repeat(np.arange(len(counts)), counts)
        self.step = np.concatenate([np.arange(count) for count in sizes])
        self.inside = np.arange(counts.max())[None, :] < counts[:, None]
        self.gold = self.padded(np.eye(kinds)[np.asarray(labels)])
        self.gold_pairs = self.gold[:, :-1, :, None] * self.gold[:, 1:, None, :]

    def padded(self, rows: Array) -> Array:
        """The rows (n, k) as (N, longest, k), zeros after a chain's end."""
        out = np.zeros((*self.inside.shape, rows.shape[1]))
        out[self.chain, self.step] = rows
        return out


class Buckets:
    """The hashed features of n positions and their products with a table, one summed row for each position."""

    def __init__(self, features: Sequence[NDArray[np.intp]], size: int) -> None:
        sizes = [len(buckets) for buckets in features]
        self.size = size
        self._rows = np.concatenate(features)
        self._starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        order = np.argsort(self._rows, kind="stable")
        self._positions = np.repeat(np.arange(len(sizes)), sizes)[order]
        self._used, self._used_starts = np.unique(self._rows[order], return_index=True)

    def times(self, table: Array) -> Array:
        """The scores (n, k) under a table (size, k)."""
        scores: Array = np.add.reduceat(table[self._rows], self._starts, axis=0)
        return scores

    def gradient(self, errors: Array) -> Array:
        """The gradient (size, k) of a table from the errors (n, k) of its scores."""
        out = np.zeros((self.size, errors.shape[1]))
        out[self._used] = np.add.reduceat(errors[self._positions], self._used_starts, axis=0)
        return out


@dataclass(frozen=True, slots=True)
class Penalties:
    """How strongly squared weights are held down: of place and other dense features, of words, of transitions."""

    dense: float
    words: float
    transitions: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of dense features (f, k), of words (size, k; None where they were given) and of label pairs (k, k)."""

    dense: Array
    words: Array | None
    transitions: Array


def fit(
    chains: Chains, dense: Array, words: Buckets | None, given: Array | None, penalties: Penalties, steps: int
) -> Fitted:
    """The weights of least penalised negative log likelihood; `given` (n, k) are scores that stay as they are."""
    kinds = chains.gold.shape[2]
    shapes = [(dense.shape[1], kinds), (words.size if words else 0, kinds), (kinds, kinds)]
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    weights_of = (penalties.dense, penalties.words, penalties.transitions)
    held = np.concatenate([np.full(rows * columns, by) for (rows, columns), by in zip(shapes, weights_of, strict=True)])

    def parts(theta: Array) -> list[Array]:
        return [part.reshape(shape) for part, shape in zip(np.split(theta, ends[:-1]), shapes, strict=True)]

    def loss(theta: Array) -> tuple[float, Array]:
        by_dense, by_words, transitions = parts(theta)
        scores = dense @ by_dense + (words.times(by_words) if words else 0) + (0 if given is None else given)
        value, errors, pair_errors = _negative_log_likelihood(chains, scores, transitions)
        gradients = [dense.T @ errors, words.gradient(errors) if words else by_words, pair_errors]
        gradient = np.concatenate([part.ravel() for part in gradients]) + held * theta
        return value + 0.5 * float(held @ theta**2), gradient

    by_dense, by_words, transitions = parts(_minimum(loss, np.zeros(ends[-1]), steps))
    return Fitted(by_dense, by_words if words else None, transitions)


def _negative_log_likelihood(chains: Chains, scores: Array, transitions: Array) -> tuple[float, Array, Array]:
    """The value and its gradients by the scores (n, k) and by the transitions (k, k)."""
    local, inside = chains.padded(scores), chains.inside
    forward, backward = np.array(local), np.zeros_like(local)
    last = local.shape[1] - 1
    for step in range(1, last + 1):
        reached = _log_sum(forward[:, step - 1, :, None] + transitions, 1) + local[:, step]
        forward[:, step] = np.where(inside[:, step, None], reached, forward[:, step - 1])
    for step in range(last - 1, -1, -1):
        ahead = _log_sum((local + backward)[:, step + 1, None, :] + transitions, 2)
        backward[:, step] = np.where(inside[:, step + 1, None], ahead, 0)
    total = _log_sum(forward[:, -1], 1)
    single = np.exp(forward + backward - total[:, None, None]) * inside[:, :, None]
    joint = forward[:, :-1, :, None] + transitions + (local + backward)[:, 1:, None, :] - total[:, None, None, None]
    pair_errors = (np.exp(joint) * inside[:, 1:, None, None] - chains.gold_pairs).sum(axis=(0, 1))
    value = total.sum() - (chains.gold * local).sum() - (chains.gold_pairs.sum(axis=(0, 1)) * transitions).sum()
    return float(value), (single - chains.gold)[chains.chain, chains.step], pair_errors


def _log_sum(values: Array, axis: int) -> Array:
    most = values.max(axis=axis, keepdims=True)
    summed: Array = (most + np.log(np.exp(values - most).sum(axis=axis, keepdims=True))).squeeze(axis)
    return summed


def _minimum(loss: Callable[[Array], tuple[float, Array]], theta: Array, steps: int) -> Array:
    """Where L-BFGS arrives in so many steps, or when a step no longer gains; steps are halved until they descend."""
    value, gradient = loss(theta)
    history: list[tuple[Array, Array]] = []
    for _ in range(steps):
        direction = -_scaled(gradient, history)
        size, slope = 1.0, float(gradient @ direction)
        while True:
            tried = theta + size * direction
            tried_value, tried_gradient = loss(tried)
            if tried_value <= value + 1e-4 * size * slope or size < 1e-6:
                break
            size /= 2
        moved, bent = tried - theta, tried_gradient - gradient
        if moved @ bent > 1e-10:
            history = [*history, (moved, bent)][-_MEMORY:]
        gain = value - tried_value
        theta, value, gradient = tried, tried_value, tried_gradient
        if gain < _LEAST_GAIN * abs(value):
            break
    return theta


def _scaled(gradient: Array, history: list[tuple[Array, Array]]) -> Array:
    """The gradient times the inverse Hessian as the last steps tell it (the two-loop recursion)."""
    if not history:
        return np.asarray(gradient / np.linalg.norm(gradient))
    out, shares = np.array(gradient), []
    for moved, bent in reversed(history):
        share = (moved @ out) / (bent @ moved)
        shares.append(share)
        out = out - share * bent
    moved, bent = history[-1]
    out = out * ((moved @ bent) / (bent @ bent))
    for (moved, bent), share in zip(history, reversed(shares), strict=True):
        out = out + (share - (bent @ out) / (bent @ moved)) * moved
    return np.asarray(out)
