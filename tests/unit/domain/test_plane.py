from __future__ import annotations

import numpy as np
import pytest

from paperline.domain.ranking.plane import plane
from paperline.domain.ranking.vectors import unit


def groups(each: int = 8, kinds: int = 3) -> np.ndarray:
    """Unit vectors about as many different directions, group after group."""
    chance = np.random.default_rng(11)
    centres = chance.normal(size=(kinds, 32))
    return unit(np.repeat(centres, each, axis=0) + 0.15 * chance.normal(size=(each * kinds, 32))).astype(np.float32)


def test_what_is_alike_lies_together():
    """Every paper's nearest one on the plane is of its own group."""
    points = np.array(plane(groups()))
    distances = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    np.fill_diagonal(distances, np.inf)
    assert (distances.argmin(axis=1) // 8 == np.arange(24) // 8).all()


def test_the_same_vectors_give_the_same_points_within_the_square():
    assert plane(groups()) == plane(groups())
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in plane(groups()))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 12])
def test_papers_that_do_not_differ_have_places_too(count):
    same = np.zeros((count, 32), dtype=np.float32)
    same[:, 0] = 1
    points = plane(same)
    assert len(points) == count
    assert np.isfinite(np.array(points)).all()
