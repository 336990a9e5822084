"""Three papers, a request for them, and replies made of the keys that the request holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperline.domain.answers import RetrievalMode
from paperline.domain.papers import Paper
from paperline.domain.retrieval import Retrieved, RetrievedPaper, ScoredSentence
from paperline.domain.text import split_sentences
from paperline.engines.language_model.prompting import BUDGET_TOKENS, Asked, request_for
from paperline.ports import CompletionRequest
from paperline.prompts import load
from tests.builders import NOW, a_paper

SORT, FED, HEAP = "x:sort", "x:fed", "x:heap"
SPEED = "On the TaxiTrips dataset SortNet is 2.5 times faster than quicksort."
PAPERS = (
    a_paper(id=SORT, title="SortNet: Learned Sorting in One Pass", abstract=f"Sorting large arrays is slow. We present SortNet, a network that predicts the position of each key in one pass. {SPEED} Code is available at https://github.com/a/sortnet."),
    a_paper(id=FED, title="FedTiny: Federated Learning on Watches", abstract="Devices in federated learning have little memory. We propose FedTiny, which prunes models on each client. FedTiny reaches 91.3% accuracy on SpeechCommands with 12 KB of memory."),
    a_paper(id=HEAP, title="Heaps Revisited", abstract="Heaps are old. We show that wide heaps are 30% faster than binary ones. Wide heaps are not faster on small inputs."),
)  # fmt: skip
QUESTION = "How much faster is SortNet than quicksort?"
_LINE_KEY = re.compile(r"\[(\d{6})\] ([^\[\n]+)")


def words(text: str) -> int:
    """A token counter for tests."""
    return len(text.split())


def retrieved(papers: Sequence[Paper]) -> Retrieved:
    """The papers in this order, each with its sentences, the earlier the better."""
    found = [
        RetrievedPaper(paper, 1 - place / 20, 0.5, 0.5, 0.5, tuple(
            ScoredSentence(n, sentence.start, sentence.end, sentence.text, 0.9 - n / 20, 0.5, 0.5)
            for n, sentence in enumerate(split_sentences(paper.abstract))
        ))
        for place, paper in enumerate(papers)
    ]  # fmt: skip
    return Retrieved(tuple(found), RetrievalMode.HYBRID, len(found), len(found))


def keys(request: CompletionRequest) -> dict[str, str]:
    """The sentences of a request by their keys."""
    return {key: text.strip() for key, text in _LINE_KEY.findall(request.user)}


def key_of(request: CompletionRequest, part: str) -> str:
    """The key of the sentence that holds these words."""
    return next(key for key, text in keys(request).items() if part in text)


def saying(text: str, *evidence: tuple[str, str], refusal: str = "none"):
    """A reply of one sentence; evidence is the part of a sentence whose key is given, and the quote."""

    def reply(request: CompletionRequest) -> dict[str, object]:
        cited = [{"key": key_of(request, part), "quote": quote} for part, quote in evidence]
        return {"refusal": refusal, "sentences": [{"text": text, "evidence": cited}]}

    return reply


def both(first, *others):
    """A reply with the sentences of several."""

    def reply(request: CompletionRequest) -> dict[str, object]:
        made = [item(request) for item in (first, *others)]
        return {**made[0], "sentences": [sentence for one in made for sentence in one["sentences"]]}

    return reply


def asked(papers: Sequence[Paper], question: str = QUESTION, budget_tokens: int = BUDGET_TOKENS) -> Asked | None:
    """The request for these papers."""
    found = retrieved(papers)
    return request_for(question, found.papers, load("answer/v1"), NOW.date(), words, budget_tokens)
