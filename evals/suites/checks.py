"""The suite `checks`: how many false claims the checks find, and how many true ones they complain of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.datasets import EvalPaper, aclsum, has, hf_daily
from evals.mutations.foreign import bent_spans
from evals.mutations.making import FAITHFUL, KINDS, Mutant, Workshop
from evals.outcomes import Case, Good, Measure, Outcome, Section
from evals.suites.options import Options
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.domain.grounding import check
from paperline.domain.summaries import CheckName
from paperline.domain.text import Field, Sentence, Span, split_sentences

PURPOSE = "mutated claims that the checks detect, by kind, and false alarms on verbatim and paraphrased text"
MUTANTS_PER_KIND = 400
KEPT_APART = "kept-apart"
_PAPERS = 1_200
_FACTS = (CheckName.NUMBERS, CheckName.NAMES, CheckName.NEGATION, CheckName.COMPARISON)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the checks said of one text."""

    kind: str
    operation: str
    paper: EvalPaper
    text: str
    evidence: str
    failed: tuple[CheckName, ...]


def run(data: Path, options: Options) -> Outcome:
    """Detection by kind and by operation, then false alarms; `limit` is the number of mutants of a kind.

    The split `kept-apart` takes the papers that the checks were not tuned on.
    """
    days = hf_daily(data)
    kept_apart = options.split == KEPT_APART
    papers = days.papers[_PAPERS:] if kept_apart else days.papers[:_PAPERS]
    workshop = Workshop(papers, SpacySyntax())
    count = options.limit or MUTANTS_PER_KIND
    verdicts = {kind: _judged(workshop, kind, count) for kind in KINDS}
    sections = [_detection(verdicts), _by_operation(verdicts)]
    hashes = dict(days.hashes)
    alarms = _alarms_on_text(workshop, count * 5)
    if has(data, "aclsum"):
        experts = aclsum(data)
        alarms += _alarms_on_experts(experts.papers)
        hashes |= {f"aclsum/{name}": value for name, value in experts.hashes.items()}
    sections.append(_false_alarms(alarms))
    return Outcome("checks", tuple(sections), hashes)


def _judged(workshop: Workshop, kind: CheckName, count: int) -> list[_Verdict]:
    alone = kind is CheckName.STANDALONE
    return [_verdict(str(kind), mutant, alone=alone) for mutant in workshop.mutants(KINDS[kind], count, standing=alone)]


def _verdict(kind: str, mutant: Mutant, *, alone: bool) -> _Verdict:
    paper = mutant.paper
    failed = _failed(mutant.text, (mutant.sentence.span(),), paper, alone=alone)
    return _Verdict(kind, mutant.operation, paper, mutant.text, mutant.sentence.text, failed)


def _failed(text: str, evidence: tuple[Span, ...], paper: EvalPaper, *, alone: bool) -> tuple[CheckName, ...]:
    fields = {Field.TITLE: paper.title, Field.ABSTRACT: paper.abstract}
    return check(text, evidence, fields, standalone=alone).failed


def _detection(verdicts: dict[CheckName, list[_Verdict]]) -> Section:
    measures = []
    cases: list[Case] = []
    for kind, judged in verdicts.items():
        target = 100.0 if kind is CheckName.NUMBERS else 95.0
        found = tuple(float(kind in verdict.failed) for verdict in judged)
        measures.append(
            Measure(f"{kind} (n = {len(judged)})", "detected as such, %", found, scale=100, gated=True, target=target)
        )
        noticed = tuple(float(bool(verdict.failed)) for verdict in judged)
        measures.append(Measure(f"{kind} (n = {len(judged)})", "fails any check, %", noticed, scale=100))
        cases += [_case(verdict) for verdict in judged if kind not in verdict.failed]
    bent = _bent(verdicts[CheckName.OTHER_PAPER])
    measures.append(Measure(f"spans (n = {len(bent)})", "detected as such, %", bent, scale=100, gated=True, target=100))
    size = sum(len(judged) for judged in verdicts.values()) + len(bent)
    return Section("mutated claims", size, tuple(measures), tuple(cases), "not detected")


def _bent(judged: Sequence[_Verdict]) -> tuple[float, ...]:
    """Whether a span that lies is found out, for the evidence of every verdict."""
    values: list[float] = []
    for verdict in judged:
        start = verdict.paper.abstract.index(verdict.evidence)
        span = Span(Field.ABSTRACT, start, start + len(verdict.evidence), verdict.evidence)
        values += [
            float(CheckName.SPANS in _failed(verdict.evidence, (bent,), verdict.paper, alone=False))
            for bent in bent_spans(span, verdict.paper.abstract).values()
        ]
    return tuple(values)


