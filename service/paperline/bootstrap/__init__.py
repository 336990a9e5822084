"""The composition root: the only place that knows which adapters and engines serve the ports."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from paperline.domain.errors import EngineUnavailable, PaperlineError, StoreUnavailable
from paperline.domain.provenance import Engine
from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.engines.language_model.answerer import LanguageModelAnswerer
from paperline.engines.language_model.spending.batching import MeteredBatches
from paperline.engines.language_model.summarising.summariser import LanguageModelSummariser
from paperline.observability.events import log
from paperline.pipeline.access.keys import ManageKeys
from paperline.pipeline.asking.ask import AskPapers
from paperline.pipeline.asking.candidates import FindCandidates
from paperline.pipeline.asking.examples import SuggestQuestions
from paperline.pipeline.asking.retrieve import RetrievePapers
from paperline.pipeline.asking.search import SearchPapers
from paperline.pipeline.diagnose import DiagnoseParts, Diagnosis
from paperline.pipeline.embed import embed_papers
from paperline.pipeline.estimate import EstimateSummaries
from paperline.pipeline.index import IndexPapers
from paperline.pipeline.ingest import IngestPapers
from paperline.pipeline.jobs.queue import JobQueue
from paperline.pipeline.jobs.work import WorkOnJobs
from paperline.pipeline.map_day import MapDay
from paperline.pipeline.read import ReadPapers
from paperline.pipeline.repeats import RepeatedRequests
from paperline.pipeline.report import ReportLines
from paperline.pipeline.spend import TellSpending
from paperline.pipeline.summarise import SummarisePapers
from paperline.pipeline.summarise_in_batch import SummariseInBatch
from paperline.pipeline.take_in import TakeInPapers

if TYPE_CHECKING:
    from paperline.adapters.vector_index import ChromaVectorIndex, OwnerLock
    from paperline.domain.jobs import IngestRequest
    from paperline.domain.ranking.vectors import PaperVectors
    from paperline.ports import Answerer, Embedder, PaperSource, Records, Summariser, Syntax
    from paperline.settings import Settings

from paperline.bootstrap.models import (
    ConfiguredModel,
    OpenModel,
    configured_model,
    embedding_meter,
    estimator,
    making,
    metered,
    metered_batches,
    nano,
    open_language_model,
)

__all__ = [
    "ConfiguredModel",
    "OpenModel",
    "Services",
    "configured_model",
    "open_language_model",
    "open_services",
    "serving_address",
]

_Made = TypeVar("_Made")
_SERVING = "serve"
_CORES = 2


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


class Services:
    """Every use case over one data folder. Synchronous and thread-safe; close it, or use it in a `with`."""

    def __init__(self, settings: Settings, records: Records, open_model: OpenModel) -> None:
        self.settings = settings
        self.records = records
        self._embedder = _Once(lambda: _open_embedder(settings, records))
        self._archive: _Once[ChromaVectorIndex] = _Once(self._open_archive)
        self._syntax = _Once(_open_syntax)
        self._batches: _Once[MeteredBatches] = _Once(lambda: metered_batches(self._required_model(), records, settings))
        self._model = _Once(lambda: metered(open_model(settings), records, settings))
        self.index = IndexPapers(records, self._embedder, self._archive)
        self.ingest = IngestPapers(records, self.index)
        self.summarise = SummarisePapers(records, self._summariser, self._embedder)
        self.summarise_in_batch = SummariseInBatch(self.summarise, self._asking_summariser, self._batches)
        self.take_in = TakeInPapers(self.ingest, self.summarise)
        self.read = ReadPapers(records)
        self.retrieve = RetrievePapers(records, self._embedder, FindCandidates(self._embedder, self._archive))
        self.ask = AskPapers(records, self.retrieve, self._answerer, settings.max_question_characters)
        self.examples = SuggestQuestions(self.ask)
        self.report = ReportLines(records)
        self.keys = ManageKeys(records)
        self.estimate = EstimateSummaries(records, lambda: estimator(settings, self._model))
        self.spending = TellSpending(records, nano(settings.budget_day_usd))
        self.map_day = MapDay(records, self._embedder)
        self.search = SearchPapers(records, self.retrieve)
        self.jobs = JobQueue(records)
        self.work = WorkOnJobs(records, self.ingest, self.take_in, self.open_body)
        self.repeats = RepeatedRequests(records)
        self._serving: _Once[OwnerLock] = _Once(self._open_lock)
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

    def open_body(self, raw: bytes, request: IngestRequest) -> PaperSource:
        """The body of a request to ingest as a source; reading it is what tells whether it is one."""
        return self.body_source(raw, format=request.format, name="the request body", day=request.day)

    def sample_source(self) -> PaperSource:
        """The bundled sample day; its records name the source `sample`."""
        from paperline.adapters.sources import SampleDay

        return SampleDay()

    @property
    def texts_at_once(self) -> int:
        """How many texts are worth summarising at once: a model is waited for, the embedded engine computes."""
        return self.settings.model_calls_at_once if self.settings.has_language_model else _CORES

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
        lock = self._serving()
        return None if lock.acquire() else lock.named_owner()

    def tell_address(self, address: str) -> None:
        """Other processes over the data folder find this one at the address, where it is the one that serves it."""
        self._serving().tell(address)

    def index_lag(self) -> int | None:
        """How many passages of SQL the archive index lacks; None where this process does not have it open."""
        return self._diagnose.lag()

    def close(self) -> None:
        """The language model's connections, the archive index, its lock and the store are released."""
        if self._model.made is not None:
            self._model.made.ladder.model.close()
        if self._batches.made is not None:
            self._batches.made.close()
        if self._archive.made is not None:
            self._archive.made.close()
        if self._serving.made is not None:
            self._serving.made.release()
        self.records.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _summariser(self, engine: Engine | None) -> Summariser:
        embedded = EmbeddedSummariser(self._syntax(), self._encode_text)
        configured = self._chosen(engine)
        if configured is None:
            return embedded
        return LanguageModelSummariser(
            configured.ladder, configured.count_tokens, otherwise=embedded,
            show_failed=self.settings.failed_sentences == "shown", at_once=self.settings.model_calls_at_once,
        )  # fmt: skip

    def _asking_summariser(self) -> LanguageModelSummariser:
        self._required_model()
        summariser = self._summariser(Engine.LLM)
        assert isinstance(summariser, LanguageModelSummariser)
        return summariser

    def _required_model(self) -> ConfiguredModel:
        configured = self._chosen(Engine.LLM)
        assert configured is not None, "where none is configured, choosing it is an error"
        return configured

    def _answerer(self, engine: Engine | None) -> Answerer:
        configured = self._chosen(engine)
        if configured is None:
            return EmbeddedAnswerer()
        return LanguageModelAnswerer(
            configured.ladder, configured.count_tokens, otherwise=EmbeddedAnswerer(),
            show_failed=self.settings.failed_sentences == "shown",
        )  # fmt: skip

    def _chosen(self, engine: Engine | None) -> ConfiguredModel | None:
        """The language model where it is to be asked; EngineUnavailable where it was asked for and there is none."""
        wanted = engine or (Engine(self.settings.engine) if self.settings.engine != "auto" else None)
        configured = None if wanted is Engine.EMBEDDED else self._model()
        if configured is None and wanted is Engine.LLM:
            raise EngineUnavailable(
                "No language model is configured: set OPENAI_API_KEY or OPENAI_BASE_URL, or use the engine `embedded`."
            )
        return configured

    def _encode_text(self, title: str, abstract: str) -> PaperVectors:
        from paperline.domain.papers import Paper

        return embed_papers([Paper(id="", version=1, title=title, abstract=abstract)], self._embedder())[0]

    def _open_lock(self) -> OwnerLock:
        from paperline.adapters.vector_index import OwnerLock

        return OwnerLock(self.settings.home / _SERVING)

    def _open_archive(self) -> ChromaVectorIndex:
        from paperline.adapters.vector_index import ChromaVectorIndex

        return ChromaVectorIndex(self.settings.index_path, self._embedder().identity)


def serving_address(settings: Settings) -> str | None:
    """The address of the other process that serves the data folder of the settings; None where none does."""
    from paperline.adapters.vector_index import OwnerLock

    return OwnerLock(settings.home / _SERVING).other_address()


def open_services(settings: Settings, *, open_model: OpenModel = open_language_model) -> Services:
    """The services over the data folder of the settings; it is made, and its schema brought up to date, if need be.

    The engine `llm` serves where `open_model` gives a language model, which is asked for when it is first needed.
    """
    from paperline.adapters.records import SqlRecords

    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {settings.home} cannot be made: {error.strerror}. Set PAPERLINE_HOME to a folder you can write."
        ) from error
    return Services(
        settings, SqlRecords(Path(settings.home), makings=lambda engine: making(engine, settings)), open_model
    )


def _open_embedder(settings: Settings, records: Records) -> Embedder:
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
            meter=embedding_meter(records, settings),
        )  # fmt: skip
    from paperline.adapters.encoders.minilm import MiniLmEmbedder

    return MiniLmEmbedder(threads=settings.encoder_threads)


def _open_syntax() -> Syntax:
    from paperline.adapters.syntax.spacy_syntax import SpacySyntax

    return SpacySyntax()
