"""The archive index holds what SQL has, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from paperline.adapters.vector_index import ExactVectorIndex
from paperline.bootstrap import Services, open_services
from paperline.domain.ranking.vectors import unit
from paperline.pipeline.index import IndexPapers
from paperline.ports import IndexRow
from paperline.settings import Settings
from tests.builders import DAY, NOW


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """The sample day, with the encoder that needs no weights."""
    with open_services(Settings(_env_file=None, home=tmp_path / "home", embedder="hashing")) as opened:
        opened.ingest.run(opened.sample_source(), now=NOW, day=DAY)
        yield opened


@pytest.fixture
def index(services: Services) -> tuple[IndexPapers, ExactVectorIndex]:
    """The use case over an index that holds nothing yet."""
    archive = ExactVectorIndex(services.index.embedder().identity)
    return IndexPapers(services.records, services.index.embedder, lambda: archive), archive


def test_what_is_lacking_is_put_and_what_is_gone_removed(index: tuple[IndexPapers, ExactVectorIndex]) -> None:
    """Then nothing is left to do."""
    papers, archive = index
    dimensions = papers.embedder().identity.dimensions
    archive.put([IndexRow("gone:1", 0, unit([1.0] * dimensions))])
    assert papers.catch_up() == 12
    assert "gone:1" not in archive.paper_ids()
    assert papers.catch_up() == 0


def test_rows_of_an_older_wording_are_replaced(index: tuple[IndexPapers, ExactVectorIndex]) -> None:
    """Where the papers are the same and the passages are not, the index is built anew."""
    papers, archive = index
    papers.catch_up()
    right = archive.count()
    paper_id = min(archive.paper_ids())
    archive.put([IndexRow(paper_id, 99, unit([1.0] * papers.embedder().identity.dimensions))])
    papers.catch_up()
    assert archive.count() == right
