"""The composition root: the only place that knows which adapters and engines serve the ports."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from paperline.domain.errors import EngineUnavailable, PaperlineError, StoreUnavailable
from paperline.domain.provenance import Engine
from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.engines.language_model.answerer import LanguageModelAnswerer
from paperline.observability.events import log
from paperline.pipeline.asking.ask import AskPapers
from paperline.pipeline.asking.candidates import FindCandidates
from paperline.pipeline.asking.retrieve import RetrievePapers
from paperline.pipeline.asking.search import SearchPapers
from paperline.pipeline.diagnose import DiagnoseParts, Diagnosis
from paperline.pipeline.embed import embed_papers
from paperline.pipeline.index import IndexPapers
from paperline.pipeline.ingest import IngestPapers
from paperline.pipeline.read import ReadPapers
from paperline.pipeline.report import ReportLines
from paperline.pipeline.summarise import SummarisePapers
from paperline.pipeline.take_in import TakeInPapers

if TYPE_CHECKING:
    from paperline.adapters.vector_index import ChromaVectorIndex, OwnerLock
    from paperline.domain.ranking.vectors import PaperVectors
    from paperline.ports import Answerer, Embedder, LanguageModel, PaperSource, Records, Summariser, Syntax
    from paperline.settings import Settings

_Made = TypeVar("_Made")


class _Once(Generic[_Made]):
    """Makes something when it is first asked for, and keeps it; a failure is not kept."""

    def __init__(self, make: Callable[[], _Made]) -> None:
        self._make = make
        self._lock = threading.RLock()
        self.made: _Made | None = None

    def __call__(self) -> _Made:
        with self._lock:
            if self.made is None:
                self.made = self._make()
            return self.made


@dataclass(frozen=True, slots=True)
class ConfiguredModel:
    """A language model, and how many of its tokens a text has."""

    model: LanguageModel
    count_tokens: Callable[[str], int]


OpenModel = Callable[["Settings"], ConfiguredModel | None]


class Services:
    """Every use case over one data folder. Synchronous and thread-safe; close it, or use it in a `with`."""

    def __init__(self, settings: Settings, records: Records, open_model: OpenModel) -> None:
        self.settings = settings
        self.records = records
        self._embedder = _Once(lambda: _open_embedder(settings))
        self._archive: _Once[ChromaVectorIndex] = _Once(self._open_archive)
        self._syntax = _Once(_open_syntax)
        self._model = _Once(lambda: open_model(settings))
        self.index = IndexPapers(records, self._embedder, self._archive)
        self.ingest = IngestPapers(records, self.index)
        self.summarise = SummarisePapers(records, self._summariser, self._embedder)
        self.take_in = TakeInPapers(self.ingest, self.summarise)
        self.read = ReadPapers(records)
        self.retrieve = RetrievePapers(records, self._embedder, FindCandidates(self._embedder, self._archive))
        self.ask = AskPapers(records, self.retrieve, self._answerer, settings.max_question_characters)
        self.report = ReportLines(records)
        self.search = SearchPapers(records, self.retrieve)
        self._serving: OwnerLock | None = None
        self._catching_up = threading.Lock()
        self._diagnose = DiagnoseParts(records, self._embedder, self._archive)

    def source(
        self,
        spec: str,
        *,
        format: str = "auto",  # noqa: A002
        day: date | None = None,
        timeout_seconds: float = 30.0,
    ) -> PaperSource:
        """The source that a spec names: `hf[:DATE]`, `arxiv:cs.CL+cs.LG`, a file, an address of an allowed host, `-`."""
        from paperline.adapters.sources import open_source

        return open_source(spec, format=format, day=day, timeout_seconds=timeout_seconds)

    def body_source(self, raw: bytes, *, format: str, name: str, day: date | None) -> PaperSource:  # noqa: A002
        """A request's body as a source."""
        from paperline.adapters.sources import BytesPaperSource

        return BytesPaperSource(raw, name=name, format=format, day=day)

    def sample_source(self) -> PaperSource:
        """The bundled sample day; its records name the source `sample`."""
        from paperline.adapters.sources import SampleDay

        return SampleDay()

    def warm(self) -> None:
        """The encoder is loaded, so that the first question does not wait for it."""
        self._embedder().encode_query("ready")

    def doctor(self) -> list[Diagnosis]:
        """Whether store, encoder and archive index work; a damaged index is put aside, nothing else is changed."""
        return self._diagnose.run()

    def catch_up(self) -> None:
        """The archive index holds what other processes stored meanwhile, where this process has it open."""
        if (
            self._archive.made is None
            or not self._archive.made.is_open
            or not self._catching_up.acquire(blocking=False)
        ):
            return
        try:
            self.index.catch_up()
        except PaperlineError as error:
            log.warning("index_not_caught_up", reason=str(error))
        finally:
            self._catching_up.release()

    def claim_serving(self) -> str | None:
        """The data folder is served by this process until it is closed, or by the other one that is returned, in words."""
        from paperline.adapters.vector_index import OwnerLock

        lock = OwnerLock(self.settings.home / "serve")
        if not lock.acquire():
            return lock.named_owner()
        self._serving = lock
        return None

    def index_lag(self) -> int | None:
        """How many passages of SQL the archive index lacks; None where this process does not have it open."""
        return self._diagnose.lag()

    def close(self) -> None:
        """The archive index, its lock and the store are released."""
        if self._archive.made is not None:
            self._archive.made.close()
        if self._serving is not None:
            self._serving.release()
        self.records.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _summariser(self, engine: Engine) -> Summariser:
        _require_embedded(engine)
        return EmbeddedSummariser(self._syntax(), self._encode_text)

    def _answerer(self, engine: Engine) -> Answerer:
        if engine is Engine.EMBEDDED or (configured := self._model()) is None:
            _require_embedded(engine)
            return EmbeddedAnswerer()
        return LanguageModelAnswerer(
            configured.model, configured.count_tokens, otherwise=EmbeddedAnswerer(),
            show_failed=self.settings.failed_sentences == "shown",
        )  # fmt: skip

    def _encode_text(self, title: str, abstract: str) -> PaperVectors:
        from paperline.domain.papers import Paper

        return embed_papers([Paper(id="", version=1, title=title, abstract=abstract)], self._embedder())[0]

    def _open_archive(self) -> ChromaVectorIndex:
        from paperline.adapters.vector_index import ChromaVectorIndex

        return ChromaVectorIndex(self.settings.index_path, self._embedder().identity)