def _by_operation(verdicts: dict[CheckName, list[_Verdict]]) -> Section:
    measures = []
    for kind, judged in verdicts.items():
        for operation in dict.fromkeys(verdict.operation for verdict in judged):
            mine = [verdict for verdict in judged if verdict.operation == operation]
            name = f"{kind}: {operation} (n = {len(mine)})"
            measures.append(
                Measure(name, "detected as such, %", tuple(float(kind in v.failed) for v in mine), scale=100)
            )
    return Section("by operation", sum(map(len, verdicts.values())), tuple(measures))


def _alarms_on_text(workshop: Workshop, count: int) -> list[_Verdict]:
    """Real sentences against themselves, openings also for standing alone, and sentences reworded without change."""
    judged = []
    for paper, sentence in workshop.sentences[:count]:
        spans = (sentence.span(),)
        text = sentence.text
        judged.append(_Verdict("verbatim", "", paper, text, text, _failed(text, spans, paper, alone=False)))
        beside = _with_neighbour(paper, sentence)
        bare = text.rstrip(" .")
        judged.append(
            _Verdict("verbatim, of two sentences", "", paper, bare, text, _failed(bare, beside, paper, alone=False))
        )
    judged += _alarms_on_openings(workshop)
    reworded = workshop.mutants(FAITHFUL, count // 5)
    return judged + [_verdict("same sense, other words", mutant, alone=False) for mutant in reworded]


def _alarms_on_openings(workshop: Workshop) -> list[_Verdict]:
    """Abstracts' first sentences and the source's own summaries have nothing before them that they could lean on."""
    judged = []
    for paper, sentence in workshop.sentences:
        if sentence.start == 0:
            failed = _failed(sentence.text, (sentence.span(),), paper, alone=True)
            judged.append(_Verdict("first sentences, standing alone", "", paper, sentence.text, sentence.text, failed))
            for text in paper.references.get("hf_ai_summary", ()):
                whole = (Span(Field.ABSTRACT, 0, len(paper.abstract), paper.abstract),)
                verdict = _Verdict(
                    "machine summaries of the source",
                    "",
                    paper,
                    text,
                    paper.abstract,
                    _failed(text, whole, paper, alone=True),
                )
                judged.append(verdict)
    return judged


def _with_neighbour(paper: EvalPaper, sentence: Sentence) -> tuple[Span, ...]:
    """The sentence and the one after it as evidence: a claim may rest on more than it says."""
    after = next((other for other in split_sentences(paper.abstract) if other.start > sentence.start), None)
    return (sentence.span(), after.span()) if after else (sentence.span(),)


def _alarms_on_experts(papers: Sequence[EvalPaper]) -> list[_Verdict]:
    """Experts' sentences against the sentences they marked, in abstract, introduction and conclusion alike."""
    judged = []
    for paper in papers:
        for aspect in ("challenge", "approach", "outcome"):
            marked = paper.references[f"{aspect} highlights"]
            if not marked:
                continue
            body = " ".join(marked)
            text = paper.references[aspect][0]
            fields = {Field.TITLE: paper.title, Field.ABSTRACT: body}
            failed = check(text, (Span(Field.ABSTRACT, 0, len(body), body),), fields, standalone=False).failed
            kept = tuple(name for name in failed if name in _FACTS)
            judged.append(_Verdict("expert paraphrase", aspect, paper, text, body, kept))
    return judged


def _false_alarms(judged: Sequence[_Verdict]) -> Section:
    most = {
        "verbatim": 1.0,
        "verbatim, of two sentences": 1.0,
        "first sentences, standing alone": 1.0,
        "expert paraphrase": 10.0,
    }
    measures = []
    for kind in dict.fromkeys(verdict.kind for verdict in judged):
        mine = [verdict for verdict in judged if verdict.kind == kind]
        system = f"{kind} (n = {len(mine)})"
        alarms = tuple(float(bool(verdict.failed)) for verdict in mine)
        measures.append(Measure(system, "any, %", alarms, Good.LOW, scale=100, gated=True, target=most.get(kind)))
        for name in (*_FACTS, CheckName.STANDALONE, CheckName.OTHER_PAPER):
            values = tuple(float(name in verdict.failed) for verdict in mine)
            measures.append(Measure(system, f"{name}, %", values, Good.LOW, scale=100))
    cases = tuple(_case(verdict) for verdict in judged if verdict.failed)
    return Section("false alarms", len(judged), tuple(measures), cases, "false alarm")


def _case(verdict: _Verdict) -> Case:
    name = f"{verdict.kind}: {verdict.operation}".rstrip(": ")
    texts = ((name, verdict.text), ("evidence", verdict.evidence), ("failed", ", ".join(verdict.failed) or "nothing"))
    return Case(verdict.paper.id, verdict.paper.title, verdict.paper.abstract, texts, 0.0)
