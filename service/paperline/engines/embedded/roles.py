"""Roles: what each sentence of an abstract does, by its cue phrases and its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperline.domain.ranking.vectors import Matrix
from paperline.domain.summaries import ClaimKind
from paperline.domain.text import Sentence
from paperline.engines.embedded.role_model import SentenceRole, role_probabilities

# Searched in lower-case text: that takes half the time of ignoring the case.
_CUES: tuple[tuple[ClaimKind, float, re.Pattern[str]], ...] = (
    (
        ClaimKind.CONTRIBUTION,
        3.0,
        re.compile(
            r"\b(?:we|this (?:paper|work|article|study)|our (?:paper|work))\b[^.]{0,30}?\b(?:propose|present|introduce|develop|describe|design|devise|offer|contribute|unveil|build|formulate)s?\b"
        ),
    ),
    (
        ClaimKind.CONTRIBUTION,
        1.5,
        re.compile(r"\b(?:in this (?:paper|work|article|study|report|survey)|this (?:paper|work|survey|study))\b"),
    ),
    (
        ClaimKind.CONTRIBUTION,
        1.2,
        re.compile(r"\b(?:we (?:study|investigate|examine|explore|analy[sz]e|revisit|consider|show how|ask)|novel)\b"),
    ),
    (
        ClaimKind.RESULT,
        2.4,
        re.compile(
            r"\b(?:experiments?|results?|evaluations?|empirically|we (?:find|show|demonstrate|observe|discover|prove)|our (?:results|experiments|findings|analysis|model|method|approach))\b[^.]{0,60}\b(?:show|demonstrat|indicat|reveal|suggest|confirm|find|prov|achiev|outperform|that)"
        ),
    ),
    (
        ClaimKind.RESULT,
        1.8,
        re.compile(
            r"\b(?:achiev|outperform|surpass|exceed|improv\w+ (?:by|over|upon|on)|reduc\w+ \w+ (?:by|from)|state[- ]of[- ]the[- ]art|speed-?ups?|yield|deliver|boost|accelerat|attain|reach\w*|gains? of)\w*"
        ),
    ),
    (ClaimKind.RESULT, 1.2, re.compile(r"(?<!\d)\d+(?:\.\d+)?\s?(?:%|×|x\b|points?|times|fold)")),
    (
        ClaimKind.RESOURCE,
        4.0,
        re.compile(
            r"\b(?:code|data(?:set)?s?|models?|weights|implementation|demo|checkpoints?|benchmark|project page)\b[^.]{0,60}\b(?:available|released?|open-?sourced?|found at|accessible|public)\b|\bwe (?:publicly |also |will |further )*(?:release|open-?source)\b"
        ),
    ),
    (ClaimKind.RESOURCE, 2.0, re.compile(r"https?://|github\.com")),
    (
        ClaimKind.LIMITATION,
        3.5,
        re.compile(
            r"\b(?:limitations?|we caution|remains? (?:challenging|open|limited|unclear|far)|future work|(?:does|do|is|are) not (?:yet )?(?:generali[sz]e|hold|extend)|fall short|still (?:struggle|lag|fail))"
        ),
    ),
    (
        ClaimKind.PROBLEM,
        1.6,
        re.compile(
            r"\b(?:however|despite|suffer|challenge|lack|limited|existing|unfortunately|remains?|difficult|costly|struggle|bottleneck|fail)"
        ),
    ),
    (
        ClaimKind.METHOD,
        1.3,
        re.compile(
            r"\b(?:we (?:use|train|employ|leverage|adopt|combine|apply|first|then|further|also|extend)|specifically|consists? of|by (?:using|training|combining|leveraging)|based on|our (?:framework|approach|method|key))\b"
        ),
    ),
)
_MAIN_RESULT = re.compile(
    r"\bstate[- ]of[- ]the[- ]art\b|\bup to\b|\boutperform|\bsurpass|\bon average\b", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*\s?(?:%|×|x\b|\w+)?")

_LEARNT = (
    (ClaimKind.CONTRIBUTION, SentenceRole.OBJECTIVE, 1.0),
    (ClaimKind.METHOD, SentenceRole.METHOD, 1.5),
    (ClaimKind.RESULT, SentenceRole.RESULT, 2.0),
    (ClaimKind.PROBLEM, SentenceRole.BACKGROUND, 1.0),
)

RoleScores = dict[ClaimKind, float]


def role_scores(sentences: Sequence[Sentence], vectors: Matrix | None = None) -> list[RoleScores]:
    """For every sentence, how strongly it plays each role; contributions stand early, results late."""
    last = max(1, len(sentences) - 1)
    scored = []
    learnt = role_probabilities(sentences, vectors)
    for index, sentence in enumerate(sentences):
        scores = dict.fromkeys(ClaimKind, 0.0)
        lower = sentence.text.lower()
        for kind, weight, pattern in _CUES:
            if pattern.search(lower):
                scores[kind] += weight
        place = index / last
        if scores[ClaimKind.RESULT] and (_MAIN_RESULT.search(sentence.text) or _NUMBER.search(sentence.text)):
            scores[ClaimKind.RESULT] += 1.0
        if scores[ClaimKind.CONTRIBUTION] >= 3.0:
            scores[ClaimKind.RESULT] *= 0.5
        scores[ClaimKind.CONTRIBUTION] *= 1.25 - 0.5 * place
        scores[ClaimKind.RESULT] *= 0.5 + 0.6 * place
        scores[ClaimKind.LIMITATION] *= 1.0 if place > 0.5 else 0.2
        scores[ClaimKind.PROBLEM] *= 1.2 - place
        for kind, role, weight in _LEARNT:
            scores[kind] += weight * learnt[index][role]
        scored.append(scores)
    return scored


def main_role(scores: RoleScores) -> tuple[ClaimKind, float]:
    """The strongest role and its strength; zero where no cue was found."""
    kind = max(scores, key=lambda name: scores[name])
    return kind, scores[kind]
