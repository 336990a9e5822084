"""The suite `calibration`: whether a confidence means what it says, over the questions of `withheld` and `refusal`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.asking.corpora import days, pubmedqa
from evals.asking.predictions import Prediction
from evals.asking.withheld.pairs import pairs
from evals.datasets import has
from evals.folds import spread
from evals.outcomes import Good, Measure, NoData, Outcome, Section
from evals.plots import diagonal, risk_curve
from evals.scorers.probabilities import Bin, base_rate_errors, by_confidence, reliability, squared_errors
from evals.suites.asking import refusal, withheld
from evals.suites.options import Options

PURPOSE = "Brier score and skill of answers and refusals apart, risk at coverage, reliability"
_COVERAGES = (25, 50, 75, 100)
_ANSWERS, _REFUSALS, _BOTH = "answers", "refusals", "whether the scope answers"


def run(data: Path, options: Options) -> Outcome:
    """`limit` is the number of withheld pairs and of PubMedQA questions."""
    predictions: list[Prediction] = []
    hashes: dict[str, str] = {}
    notes: list[str] = []
    if has(data, "hf-daily"):
        real = days(data)
        predictions += withheld.predict(real, pairs(real)[: options.limit])
        hashes |= real.hashes
        try:
            predictions += refusal.written(real)
        except NoData as missing:
            notes.append(str(missing))
    if has(data, "pubmedqa"):
        read = pubmedqa(data)
        predictions += refusal.medical(read.papers, read.questions[: options.limit])
        hashes |= read.hashes
    if not predictions:
        raise NoData(f"Neither hf-daily nor pubmedqa is at {data}. Give the shared data folder.")
    answers = [prediction for prediction in predictions if prediction.answered]
    refused = [prediction for prediction in predictions if not prediction.answered]
    sections = [
        _scored(_ANSWERS, answers, [p.confidence for p in answers], [p.right for p in answers], 50),
        _scored(_REFUSALS, refused, [p.confidence for p in refused], [p.right for p in refused], 50),
        _scored(_BOTH, predictions, [p.probability for p in predictions], [p.answerable for p in predictions], None),
        _risk(answers),
    ]
    return Outcome("calibration", tuple(sections), hashes, (*notes, *map(_spread, (answers, refused))))


def _scored(
    name: str, own: Sequence[Prediction], said: Sequence[float], came_true: Sequence[bool], target: float | None
) -> Section:
    """Brier score, its skill and the reliability bins, over all and by source."""
    measures = []
    for source in ("all", *sorted({prediction.source for prediction in own})):
        chosen = [place for place, prediction in enumerate(own) if source in ("all", prediction.source)]
        outcomes = [came_true[place] for place in chosen]
        errors = tuple(squared_errors([said[place] for place in chosen], outcomes))
        whole = source == "all"
        measures += [
            Measure(source, "Brier score × 100", errors, Good.LOW, scale=100, gated=whole),
            Measure(
                source, "skill against the base rate, %", errors, over="skill", scale=100, gated=whole,
                target=target if whole else None, against=tuple(base_rate_errors(outcomes)),
            ),
            Measure(source, "mean said, %", tuple(said[place] for place in chosen), Good.NEITHER, scale=100),
            Measure(source, "came true, %", tuple(map(float, outcomes)), Good.NEITHER, scale=100),
        ]  # fmt: skip
    bins = reliability(said, came_true)
    measures += [measure for found in bins for measure in _bin(found, said, came_true)]
    drawings = ((f"{name}: how often it came true, by what was said", diagonal(bins)),) if bins else ()
    return Section(name, len(own), tuple(measures), drawings=drawings)


def _bin(found: Bin, said: Sequence[float], came_true: Sequence[bool]) -> tuple[Measure, Measure]:
    last = found.high > 1 - 1e-9
    inside = [place for place, value in enumerate(said) if found.low <= value and (value < found.high or last)]
    row = f"said {100 * found.low:.0f}–{100 * found.high:.0f} % (n = {found.count})"
    return (
        Measure(row, "mean said, %", tuple(said[place] for place in inside), Good.NEITHER, scale=100),
        Measure(row, "came true, %", tuple(float(came_true[place]) for place in inside), Good.NEITHER, scale=100),
    )


def _risk(answers: Sequence[Prediction]) -> Section:
    """How often an answer is wrong when only the surest are given."""
    ordered = by_confidence([p.confidence for p in answers], [p.right for p in answers])
    measures = []
    for coverage in _COVERAGES:
        kept = ordered[: max(1, round(len(ordered) * coverage / 100))] if ordered else []
        wrong = tuple(float(not right) for right in kept)
        measures.append(
            Measure(f"the surest {coverage} %", "wrong, %", wrong, Good.LOW, scale=100, gated=coverage == 50)
        )
    drawings = (("share of wrong answers, by how many are given", risk_curve(ordered)),) if ordered else ()
    return Section("risk of answers at coverage", len(answers), tuple(measures), drawings=drawings)


def _spread(own: Sequence[Prediction]) -> str:
    errors = squared_errors([p.confidence for p in own], [p.right for p in own])
    kind = _ANSWERS if own and own[0].answered else _REFUSALS
    return f"Brier score × 100 of {kind}: {spread([p.key for p in own], [100 * error for error in errors])}."
