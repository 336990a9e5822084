"""Which suites there are; a suite's module is loaded when it is run."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from evals.outcomes import Outcome
from evals.suites.options import Options

Run = Callable[[Path, Options], Outcome]


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite by name: what it measures, and how it is run."""

    name: str
    purpose: str
    run: Run


_MODULES = {
    name: f"evals.suites.{name}" for name in ("line", "contribution", "claims", "roles", "checks", "reported", "tldr")
} | {
    name: f"evals.suites.asking.{name}"
    for name in ("retrieval", "withheld", "refusal", "evidence", "lists", "calibration", "prompt", "citations")
}
NAMES = tuple(_MODULES)


def suite(name: str) -> Suite:
    """The suite of a name."""
    module = importlib.import_module(_MODULES[name])
    return Suite(name, cast("str", module.PURPOSE), cast("Run", module.run))
