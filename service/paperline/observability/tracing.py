"""Tracing: spans of what this process does, for OpenTelemetry; they cost next to nothing until they are switched on.

Attributes are names from closed sets, counts and times: no question, title, prompt, path, query, key or address of a client.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeAlias

from paperline.domain.errors import TracingUnavailable

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span as OpenTelemetrySpan

Value: TypeAlias = str | int | float | bool
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PATIENCE_SECONDS = 2.0  # with a collector that does not answer, when the process ends
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")


class Span(Protocol):
    """What is being done, while it is done."""

    def tell(self, **attributes: Value) -> None:
        """Attributes under names whose dots are written as `__`."""

    def rename(self, name: str) -> None:
        """Call it by what is only known later."""

    def fail(self, kind: str) -> None:
        """It failed, by a kind from a closed set."""


class _Off:
    def tell(self, **attributes: Value) -> None: ...
    def rename(self, name: str) -> None: ...
    def fail(self, kind: str) -> None: ...


_OFF: AbstractContextManager[Span] = nullcontext(_Off())
_provider: TracerProvider | None = None


def is_wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the standard variables ask for traces: an endpoint is named, or an exporter, and neither says no."""
    exporter = environment.get("OTEL_TRACES_EXPORTER", "").lower()
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true" or exporter == "none":
        return False
    return bool(exporter) or any(environment.get(name) for name in _ENDPOINTS)


def is_on() -> bool:
    """Whether spans are recorded."""
    return _provider is not None


def start(exporter: SpanExporter | None = None) -> None:
    """Spans are recorded from now on and sent to where the standard variables say, or to an exporter.

    Raises TracingUnavailable where OpenTelemetry is not installed.
    """
    global _provider  # noqa: PLW0603  (a process is traced or not)
    try:
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  (start-up imports stay light)
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

        named = "service.name" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "") or "OTEL_SERVICE_NAME" in os.environ
        provider = TracerProvider(
            shutdown_on_exit=False, resource=Resource.create({} if named else {"service.name": "paperline"})
        )
        provider.add_span_processor(BatchSpanProcessor(exporter or _exporter_of_environment()))
    except ImportError as error:
        raise TracingUnavailable(
            f"Traces are asked for (OTEL_…), but {error.name} is missing. Install paperline[otel]; "
            "for OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf also opentelemetry-exporter-otlp-proto-http."
        ) from error
    _provider = provider


def stop() -> None:
    """What was recorded is sent, and nothing is recorded any more."""
    global _provider  # noqa: PLW0603
    if _provider is not None:
        sending = threading.Thread(target=_provider.shutdown, name="traces", daemon=True)
        sending.start()
        sending.join(_PATIENCE_SECONDS)
        _provider = None


def span(name: str, **attributes: Value) -> AbstractContextManager[Span]:
    """A span within the current one, around a piece of work; an error that leaves it is told by its type only."""
    return _OFF if _provider is None else _recorded(_provider, name, "internal", None, attributes)


def call_span(name: str, **attributes: Value) -> AbstractContextManager[Span]:
    """As `span`, around a call to another service."""
    return _OFF if _provider is None else _recorded(_provider, name, "client", None, attributes)


def request_span(name: str, headers: Mapping[str, str]) -> AbstractContextManager[Span]:
    """As `span`, around an incoming request, within the caller's trace where its W3C headers name one."""
    return _OFF if _provider is None else _recorded(_provider, name, "server", headers, {})


class _Recorded:
    def __init__(self, inner: OpenTelemetrySpan) -> None:
        self._inner = inner

    def tell(self, **attributes: Value) -> None:
        for name, value in attributes.items():
            self._inner.set_attribute(name.replace("__", "."), value)

    def rename(self, name: str) -> None:
        self._inner.update_name(name)

    def fail(self, kind: str) -> None:
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415

        self._inner.set_status(Status(StatusCode.ERROR, kind))
        self.tell(error__type=kind)


@contextmanager
def _recorded(
    provider: TracerProvider, name: str, kind: str, headers: Mapping[str, str] | None, attributes: Mapping[str, Value]
) -> Iterator[Span]:
    from opentelemetry import propagate  # noqa: PLC0415
    from opentelemetry.trace import SpanKind  # noqa: PLC0415

    within = None if headers is None else propagate.extract(headers)
    with provider.get_tracer("paperline").start_as_current_span(
        name, context=within, kind=SpanKind[kind.upper()], record_exception=False, set_status_on_exception=False
    ) as inner:
        recorded = _Recorded(inner)
        recorded.tell(**attributes)
        try:
            yield recorded
        except BaseException as error:
            recorded.fail(type(error).__name__)
            raise


def _exporter_of_environment() -> SpanExporter:
    if os.environ.get("OTEL_TRACES_EXPORTER", "").lower() == "console":
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter  # noqa: PLC0415

        return ConsoleSpanExporter(out=os.fdopen(os.dup(2), "w"))
    protocol = next((value for name in _PROTOCOLS if (value := os.environ.get(name))), "grpc")
    transport = "http" if protocol.startswith("http") else "grpc"
    exporter: SpanExporter = import_module(
        f"opentelemetry.exporter.otlp.proto.{transport}.trace_exporter"
    ).OTLPSpanExporter()
    return exporter
