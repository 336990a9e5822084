"""An abstract as the engine reads it: its sentences with their roles, vectors and trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paperline.domain.ranking.vectors import Matrix
from paperline.domain.syntax import Parse
from paperline.domain.text import Sentence
from paperline.engines.embedded.roles import RoleScores


@dataclass(frozen=True, slots=True)
class Abstract:
    """What line and claims are written from; `vectors` (s, d) where there are any, `parses` by sentence."""

    title: str
    text: str
    sentences: Sequence[Sentence]
    roles: Sequence[RoleScores]
    vectors: Matrix | None = None
    parses: Mapping[int, Parse] = field(default_factory=dict)
