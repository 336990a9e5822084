"""Excerpts: which sentences of which papers are shown to a model within a number of tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from paperline.domain.papers import Paper
from paperline.domain.retrieval import RetrievedPaper, ScoredSentence

MOST_PAPERS = 10
# By trial on SciFact's train claims, see the suite `prompt`: a better paper counts for more than a better sentence.
_PAPER_WEIGHT = 3.0
_NEIGHBOUR_WEIGHT = 0.3
_SHORTEST_TOKENS = 12  # no sentence worth a key is shorter


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some sentences of a paper, in its order."""

    paper: Paper
    sentences: tuple[ScoredSentence, ...]

    def runs(self) -> tuple[tuple[ScoredSentence, ...], ...]:
        """The sentences in runs of neighbours."""
        runs: list[list[ScoredSentence]] = []
        for sentence in self.sentences:
            if runs and runs[-1][-1].ordinal + 1 == sentence.ordinal:
                runs[-1].append(sentence)
            else:
                runs.append([sentence])
        return tuple(tuple(run) for run in runs)


def excerpts(
    papers: Sequence[RetrievedPaper],
    budget_tokens: int,
    *,
    of_title: Callable[[Paper], int],
    of_sentence: Callable[[ScoredSentence], int],
) -> tuple[Excerpt, ...]:
    """Of ten papers the best sentence each, then their neighbours and others as far as the tokens reach.

    A sentence that does not fit is left out for the next that does. The papers keep their order.
    """
    left = budget_tokens
    taken: dict[str, dict[int, ScoredSentence]] = {}
    for paper, sentence in _by_worth(papers[:MOST_PAPERS]):
        if left < _SHORTEST_TOKENS:
            break
        own = taken.get(paper.paper.id, {})
        cost = of_sentence(sentence) + (0 if own else of_title(paper.paper))
        if sentence.ordinal not in own and cost <= left:
            left -= cost
            taken[paper.paper.id] = own | {sentence.ordinal: sentence}
    return tuple(
        Excerpt(found.paper, tuple(sentence for _, sentence in sorted(taken[found.paper.id].items())))
        for found in papers[:MOST_PAPERS]
        if found.paper.id in taken
    )


def _by_worth(papers: Sequence[RetrievedPaper]) -> Iterator[tuple[RetrievedPaper, ScoredSentence]]:
    """The best sentence of every paper, then all sentences by their own worth, their neighbours' and their paper's."""
    yield from ((paper, paper.sentences[0]) for paper in papers if paper.sentences)
    rated = [
        (-_worth(paper, sentence), place, sentence.ordinal, paper, sentence)
        for place, paper in enumerate(papers)
        for sentence in paper.sentences
    ]
    for *_, paper, sentence in sorted(rated, key=lambda item: item[:3]):
        yield paper, sentence


def _worth(paper: RetrievedPaper, sentence: ScoredSentence) -> float:
    beside = [other.score for other in paper.sentences if abs(other.ordinal - sentence.ordinal) == 1]
    return sentence.score + _NEIGHBOUR_WEIGHT * max(beside, default=0.0) + _PAPER_WEIGHT * paper.score
