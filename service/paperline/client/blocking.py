"""The client that waits: every call of the API as a method."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date
from types import TracebackType
from typing import Self, TypeVar

import httpx2

from paperline.client import calls, connection, values
from paperline.client.errors import ClientError, JobUnfinished, Unreachable
from paperline.client.retrying import Retrying
from paperline.client.streams import EventLines
from paperline.domain.answers import Answer
from paperline.domain.days import Day, DayPaper
from paperline.domain.papers import PaperVersion
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary

_Read = TypeVar("_Read")
_FIRST_LOOK_SECONDS, _SLOWEST_LOOK_SECONDS = 0.2, 5.0


class PaperlineClient:
    """Talks to one server. Thread-safe; close it, or use it in a `with`."""

    def __init__(
        self,
        address: str = connection.DEFAULT_ADDRESS,
        *,
        api_key: str | None = None,
        timeout_seconds: float = 60.0,
        retrying: Retrying | None = None,
        use_proxy: bool = True,
    ) -> None:
        self.address = address
        self._retrying = retrying or Retrying()
        self._http = httpx2.Client(**connection.settings(address, api_key, timeout_seconds, use_proxy=use_proxy))

    def summarise(
        self, abstract: str, *, title: str | None = None, id: str | None = None, engine: values.EngineName = "auto"  # noqa: A002
    ) -> Summary:  # fmt: skip
        """The line, the claims and the keywords of a text; its spans index the strings as sent."""
        return self._call(calls.summarise(values.PaperText(abstract, title, id), engine))

    def summarise_batch(
        self, papers: Sequence[values.PaperText], *, engine: values.EngineName = "auto"
    ) -> tuple[values.BatchResult, ...]:
        """A summary or a problem for each of up to a hundred texts, in their order."""
        return self._call(calls.summarise_batch(papers, engine))

    def ask(
        self,
        question: str,
        scope: Scope | None = None,
        *,
        engine: values.EngineName = "auto",
        history: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> Answer:
        """Cited sentences or a reasoned refusal; without a scope, of the latest day. History: questions and cited ids."""
        return self._call(calls.ask(question, scope, engine, history))

    def stream(
        self,
        question: str,
        scope: Scope | None = None,
        *,
        engine: values.EngineName = "auto",
        history: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> Iterator[values.AnswerEvent]:
        """The answer as it is made: scope, evidence, sentences, and last the whole; leaving the iterator ends the work."""
        call = calls.ask(question, scope, engine, history)
        lines = EventLines()
        with (
            connection.translated(self.address),
            self._http.stream(**connection.streamed(call)) as response,
        ):
            if not response.is_success:
                raise connection.refusal(response.status_code, response.read(), response.headers)
            for line in response.iter_lines():
                if event := lines.take(line):
                    yield event
                    if isinstance(event, values.AnswerGiven):
                        return
        raise Unreachable(f"{self.address} ended the stream before the answer.", sent=True)

    def answer(self, answer_id: str) -> Answer:
        """A stored answer as it was given."""
        return self._call(calls.answer(answer_id))

    def search(
        self, query: str, scope: Scope | None = None, *, limit: int = 20, cursor: str | None = None, **filters: str | bool
    ) -> values.SearchPage:  # fmt: skip
        """Papers by meaning and words; `category`, `author`, `source` and `has_code` filter them, `sort="newest"` orders them."""
        return self._call(calls.search(query, scope, filters, limit, cursor))

    def search_file(
        self,
        query: str,
        scope: Scope | None = None,
        *,
        format: values.ExportFormat,  # noqa: A002
        limit: int = 100,
        **filters: str | bool,
    ) -> str:
        """The hits as BibTeX, CSL-JSON, RIS or CSV."""
        return self._call(calls.search_file(query, scope, filters, limit, format))

    def days(self, *, limit: int = 30, cursor: str | None = None) -> values.DayPage:
        """The stored days, newest first."""
        return self._call(calls.days(limit, cursor))

    def day(self, wanted: date | None = None) -> Day:
        """A day with its papers and their summaries; without a date the latest that has papers."""
        return self._call(calls.day(wanted))

    def day_file(self, wanted: date | None = None, *, format: values.ExportFormat) -> str:  # noqa: A002
        """A day as Markdown, BibTeX, CSL-JSON, RIS or CSV."""
        return self._call(calls.day_file(wanted, format))

    def paper(self, paper_id: str) -> DayPaper:
        """A paper by any id that names it, with its summary."""
        return self._call(calls.paper(paper_id))

    def paper_summary(self, paper_id: str, *, engine: values.EngineName = "auto") -> Summary:
        """The stored summary of a paper."""
        return self._call(calls.paper_summary(paper_id, engine))

    def similar(self, paper_id: str, *, limit: int = 10) -> values.SearchPage:
        """The papers most like a stored one."""
        return self._call(calls.similar(paper_id, limit))

    def versions(self, paper_id: str) -> tuple[PaperVersion, ...]:
        """Every stored wording of a paper, oldest first."""
        return self._call(calls.versions(paper_id))

    def ingest(
        self, content: bytes, *, format: values.SourceFormat = "auto", day: date | None = None, summarise: bool = False  # noqa: A002
    ) -> values.Job:  # fmt: skip
        """The job that stores the papers of a source; `wait` follows it."""
        return self._call(calls.ingest(content, format, day, summarise=summarise))

    def job(self, job_id: str) -> values.Job:
        """How far a job is."""
        return self._call(calls.job(job_id))

    def cancel(self, job_id: str) -> values.Job:
        """The job, which ends."""
        return self._call(calls.cancel(job_id))

    def wait(self, job: values.Job, *, timeout_seconds: float = 3600.0) -> values.Job:
        """The job once it is finished, however that went; JobUnfinished where that takes longer."""
        ends, pause = time.monotonic() + timeout_seconds, _FIRST_LOOK_SECONDS
        while not job.finished:
            if time.monotonic() + pause > ends:
                raise JobUnfinished(f"The job {job.id} is still {job.status} after {timeout_seconds:g} s.")
            time.sleep(pause)
            job, pause = self.job(job.id), min(pause * 1.5, _SLOWEST_LOOK_SECONDS)
        return job

    def close(self) -> None:
        """Connections are closed."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(self, call: calls.Call[_Read]) -> _Read:
        tried = 0
        while True:
            tried += 1
            try:
                with connection.translated(self.address):
                    response = self._http.request(**connection.request(call))
                return connection.read_response(call, response)
            except ClientError as error:
                pause = self._retrying.pause(error, tried, repeatable=call.repeatable)
                if pause is None:
                    raise
            time.sleep(pause)
