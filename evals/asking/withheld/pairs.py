"""Pairs made from real abstracts: a question, the sentence that answers it, and the abstract without that sentence."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evals.asking.corpora import Days
from evals.asking.withheld.naming import is_resource, mentions, name_of
from evals.asking.withheld.patterns import PATTERNS, About, Pattern
from evals.statistics import SEED
from paperline.domain.papers import Paper
from paperline.domain.ranking.terms import terms
from paperline.domain.text import Sentence, split_sentences

SMALLEST_POOL = 8
_LEFT_SENTENCES = 3
_MOST_COPIED = 0.4
_MOST_OF_A_KIND = 60
_OWN = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Ii]t|[Ww]hich|[Tt]his (?:\w+ )?(?:method|model|approach|framework|benchmark|dataset|corpus|suite)|"
    r"[Tt]he (?:\w+ )?(?:method|model|benchmark|dataset|corpus))\b"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question of a day's papers that `sentence` of `paper` answers; `withheld` is the paper without it."""

    kind: str
    question: str
    day: date
    name: str
    paper: Paper
    sentence: Sentence
    withheld: Paper


def pairs(days: Days) -> list[Pair]:
    """One pair a paper, of the kind that is rarest so far among those the abstract allows, in a seeded order."""
    pools = {day: papers for day, papers in days.by_day().items() if len(papers) >= SMALLEST_POOL}
    ids = Counter(paper.id for papers in pools.values() for paper in papers)
    candidates = [(day, paper) for day, papers in pools.items() for paper in papers if ids[paper.id] == 1]
    random.Random(SEED).shuffle(candidates)
    made: list[Pair] = []
    kinds: Counter[str] = Counter()
    for day, paper in candidates:
        others = [other for other in pools[day] if other is not paper]
        found = [pair for pair in _pairs_of(paper, day, others) if kinds[pair.kind] < _MOST_OF_A_KIND]
        if found:
            rarest = min(found, key=lambda pair: kinds[pair.kind])
            made.append(rarest)
            kinds[rarest.kind] += 1
    random.Random(SEED).shuffle(made)
    return made


def without(paper: Paper, sentence: Sentence) -> Paper:
    """The paper under another id, its abstract less that sentence."""
    left = f"{paper.abstract[: sentence.start].rstrip()} {paper.abstract[sentence.end :].lstrip()}".strip()
    return replace(paper, id=f"withheld:{paper.id.removeprefix('arxiv:')}", abstract=left)


def _pairs_of(paper: Paper, day: date, others: Sequence[Paper]) -> Iterator[Pair]:
    name = name_of(paper)
    if name is None or any(mentions(name, f"{other.title} {other.abstract}") for other in others):
        return
    sentences = split_sentences(paper.abstract)
    about = About.RESOURCE if is_resource(name, paper) else About.METHOD
    for pattern in PATTERNS:
        if pattern.about in (about, About.EITHER) and (found := _stated(pattern, name, paper, sentences)):
            sentence, words = found
            question = _phrased(pattern, words, paper.id)
            if len(sentences) > _LEFT_SENTENCES and not _copied(question, name, sentence.text):
                yield Pair(pattern.kind, question, day, name, paper, sentence, without(paper, sentence))


def _stated(
    pattern: Pattern, name: str, paper: Paper, sentences: Sequence[Sentence]
) -> tuple[Sentence, dict[str, str]] | None:
    """The only sentence that states the fact, and the words of the question; None where the title or another does too."""
    states = re.compile(pattern.states.replace("%(name)s", re.escape(name)))
    stating = [(sentence, found) for sentence in sentences if (found := states.search(sentence.text))]
    if len(stating) != 1:
        return None
    sentence, found = stating[0]
    if pattern.about is not About.EITHER and not (mentions(name, sentence.text) or _OWN.search(sentence.text)):
        return None
    words = {group.removesuffix("_first"): text for group, text in found.groupdict().items() if text} | {"name": name}
    if any(len(text.split()) > 6 for text in words.values() if text != words.get("listed")):
        return None
    rivals = re.compile(_filled(pattern.rivals, words), re.IGNORECASE if pattern.kind == "code release" else 0)
    title = paper.title.split(name, 1)[-1]
    rest = [title, *(other.text for other in sentences if other is not sentence)]
    return None if any(rivals.search(text) for text in rest) else (sentence, words)


def _filled(rivals: str, words: dict[str, str]) -> str:
    """The rivals with the words put in, a list as any of its parts."""
    for group, text in words.items():
        parts = re.split(r",? and |, | or ", text) if group == "listed" else [text]
        rivals = rivals.replace(f"%({group})s", "(?:" + "|".join(re.escape(part) for part in parts if part) + ")")
    return rivals


def _phrased(pattern: Pattern, words: dict[str, str], key: str) -> str:
    """One of the phrasings whose words are known, drawn by the paper's id."""
    known = [text for text in pattern.phrasings if all(group in words for group in re.findall(r"%\((\w+)\)s", text))]
    drawn = int.from_bytes(hashlib.sha256(f"{key} {pattern.kind}".encode()).digest()[:4], "big")
    return known[drawn % len(known)] % words


def _copied(question: str, name: str, sentence: str) -> bool:
    """Whether the question holds more than two fifths of the sentence's content words."""
    named = set(terms(name))
    stated = set(terms(sentence)) - named
    return not stated or len((set(terms(question)) - named) & stated) / len(stated) > _MOST_COPIED
