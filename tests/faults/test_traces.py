"""Traces of a real server: sent to a collector that the standard variables name, never with what readers asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.builders import DAY

SECRET = "whose-drawers-are-wet"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Collector:
    """The spans that arrived, as name → attributes; with the trace's and the parent's ids."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.spans: list[tuple[str, dict[str, str], str, str]] = []
        self.services: set[str] = set()

    def named(self, name: str) -> list[tuple[str, dict[str, str], str, str]]:
        with self.lock:
            return [span for span in self.spans if span[0] == name]


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """An OTLP/gRPC receiver on loopback, which the variables name."""
    grpc = pytest.importorskip("grpc")
    services = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc")
    messages = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    heard = Collector()

    class Receiver(services.TraceServiceServicer):  # type: ignore[name-defined,misc]
        def Export(self, request, context):  # noqa: N802  (gRPC's names)
            with heard.lock:
                for resource in request.resource_spans:
                    heard.services |= {
                        item.value.string_value for item in resource.resource.attributes if item.key == "service.name"
                    }
                    for span in (span for scope in resource.scope_spans for span in scope.spans):
                        told = {item.key: str(item.value) for item in span.attributes}
                        heard.spans.append((span.name, told, span.trace_id.hex(), span.parent_span_id.hex()))
            return messages.ExportTraceServiceResponse()

    server = grpc.server(ThreadPoolExecutor(2))
    services.add_TraceServiceServicer_to_server(Receiver(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    yield heard
    server.stop(None)


@pytest.mark.slow
def test_what_a_server_does_is_traced_and_nothing_that_was_asked(tmp_path, collector, done, served):
    """Requests, retrieval and answers are spans of the caller's trace; texts are in none of them."""
    papers = tmp_path / "papers.jsonl"
    paper = {"id": "p1", "title": "Sorting Letters", "abstract": "We sort wet letters by weight. It halves the time."}
    papers.write_text(json.dumps(paper), encoding="utf-8")
    done("ingest", str(papers), "--day", str(DAY))
    server = served()
    _ask(server, f"What halves the time, {SECRET}?")
    assert server.get("/v1/papers/nothing-here?drawer=wet")[0] == 404
    assert server.get("/healthz")[0] == 200
    server.stop()
    assert collector.services == {"paperline"}
    assert [told["http.response.status_code"] for _, told, _, _ in collector.named("POST /v1/ask")] == [
        "int_value: 200\n"
    ]
    assert collector.named("GET /v1/papers/{paper_id}") or collector.named("GET /v1/papers/{paper_id:path}")
    assert not collector.named("GET /healthz")
    assert {trace for name, _, trace, _ in collector.spans if name in ("POST /v1/ask", "retrieve", "answer")} == {TRACE}
    assert all(parent for name, _, _, parent in collector.spans if name in ("POST /v1/ask", "retrieve", "answer"))
    everything = str(collector.spans)
    assert SECRET not in everything
    assert "wet" not in everything
    assert "nothing-here" not in everything


def _ask(server, question: str) -> None:
    import urllib.request

    request = urllib.request.Request(
        f"{server.address}/v1/ask", json.dumps({"question": question}).encode(),
        {"Content-Type": "application/json", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200
