"""Judging: how probable it is that readers call a sentence a key claim, what kind it is, and how near a TL;DR it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paperline.domain.summaries import ClaimKind
from paperline.engines.embedded.net import Nets, grades, read_nets
from paperline.engines.embedded.sentences.features import Sentences, sentence_features

WEIGHTS = Path(__file__).resolve().parent.parent / "weights" / "sentences.npz"
KEY, TLDR = "key", "tldr"
KINDS = tuple(kind for kind in ClaimKind if kind is not ClaimKind.LIMITATION)  # too rare in abstracts to be learnt


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence's probability of being a key claim and of being of each kind, and its likely ROUGE beyond the mean."""

    key: float
    tldr: float
    kinds: Mapping[ClaimKind, float]

    @property
    def kind(self) -> ClaimKind:
        """The likeliest kind."""
        return max(self.kinds, key=lambda kind: self.kinds[kind])


def judge(read: Sentences, nets: Mapping[str, Nets] | None = None) -> list[Judged]:
    """Every sentence judged; `nets` are the packaged ones unless others are to be measured."""
    nets = nets or packaged_nets()
    features = sentence_features(read)
    made = {name: grades(nets[name], features) for name in (KEY, TLDR, *KINDS)}
    return [
        Judged(
            min(1.0, max(0.0, made[KEY][index])), made[TLDR][index],
            {kind: min(1.0, max(0.0, made[kind][index])) for kind in KINDS},
        )
        for index in range(len(features))
    ]  # fmt: skip


@cache
def packaged_nets() -> Mapping[str, Nets]:
    """The packaged weights, read once, when first needed."""
    return read_nets(WEIGHTS)
