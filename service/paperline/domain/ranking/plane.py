"""The plane: papers as points of which those that are alike lie together, by t-SNE (van der Maaten and Hinton 2008)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paperline.domain.ranking.vectors import Matrix, PaperVectors, unit_mean

Points = NDArray[Any]
_NEIGHBOURS = 12.0
_STEPS = 260
_EXAGGERATED_STEPS = 70
_EXAGGERATION = 4.0
_HALVINGS = 40
_FAR = 1e9
_GOLDEN_ANGLE = 2.399963


def plane(vectors: Matrix) -> list[tuple[float, float]]:
    """A point (x, y) for each unit vector (n, d), both from 0 to 1; the same vectors give the same points.

    It begins at the two directions in which the vectors differ most, so nothing is drawn at random.
    """
    count = len(vectors)
    if count < 3:
        return [((index + 1) / (count + 1), 0.5) for index in range(count)]
    centred = np.asarray(vectors, dtype=np.float64) - vectors.mean(axis=0)
    start = _main_directions(centred)
    settled = _settled(_affinities(centred).astype(np.float32), start.astype(np.float32))
    return [(float(x), float(y)) for x, y in _apart(_within(settled))]


def plane_of(papers: Sequence[PaperVectors]) -> list[tuple[float, float]]:
    """A point for each paper, by the mean of its passages."""
    return plane(np.array([unit_mean(paper.passages) for paper in papers], dtype=np.float32)) if papers else []


def _main_directions(centred: Points) -> Points:
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    points: Points = left[:, :2] * sizes[:2]
    strongest = np.abs(points).argmax(axis=0)
    points *= np.where(points[strongest, [0, 1]] < 0, -1, 1)  # a direction has no sign of its own
    spread = points.std(axis=0).max()
    turn = np.arange(len(points)) * _GOLDEN_ANGLE  # so that none begin at the same place
    spiral = 1e-5 * np.sqrt(np.arange(len(points)))[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    begun: Points = spiral + (points / spread * 1e-2 if spread > 1e-6 else 0)
    return begun


def _affinities(centred: Points) -> Points:
    """How near each pair is, as a distribution over pairs: every point has about as many neighbours."""
    squares = (centred**2).sum(axis=1)
    distances = np.maximum(squares[:, None] + squares[None, :] - 2 * centred @ centred.T, 0)
    wanted = np.log(min(_NEIGHBOURS, max(1.5, (len(centred) - 1) / 3)))
    np.fill_diagonal(distances, _FAR)
    least = distances.min(axis=1, keepdims=True)
    low, high = np.full((len(centred), 1), 1e-6), np.full((len(centred), 1), 1e6)
    for _ in range(_HALVINGS):
        sharpness = np.sqrt(low * high)
        near = np.exp(-(distances - least) * sharpness)
        near /= near.sum(axis=1, keepdims=True)
        entropy = -(near * np.log(np.maximum(near, 1e-300))).sum(axis=1, keepdims=True)
        low, high = np.where(entropy > wanted, sharpness, low), np.where(entropy > wanted, high, sharpness)
    joint: Points = (near + near.T) / (2 * len(centred))
    return np.maximum(joint, 1e-12)


def _settled(affinities: Points, start: Points) -> Points:
    points, speed, gains = start.copy(), np.zeros_like(start), np.ones_like(start)
    rate = max(20.0, len(start) / 12)
    for step in range(_STEPS):
        early = step < _EXAGGERATED_STEPS
        pull = affinities * (_EXAGGERATION if early else 1.0)
        squares = (points**2).sum(axis=1)
        kernel = 1 / (1 + np.maximum(squares[:, None] + squares[None, :] - 2 * points @ points.T, 0))
        np.fill_diagonal(kernel, 0)
        force = (pull - kernel / kernel.sum()) * kernel
        gradient = 4 * (force.sum(axis=1)[:, None] * points - force @ points)
        gains = np.maximum(np.where(gradient * speed < 0, gains + 0.2, gains * 0.8), 0.01)
        speed = (0.5 if early else 0.8) * speed - rate * gains * gradient
        points = points + speed
        points -= points.mean(axis=0)
    return points


def _apart(points: Points) -> Points:
    """Points that all but cover each other are pushed apart, as far as there is room."""
    room = min(0.04, 0.35 / np.sqrt(len(points)))
    for _ in range(30):
        between = points[:, None] - points[None, :]
        distances = np.sqrt((between**2).sum(axis=2))
        np.fill_diagonal(distances, _FAR)
        close = distances < room
        if not close.any():
            break
        push = np.where(close, (room - distances) / 2 / np.maximum(distances, 1e-9), 0)
        push = np.minimum(push, room / np.maximum(distances, 1e-9))
        points = np.clip(points + (between * push[:, :, None]).sum(axis=1) * 0.5, 0, 1)
    return points


def _within(points: Points) -> Points:
    """Moved and stretched into the unit square, each direction by itself."""
    lowest, highest = points.min(axis=0), points.max(axis=0)
    within: Points = (points - lowest) / np.maximum(highest - lowest, 1e-9)
    return within
