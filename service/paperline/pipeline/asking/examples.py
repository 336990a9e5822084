"""Examples: questions that a day's own papers suggest, each tried before it is offered."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from paperline.domain.answers import AnswerKind
from paperline.domain.errors import PaperlineError
from paperline.domain.papers import Paper
from paperline.domain.provenance import Engine
from paperline.domain.questions import read_question
from paperline.domain.scopes import Scope
from paperline.domain.summaries import Summary
from paperline.pipeline.asking.ask import AskPapers
from paperline.pipeline.kept import Kept

MOST_EXAMPLES = 4
_MOST_SECONDS = 1.5
_MOST_DAYS = 32
_LEAST_PAPERS = 2
_LEAST_CONFIDENCE = 0.6


@dataclass
class SuggestQuestions:
    """Offers questions that the embedded engine answers from the day, and surely; none is stored. Safe in many threads."""

    ask: AskPapers
    _kept: Kept[tuple[date, int], tuple[str, ...]] = field(default_factory=lambda: Kept(_MOST_DAYS))

    def run(self, day: date | None, *, now: datetime) -> tuple[str, ...]:
        """At most four questions to a day (None: the latest); fewer where trying takes long, none where it is not stored."""
        with self.ask.records.reading() as unit:
            wanted = day or unit.days.latest()
            if wanted is None:
                return ()
            key = (wanted, unit.revision())
            if (kept := self._kept.get(key)) is not None:
                return kept
            ids = unit.days.paper_ids(wanted)
            papers, summaries = unit.papers.get_many(ids), unit.summaries.get_many(ids)
        found, complete = self._tried(_candidates(papers, summaries), Scope.of_day(wanted), now)
        if complete:
            self._kept.put(key, found)
        return found

    def _tried(self, candidates: Iterator[str], scope: Scope, now: datetime) -> tuple[tuple[str, ...], bool]:
        """The questions that have an answer, and whether there was time for as many as are wanted."""
        end = time.monotonic() + _MOST_SECONDS
        offered: list[str] = []
        for question in candidates:
            if time.monotonic() > end:
                return tuple(offered), False
            if self._answers(question, scope, now):
                offered.append(question)
            if len(offered) == MOST_EXAMPLES:
                break
        return tuple(offered), True

    def _answers(self, question: str, scope: Scope, now: datetime) -> bool:
        read = read_question(question, said="")
        try:
            draft = self.ask.engines(Engine.EMBEDDED).answer(read, self.ask.retrieved(read, scope), now=now)
        except PaperlineError:
            return False
        enough = len(draft.matches) >= _LEAST_PAPERS if read.kind is not AnswerKind.EXTRACT else bool(draft.sentences)
        return draft.refusal is None and not draft.partial and enough and draft.confidence >= _LEAST_CONFIDENCE


def _candidates(papers: Sequence[Paper], summaries: dict[str, Summary]) -> Iterator[str]:
    """Questions in the order of being offered: on named things, on subjects that papers share, on code."""
    written = {word.casefold(): word for summary in summaries.values() for word in map(_plain, summary.keywords)}
    shared = Counter(
        word for summary in summaries.values() for word in {_plain(each).casefold() for each in summary.keywords}
    )
    subjects = [written[word] for word, count in shared.most_common(6) if word and count >= _LEAST_PAPERS]
    named = [name for paper in papers if (name := _named(paper))]
    yield from (f"What is {name}?" for name in named[:1])
    yield from (f"Which papers are about {subject}?" for subject in subjects[:1])
    yield "Which papers release code?"
    yield "How many papers report state-of-the-art results?"
    yield from (f"What is {name}?" for name in named[1:4])
    yield from (f"Which papers are about {subject}?" for subject in subjects[1:])
    yield "What are the papers about?"


def _plain(keyword: str) -> str:
    """A keyword without the short form behind it."""
    return keyword.partition(" (")[0]


def _named(paper: Paper) -> str | None:
    """The name before a title's colon, where it is one word written as a name."""
    name, colon, _ = paper.title.partition(":")
    written = name.strip()
    is_name = written.isascii() and any(char.isupper() for char in written[1:]) and 3 <= len(written) <= 24
    return written if colon and is_name and " " not in written else None
