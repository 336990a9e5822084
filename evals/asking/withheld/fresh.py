"""Pairs of questions written over random abstracts by someone who had not read the answerer, in two halves by paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.asking.corpora import Days
from evals.asking.labels import FOLDER, Fresh, Half, fresh
from evals.asking.withheld.pairs import Pair, without
from evals.outcomes import NoData
from paperline.domain.papers import Paper
from paperline.domain.text import split_sentences


def fresh_pairs(days: Days, half: Half, folder: Path = FOLDER) -> list[Pair]:
    """One pair a question of that half, in the file's order; labels that fit no sentence are an error."""
    pools = days.by_day()
    return [_pair(item, pools.get(item.day, ())) for item in fresh(folder) if item.half == half]


def _pair(item: Fresh, pool: Sequence[Paper]) -> Pair:
    paper = next((paper for paper in pool if paper.id == item.paper), None)
    stating = [s for s in split_sentences(paper.abstract) if s.text.startswith(item.starts)] if paper else []
    if paper is None or len(stating) != 1:
        raise NoData(f"No single sentence of {item.paper} on {item.day} starts with {item.starts!r}.")
    return Pair(item.kind, item.question, item.day, paper.title, paper, stating[0], without(paper, stating[0]))
