"""An abstract as the engine reads it: its sentences with their roles, vectors and trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paperline.domain.ranking.vectors import Matrix
from paperline.domain.syntax import Parse
from paperline.domain.text import Sentence, split_sentences
from paperline.engines.embedded.naming import Name, find_name
from paperline.engines.embedded.roles import RoleScores, role_scores
from paperline.engines.embedded.sentences.features import Sentences
from paperline.engines.embedded.sentences.judging import Judged, judge


@dataclass(frozen=True, slots=True)
class Abstract:
    """What line, claims and keywords are written from; `vectors` (s, d) where there are any, `parses` by sentence, `name` the paper's own."""

    title: str
    text: str
    sentences: Sequence[Sentence]
    roles: Sequence[RoleScores]
    judged: Sequence[Judged]
    vectors: Matrix | None = None
    parses: Mapping[int, Parse] = field(default_factory=dict)
    title_parse: Parse | None = None
    name: Name | None = None

    @classmethod
    def read(cls, title: str, text: str, vectors: Matrix | None = None) -> Abstract:
        """The abstract without trees; vectors that do not fit its sentences are left aside."""
        sentences = split_sentences(text)
        usable = vectors if vectors is not None and len(vectors) == len(sentences) else None
        roles = role_scores(sentences, usable)
        judged = judge(Sentences(title, text, sentences, roles, usable))
        return cls(title, text, sentences, roles, judged, usable, name=find_name(title, text))

    def introduced(self, name: Name) -> int:
        """The first sentence that has the name, after which `it` and `our method` may mean it; beyond all where none has."""
        return next(
            (i for i, sentence in enumerate(self.sentences) if name.written in sentence.text), len(self.sentences)
        )
