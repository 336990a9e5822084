"""Where an output came from: engine, model, prompt, weights and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Engine(StrEnum):
    """Who wrote a text."""

    EMBEDDED = "embedded"
    LLM = "llm"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made an output; enough to tell whether a newer paper or prompt made it stale."""

    engine: Engine
    model: str
    weights: str | None
    checks_version: str
    created_at: datetime
    prompt: str | None = None
    prompt_sha256: str | None = None
    paper_version: int | None = None
    stale: bool = False
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What an output cost: model calls, tokens and US dollars; all zero for the embedded engine."""

    model_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0
