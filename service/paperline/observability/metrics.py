"""Metrics: what this process has done since it started, as numbers that every part may add to.

A label's values come from a closed set, never from a request: each is a series that stays until the process ends.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, TypeAlias

_LATENCY_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_WORK_SECONDS = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """One number of a metric: its name's ending, its labels in their order, its value."""

    suffix: str
    labels: tuple[tuple[str, str], ...]
    value: float


class Counter:
    """A number that only grows, apart for every combination of label values. Safe to use from many threads."""

    kind: Literal["counter"] = "counter"

    def __init__(self, name: str, meaning: str, *labels: str) -> None:
        self.name = name
        self.meaning = meaning
        self._labels = labels
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, ...], int] = {} if labels else {(): 0}

    def add(self, *values: str, amount: int = 1) -> None:
        """The count of these label values, in the order of the labels, is higher by the amount."""
        with self._lock:
            self._counts[values] = self._counts.get(values, 0) + amount

    def samples(self) -> list[Sample]:
        """The counts by their label values."""
        with self._lock:
            counted = sorted(self._counts.items())
        return [Sample("", tuple(zip(self._labels, values, strict=True)), count) for values, count in counted]


class Histogram:
    """How often a duration fell below each of some limits, apart for every combination of label values."""

    kind: Literal["histogram"] = "histogram"

    def __init__(self, name: str, meaning: str, *labels: str, limits: Sequence[float] = _LATENCY_SECONDS) -> None:
        self.name = name
        self.meaning = meaning
        self._labels = labels
        self._limits = tuple(limits)
        self._lock = threading.Lock()
        self._series: dict[tuple[str, ...], tuple[list[int], float]] = {}

    def observe(self, value: float, *values: str) -> None:
        """The value was seen once more under these label values."""
        with self._lock:
            counts, total = self._series.get(values) or ([0] * (len(self._limits) + 1), 0.0)
            counts[bisect_left(self._limits, value)] += 1
            self._series[values] = (counts, total + value)

    def samples(self) -> list[Sample]:
        """For every series its cumulative buckets, its sum and its count."""
        with self._lock:
            series = [(values, list(counts), total) for values, (counts, total) in sorted(self._series.items())]
        found = []
        for values, counts, total in series:
            labels = tuple(zip(self._labels, values, strict=True))
            limits = (*(f"{limit:g}" for limit in self._limits), "+Inf")
            found += [
                Sample("_bucket", (*labels, ("le", limit)), count)
                for limit, count in zip(limits, accumulate(counts), strict=True)
            ]
            found += [Sample("_sum", labels, total), Sample("_count", labels, sum(counts))]
        return found


Metric: TypeAlias = Counter | Histogram

HTTP_REQUESTS = Counter(
    "paperline_http_requests_total",
    "Answered requests by route template, method and status; `unmatched` is every path that no route has.",
    "route", "method", "status",
)  # fmt: skip
HTTP_SECONDS = Histogram(
    "paperline_http_request_duration_seconds",
    "Time from a request's arrival to the last byte of its answer, by route template.",
    "route",
)
PAPERS_INGESTED = Counter(
    "paperline_papers_ingested_total", "Papers read from sources: new, updated or unchanged in the store.", "outcome"
)
RECORDS_REJECTED = Counter("paperline_records_rejected_total", "Records of sources left out because they are no paper.")
INGEST_SECONDS = Histogram(
    "paperline_ingest_duration_seconds",
    "Time to read, store, embed and index a source, by whether it was done or failed.",
    "outcome", limits=_WORK_SECONDS,
)  # fmt: skip
EMBEDDING_SECONDS = Histogram(
    "paperline_embedding_duration_seconds", "Time to encode a batch of papers.", limits=_WORK_SECONDS
)
EMBEDDING_INPUTS = Counter(
    "paperline_embedding_inputs_total", "Texts encoded for papers; a paper gives one for each of its passages."
)
SUMMARIES_WRITTEN = Counter(
    "paperline_summaries_written_total", "Summaries written, stored or not, by engine.", "engine"
)
ANSWERS = Counter(
    "paperline_answers_total",
    "Answers given by status: answered, partial or refused; `reason` says why one was refused.",
    "status", "reason",
)  # fmt: skip
CHECKS_FAILED = Counter(
    "paperline_checks_failed_total",
    "Failed checks of written sentences, by the text they stand in (summary, answer) and the check.",
    "text", "check",
)  # fmt: skip
MODEL_CALLS = Counter(
    "paperline_model_calls_total",
    "Calls to a language model by what came of them: answered, refused, reused, or the error that sent the question elsewhere.",
    "outcome",
)
MODEL_TOKENS = Counter(
    "paperline_model_tokens_total",
    "Tokens as the language model counted them: prompt, of it cached, completion.",
    "kind",
)
MODEL_COST = Counter(
    "paperline_model_cost_nanodollars_total",
    "What calls to a language model cost, estimates included, in 10⁻⁹ US dollars.",
)
MODEL_SENTENCES = Counter(
    "paperline_model_sentences_total",
    "Sentences that a language model wrote: passed the checks, failed them, or came with a refusal and were dropped.",
    "outcome",
)
SENTENCES_HELD_BACK = Counter(
    "paperline_sentences_held_back_total",
    "Sentences of a language model's answers that failed a check and were not shown.",
)
MODEL_FALLBACKS = Counter(
    "paperline_model_fallbacks_total",
    "Texts (summary, answer) that the embedded engine wrote, wholly or in part, because the language model's failed.",
    "text",
)
MODEL_CITATIONS_REJECTED = Counter(
    "paperline_model_citations_rejected_total",
    "Citations of a language model that name no key it was given, or quote what does not stand there.",
    "reason",
)
LOG_LINES_DROPPED = Counter(
    "paperline_log_lines_dropped_total",
    "Lines of the log that were not written because whoever reads it was too slow or gone.",
)
ALL: tuple[Metric, ...] = (
    HTTP_REQUESTS, HTTP_SECONDS, PAPERS_INGESTED, RECORDS_REJECTED, INGEST_SECONDS, EMBEDDING_INPUTS,
    EMBEDDING_SECONDS, SUMMARIES_WRITTEN, ANSWERS,
    CHECKS_FAILED, MODEL_CALLS, MODEL_TOKENS, MODEL_COST, MODEL_SENTENCES, SENTENCES_HELD_BACK,
    MODEL_FALLBACKS, MODEL_CITATIONS_REJECTED, LOG_LINES_DROPPED,
)  # fmt: skip
