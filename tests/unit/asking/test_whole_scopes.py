"""List and count questions of scopes too large for one matrix: every paper is looked at, or the coverage says how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from paperline.bootstrap import Services, open_services
from paperline.domain.answers import AnswerStatus, RetrievalMode
from paperline.domain.scopes import Scope
from paperline.pipeline.asking import retrieve, whole
from paperline.pipeline.embed import embed_papers
from paperline.settings import Settings
from tests.builders import NOW, a_paper

PAPERS = 60
DAY = date(2025, 12, 1)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Sixty papers of which every second releases its code and every third is by Ada Lovelace."""
    home: Path = tmp_path_factory.mktemp("whole")
    with open_services(Settings(_env_file=None, home=home, embedder="hashing")) as opened:
        papers = [
            a_paper(
                id=f"x:{number:03d}", title=f"Sorting {number}",
                abstract="We sort keys of birds. " + ("Our code is released." if number % 2 else "It is fast."),
                authors=("Alan Turing",) if number % 3 else ("Ada Lovelace",),
            )
            for number in range(PAPERS)
        ]  # fmt: skip
        with opened.records.writing() as unit:
            for paper, item in zip(papers, embed_papers(papers, opened._embedder()), strict=True):
                unit.papers.put(paper, NOW, raw_title=None, raw_abstract=None)
                unit.vectors.put(item, opened._embedder().identity)
            unit.days.put_list(DAY, "jsonl", [paper.id for paper in papers], NOW)
        yield opened


@pytest.fixture(params=[Scope(), Scope.of_day(DAY), Scope(papers=tuple(f"x:{n:03d}" for n in range(PAPERS)))])
def large(request: pytest.FixtureRequest, services: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scope]:
    """A scope that is too large for one matrix, for eight papers are; it is read by sevens."""
    monkeypatch.setattr(retrieve, "EXACT_PAPERS", 8)
    monkeypatch.setattr(whole, "BATCH", 7)
    yield request.param
    services.ask.retrieve.scopes._scopes.clear()


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("How many papers release their code?", PAPERS // 2),
        ("How many papers are there?", PAPERS),
        ("How many papers are by Ada Lovelace?", PAPERS // 3),
        ("How many papers by Ada Lovelace release their code?", PAPERS // 6),
    ],
)
def test_every_paper_of_a_large_scope_is_judged(services, large, question, count):
    """Also those that no index would have found."""
    answer = services.ask.run(question, scope=large, now=NOW)
    assert (answer.count, answer.coverage.papers_scored) == (count, PAPERS)
    assert (answer.coverage.mode, answer.coverage.degraded) == (RetrievalMode.EVERY_PAPER, None)


def test_where_the_time_ends_the_answer_is_partial_and_says_so(services, large, monkeypatch):
    """What was read in time is counted, and no more is claimed."""
    ticks = iter(range(1_000))
    monkeypatch.setattr(whole.time, "monotonic", lambda: next(ticks) * 20.0)
    answer = services.ask.run("How many papers release their code?", scope=large, now=NOW)
    assert answer.status is AnswerStatus.PARTIAL
    assert answer.coverage.mode is not RetrievalMode.EVERY_PAPER
    assert answer.coverage.papers_scored == 14
    assert "14 of 60 papers" in answer.coverage.degraded


def test_a_list_of_none_among_those_read_says_how_many_were_not(services, large, monkeypatch):
    ticks = iter(range(1_000))
    monkeypatch.setattr(whole.time, "monotonic", lambda: next(ticks) * 20.0)
    answer = services.ask.run("Which papers have more than 20 upvotes?", scope=large, now=NOW)
    assert answer.refusal is not None
    assert "46 papers were not looked at" in answer.refusal.message


def test_whoever_leaves_ends_the_work_between_two_batches(services, large):
    """The third step is the first batch after the one that was read."""

    class Leaver:
        steps = 0

        def proceed(self) -> None:
            self.steps += 1
            if self.steps == 3:
                raise InterruptedError

        def found(self, found: object) -> None:
            raise AssertionError(found)

    with pytest.raises(InterruptedError):
        services.ask.run("How many papers release their code?", scope=large, now=NOW, follower=Leaver())
