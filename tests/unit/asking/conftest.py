"""A small archive of three days with the real encoder, asked as a reader asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from paperline.bootstrap import Services, open_services
from paperline.domain.answers import Answer
from paperline.domain.papers import Links, Paper
from paperline.domain.questions import Earlier
from paperline.domain.scopes import Scope
from paperline.pipeline.asking.ask import Turn
from paperline.pipeline.embed import embed_papers
from paperline.settings import Settings
from tests.builders import a_paper

NOW = datetime(2025, 12, 12, 12, tzinfo=UTC)
DAY = date(2025, 12, 11)
Ask = Callable[..., Answer]

SORT, FED, BENCH, HEAP, OLD = "x:sort", "x:fed", "x:bench", "x:heap", "x:old"
_PAPERS = {
    SORT: ("SortNet: Learned Sorting in One Pass", "Sorting large arrays is slow. We present SortNet, a training-free network that predicts the position of each key in one pass. It replaces comparisons by a table of positions. On the TaxiTrips dataset it is 2.5 times faster than quicksort. SortNet avoids repeated comparisons of keys. Code is available at https://github.com/a/sortnet."),
    FED: ("FedTiny: Federated Learning on Watches", "Devices in federated learning have little memory. We propose FedTiny, which prunes models on each client. It uses reinforcement learning to choose what is pruned. FedTiny reaches 91.3% accuracy on SpeechCommands with 12 KB of memory. We release the trained models."),
    BENCH: ("GapBench: Measuring Missing Data", "Models are rarely tested on missing data. We introduce GapBench, a benchmark of 40 tables with gaps. We evaluate 12 models and find that none exceeds 60% accuracy."),
    HEAP: ("Heaps Revisited", "Heaps are old. We study how caches change the cost of heaps and show that wide heaps are 30% faster than binary ones."),
    OLD: ("Graphs of Rivers", "Rivers form graphs. We predict floods from river graphs with message passing."),
}  # fmt: skip
_DAYS = {DAY: (SORT, FED, BENCH, HEAP), date(2025, 11, 3): (OLD,)}


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    home = tmp_path_factory.mktemp("asking")
    with open_services(Settings(_env_file=None, home=home)) as opened:
        papers = [_paper(paper_id, *text) for paper_id, text in _PAPERS.items()]
        vectors = embed_papers(papers, opened._embedder())
        with opened.records.writing() as unit:
            for paper, item in zip(papers, vectors, strict=True):
                unit.papers.put(paper, NOW, raw_title=None, raw_abstract=None)
                unit.vectors.put(item, opened._embedder().identity)
            for day, ids in _DAYS.items():
                unit.days.put_list(day, "jsonl", ids, NOW)
        yield opened


@pytest.fixture
def ask(services: Services) -> Ask:
    """Asks of the small day unless told otherwise."""

    def run(question: str, *, scope: Scope | None = Scope.of_day(DAY), after: Earlier | None = None) -> Answer:  # noqa: B008
        history = [Turn(after.question, after.paper_ids)] if after else []
        return services.ask.run(question, scope=scope, now=NOW, history=history)

    return run


def _paper(paper_id: str, title: str, abstract: str) -> Paper:
    authors = ("Grace Hopper",) if paper_id == BENCH else ("Ada Lovelace", "Alan Turing", "Emmy Noether")
    day = next(day for day, ids in _DAYS.items() if paper_id in ids)
    return a_paper(
        id=paper_id, title=title, abstract=abstract, authors=authors, author_count=len(authors), published=day,
        days=(day,), links=Links(),
    )  # fmt: skip
