"""Prompting: a question and the evidence for it as one request, and which sentence every key of it stands for."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from paperline.domain.papers import Paper
from paperline.domain.retrieval import RetrievedPaper, ScoredSentence
from paperline.engines.language_model.excerpts import MOST_PAPERS, Excerpt, excerpts
from paperline.engines.language_model.neutralising import addresses_a_model, neutralised
from paperline.engines.language_model.reply import SCHEMA, SCHEMA_NAME
from paperline.ports import CompletionRequest
from paperline.prompts import Prompt

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
    bare = prompt.render(inputs)
    fixed = sum(map(count_tokens, (bare.system, bare.user, json.dumps(SCHEMA)))) + _FRAME_TOKENS
    chosen = excerpts(
        [_harmless(found) for found in papers[:MOST_PAPERS]], budget_tokens - fixed,
        of_title=lambda paper: count_tokens(_heading(paper)),
        of_sentence=lambda sentence: count_tokens(_keyed(_KEY_SHAPE, sentence)),
    )  # fmt: skip
    if not chosen:
        return None
    seen = " ".join([question, *(f"{item.paper.title} {item.paper.abstract}" for item in chosen)])
    keys = _keys(seen)
    block, shown = [], {}
    for excerpt in chosen:
        text, own = _written(excerpt, keys)
        block.append(text)
        shown.update(own)
    full = prompt.render(inputs | {"papers": "".join(block).replace(delimiter, "").rstrip()})
    return Asked(CompletionRequest(full.system, full.user, SCHEMA_NAME, SCHEMA, _MOST_OUTPUT_TOKENS), shown)


def _harmless(found: RetrievedPaper) -> RetrievedPaper:
    """The paper without the sentences that speak to the model."""
    kept = tuple(sentence for sentence in found.sentences if not addresses_a_model(sentence.text))
    return replace(found, sentences=kept)


def _written(excerpt: Excerpt, keys: Iterator[str]) -> tuple[str, dict[str, Shown]]:
    """The excerpt as text, neighbours in one line, and its sentences by their keys."""
    shown: dict[str, Shown] = {}
    lines = [_heading(excerpt.paper)]
    for run in excerpt.runs():
        line = []
        for sentence in run:
            key = next(keys)
            shown[key] = Shown(excerpt.paper, sentence)
            line.append(_keyed(key, sentence))
        lines.append("".join(line).rstrip() + "\n")
    return "".join(lines), shown


def _heading(paper: Paper) -> str:
    title = "" if addresses_a_model(paper.title) else neutralised(paper.title)
    return f"Paper: {title or '(untitled)'}\n"


def _keyed(key: str, sentence: ScoredSentence) -> str:
    return f"[{key}] {neutralised(sentence.text)} "


def _keys(seen: str) -> Iterator[str]:
    """Random numbers of six digits, none twice and none that stands in the text: whoever wrote it cannot have known them."""
    drawn: set[str] = set()
    while True:
        key = str(100_000 + secrets.randbelow(900_000))
        if key not in drawn and key not in seen:
            drawn.add(key)
            yield key
