"""A summary: one line in two parts, key claims and keywords, each tied to spans of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from paperline.domain.provenance import Engine, Provenance, Usage
from paperline.domain.text import Span


class PartRole(StrEnum):
    """What a part of the line says: what the paper offers, or what came of it."""

    WHAT = "what"
    FINDING = "finding"


class ClaimKind(StrEnum):
    """What a claim is about."""

    CONTRIBUTION = "contribution"
    METHOD = "method"
    RESULT = "result"
    RESOURCE = "resource"
    LIMITATION = "limitation"
    PROBLEM = "problem"


class Origin(StrEnum):
    """How far a text is from its evidence.

    verbatim: the spans as they stand, but for initial case, spacing and the final stop. compressed: words only removed.
    rewritten: also joined, reordered or a referent replaced by its name. generated: written by a model.
    """

    VERBATIM = "verbatim"
    COMPRESSED = "compressed"
    REWRITTEN = "rewritten"
    GENERATED = "generated"


class CheckName(StrEnum):
    """The deterministic checks that run on every generated text."""

    SPANS = "spans"
    NUMBERS = "numbers"
    NAMES = "names"
    NEGATION = "negation"
    COMPARISON = "comparison"
    STANDALONE = "standalone"
    OTHER_PAPER = "other_paper"


@dataclass(frozen=True, slots=True)
class Checks:
    """The outcome of the checks on one text."""

    passed: bool
    failed: tuple[CheckName, ...] = ()


@dataclass(frozen=True, slots=True)
class LinePart:
    """One half of the line and the spans it rests on."""

    role: PartRole
    text: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The one-line TL;DR."""

    text: str
    parts: tuple[LinePart, ...]
    origin: Origin
    engine: Engine
    checks: Checks


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the paper, resting on one sentence."""

    text: str
    kind: ClaimKind
    evidence: tuple[Span, ...]
    origin: Origin
    engine: Engine
    checks: Checks


@dataclass(frozen=True, slots=True)
class Summary:
    """What Paperline says of one paper; `version` is None for a text that is not stored."""

    id: str | None
    version: int | None
    tldr: Line
    claims: tuple[Claim, ...]
    keywords: tuple[str, ...]
    usage: Usage
    provenance: Provenance
    basis: str = "abstract"
