"""Our side: the engine `llm` through the use case, over a model that is reached as LangChain reaches it."""

from __future__ import annotations

import json
import os
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from evals.performance.archive import FIRST_DAY, fill
from evals.performance.inputs import DATA
from paperline.adapters.encoders.minilm import MiniLmEmbedder
from paperline.adapters.language_models.openai_chat import open_openai_model
from paperline.bootstrap import Services, configured_model, open_services
from paperline.domain.provenance import Engine
from paperline.domain.scopes import Scope
from paperline.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from paperline.domain.ranking.vectors import Matrix


class RememberingEmbedder(MiniLmEmbedder):
    """Encodes every question once: what encoding costs is not measured."""

    @lru_cache(maxsize=64)  # noqa: B019  (it lives as long as the process)
    def encode_query(self, text: str) -> Matrix:
        """The vector of a question."""
        return super().encode_query(text)


def opened(home: Path, address: str, papers: int) -> Services:
    """An archive of so many papers, with the model configured."""
    if (DATA / "tiktoken").is_dir():
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(DATA / "tiktoken"))
    configured = configured_model(open_openai_model(None, base_url=address, name="gpt-4o-mini"))
    services = open_services(Settings(home=home, embedder="minilm"), open_model=lambda _: configured)
    embedder = RememberingEmbedder()
    fill(services, embedder, papers)
    services.retrieve.embedder = lambda: embedder
    return services


def seconds_of(services: Services, question: str, scope: Scope, now: datetime) -> float:
    """How long the answer took; one that the model did not write is an error."""
    begun = time.perf_counter()
    answer = services.ask.run(question, scope=scope, now=now, engine=Engine.LLM)
    took = time.perf_counter() - begun
    if answer.provenance.engine is not Engine.LLM or answer.refusal or not answer.sentences:
        raise RuntimeError(f"The model did not answer {question!r}: {answer.provenance.fallback or answer.text}")
    return took


def given_to_langchain(services: Services, day: int, questions: tuple[str, ...], folder: Path, address: str) -> str:
    """The same passages with their vectors and days, the questions' vectors, and where the server is, as JSON."""
    embedder = services.retrieve.embedder()
    rows, vectors = [], {question: embedder.encode_query(question).tolist() for question in questions}
    with services.records.reading() as unit:
        days = {
            paper_id: number
            for number, date in enumerate(unit.days.within(Scope()))
            for paper_id in unit.days.paper_ids(date)
        }
        for batch in unit.vectors.stream(embedder.identity, 500):
            for paper, held in zip(unit.papers.get_many([item.paper_id for item in batch]), batch, strict=True):
                for number, ((start, end), row) in enumerate(zip(held.passage_spans, held.passages, strict=True)):
                    text = f"{paper.title} ({paper.id})\n{paper.abstract[start:end]}"
                    rows.append({"id": f"{paper.id}#{number}", "text": text, "day": days[paper.id]})
                    vectors[text] = row.tolist()
    return json.dumps({"rows": rows, "vectors": vectors, "day": day, "folder": str(folder), "address": address})


def scope_of(day: int) -> Scope:
    """The scope of a day of the archive by its number."""
    return Scope.of_day(FIRST_DAY.fromordinal(FIRST_DAY.toordinal() + day))
