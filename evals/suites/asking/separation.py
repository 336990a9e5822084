"""Sections over predictions: how well answerable questions are told from the others, ours and by retrieval alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.asking.predictions import FEATURES, Prediction
from evals.folds import FOLDS, fold_of
from evals.outcomes import Case, Good, Measure, Section
from evals.solvers.logistic import out_of_fold
from evals.statistics import interval

OURS = "ours"
AUROC = "AUROC, answer there against not"
_SHOWN = ("paper score", "best sentence's cosine", "best sentence's score")


def separating(predictions: Sequence[Prediction], target: float) -> list[Measure]:
    """The AUROC of our probability, of single scores of retrieval, and of a regression over them out of fold."""
    truths = [prediction.answerable for prediction in predictions]
    ours = [prediction.probability for prediction in predictions]
    rows = [prediction.features for prediction in predictions]
    fitted = out_of_fold([prediction.key for prediction in predictions], rows, truths)
    return [
        _auroc(OURS, ours, truths, gated=True, target=target),
        *(_auroc(name, [row[FEATURES.index(name)] for row in rows], truths) for name in _SHOWN),
        _auroc("regression over retrieval's scores, out of fold", fitted, truths),
    ]


def rates(predictions: Sequence[Prediction]) -> list[Measure]:
    """How often we answer where the answer is there and where it is not."""
    there = tuple(float(prediction.answered) for prediction in predictions if prediction.answerable)
    absent = tuple(float(prediction.answered) for prediction in predictions if not prediction.answerable)
    return [
        Measure(OURS, "answered where it is there, %", there, scale=100, gated=True),
        Measure(OURS, "answered where it is not, %", absent, Good.LOW, scale=100, gated=True),
    ]


def fold_spread(name: str, predictions: Sequence[Prediction]) -> str:
    """Our AUROC in the lowest and the highest fold, as a note."""
    values = []
    for fold in range(FOLDS):
        own = [prediction for prediction in predictions if fold_of(prediction.key) == fold]
        there = [prediction.probability for prediction in own if prediction.answerable]
        absent = [prediction.probability for prediction in own if not prediction.answerable]
        if there and absent:
            values.append(100 * interval(there, "auroc", absent)[0])
    spread = f"{min(values):.1f} to {max(values):.1f}" if values else "no"
    return f"{name}: our AUROC is {spread} over {len(values)} folds."


def by_kind(name: str, predictions: Sequence[Prediction]) -> Section:
    """Every kind of question apart."""
    measures: list[Measure] = []
    for kind in dict.fromkeys(sorted(prediction.kind for prediction in predictions)):
        own = [prediction for prediction in predictions if prediction.kind == kind]
        row = f"{kind} (n = {len(own)})"
        if any(p.answerable for p in own) and not all(p.answerable for p in own):
            measures.append(_auroc(row, [p.probability for p in own], [p.answerable for p in own]))
        measures += _kind_rates(row, own)
    return Section(f"{name}, by kind", len(predictions), tuple(measures))


def cases(predictions: Sequence[Prediction], papers: dict[str, tuple[str, str]]) -> tuple[Case, ...]:
    """Every prediction to be read, the surest mistakes first; `papers` gives title and abstract by id."""
    return tuple(_case(prediction, papers) for prediction in predictions)


def _kind_rates(row: str, own: Sequence[Prediction]) -> Iterator[Measure]:
    there = [prediction for prediction in own if prediction.answerable]
    if there:
        yield Measure(row, "gold first, %", tuple(float(p.gold_first) for p in there), scale=100)
        yield Measure(row, "answered, there, %", tuple(float(p.answered) for p in there), scale=100)
    if absent := [prediction for prediction in own if not prediction.answerable]:
        values = tuple(float(p.answered) for p in absent)
        yield Measure(row, "answered, not there, %", values, Good.LOW, scale=100)


def _auroc(
    system: str, scores: Sequence[float], truths: Sequence[bool], *, gated: bool = False, target: float | None = None
) -> Measure:
    there = tuple(score for score, truth in zip(scores, truths, strict=True) if truth)
    absent = tuple(score for score, truth in zip(scores, truths, strict=True) if not truth)
    return Measure(system, AUROC, there, over="auroc", scale=100, gated=gated, target=target, against=absent)


def _case(prediction: Prediction, papers: dict[str, tuple[str, str]]) -> Case:
    places = prediction.gold or prediction.cited or ((prediction.nearest,) if prediction.nearest else ())
    identity = places[0][0] if places else ""
    title, abstract = papers.get(identity, ("", ""))
    wanted = abstract[places[0][1] : places[0][2]] if prediction.gold else "to be refused"
    verdict = "answered" if prediction.answered else "refused"
    texts = (
        (prediction.kind, prediction.question), ("wanted", wanted),
        (f"{verdict}, confidence {prediction.confidence:.2f}", prediction.text),
    )  # fmt: skip
    score = 1.0 if prediction.right and (prediction.gold_first or not prediction.answered) else -prediction.confidence
    return Case(identity, title, abstract, texts, score)
