"""The suite `withheld`: one question of an abstract that states the answer, and of the same without that sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.asking.corpora import Days, days
from evals.asking.labels import Half
from evals.asking.predictions import Prediction, predicted, states
from evals.asking.withheld.fresh import fresh_pairs
from evals.asking.withheld.pairs import Pair, pairs
from evals.folds import fold_of
from evals.outcomes import Measure, Outcome, Section
from evals.solvers.asking import Reader, scope_of
from evals.suites.asking import separation
from evals.suites.options import Options
from paperline.domain.papers import Paper

PURPOSE = "questions whose answering sentence is in the abstract or deleted from it (hf-daily; pairs made by program, and fresh ones by hand)"
NAME = "withheld pairs"
FRESH = "fresh questions"
HALVES: tuple[Half, ...] = ("dev", "test")


def run(data: Path, options: Options) -> Outcome:
    """`limit` is the number of pairs; the pool of a pair is its whole day."""
    read = days(data)
    sets = {NAME: pairs(read)} | {f"{FRESH}, {half}": fresh_pairs(read, half) for half in HALVES}
    found = {name: chosen[: options.limit] for name, chosen in sets.items()}
    predicted_of = {name: predict(read, chosen) for name, chosen in found.items()}
    sections = [
        section for name, chosen in found.items() for section in _sections(name, read, chosen, predicted_of[name])
    ]
    notes = tuple(separation.fold_spread(name, predictions) for name, predictions in predicted_of.items())
    return Outcome("withheld", tuple(sections), read.hashes, notes)


def _sections(name: str, read: Days, chosen: Sequence[Pair], predictions: Sequence[Prediction]) -> tuple[Section, ...]:
    papers = {
        paper.id: (paper.title, paper.abstract) for pair in chosen for paper in (*read.of(pair.day), pair.withheld)
    }
    there = [prediction for prediction in predictions if prediction.answerable]
    measures = [*separation.separating(predictions, 90), *_first(there), *separation.rates(predictions)]
    section = Section(
        name, len(chosen), tuple(measures), separation.cases(predictions, papers), "wrong, the surest first"
    )
    return (section, separation.by_kind(name, predictions))


def predict(read: Days, chosen: Sequence[Pair]) -> list[Prediction]:
    """Two predictions a pair, the one with the answer first."""
    found = []
    with Reader() as reader:
        wanted = {pair.day for pair in chosen}
        reader.holds(list({entry.paper.id: entry.paper for entry in read.entries if entry.day in wanted}.values()))
        reader.holds([pair.withheld for pair in chosen])
        for pair in chosen:
            pool = read.of(pair.day)
            gold = (pair.paper.id, pair.sentence.start, pair.sentence.end)
            found.append(_asked(reader, pair, pool, (gold,)))
            found.append(_asked(reader, pair, [pair.withheld if p is pair.paper else p for p in pool], None))
    return found


def _asked(
    reader: Reader, pair: Pair, pool: Sequence[Paper], gold: tuple[tuple[str, int, int], ...] | None
) -> Prediction:
    scope, fold = scope_of(pool), fold_of(pair.paper.id)
    answer = reader.ask(pair.question, scope, fold)
    retrieved = reader.retrieve(pair.question, scope)
    return predicted(pair.paper.id, "withheld", pair.kind, answer, retrieved, gold)


def _first(there: Sequence[Prediction]) -> list[Measure]:
    ours = tuple(float(prediction.gold_first) for prediction in there)
    answered = tuple(float(prediction.gold_first) if prediction.answered else None for prediction in there)
    cited = tuple(float(prediction.gold_cited) for prediction in there)
    plain = tuple(
        float(prediction.nearest is not None and states(prediction.nearest, prediction.gold)) for prediction in there
    )
    name = "gold sentence first, %"
    return [
        Measure(separation.OURS, name, ours, scale=100, gated=True, target=80),
        Measure("best sentence's score", name, plain, scale=100),
        Measure(separation.OURS, "gold sentence first where answered, %", answered, scale=100),
        Measure(separation.OURS, "gold sentence cited, %", cited, scale=100),
    ]
