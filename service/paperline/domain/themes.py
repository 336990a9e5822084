"""Themes: the subjects that several papers of a day share, each called by a phrase that stands in the papers themselves."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from math import fsum
from typing import TypeAlias

from paperline.domain.days import Day, DayPaper
from paperline.domain.ranking.terms import located

_Key: TypeAlias = tuple[str, ...]
_LONGEST = 4
_LEAST_PAPERS = 2
_MOST_SHARE = 0.45  # what more of a day's papers speak of tells none of them apart
_OVERLAP = 0.6
_NEARLY_ALWAYS = 0.75
_BETWEEN = re.compile(r"[ \-\u2010-\u2013/]{1,2}")
_DEFINED = re.compile(r"\(([A-Z]{2,6})s?\)")
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
# Stems of words that every abstract uses; a phrase that begins or ends with one names no subject.
_GENERAL = frozenset(
    "achiev across approach art base baselin better beyond build can challeng comprehens data dataset demonstr design develop "
    "differ diver effect effici empir enabl enhanc evalu exist experi experiment exploit explor extens framework gap general "
    "high improv inform introduc investig key larg lead learn level limit low make mani method metric model multipl new novel "
    "number open outperform perform plug present problem process project propos provid purpos real releas requir research result "
    "robust scale signific simpl simultan singl solut specif state strong system task technic technolog toward train two unifi "
    "downstream smooth various via version way wide without world first second three four five one recent onli high-qu qualiti real-world".split()
)
# … but these do where another word stands beside them: "reinforcement learning", "language models", "test data".
_HEADS = frozenset(
    "data dataset evalu framework learn model general process qualiti research system task train effici explor inform design".split()
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject of a day: the phrase as most of its papers write it, and the ids of the papers that are about it."""

    label: str
    paper_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is about: its id, and the short texts that say so, the title and the keywords."""

    paper_id: str
    texts: tuple[str, ...]


def themes_of(papers: Iterable[DayPaper]) -> tuple[Theme, ...]:
    """The themes of papers, by their titles and the keywords of their summaries."""
    return themes(
        tuple(
            Subject(found.paper.id, (found.paper.title, *(found.summary.keywords if found.summary else ())))
            for found in papers
        )
    )


def overview_of(day: Day) -> str | None:
    """One sentence on a day that can be checked by counting; None where there is nothing to count."""
    return overview(len(day.papers), themes_of(day.papers), sum(bool(found.paper.links.code) for found in day.papers))


@lru_cache(maxsize=64)
def themes(subjects: tuple[Subject, ...]) -> tuple[Theme, ...]:
    """The themes of some papers, the largest first; a paper may stand in several or in none.

    Every label stands in the title or keywords of one of the theme's papers; in the others it is written differently,
    or by its initials. The order of the papers tells only in which order a theme names them.
    """
    written: dict[_Key, Counter[str]] = defaultdict(Counter)
    papers: dict[_Key, set[str]] = defaultdict(set)
    for subject in subjects:
        for key, text in _phrases(subject.texts):
            written[key][text] += 1
            papers[key].add(subject.paper_id)
    _spell_out(papers, _meant(subjects))
    most = max(_LEAST_PAPERS, _MOST_SHARE * len(subjects))
    candidates = {key: ids for key, ids in papers.items() if _LEAST_PAPERS <= len(ids) <= most}
    chosen = _chosen(candidates, len(subjects))
    return tuple(
        Theme(_label(written[key]), tuple(subject.paper_id for subject in subjects if subject.paper_id in papers[key]))
        for key in chosen
    )


def overview(papers: int, found: Sequence[Theme], with_code: int) -> str | None:
    """One sentence of counts; None where there is nothing to count."""
    if not papers:
        return None
    said = [f"{papers:,} {'paper' if papers == 1 else 'papers'}"]
    if found:
        named = [f"{theme.label} ({len(theme.paper_ids)})" for theme in found[:3]]
        said.append(
            "the largest themes are " + _listed(named) if len(named) > 1 else f"the largest theme is {named[0]}"
        )
    if with_code:
        said.append(f"{with_code} {'links' if with_code == 1 else 'link'} to code")
    return "; ".join(said) + "."


def _phrases(texts: Iterable[str]) -> set[tuple[_Key, str]]:
    """Runs of one to four content words that could name a subject, by their stems, with each way to write them."""
    found: set[tuple[_Key, str]] = set()
    for text in texts:
        places = located(text)
        for first in range(len(places)):
            for last in range(first, min(first + _LONGEST, len(places))):
                if last > first and not _BETWEEN.fullmatch(text[places[last - 1][1] : places[last][0]]):
                    break
                start, end = places[first][0], places[last][1]
                stems, written = tuple(stem for _, _, stem in places[first : last + 1]), text[start:end]
                if _could_name(stems, written) and "-" not in (text[max(0, start - 1) : start], text[end : end + 1]):
                    found.add((_key(stems, written), written))
    return found


def _key(stems: _Key, written: str) -> _Key:
    return stems if len(stems) > 1 else (written.rstrip("s").lower(),)


def _spell_out(papers: dict[_Key, set[str]], meant: Mapping[str, _Key]) -> None:
    """Papers that write a phrase by its initials count for the phrase, and no longer for the initials alone."""
    for short, long in meant.items():
        if (short,) not in papers or long not in papers:
            continue
        for part in (long, long[1:]):  # large language models are language models
            if len(part) > 1 and part in papers:
                papers[part] |= papers[short,]
        papers[short,] = set()


def _meant(subjects: Iterable[Subject]) -> dict[str, _Key]:
    """What initials stand for, where the papers say so: `long form (LF)`, and most of those that do say the same."""
    said: dict[str, Counter[_Key]] = defaultdict(Counter)
    for subject in subjects:
        for text in subject.texts:
            for found in _DEFINED.finditer(text):
                short = found[1].lower()
                before = tuple(stem for _, _, stem in located(text[: found.start()])[-len(short) :])
                if "".join(stem[0] for stem in before) == short:
                    said[short][before] += 1
    commonest = {short: forms.most_common(1)[0] for short, forms in said.items()}
    return {short: form for short, (form, times) in commonest.items() if 2 * times > said[short].total()}


def _could_name(stems: _Key, written: str) -> bool:
    if len(stems) == 1:
        return _ACRONYM.fullmatch(written) is not None
    if any(not any(map(str.isalpha, stem)) for stem in stems):
        return False
    ends_well = stems[-1] not in _GENERAL or (stems[-1] in _HEADS and stems[-2] not in _GENERAL)
    begins_well = stems[0] not in _GENERAL or (stems[0] == "larg" and len(stems) > 2)
    return begins_well and ends_well and " " in written


def _chosen(candidates: dict[_Key, set[str]], papers: int) -> list[_Key]:
    """Phrase by phrase the one that says something of the most papers of which nothing is said yet."""
    most = max(3, min(14, round(papers**0.5 * 1.2)))
    least = max(_LEAST_PAPERS, papers // 150)
    covered: Counter[str] = Counter()
    chosen: list[_Key] = []
    waiting = [(-float(len(ids)), -len(key), key) for key, ids in candidates.items()]
    heapify(waiting)
    while waiting and len(chosen) < most:
        worth, length, key = heappop(waiting)
        gain = _gain(candidates[key], covered)
        if -worth > gain:  # it was worth more before others were chosen; a gain never grows
            heappush(waiting, (-gain, length, key))
            continue
        if gain < _LEAST_PAPERS:
            break
        whole = _whole(key, candidates)
        ids = candidates[whole]
        fresh = sum(covered[paper_id] == 0 for paper_id in ids)
        if whole not in chosen and len(ids) >= least and fresh >= max(_LEAST_PAPERS, (1 - _OVERLAP) * len(ids)):
            chosen.append(whole)
            covered.update(ids)
    return sorted(chosen, key=lambda one: (-len(candidates[one]), one))


def _gain(ids: set[str], covered: Counter[str]) -> float:
    """How much is said anew; added up so that the order, which differs from process to process, does not tell."""
    return fsum(1 / (1 + 2 * covered[paper_id]) for paper_id in ids)


def _whole(key: _Key, candidates: dict[_Key, set[str]]) -> _Key:
    """The longer phrase that a phrase is nearly always part of, else itself: nobody says `aerial vehicle`."""
    longer = [
        other
        for other in candidates
        if len(other) > len(key)
        and any(other[start : start + len(key)] == key for start in range(len(other) - len(key) + 1))
        and len(candidates[other]) >= _NEARLY_ALWAYS * len(candidates[key])
    ]
    return max(longer, key=lambda other: (len(candidates[other]), other), default=key)


def _label(written: Counter[str]) -> str:
    """As most write it, with a small initial where any does; of equals the first by the alphabet."""
    best = min(written, key=lambda text: (-written[text], text))
    same = [text for text in written if text.casefold() == best.casefold()]
    return min(same, key=lambda text: (sum(char.isupper() for char in text), text))


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
