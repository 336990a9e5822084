"""An abstract as the engine reads it: its sentences with their roles, vectors and trees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paperline.domain.addressed import addresses_a_model
from paperline.domain.ranking.vectors import Matrix
from paperline.domain.syntax import Parse
from paperline.domain.text import Sentence, split_sentences
from paperline.engines.embedded.names.naming import Name, find_name, given_names
from paperline.engines.embedded.roles import RoleScores, role_scores
from paperline.engines.embedded.sentences.features import Sentences
from paperline.engines.embedded.sentences.judging import Judged, judge


@dataclass(frozen=True, slots=True)
class Abstract:
    """What line, claims and keywords are written from; `vectors` (s, d) where there are any, `parses` by sentence, `name` the paper's own.

    `told` is the text with blanks for what is none of its sentences: places stay as they are.
    """

    title: str
    text: str
    sentences: Sequence[Sentence]
    roles: Sequence[RoleScores]
    judged: Sequence[Judged]
    vectors: Matrix | None = None
    parses: Mapping[int, Parse] = field(default_factory=dict)
    title_parse: Parse | None = None
    name: Name | None = None
    told: str = ""

    @classmethod
    def read(cls, title: str, text: str, vectors: Matrix | None = None) -> Abstract:
        """The abstract without trees; vectors that do not fit its sentences are left aside.

        Sentences that speak to a model that reads them are none of its sentences, unless there are no others.
        """
        every = split_sentences(text)
        usable = vectors if vectors is not None and len(vectors) == len(every) else None
        telling = [place for place, sentence in enumerate(every) if not addresses_a_model(sentence.text)]
        if 0 < len(telling) < len(every):
            usable = None if usable is None else usable[telling]
            sentences = tuple(every[place] for place in telling)
            told = _blanked(text, sentences)
        else:
            sentences, told = every, text
        roles = role_scores(sentences, usable)
        judged = judge(Sentences(title, text, sentences, roles, usable))
        return cls(title, text, sentences, roles, judged, usable, name=find_name(title, told), told=told)

    def named_in(self, place: int) -> str:
        """The name that a sentence is to be parsed with, as it is written there: the paper's own, else one that it gives.

        Of the title, which has no place (-1), the paper's own.
        """
        own = self.name.written if self.name else ""
        if place < 0:
            return own
        sentence = self.sentences[place]
        if own and re.search(rf"(?<![\w-]){re.escape(own)}(?![\w-])", sentence.text):
            return own
        given = given_names(self.told)
        return next((name.text for name in given if sentence.start <= name.span.start < sentence.end), own)

    def introduced(self, name: Name) -> int:
        """The first sentence that has the name, after which `it` and `our method` may mean it; beyond all where none has."""
        return next(
            (i for i, sentence in enumerate(self.sentences) if name.written in sentence.text), len(self.sentences)
        )


def _blanked(text: str, sentences: Sequence[Sentence]) -> str:
    """The text with blanks for all that is none of the sentences."""
    ends = [0, *(sentence.end for sentence in sentences)]
    between = [(end, sentence.start) for end, sentence in zip(ends, sentences, strict=False)] + [(ends[-1], len(text))]
    for start, end in between:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
