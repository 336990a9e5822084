"""The suite `refusal`: PubMedQA with the abstract there or withheld, and hand-written questions over real days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.asking.corpora import Days, days, pubmedqa
from evals.asking.labels import answerable, refusals
from evals.asking.predictions import Place, Prediction, predicted
from evals.datasets import has
from evals.folds import fold_of
from evals.outcomes import Good, Measure, NoData, Outcome, Section
from evals.solvers.asking import Reader, scope_of
from evals.suites.asking import separation
from evals.suites.options import Options
from paperline.domain.answers import RefusalReason
from paperline.domain.papers import Paper
from paperline.domain.scopes import Scope
from paperline.domain.text import split_sentences

PURPOSE = "telling answerable questions from others: PubMedQA with its abstract withheld; hand-written ones over days"
MEDICAL = "PubMedQA, abstract there or withheld"
WRITTEN = "hand-written questions over days"
_REASONS = frozenset({RefusalReason.OFF_TOPIC, RefusalReason.NOT_STATED, RefusalReason.FALSE_PREMISE})


def run(data: Path, options: Options) -> Outcome:
    """`limit` is the number of PubMedQA questions; the hand-written ones are always all asked."""
    sections: list[Section] = []
    hashes: dict[str, str] = {}
    notes: list[str] = []
    if has(data, "pubmedqa"):
        read = pubmedqa(data)
        found = medical(read.papers, read.questions[: options.limit])
        papers = {paper.id: (paper.title, paper.abstract) for paper in read.papers}
        measures = [*separation.separating(found, 98), *separation.rates(found)]
        sections.append(Section(MEDICAL, len(found) // 2, tuple(measures), separation.cases(found, papers), "wrong"))
        notes.append(separation.fold_spread(MEDICAL, found))
        hashes |= read.hashes
    if has(data, "hf-daily"):
        real = days(data)
        try:
            found = written(real)
        except NoData as missing:
            notes.append(str(missing))
        else:
            sections += _written(found, real)
            notes.append(separation.fold_spread(WRITTEN, found))
            hashes |= real.hashes
    if not sections:
        raise NoData(f"Neither pubmedqa nor hf-daily is at {data}. Give the shared data folder.")
    return Outcome("refusal", tuple(sections), hashes, tuple(notes))


def medical(papers: Sequence[Paper], questions: Sequence[tuple[str, str]]) -> list[Prediction]:
    """Two predictions a question: over all abstracts, and over all but its own."""
    found = []
    with Reader() as reader:
        reader.holds(papers)
        texts = {paper.id: paper.abstract for paper in papers}
        for identity, question in questions:
            whole = ((identity, 0, len(texts[identity])),)
            for pool, gold in ((papers, whole), ([paper for paper in papers if paper.id != identity], None)):
                scope = scope_of(pool)
                answer = reader.ask(question, scope, fold_of(identity))
                found.append(
                    predicted(identity, "PubMedQA", "PubMedQA", answer, reader.retrieve(question, scope), gold)
                )
    return found


def written(real: Days) -> list[Prediction]:
    """A prediction for every hand-written question, over its whole day."""
    wanted = [(item.day, item.question, item.kind, None) for item in refusals()] + [
        (item.day, item.question, f"answerable: {item.kind}", places(real.of(item.day), item.paper, item.starts))
        for item in answerable()
    ]
    found = []
    with Reader() as reader:
        for day in sorted({day for day, *_ in wanted}):
            reader.holds(real.of(day), day)
        for day, question, kind, gold in wanted:
            scope = Scope.of_day(day)
            answer = reader.ask(question, scope, fold_of(question))
            found.append(predicted(question, "written", kind, answer, reader.retrieve(question, scope), gold))
    return found


def places(papers: Sequence[Paper], identity: str, starts: Sequence[str]) -> tuple[Place, ...]:
    """The sentences of the paper that start so; NoData where a label names none, for it is then wrong."""
    abstract = next((paper.abstract for paper in papers if paper.id == identity), "")
    places = tuple(
        (identity, sentence.start, sentence.end)
        for sentence in split_sentences(abstract)
        if any(sentence.text.startswith(start) for start in starts)
    )
    if not places:
        raise NoData(f"No sentence of {identity} starts with {' or '.join(starts)!r}: the label is wrong.")
    return places


def _written(found: Sequence[Prediction], real: Days) -> list[Section]:
    papers = {entry.paper.id: (entry.paper.title, entry.paper.abstract) for entry in real.entries}
    first = tuple(float(prediction.gold_first) for prediction in found if prediction.answerable)
    cited = tuple(float(prediction.gold_cited) for prediction in found if prediction.answerable)
    reasons = tuple(
        float(prediction.reason == prediction.kind) if prediction.reason and prediction.kind in _REASONS else None
        for prediction in found
    )
    marked = tuple(float("<" in prediction.text) for prediction in found)
    measures = [
        *separation.separating(found, 90),
        *separation.rates(found),
        Measure(separation.OURS, "gold sentence first, %", first, scale=100, gated=True),
        Measure(separation.OURS, "gold sentence cited, %", cited, scale=100),
        Measure(separation.OURS, "refused for the right reason, %", reasons, scale=100),
        Measure(separation.OURS, "text with an angle bracket, %", marked, Good.LOW, scale=100),
    ]
    whole = Section(WRITTEN, len(found), tuple(measures), separation.cases(found, papers), "wrong, the surest first")
    return [whole, separation.by_kind(WRITTEN, found)]
