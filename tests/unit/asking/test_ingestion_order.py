"""What is found and answered is the same, in whichever order the papers came in."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperline.bootstrap import Services, open_services
from paperline.domain.filters import SearchFilters
from paperline.domain.scopes import Scope
from paperline.pipeline.asking import candidates, retrieve
from paperline.pipeline.asking.held import HeldScopes
from paperline.settings import Settings
from tests.builders import NOW

FIRST = date(2025, 12, 1)
SEEDS = (1, 2, 3)
QUESTIONS = ("How much faster is the network on birds?", "Which papers are about birds?", "How many papers use tables?", "What is new?")  # fmt: skip
SCOPES = (Scope.of_day(FIRST), Scope.between(FIRST, FIRST + timedelta(days=1)), Scope())


def _paper(number: int) -> dict[str, Any]:
    """One of thirty papers; those of the same third have the same text, so that ids alone tell them apart."""
    kind = number % 3
    subject = ("birds", "tables", "rivers")[kind]
    abstract = f"We present a network for {subject}. It is {kind + 2} times faster than trees on {subject}."
    return {"id": f"2512.{number:05d}", "title": f"A Network for {subject}", "abstract": abstract}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Services]]:
    """The same two days, taken in paper by paper or in lots, each in another order."""
    with ExitStack() as opened:
        stores = []
        for seed in SEEDS:
            home: Path = tmp_path_factory.mktemp("order")
            services = opened.enter_context(open_services(Settings(_env_file=None, home=home, embedder="hashing")))
            papers = [_paper(number) for number in range(30)]
            random.Random(seed).shuffle(papers)
            lot = 1 if seed == 1 else 7 * seed
            for start in range(0, 30, lot):
                _take_in(services, papers[start : start + lot])
            stores.append(services)
        yield stores


def _take_in(services: Services, papers: list[dict[str, Any]]) -> None:
    for offset in (0, 1):
        day = FIRST + timedelta(days=offset)
        lines = "".join(json.dumps(paper) + "\n" for paper in papers if int(paper["id"][-1]) % 2 == offset).encode()
        if lines:
            services.ingest.run(services.body_source(lines, format="jsonl", name="body", day=day), now=NOW, day=day)


@pytest.mark.parametrize("exact", [True, False], ids=["exact", "indexed"])
@pytest.mark.parametrize("scope", SCOPES, ids=["day", "days", "all"])
def test_answers_and_hits_do_not_depend_on_the_order(stores, scope, exact, monkeypatch):
    """Also where the index and the full-text index choose among papers that are equally good."""
    if not exact:
        monkeypatch.setattr(retrieve, "EXACT_PAPERS", 5)
        monkeypatch.setattr(candidates, "NEAREST", 4)
    for services in stores:
        services.retrieve.scopes = HeldScopes()
    for question in QUESTIONS:
        found = [services.ask.run(question, scope=scope, now=NOW) for services in stores]
        told = [
            (item.text, item.sentences, item.matches, item.near_misses, item.confidence, item.coverage)
            for item in found
        ]
        assert told[1:] == told[:-1]
        pages = [services.search.run(question, scope=scope, filters=SearchFilters(), limit=50) for services in stores]
        hits = [[(hit.paper.id, hit.score, hit.evidence) for hit in page.hits] for page in pages]
        assert hits[0] or question == "What is new?"
        assert hits[1:] == hits[:-1]


def test_ties_are_broken_by_id(stores):
    """Ten papers of the same words, one after another by id."""
    for services in stores:
        page = services.search.run("birds", scope=Scope(), filters=SearchFilters(), limit=50)
        equal = [hit.paper.id for hit in page.hits if hit.score == page.hits[0].score]
        assert len(equal) == 10
        assert equal == sorted(equal)


def test_similar_papers_do_not_depend_on_the_order(stores):
    found = [services.search.similar("2512.00001", limit=20) for services in stores]
    hits = [[(hit.paper.id, hit.score) for hit in page.hits] for page in found]
    assert len(hits[0]) >= 9
    assert hits[1:] == hits[:-1]
