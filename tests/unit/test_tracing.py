"""Tracing by itself: when it is wanted, what it costs when it is not, and what spans tell of errors."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from paperline.domain.errors import TracingUnavailable
from paperline.observability import tracing


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4317"}, True),
        ({"OTEL_TRACES_EXPORTER": "console"}, True),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317"}, False),
        ({"OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, False),
    ],
)
def test_the_standard_variables_switch_it_on(environment, wanted):
    """An endpoint or an exporter does, unless the SDK is disabled or the exporter is none."""
    assert tracing.is_wanted(environment) is wanted


def test_without_it_a_span_is_one_shared_nothing():
    """No object is made, and whatever is told of it goes nowhere."""
    assert tracing.span("a") is tracing.span("b", paperline__papers=1)
    with tracing.span("a") as span:
        span.tell(paperline__papers=1)
        span.rename("b")
        span.fail("x")
    assert not tracing.is_on()


@pytest.fixture
def memory() -> Iterator[Any]:
    """An exporter that keeps what is recorded in this process; all of it once tracing is stopped."""
    exporter = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter").InMemorySpanExporter()
    tracing.start(exporter)
    yield exporter
    tracing.stop()


def test_spans_nest_and_tell_of_errors_by_their_type_only(memory):
    """The message of an error may hold what a reader wrote: it stays out."""
    with (
        pytest.raises(ValueError, match="private"),
        tracing.span("outer", paperline__papers=2),
        tracing.call_span("chat tiny", gen_ai__request__model="tiny"),
    ):
        raise ValueError("a private question")
    tracing.stop()
    inner, outer = memory.get_finished_spans()
    assert (inner.name, outer.name) == ("chat tiny", "outer")
    assert inner.parent.span_id == outer.context.span_id
    assert dict(outer.attributes) == {"paperline.papers": 2, "error.type": "ValueError"}
    assert inner.attributes["gen_ai.request.model"] == "tiny"
    assert "private" not in outer.to_json() + inner.to_json()


def test_an_exporter_that_hangs_does_not_hold_the_process_back(memory):
    """Two seconds are given to it."""
    released = threading.Event()
    memory.shutdown = lambda: released.wait(30)
    began = time.monotonic()
    tracing.stop()
    took = time.monotonic() - began
    released.set()
    assert took < 5


def test_what_is_missing_is_named(monkeypatch):
    """The error says which package sends traces."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http", None)
    with pytest.raises(TracingUnavailable, match=r"paperline\[otel\]"):
        tracing.start()
    assert not tracing.is_on()
