"""Synonyms: groups of words that abstracts and questions exchange, compared by their stems."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from paperline.domain.ranking.terms import stem

_GROUPS = (
    "speed speedup speedups sped faster fast acceleration accelerate accelerates quick quicker latency throughput runtime slow slower",
    "improve improvement improves gain gains better outperform outperforms surpass surpasses exceed exceeds boost enhance increase increases higher best beat superior",
    "reduce reduces reduction save saves saving lower decrease decreases cut cuts fewer less minimize mitigate alleviate smaller",
    "cost costs overhead expense expensive",
    "dataset datasets benchmark benchmarks corpus corpora",
    "evaluate evaluated evaluation test tested tests assess assessed experiment experiments validate validated benchmarked",
    "code codes codebase implementation repository repositories",
    "limitation limitations limit limits drawback drawbacks weakness suffer suffers shortcoming fail fails failure challenge challenges struggle bottleneck hinder",
    "propose proposes proposed introduce introduces introduced present presents contribute contribution novel",
    "large larger largest big bigger",
    "train trained training pretrain pretraining finetune finetuning",
    "license licence licensed",
    "people human humans participants users",
    "contain contains comprise comprises consist consists include includes featuring spanning",
    "image images picture pictures photo photos visual",
    "video videos",
    "llm llms",
    "robot robots robotic robotics",
    "privacy private",
    "attack attacks attacker adversarial adversary",
    "risk hazard",
    "physician doctor clinician",
    "child children pediatric paediatric",
    "tumor tumour cancer carcinoma neoplasm",
    "mortality death deaths survival",
    "build builds built base based",
)


@cache
def groups() -> Mapping[str, frozenset[str]]:
    """For each stem of a group, all stems of its groups."""
    found: dict[str, frozenset[str]] = {}
    for words in _GROUPS:
        stems = frozenset(stem(word) for word in words.split())
        for item in stems:
            found[item] = found.get(item, frozenset()) | stems
    return found


def is_met(term: str, held: frozenset[str] | set[str]) -> bool:
    """Whether a stem, or one that means nearly the same, is among others."""
    return term in held or not held.isdisjoint(groups().get(term, frozenset()))


def met_share(weights: Mapping[str, float], held: frozenset[str] | set[str]) -> float:
    """The share of the weighted terms that are met; all of it where nothing is asked."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if is_met(term, held)) / total if total else 1.0
