"""Metrics in the text format that Prometheus reads, version 0.0.4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from paperline.observability.metrics import ALL, Counter, Histogram, Sample

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Gauge:
    """Numbers read at the moment of the request; none where they cannot be told."""

    name: str
    meaning: str
    samples: tuple[Sample, ...]
    kind: Literal["gauge"] = "gauge"


def exposition(gauges: Iterable[Gauge] = ()) -> str:
    """Every metric with its meaning and type; a gauge without a sample is left out."""
    lines = [line for metric in ALL for line in _family(metric, metric.samples())]
    for gauge in gauges:
        if gauge.samples:
            lines += _family(gauge, gauge.samples)
    return "\n".join(lines) + "\n"


def _family(metric: Counter | Histogram | Gauge, samples: Iterable[Sample]) -> list[str]:
    lines = _head(metric.name, metric.meaning, metric.kind)
    return lines + [f"{metric.name}{sample.suffix}{_labels(sample)} {sample.value:.17g}" for sample in samples]


def _head(name: str, meaning: str, kind: str) -> list[str]:
    return [f"# HELP {name} {meaning.replace(chr(92), chr(92) * 2)}", f"# TYPE {name} {kind}"]


def _labels(sample: Sample) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels)
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
