"""Verdicts of blind reading, unsealed with the key: how often ours is preferred or equal, and what readers blamed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evals.comparison.pairs import OURS
from evals.outcomes import Good, Measure, NoData, Outcome, Section

_SIDES = {"a", "b", "equal"}


def score(verdicts: Path, key: Path) -> Outcome:
    """Preference over pairs; a verdict that is no a, b or equal leaves its pair unscored.

    Papers read twice, with sides swapped, count once: by the first; the second tells how consistent the reader is.
    """
    if not key.exists():
        raise NoData(
            f"{key} is not there. The verdicts are unsealed with the key.json that was written with the pairs."
        )
    sealed = json.loads(key.read_text(encoding="utf-8"))
    rows = _read(verdicts)
    judged: dict[str, list[float]] = {}
    faults: Counter[str] = Counter()
    unscored = 0
    for row in rows:
        about = sealed["pairs"].get(str(row.get("pair")))
        verdict = str(row.get("verdict", "")).strip().lower()
        if about is None or verdict not in _SIDES:
            unscored += 1
            continue
        ours = "a" if about["a"] == OURS else "b"
        judged.setdefault(about["id"], []).append(0.5 if verdict == "equal" else float(verdict == ours))
        faults.update(part.strip() for part in str(row.get(f"faults_{ours}", "")).split(",") if part.strip())
    return _outcome(judged, faults, unscored, sealed["against"])


def _outcome(judged: dict[str, list[float]], faults: Counter[str], unscored: int, against: str) -> Outcome:
    first = [values[0] for values in judged.values()]
    again = [float(values[0] == values[1]) for values in judged.values() if len(values) > 1]
    system = f"ours against {against}"
    measures = (
        Measure(
            system, "preferred or equal, %", tuple(float(v >= 0.5) for v in first), scale=100, gated=True, target=70
        ),
        Measure(system, "preferred, %", tuple(float(v == 1) for v in first), scale=100),
        Measure(system, "equal, %", tuple(float(v == 0.5) for v in first), Good.NEITHER, scale=100),
        Measure(system, "preferred among decided, %", tuple(v for v in first if v != 0.5), scale=100),
        Measure(system, "same verdict with sides swapped, %", tuple(again), scale=100),
    )
    notes = [f"faults of ours: {name} {count}" for name, count in faults.most_common()]
    if unscored:
        notes.append(f"{unscored} verdicts are blank or unreadable and are not scored")
    return Outcome("pairs", (Section("blind pairs", len(first), measures),), {}, tuple(notes))


def _read(path: Path) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
