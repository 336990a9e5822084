"""Where an output came from: engine, model, prompt, weights and time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_SNAPSHOT = re.compile(r"-20\d\d-\d\d-\d\d$")


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
class Making:
    """What an engine writes with now: an output that was made with another model, weights or prompt is stale.

    None is not compared. The dated snapshot of a model is that model.
    """

    model: str | None = None
    weights: str | None = None
    prompt_sha256: str | None = None

    def made(self, model: str, weights: str | None, prompt_sha256: str | None) -> bool:
        """Whether an output of this model, weights and prompt is what the engine would write now."""
        return (
            (self.model is None or undated(model) == undated(self.model))
            and self.weights in {None, weights}
            and self.prompt_sha256 in {None, prompt_sha256}
        )


def undated(model: str) -> str:
    """The name of a model without the date of its snapshot."""
    return _SNAPSHOT.sub("", model)


@dataclass(frozen=True, slots=True)
class Usage:
    """What an output cost: model calls, tokens and US dollars; all zero for the embedded engine."""

    model_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0
