"""Prompting: a question and the evidence for it as one request, and which sentence every key of it stands for."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from paperline.domain.addressed import addresses_a_model
from paperline.domain.papers import Paper
from paperline.domain.retrieval import RetrievedPaper, ScoredSentence
from paperline.engines.language_model.excerpts import MOST_PAPERS, Excerpt, excerpts
from paperline.engines.language_model.neutralising import neutralised
from paperline.engines.language_model.reply import SCHEMA, SCHEMA_NAME
from paperline.ports import CompletionRequest
from paperline.prompts import Prompt, Rendered

BUDGET_TOKENS = 1_800
_MOST_OUTPUT_TOKENS = 700
_FRAME_TOKENS = 16  # what a chat template puts around two messages
_KEY_SHAPE = "000000"


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that the model was shown, and its paper."""

    paper: Paper
    sentence: ScoredSentence


@dataclass(frozen=True, slots=True)
class Asked:
    """The request, and the sentences shown by their keys, which no other request has."""

    request: CompletionRequest
    shown: Mapping[str, Shown]


def request_for(
    question: str, papers: Sequence[RetrievedPaper], prompt: Prompt, today: date, count_tokens: Callable[[str], int],
    budget_tokens: int = BUDGET_TOKENS,
) -> Asked | None:  # fmt: skip
    """The request within the budget, its schema included; None where the question leaves room for no sentence."""
    delimiter = f"=== {secrets.token_hex(8)} ==="
    inputs = {"today": str(today), "delimiter": delimiter, "question": neutralised(question), "papers": ""}
    harmless = [_harmless(found) for found in papers[:MOST_PAPERS]]
    keys = _keys(" ".join([question, *(f"{found.paper.title} {found.paper.abstract}" for found in harmless)]))

    def over_budget(request: Rendered) -> int:
        counted = sum(map(count_tokens, (request.system, request.user, json.dumps(SCHEMA))))
        return counted + _FRAME_TOKENS - budget_tokens

    room = -over_budget(prompt.render(inputs))
    while chosen := excerpts(
        harmless, room,
        of_title=lambda paper: count_tokens(_heading(paper)),
        of_sentence=lambda sentence: count_tokens(f"{_keyed(_KEY_SHAPE, sentence)}\n"),
    ):  # fmt: skip
        block, shown = _written(chosen, keys)
        full = prompt.render(inputs | {"papers": block.replace(delimiter, "")})
        if (excess := over_budget(full)) <= 0:
            return Asked(CompletionRequest(full.system, full.user, SCHEMA_NAME, SCHEMA, _MOST_OUTPUT_TOKENS), shown)
        room -= excess
    return None


def _harmless(found: RetrievedPaper) -> RetrievedPaper:
    """The paper without the sentences that speak to the model."""
    kept = tuple(sentence for sentence in found.sentences if not addresses_a_model(sentence.text))
    return found._replace(sentences=kept)


def _written(chosen: Sequence[Excerpt], keys: Iterator[str]) -> tuple[str, dict[str, Shown]]:
    """The excerpts as text, neighbours in one line, and their sentences by their keys."""
    shown: dict[str, Shown] = {}
    lines = []
    for excerpt in chosen:
        lines.append(_heading(excerpt.paper))
        for run in excerpt.runs():
            own = {next(keys): sentence for sentence in run}
            shown |= {key: Shown(excerpt.paper, sentence) for key, sentence in own.items()}
            lines.append(" ".join(_keyed(key, sentence) for key, sentence in own.items()) + "\n")
    return "".join(lines).rstrip(), shown


def _heading(paper: Paper) -> str:
    title = "" if addresses_a_model(paper.title) else _known(paper.title)
    return f"Paper: {title or '(untitled)'}\n"


def _keyed(key: str, sentence: ScoredSentence) -> str:
    return f"[{key}] {_known(sentence.text)}"


_known = lru_cache(maxsize=8_192)(neutralised)  # of papers only: their sentences come back with other questions


def _keys(seen: str) -> Iterator[str]:
    """Random numbers of six digits, none twice and none that stands in the text: whoever wrote it cannot have known them."""
    drawn: set[str] = set()
    while True:
        key = str(100_000 + secrets.randbelow(900_000))
        if key not in drawn and key not in seen:
            drawn.add(key)
            yield key
