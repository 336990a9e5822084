"""The language model's Answerer: one call, every sentence verified; where that fails, another Answerer, and it is said so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from paperline.domain.answers import AnswerDraft, AnswerKind, AnswerSentence
from paperline.domain.errors import ModelFailed, PromptUnavailable
from paperline.domain.grounding import CHECKS_VERSION
from paperline.domain.provenance import Engine, Provenance, Usage
from paperline.domain.questions import Question
from paperline.domain.retrieval import Retrieved
from paperline.engines.language_model.prompting import BUDGET_TOKENS, Asked, request_for
from paperline.engines.language_model.refusing import refusal
from paperline.engines.language_model.reply import Reply, Said, read_reply
from paperline.engines.language_model.verification import verified
from paperline.observability.events import log
from paperline.observability.metrics import MODEL_CALLS, MODEL_SENTENCES, MODEL_TOKENS
from paperline.ports import Answerer, Completion, LanguageModel
from paperline.prompts import Prompt, load

PROMPT = "answer/v1"
_MOST_SENTENCES = 6
_WORD = re.compile(r"\w+")
_UNCALIBRATED = 0.8  # until a model's answers have been judged: no figure of a suite stands behind it
_EVERY_PAPER = "Lists, counts and overviews are made from every paper, without a model."
_NO_ROOM = "The question leaves no room for evidence in the model's prompt."
_NONE_PASSED = "No sentence of the language model passed the checks."


@dataclass(frozen=True, slots=True)
class LanguageModelAnswerer:
    """Answers what sentences state; `otherwise` judges lists and counts, and answers where the model does not.

    `show_failed` shows sentences that failed, marked, beside others that passed; else they are held back.
    """

    model: LanguageModel
    count_tokens: Callable[[str], int]
    otherwise: Answerer
    show_failed: bool = False
    budget_tokens: int = BUDGET_TOKENS

    def answer(self, question: Question, retrieved: Retrieved, *, now: datetime) -> AnswerDraft:
        """What the retrieved papers say to the question; a refusal where they do not."""
        if question.kind is not AnswerKind.EXTRACT or question.overview or not retrieved.papers:
            return self._instead(_EVERY_PAPER, Usage(), question, retrieved, now)
        usage = Usage()
        try:
            prompt = load(PROMPT)
            asked = request_for(
                question.text, retrieved.papers, prompt, now.date(), self.count_tokens, self.budget_tokens
            )
            if asked is None:
                return self._instead(_NO_ROOM, usage, question, retrieved, now)
            usage = Usage(model_calls=1)
            completion = self.model.complete(asked.request)
            usage = Usage(1, completion.usage.prompt, completion.usage.completion)
            _count_tokens(completion)
            reply = read_reply(completion)
        except (ModelFailed, PromptUnavailable) as error:
            MODEL_CALLS.add(type(error).__name__)
            return self._instead(str(error), usage, question, retrieved, now)
        MODEL_CALLS.add("answered" if reply.refusal is None else "refused")
        source = _provenance(prompt, completion, now)
        draft = _drafted(reply, asked, retrieved, usage, source, show_failed=self.show_failed)
        return draft or self._instead(_NONE_PASSED, usage, question, retrieved, now)

    def _instead(
        self, reason: str, usage: Usage, question: Question, retrieved: Retrieved, now: datetime
    ) -> AnswerDraft:
        """The other Answerer's draft, with the reason and what was paid in vain."""
        if reason is not _EVERY_PAPER:
            log.warning("model_fell_back", reason=reason, model=self.model.name, prompt=PROMPT)
        draft = self.otherwise.answer(question, retrieved, now=now)
        return replace(draft, usage=usage, provenance=replace(draft.provenance, fallback=reason))


def _drafted(
    reply: Reply, asked: Asked, retrieved: Retrieved, usage: Usage, source: Provenance, *, show_failed: bool
) -> AnswerDraft | None:  # fmt: skip
    """The refusal, or the sentences that may be shown; None where none of them passed."""
    if reply.refusal is not None:
        MODEL_SENTENCES.add("of_refusal", amount=len(reply.sentences))
        told = refusal(reply.refusal, reply.sentences, asked.shown, retrieved)
        return AnswerDraft((), _UNCALIBRATED, usage, source, refusal=told)
    written, unshowable = _written(reply.sentences, asked)
    passed = [sentence for sentence in written if sentence.checks.passed]
    failed = len(written) - len(passed)
    MODEL_SENTENCES.add("passed", amount=len(passed))
    MODEL_SENTENCES.add("failed", amount=failed + unshowable)
    if not passed:
        return None
    held_back = unshowable if show_failed else failed + unshowable
    return AnswerDraft(
        tuple(written if show_failed else passed),
        _UNCALIBRATED * len(passed) / (len(written) + unshowable),
        usage,
        source,
        partial=bool(failed + unshowable),
        papers_matched=len({citation.paper_id for sentence in passed for citation in sentence.citations}),
        text=_told(held_back) if held_back else None,
    )


def _written(sentences: Sequence[Said], asked: Asked) -> tuple[list[AnswerSentence], int]:
    """The first six sentences as far as they can be shown, none twice, and how many cannot."""
    written: dict[str, AnswerSentence] = {}
    unshowable = 0
    for said in sentences[:_MOST_SENTENCES]:
        sentence = verified(said, asked.shown)
        if sentence is None:
            unshowable += 1
            continue
        key = " ".join(_WORD.findall(sentence.text.casefold()))
        if key not in written or (sentence.checks.passed and not written[key].checks.passed):
            written[key] = sentence
    return list(written.values()), unshowable


def _told(held_back: int) -> str:
    count = "One sentence" if held_back == 1 else f"{held_back} sentences"
    return f"{count} of the language model did not pass the checks and {'is' if held_back == 1 else 'are'} not shown."


def _provenance(prompt: Prompt, completion: Completion, now: datetime) -> Provenance:
    return Provenance(
        Engine.LLM, completion.model, None, CHECKS_VERSION, now, prompt=prompt.name, prompt_sha256=prompt.sha256
    )


def _count_tokens(completion: Completion) -> None:
    for kind, tokens in asdict(completion.usage).items():
        MODEL_TOKENS.add(kind, amount=tokens)
