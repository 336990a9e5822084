"""The suite `lists`: list and count questions against hand judgement of every paper of their day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.asking.corpora import Days, days
from evals.asking.labels import Condition, conditions
from evals.folds import FOLDS, fold_of, spread
from evals.outcomes import Case, Good, Measure, Outcome, Section
from evals.scorers.ranking import f1
from evals.solvers.asking import Reader
from evals.suites.options import Options
from paperline.domain.answers import Answer, AnswerKind
from paperline.domain.papers import Paper
from paperline.domain.ranking.terms import terms
from paperline.domain.retrieval import Retrieved
from paperline.domain.scopes import Scope

PURPOSE = "F1 of the papers that a list or count question finds, against hand judgement of a whole day"
NAME = "conditions over days"
OURS = "ours"
_FRAME = frozenset(terms("how many number count counted report describe mention"))
_STEPS = tuple(step / 50 for step in range(5, 40))


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition, the answer to it, what retrieval says of its day, and the day's papers."""

    condition: Condition
    answer: Answer
    retrieved: Retrieved
    papers: tuple[Paper, ...]

    @property
    def found(self) -> frozenset[str]:
        """The papers that the answer gives as matches."""
        return frozenset(match.paper_id for match in self.answer.matches)


def run(data: Path, options: Options) -> Outcome:
    """`limit` is the number of conditions."""
    read = days(data)
    judged = _judged(read, conditions()[: options.limit])
    systems: dict[str, Sequence[frozenset[str]]] = {
        OURS: [item.found for item in judged],
        "every paper": [frozenset(paper.id for paper in item.papers) for item in judged],
        "all its words in the abstract": [_worded(item) for item in judged],
        "cosine, threshold out of fold": _thresholded(judged),
    }
    measures: list[Measure] = []
    for system, found in systems.items():
        for name, score in _SCORES.items():
            values = tuple(score(own, item.condition) for own, item in zip(found, judged, strict=True))
            gated = system == OURS and name == "F1"
            target = 85 if gated else None
            measures.append(Measure(system, name, values, scale=100, gated=gated, target=target))
    known = tuple(float(item.answer.kind is not AnswerKind.EXTRACT) for item in judged)
    measures.append(Measure(OURS, "taken for a list or count, %", known, scale=100))
    ours = [100 * f1_of(item.found, item.condition) for item in judged]
    section = Section(NAME, len(judged), tuple(measures), tuple(map(_case, judged)), "F1")
    notes = (f"{NAME}: our F1 is {spread([item.condition.question for item in judged], ours)}.",)
    return Outcome("lists", (section, _by_tag(judged), _counts(judged)), read.hashes, notes)


def f1_of(found: frozenset[str], condition: Condition) -> float:
    """F1 without the borderline papers."""
    return f1(found - condition.borderline, condition.matches)


def _precision(found: frozenset[str], condition: Condition) -> float | None:
    clear = found - condition.borderline
    return len(clear & condition.matches) / len(clear) if clear else None


def _recall(found: frozenset[str], condition: Condition) -> float | None:
    return len(found & condition.matches) / len(condition.matches) if condition.matches else None


_SCORES: dict[str, Callable[[frozenset[str], Condition], float | None]] = {
    "F1": f1_of, "precision": _precision, "recall": _recall,
}  # fmt: skip


def _judged(read: Days, wanted: Sequence[Condition]) -> list[Judged]:
    judged = []
    with Reader() as reader:
        for day in sorted({condition.day for condition in wanted}):
            reader.holds(read.of(day), day)
        for condition in wanted:
            scope = Scope.of_day(condition.day)
            answer = reader.ask(condition.question, scope, fold_of(condition.question))
            retrieved = reader.retrieve(condition.question, scope)
            judged.append(Judged(condition, answer, retrieved, read.of(condition.day)))
    return judged


def _worded(item: Judged) -> frozenset[str]:
    asked = set(terms(item.condition.question)) - _FRAME
    return frozenset(paper.id for paper in item.papers if asked <= set(terms(f"{paper.title} {paper.abstract}")))


def _thresholded(judged: Sequence[Judged]) -> list[frozenset[str]]:
    """The papers above the cosine that is best over the other folds."""

    def above(item: Judged, step: float) -> frozenset[str]:
        return frozenset(paper.paper.id for paper in item.retrieved.papers if paper.dense >= step)

    best = {}
    for fold in range(FOLDS):
        others = [item for item in judged if fold_of(item.condition.question) != fold]
        best[fold] = max(_STEPS, key=lambda step: sum(f1_of(above(item, step), item.condition) for item in others))
    return [above(item, best[fold_of(item.condition.question)]) for item in judged]


def _by_tag(judged: Sequence[Judged]) -> Section:
    measures: list[Measure] = []
    for tag in sorted({tag for item in judged for tag in (item.condition.kind, *item.condition.tags)}):
        own = [item for item in judged if tag in (item.condition.kind, *item.condition.tags)]
        for name, score in _SCORES.items():
            values = tuple(score(item.found, item.condition) for item in own)
            measures.append(Measure(f"{tag} (n = {len(own)})", name, values, scale=100))
    return Section("conditions, by tag", len(judged), tuple(measures))


def _counts(judged: Sequence[Judged]) -> Section:
    """What is counted against the judged count; a borderline paper may be counted or not."""
    counted = [item for item in judged if item.condition.kind == "count"]
    errors = tuple(_error(item) for item in counted)
    exact = tuple(float(error == 0) if error is not None else 0.0 for error in errors)
    measures = (
        Measure(OURS, "exact, %", exact, scale=100, gated=True),
        Measure(OURS, "absolute error, papers", errors, Good.LOW),
        Measure(OURS, "gives a count, %", tuple(float(error is not None) for error in errors), scale=100),
    )
    return Section("counts", len(counted), measures)


def _error(item: Judged) -> float | None:
    if item.answer.count is None:
        return None
    least, most = len(item.condition.matches), len(item.condition.matches | item.condition.borderline)
    return float(max(least - item.answer.count, item.answer.count - most, 0))


def _case(item: Judged) -> Case:
    titles = {paper.id: paper.title for paper in item.papers}
    wanted, found = item.condition.matches, item.found - item.condition.borderline

    def named(ids: frozenset[str]) -> str:
        return "; ".join(titles.get(identity, identity)[:80] for identity in sorted(ids)) or "none"

    texts = (
        ("question", item.condition.question), ("right", named(wanted & found)), ("missed", named(wanted - found)),
        ("wrong", named(found - wanted)), ("said", item.answer.text),
    )  # fmt: skip
    return Case(str(item.condition.day), ", ".join(item.condition.tags), "", texts, f1_of(item.found, item.condition))
