"""What the answers' confidence is fitted on: questions whose answer stands, or does not stand, in pools of 10 to 700 papers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.asking.corpora import Claim, Days, Labelled, days, pubmedqa, scifact
from evals.asking.labels import answerable, refusals
from evals.asking.predictions import Place
from evals.asking.withheld.fresh import fresh_pairs
from evals.asking.withheld.pairs import pairs
from evals.statistics import SEED
from evals.suites.asking.refusal import places
from paperline.domain.papers import Paper

POOLS = (10, 30, 100, 300, 700)
_OFTEN = (4, 4, 4, 2, 1)
_FOREIGN = 150
_CLAIMS = 150
_ELSEWHERE = 150
_WHOLE = 3
_SETS = (
    "ImageNet",
    "GSM8K",
    "MMLU",
    "COCO",
    "LibriSpeech",
    "SQuAD",
    "HumanEval",
    "KITTI",
    "MS MARCO",
    "CIFAR-10",
    "WikiText-103",
    "VQAv2",
)
_SHARES = {
    "withheld": 800.0,
    "PubMedQA": 800.0,
    "SciFact": 300.0,
    "written": 300.0,
    "fresh": 400.0,
    "foreign": 100.0,
    "elsewhere": 200.0,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over a pool; `gold` is where the answer stands, None where it does not; `key` decides the fold.

    Where `whole`, gold is the abstract as a whole: which of its sentences answers is not known.
    """

    key: str
    source: str
    question: str
    pool: tuple[Paper, ...]
    gold: tuple[Place, ...] | None
    whole: bool = False


def questions(data: Path) -> tuple[list[Asked], dict[str, str]]:
    """All questions in a seeded order, and the hashes of the files they were made from."""
    real, medical, claims = days(data), pubmedqa(data), scifact(data)
    found = [
        *_withheld(real),
        *_medical(medical),
        *_claims(claims),
        *_written(real),
        *_fresh(real),
        *_foreign(medical, real),
        *_elsewhere(real),
    ]
    return found, real.hashes | medical.hashes | claims.hashes


def key_of(claim: Claim) -> str:
    """What decides the fold of a claim."""
    return f"claim {claim.id}"


def weights(found: Sequence[Asked]) -> list[float]:
    """How much each question counts: a source as much as its share, whatever the number of its questions."""
    numbers = {source: sum(item.source == source for item in found) for source in _SHARES}
    return [_SHARES[item.source] / numbers[item.source] for item in found]


def _withheld(read: Days) -> Iterator[Asked]:
    draw = random.Random(SEED)
    everything = tuple({entry.paper.id: entry.paper for entry in read.entries}.values())
    for place, pair in enumerate(pairs(read)):
        gold = ((pair.paper.id, pair.sentence.start, pair.sentence.end),)
        day = tuple(paper for paper in read.of(pair.day) if paper.id != pair.paper.id)
        pools = (day, _others(draw, everything, {pair.paper.id}, _size(draw)))
        for others in pools[: 1 + place % 2]:
            yield Asked(pair.paper.id, "withheld", pair.question, (pair.paper, *others), gold)
            yield Asked(pair.paper.id, "withheld", pair.question, (pair.withheld, *others), None)


def _medical(read: Labelled) -> Iterator[Asked]:
    draw = random.Random(SEED)
    texts = {paper.id: paper for paper in read.papers}
    for place, (identity, question) in enumerate(read.questions):
        gold = ((identity, 0, len(texts[identity].abstract)),)
        others = _others(draw, read.papers, {identity}, _size(draw) if place % _WHOLE else len(read.papers))
        yield Asked(identity, "PubMedQA", question, (texts[identity], *others), gold, whole=True)
        yield Asked(identity, "PubMedQA", question, others, None)


def _claims(read: Labelled) -> Iterator[Asked]:
    """Claims asked as they stand: with an abstract that bears them out or refutes them, and without."""
    draw = random.Random(SEED)
    texts = {paper.id: paper for paper in read.papers}
    for claim in [claim for claim in read.claims if claim.rationales][:_CLAIMS]:
        others = _others(draw, read.papers, set(claim.cited), _size(draw))
        gold = tuple((paper, start, end) for paper, spans in claim.rationales.items() for start, end in spans)
        cited = tuple(texts[identity] for identity in claim.rationales)
        yield Asked(key_of(claim), "SciFact", claim.text, (*cited, *others), gold)
        yield Asked(key_of(claim), "SciFact", claim.text, others, None)


def _written(read: Days) -> Iterator[Asked]:
    for bad in refusals():
        yield Asked(bad.question, "written", bad.question, read.of(bad.day), None)
    for good in answerable():
        pool = read.of(good.day)
        yield Asked(good.question, "written", good.question, pool, places(pool, good.paper, good.starts))


def _fresh(read: Days) -> Iterator[Asked]:
    """Of the questions written without sight of the answerer only the half for development."""
    for pair in fresh_pairs(read, "dev"):
        others = tuple(paper for paper in read.of(pair.day) if paper.id != pair.paper.id)
        gold = ((pair.paper.id, pair.sentence.start, pair.sentence.end),)
        yield Asked(pair.paper.id, "fresh", pair.question, (pair.paper, *others), gold)
        yield Asked(pair.paper.id, "fresh", pair.question, (pair.withheld, *others), None)


def _foreign(medical: Labelled, read: Days) -> Iterator[Asked]:
    """Medical questions asked of days of computer science."""
    draw = random.Random(SEED)
    pools = [papers for papers in read.by_day().values() if len(papers) > 9]
    for identity, question in medical.questions[:_FOREIGN]:
        yield Asked(identity, "foreign", question, draw.choice(pools), None)


def _elsewhere(read: Days) -> Iterator[Asked]:
    """Questions for a score that the abstract states, but on a data set that it never names."""
    draw = random.Random(SEED)
    scored = [pair for pair in pairs(read) if re.search("score|speed|improvement|lead|saving", pair.kind)]
    for pair in scored[:_ELSEWHERE]:
        name = draw.choice([name for name in _SETS if name.lower() not in pair.paper.abstract.lower()])
        question = f"{pair.question.rstrip(' ?.')} on {name}?"
        yield Asked(pair.paper.id, "elsewhere", question, read.of(pair.day), None)


def _size(draw: random.Random) -> int:
    return draw.choices(POOLS, _OFTEN)[0]


def _others(draw: random.Random, papers: Sequence[Paper], without: set[str], size: int) -> tuple[Paper, ...]:
    rest = [paper for paper in papers if paper.id not in without]
    return tuple(draw.sample(rest, min(size - 1, len(rest))))
