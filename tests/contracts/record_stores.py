"""The record stores that the contract runs over, and small values to store in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from paperline.adapters.records import SqlRecords
from paperline.domain.answers import (
    Answer,
    AnswerKind,
    AnswerSentence,
    AnswerStatus,
    Citation,
    Coverage,
    Match,
    Refusal,
    RefusalReason,
    RetrievalMode,
)
from paperline.domain.keys import ApiKey, KeyScope, digest_of
from paperline.domain.provenance import Engine, Making, Provenance, Usage
from paperline.domain.ranking.vectors import EncoderIdentity, PaperVectors, unit
from paperline.domain.reports import Fault, LineReport
from paperline.domain.scopes import Scope
from paperline.domain.summaries import CheckName, Checks, Claim, ClaimKind, Line, LinePart, Origin, PartRole, Summary
from paperline.domain.text import Field, Span
from paperline.ports import Records
from tests.builders import ABSTRACT, DAY, NOW, TITLE, a_paper

LATER = NOW + timedelta(hours=3)
ENCODER = EncoderIdentity("hashing", "late", 16)
OTHER_ENCODER = EncoderIdentity("minilm", "late", 16)
SPAN = Span(Field.ABSTRACT, 0, 7, ABSTRACT[:7])

NOW_WRITTEN_WITH: dict[Engine, Making] = {}
"""What the engines of the stores write with now; a test that says so takes it back."""

STORES: dict[str, Callable[[Path], Records]] = {
    "sqlite": lambda folder: SqlRecords(folder, busy_timeout_seconds=2, makings=NOW_WRITTEN_WITH.get)
}


def put(records: Records, *papers, now=NOW) -> None:
    with records.writing() as unit:
        for paper in papers:
            unit.papers.put(paper, now, raw_title=None, raw_abstract=None)


def some_papers(records: Records, *ids: str) -> None:
    put(records, *(a_paper(id=paper_id, title=f"{TITLE} {paper_id}") for paper_id in ids))


def list_day(records: Records, day: date, *ids: str, source: str = "hf", now=NOW) -> bool:
    with records.writing() as unit:
        return unit.days.put_list(day, source, ids, now)


def some_vectors(paper_id: str, version: int = 1, seed: int = 0) -> PaperVectors:
    def rows(count: int) -> np.ndarray:
        numbers = np.random.default_rng([seed, count]).normal(size=(count, ENCODER.dimensions))
        return unit(numbers.astype(np.float32)).astype(np.float16).astype(np.float32)

    return PaperVectors(paper_id, version, ((0, 40),), rows(1), ((0, 20), (21, 40)), rows(2), rows(3)[0])


def same(one: PaperVectors, other: PaperVectors) -> bool:
    arrays = ("passages", "sentences", "title")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays) and (
        (one.paper_id, one.version, one.passage_spans, one.sentence_spans)
        == (other.paper_id, other.version, other.passage_spans, other.sentence_spans)
    )


def provenance(engine: Engine = Engine.EMBEDDED) -> Provenance:
    return Provenance(engine, "extractive-1", "sha256:00", "1", NOW, paper_version=1)


def a_summary(paper_id: str, version: int = 1, engine: Engine = Engine.EMBEDDED, text: str = "Sorts.") -> Summary:
    checks = Checks(passed=False, failed=(CheckName.NUMBERS,))
    line = Line(text, (LinePart(PartRole.WHAT, text, (SPAN,)),), Origin.COMPRESSED, engine, checks)
    claim = Claim("It sorts.", ClaimKind.RESULT, (SPAN,), Origin.VERBATIM, engine, Checks(passed=True))
    return Summary(paper_id, version, line, (claim,), ("sorting",), Usage(1, 20, 3, 0.01), provenance(engine))


def a_report(paper_id: str, fault: Fault = Fault.VAGUE, version: int = 1, **changes: Any) -> LineReport:
    return replace(LineReport(paper_id, version, "Sorts.", fault, "Of what?", NOW), **changes)


def a_key(key_id: str) -> ApiKey:
    return ApiKey(key_id, digest_of("secret"), "Of a test", KeyScope.ASK, NOW)


def an_answer(answer_id: str = "a1") -> Answer:
    sentence = AnswerSentence(
        "It sorts.", (Citation("p", TITLE, (SPAN,)),), Origin.VERBATIM, Engine.EMBEDDED, Checks(passed=True)
    )
    near = Match("q", "Other", (SPAN,), 0.25)
    scope = Scope(first=DAY, last=DAY + timedelta(days=2))
    return Answer(
        id=answer_id, status=AnswerStatus.PARTIAL, kind=AnswerKind.COUNT, question="How many?", text="It sorts.",
        sentences=(sentence,), coverage=Coverage(scope, (DAY,), 3, 3, 1, 1, RetrievalMode.HYBRID, "no archive"),
        confidence=0.625, usage=Usage(), provenance=provenance(), count=2, near_misses=(near,),
        refusal=Refusal(RefusalReason.NOT_STATED, "Not stated.", (near,)),
    )  # fmt: skip
