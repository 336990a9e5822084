"""The embedded Summariser: line, claims and keywords of any text, without a key or a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from paperline.domain.grounding import CHECKS_VERSION
from paperline.domain.provenance import Engine, Provenance, Usage
from paperline.domain.ranking.vectors import PaperVectors
from paperline.domain.summaries import Summary
from paperline.domain.text import split_sentences
from paperline.engines.embedded.claims import choose_claims
from paperline.engines.embedded.keywords import find_keywords
from paperline.engines.embedded.line import read_abstract, write_line
from paperline.engines.embedded.roles import role_scores
from paperline.ports import Syntax

MODEL = "embedded/1"


class EmbeddedSummariser:
    """Never an error, also for one word or 3,000; every text it gives is made of the paper's own words."""

    def __init__(self, syntax: Syntax, encode: Callable[[str, str], PaperVectors] | None = None) -> None:
        """`encode` gives the vectors of a (title, abstract) that is not stored."""
        self._syntax = syntax
        self._encode = encode

    def summarise(
        self, title: str, abstract: str, *, paper_id: str | None, version: int | None,
        vectors: PaperVectors | None, now: datetime,
    ) -> Summary:  # fmt: skip
        """The summary of one paper; `vectors` spares the encoder pass where they are stored."""
        sentences = split_sentences(abstract)
        if vectors is None and self._encode is not None:
            vectors = self._encode(title, abstract)
        usable = vectors.sentences if vectors and len(vectors.sentences) == len(sentences) else None
        roles = role_scores(sentences, usable)
        return Summary(
            id=paper_id,
            version=version,
            tldr=write_line(read_abstract(title, abstract, sentences, roles, self._syntax)),
            claims=choose_claims(title, abstract, sentences, roles, usable),
            keywords=find_keywords(title, abstract),
            usage=Usage(),
            provenance=Provenance(
                engine=Engine.EMBEDDED, model=MODEL, weights=None, checks_version=CHECKS_VERSION, created_at=now,
                paper_version=version,
            ),
        )  # fmt: skip
