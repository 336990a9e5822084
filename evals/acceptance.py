"""Accepted figures: what a suite reached when someone looked at it, and whether it still does."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.outcomes import Good, NoData, Outcome
from evals.statistics import Figure, figures
from evals.suites.options import Options

FOLDER = Path(__file__).parent / "baselines"


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that left the accepted interval on the wrong side."""

    key: str
    value: float
    bound: float


def subset_name(options: Options) -> str:
    """What an accepted subset is called by: its limit or `all`, then what else it was run with."""
    parts = ["all" if options.limit is None else str(options.limit)]
    parts += [options.split] if options.split else []
    parts += [] if options.vectors else ["no vectors"]
    return ", ".join(parts)


def accept(outcome: Outcome, options: Options, folder: Path = FOLDER) -> Path:
    """The gated figures of this run are what later runs over the same subset are held to."""
    path = folder / f"{outcome.suite}.json"
    kept = _read(path)
    kept["data"] = dict(sorted({**kept.get("data", {}), **outcome.data}.items()))
    subsets: dict[str, Any] = kept.setdefault("subsets", {})
    subsets[subset_name(options)] = {
        found.key: {
            "value": round(found.value, 3), "low": round(found.low, 3), "high": round(found.high, 3), "n": found.n,
            "good": str(found.good),
        }
        for found in _gated(outcome)
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def falls(outcome: Outcome, options: Options, folder: Path = FOLDER) -> list[Fall]:
    """The accepted figures that are now worse than their interval; one that is gone counts as worse.

    Raises NoData where the subset was never accepted, or over other data.
    """
    kept = _read(folder / f"{outcome.suite}.json")
    accepted = kept.get("subsets", {}).get(subset_name(options))
    if accepted is None:
        raise NoData(
            f"No figures are accepted for {outcome.suite} over `{subset_name(options)}`. Run `python -m evals accept` with the same options first."
        )
    other = [name for name, digest in outcome.data.items() if kept["data"].get(name) not in (None, digest)]
    if other:
        raise NoData(f"The figures were accepted over other data than {', '.join(other)}. Accept them anew.")
    now = {found.key: found for found in _gated(outcome)}
    found = (_fall(key, bounds, now.get(key)) for key, bounds in accepted.items())
    return [fall for fall in found if fall]


def _fall(key: str, accepted: dict[str, Any], now: Figure | None) -> Fall | None:
    value = math.nan if now is None else now.value
    if accepted["good"] == Good.LOW:
        return None if value <= accepted["high"] + 0.0005 else Fall(key, value, accepted["high"])
    return None if value >= accepted["low"] - 0.0005 else Fall(key, value, accepted["low"])


def _gated(outcome: Outcome) -> list[Figure]:
    found = (figure for section in outcome.sections for figure in figures(section))
    return [figure for figure in found if figure.gated and not math.isnan(figure.value)]


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
