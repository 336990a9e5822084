"""Resources: the words by which questions name what papers release."""

from __future__ import annotations

import re

from paperline.domain.questions.conditions.values import Resource

RESOURCES = (
    (
        Resource.CODE,
        re.compile(
            r"\b(?:codes?|source|implementations?|repositor(?:y|ies)|repos?|codebases?|github|software)\b",
            re.IGNORECASE,
        ),
    ),
    (Resource.MODEL, re.compile(r"\b(?:weights|checkpoints?|models?)\b", re.IGNORECASE)),
    (Resource.DATA, re.compile(r"\b(?:data(?: ?sets?)?|corpus|corpora|benchmarks?|annotations)\b", re.IGNORECASE)),
)
