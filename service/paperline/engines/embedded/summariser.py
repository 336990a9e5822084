"""The embedded Summariser: line, claims and keywords of any text, without a key or a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

from paperline.domain.grounding import CHECKS_VERSION
from paperline.domain.provenance import Engine, Making, Provenance, Usage
from paperline.domain.ranking.vectors import PaperVectors
from paperline.domain.summaries import Summary
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.claims import choose_claims
from paperline.engines.embedded.keywords import find_keywords
from paperline.engines.embedded.line import sentences_to_parse, write_line
from paperline.ports import PaperText, Syntax

MODEL = "embedded/1"
_PAPERS_A_BATCH = 16
_WEIGHTS = Path(__file__).parent / "weights"


@cache
def _fingerprint() -> str:
    """The first digits of the SHA-256 over all trained weights that a summary is made with."""
    digest = sha256()
    for path in sorted(_WEIGHTS.glob("*.npz")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def making() -> Making:
    """What a summary is made with now."""
    return Making(MODEL, _fingerprint())


class EmbeddedSummariser:
    """Never an error, also for one word or 3,000; every text it gives is made of the paper's own words."""

    def __init__(self, syntax: Syntax, encode: Callable[[str, str], PaperVectors] | None = None) -> None:
        """`encode` gives the vectors of a (title, abstract) that is not stored."""
        self._syntax = syntax
        self._encode = encode

    @property
    def engine(self) -> Engine:
        return Engine.EMBEDDED

    def each(self, papers: Iterable[PaperText], *, now: datetime) -> Iterator[list[Summary]]:
        """The summaries in the papers' order, sixteen at a time."""
        waiting = iter(papers)
        while batch := list(islice(waiting, _PAPERS_A_BATCH)):
            yield self.summarise(batch, now=now)

    def summarise(self, papers: Sequence[PaperText], *, now: datetime) -> list[Summary]:
        """The summaries of the papers; their sentences are parsed in one call, which halves the parser's time."""
        return [self._summary(paper, abstract, now) for paper, abstract in zip(papers, self._read(papers), strict=True)]

    def _read(self, papers: Sequence[PaperText]) -> list[Abstract]:
        read = [self._sentences(paper) for paper in papers]
        wanted = [sentences_to_parse(abstract) for abstract in read]
        texts = [
            (abstract.sentences[place].text if place >= 0 else abstract.title, abstract.named_in(place))
            for abstract, places in zip(read, wanted, strict=True)
            for place in (-1, *places)
        ]
        parses = iter(self._syntax.parse([text for text, _ in texts], [name for _, name in texts]))
        return [
            replace(abstract, title_parse=next(parses), parses={index: next(parses) for index in places})
            for abstract, places in zip(read, wanted, strict=True)
        ]

    def _sentences(self, paper: PaperText) -> Abstract:
        vectors = paper.vectors
        if vectors is None and self._encode is not None:
            vectors = self._encode(paper.title, paper.abstract)
        return Abstract.read(paper.title, paper.abstract, vectors.sentences if vectors else None)

    def _summary(self, paper: PaperText, abstract: Abstract, now: datetime) -> Summary:
        return Summary(
            id=paper.paper_id,
            version=paper.version,
            tldr=write_line(abstract),
            claims=choose_claims(abstract),
            keywords=find_keywords(abstract),
            usage=Usage(),
            provenance=Provenance(
                engine=Engine.EMBEDDED, model=MODEL, weights=_fingerprint(), checks_version=CHECKS_VERSION, created_at=now,
                paper_version=paper.version,
            ),
        )  # fmt: skip