def no_language_model(_: Settings) -> ConfiguredModel | None:
    """None: no adapter of the LanguageModel port that reaches a vendor is there yet."""
    return None


def open_services(settings: Settings, *, open_model: OpenModel = no_language_model) -> Services:
    """The services over the data folder of the settings; it is made, and its schema brought up to date, if need be.

    The engine `llm` serves where `open_model` gives a language model.
    """
    from paperline.adapters.records import SqlRecords

    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {settings.home} cannot be made: {error.strerror}. Set PAPERLINE_HOME to a folder you can write."
        ) from error
    return Services(settings, SqlRecords(Path(settings.home)), open_model)


def _open_embedder(settings: Settings) -> Embedder:
    if settings.embedder == "hashing":
        from paperline.adapters.encoders.hashing import HashingEmbedder

        return HashingEmbedder()
    if settings.embedder == "openai":
        from paperline.adapters.encoders.openai_api import open_openai_embedder
        from paperline.adapters.tokens.openai_tokens import openai_token_counter

        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
        return open_openai_embedder(
            key, base_url=settings.openai_base_url, model=settings.embedding_model,
            dimensions=settings.embedding_dimensions, count_tokens=openai_token_counter(settings.embedding_model).count,
        )  # fmt: skip
    from paperline.adapters.encoders.minilm import MiniLmEmbedder

    return MiniLmEmbedder(threads=settings.encoder_threads)


def _open_syntax() -> Syntax:
    from paperline.adapters.syntax.spacy_syntax import SpacySyntax

    return SpacySyntax()


def _require_embedded(engine: Engine) -> None:
    if engine is not Engine.EMBEDDED:
        raise EngineUnavailable("No language model is configured. Use the engine `embedded` or `auto`.")
