"""Prompting: a paper as one request, its sentences numbered, and which span of the store every number stands for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from paperline.domain.addressed import addresses_a_model
from paperline.domain.text import Field, Span, split_sentences
from paperline.engines.language_model.neutralising import neutralised
from paperline.engines.language_model.summarising.reply import SCHEMA, SCHEMA_NAME
from paperline.ports import CompletionRequest, PaperText
from paperline.prompts import Prompt

TITLE_NUMBER = 0
BUDGET_TOKENS = 4_000
_MOST_OUTPUT_TOKENS = 900
_MANY_CHARACTERS = 4_000  # no shorter abstract comes near the budget: its tokens need not be counted


@dataclass(frozen=True, slots=True)
class Asked:
    """The request, the spans shown by their numbers, and title and abstract with all that was not shown blanked.

    What is blanked keeps its length, so that spans of the store are spans of `fields`; it bears nothing out.
    """

    request: CompletionRequest
    shown: Mapping[int, Span]
    fields: Mapping[Field, str]

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The abstract's sentences that were shown, in their order."""
        return tuple(span for number, span in self.shown.items() if number != TITLE_NUMBER)


def request_for(
    paper: PaperText, prompt: Prompt, count_tokens: Callable[[str], int], budget_tokens: int = BUDGET_TOKENS
) -> Asked | None:
    """The request for the paper's title and as many sentences as the budget holds; None where none can be shown.

    What speaks to the model is not shown. The delimiter cannot be known to whoever wrote the paper; all but it is in the
    key under which the reply may be kept.
    """
    delimiter = secrets.token_hex(6)
    title = _title(paper.title)
    shown = {TITLE_NUMBER: title} if title else {}
    shown |= _sentences(paper.abstract, count_tokens, budget_tokens)
    if not any(number != TITLE_NUMBER for number in shown):
        return None
    lines = [f"{number} {neutralised(span.text).replace(delimiter, '')}" for number, span in shown.items()]
    rendered = prompt.render({"delimiter": delimiter, "paper": "\n".join(lines)})
    asked = f"{rendered.system}\n{rendered.user.replace(delimiter, '')}"
    request = CompletionRequest(
        rendered.system, rendered.user, SCHEMA_NAME, SCHEMA, _MOST_OUTPUT_TOKENS,
        cache_key=sha256(asked.encode()).hexdigest(),
    )  # fmt: skip
    fields = {
        Field.TITLE: paper.title if title else "",
        Field.ABSTRACT: _only(paper.abstract, [span for span in shown.values() if span.field is Field.ABSTRACT]),
    }
    return Asked(request, shown, fields)


def _title(title: str) -> Span | None:
    """The title without the white space around it; None where there is none or it speaks to the model."""
    stripped = title.strip()
    if not neutralised(stripped) or addresses_a_model(stripped):
        return None
    start = title.index(stripped)
    return Span(Field.TITLE, start, start + len(stripped), stripped)


def _sentences(abstract: str, count_tokens: Callable[[str], int], budget_tokens: int) -> dict[int, Span]:
    shown: dict[int, Span] = {}
    left = budget_tokens
    for number, sentence in enumerate(split_sentences(abstract), TITLE_NUMBER + 1):
        if addresses_a_model(sentence.text) or not neutralised(sentence.text):
            continue
        left -= count_tokens(sentence.text) if len(abstract) > _MANY_CHARACTERS else 0
        if left < 0:
            break
        shown[number] = sentence.span()
    return shown


def _only(text: str, spans: list[Span]) -> str:
    """The text with everything but these spans as spaces."""
    if not spans:
        return " " * len(text)
    pieces, at = [], 0
    for span in spans:
        pieces += [" " * (span.start - at), text[span.start : span.end]]
        at = span.end
    return "".join([*pieces, " " * (len(text) - at)])
