"""Papers are summarised while others are still encoded, and nothing is lost where one of the two stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from paperline.bootstrap import Services, open_services
from paperline.domain.errors import EngineUnavailable
from paperline.domain.provenance import Engine
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary
from paperline.pipeline.summarise import SummarisePapers, SummariseResult
from paperline.pipeline.take_in import TakeInPapers
from paperline.ports import PaperText
from paperline.settings import Settings
from tests.builders import DAY, NOW


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An empty store with the encoder that needs no weights."""
    with open_services(Settings(_env_file=None, home=tmp_path / "home", embedder="hashing")) as opened:
        yield opened


def _texts(services: Services) -> list[str]:
    with services.records.reading() as unit:
        ids = unit.days.paper_ids(DAY)
        found = [unit.summaries.get(paper_id, None) for paper_id in ids]
    return [summary.tldr.text for summary in found if summary]


def test_every_paper_is_stored_indexed_and_summarised(services: Services) -> None:
    """The counts are of all papers, whichever thread wrote them."""
    stages: dict[str, tuple[int, int]] = {}

    def progress(stage: str, done: int, total: int) -> None:
        assert done <= total
        stages[stage] = (done, total)

    result, written = services.take_in.run(services.sample_source(), now=NOW, day=DAY, progress=progress)
    assert (result.new, written) == (12, SummariseResult(12, 0))
    assert stages["summarise"] == stages["index"] == (12, 12)
    assert len(_texts(services)) == 12


def test_again_nothing_is_written(services: Services) -> None:
    """The second time all summaries are there."""
    services.take_in.run(services.sample_source(), now=NOW, day=DAY)
    result, written = services.take_in.run(services.sample_source(), now=NOW, day=DAY)
    assert (result.unchanged, written) == (12, SummariseResult(0, 12))


def test_one_after_the_other_gives_the_same_lines(services: Services, tmp_path: Path) -> None:
    """What a line says does not depend on which papers were encoded meanwhile."""
    services.take_in.run(services.sample_source(), now=NOW, day=DAY)
    with open_services(Settings(_env_file=None, home=tmp_path / "apart", embedder="hashing")) as apart:
        apart.ingest.run(apart.sample_source(), now=NOW, day=DAY)
        apart.summarise.run(Scope.of_day(DAY), now=NOW)
        assert _texts(services) == _texts(apart)


def test_an_engine_that_fails_is_heard_of_and_the_papers_are_kept(services: Services) -> None:
    """The thread beside stops silently; the run that follows raises."""

    class Failing:
        engine = Engine.EMBEDDED

        def each(self, papers: Iterable[PaperText], *, now: datetime) -> Iterator[list[Summary]]:
            raise EngineUnavailable("The engine is ill. Try later.")

    summarise = SummarisePapers(services.records, lambda _: Failing(), services.index.embedder)
    with pytest.raises(EngineUnavailable):
        TakeInPapers(services.ingest, summarise).run(services.sample_source(), now=NOW, day=DAY)
    assert services.summarise.run(Scope.of_day(DAY), now=NOW) == SummariseResult(12, 0)
