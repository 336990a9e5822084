"""The small nets: fitted to a function they give it back, and what is written is what is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evals.training.net import NetSettings, fit_net
from paperline.engines.embedded.net import grades, read_nets, write_nets

_SETTINGS = NetSettings(hidden=6, penalty=1e-4, straight_penalty=1e-5, steps=500)


def _examples() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    x = random.normal(size=(400, 5))
    return x, 2.0 + x[:, 0] - 0.5 * x[:, 1] + np.maximum(x[:, 2], 0)


def test_a_net_learns_a_bent_function() -> None:
    """What is left unexplained is a small part of what there was."""
    x, y = _examples()
    net = fit_net(x, y, np.ones(len(y)), _SETTINGS, seed=1)
    left = y - np.array(grades([net], x.astype(np.float32)))
    assert left.var() < 0.05 * y.var()


def test_the_same_seed_gives_the_same_net_and_its_file_gives_it_back(tmp_path: Path) -> None:
    """Training is reproducible, and nothing is lost between writing and reading."""
    x, y = _examples()
    first, second = (fit_net(x, y, np.ones(len(y)), _SETTINGS, seed=3) for _ in range(2))
    write_nets(tmp_path / "a.npz", {"half": [first]})
    write_nets(tmp_path / "b.npz", {"half": [second]})
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    read = read_nets(tmp_path / "a.npz")["half"]
    assert grades(read, x.astype(np.float32)) == grades([first], x.astype(np.float32))


def test_no_candidates_have_no_grades() -> None:
    """An empty list is no error."""
    x, y = _examples()
    assert grades([fit_net(x, y, np.ones(len(y)), _SETTINGS, seed=1)], np.zeros((0, 5), dtype=np.float32)) == []
