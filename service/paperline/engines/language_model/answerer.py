"""The language model's Answerer: one call, every sentence verified; where that fails, another Answerer, and it is said so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from paperline.domain.answers import AnswerDraft, AnswerKind, AnswerSentence
from paperline.domain.errors import ModelFailed, PaperlineError, PromptUnavailable
from paperline.domain.grounding import CHECKS_VERSION
from paperline.domain.provenance import Engine, Provenance
from paperline.domain.questions import Question
from paperline.domain.retrieval import Retrieved
from paperline.engines.language_model.following import MOST_SENTENCES, FollowedSentences, wording
from paperline.engines.language_model.ladder import Ladder, Spent
from paperline.engines.language_model.prompting import BUDGET_TOKENS, Asked, request_for
from paperline.engines.language_model.refusing import refusal
from paperline.engines.language_model.reply import Said, read_reply
from paperline.observability.events import log
from paperline.observability.metrics import MODEL_CALLS, MODEL_FALLBACKS, MODEL_SENTENCES, SENTENCES_HELD_BACK
from paperline.ports import Answerer, SentenceListener
from paperline.prompts import Prompt, load

PROMPT = "answer/v1"
_UNCALIBRATED = 0.8  # until a model's answers have been judged: no figure of a suite stands behind it
_EVERY_PAPER = "Lists, counts and overviews are made from every paper, without a model."
_NO_ROOM = "The question leaves no room for evidence in the model's prompt."
_BROKEN_OFF = "The language model's reply broke off; what it had said is shown."
_NONE_PASSED = "No sentence of the language model passed the checks."


@dataclass(frozen=True, slots=True)
class LanguageModelAnswerer:
    """Answers what sentences state; `otherwise` judges lists and counts, and answers where the model does not.

    `show_failed` shows sentences that failed, marked, beside others that passed; else they are held back.
    """

    ladder: Ladder
    count_tokens: Callable[[str], int]
    otherwise: Answerer
    show_failed: bool = False
    budget_tokens: int = BUDGET_TOKENS

    def answer(
        self, question: Question, retrieved: Retrieved, *, now: datetime, listener: SentenceListener | None = None
    ) -> AnswerDraft:
        """What the retrieved papers say to the question; a refusal where they do not."""
        spent = Spent()
        try:
            prompt = load(PROMPT)
            asked = self._request(question, retrieved, prompt, now)
        except _Elsewhere as elsewhere:
            return self._instead(str(elsewhere), spent, question, retrieved, now)
        except PromptUnavailable as error:
            return self._failed(error, spent, question, retrieved, now)
        following = FollowedSentences(asked.shown, listener, early=not self.show_failed)
        try:
            told = self.ladder.ask(asked.request, read_reply, spent, following)
            following.borne_out_by(told.value)
        except (ModelFailed, PromptUnavailable) as error:
            if not following.begun:
                return self._failed(error, spent, question, retrieved, now)
            MODEL_CALLS.add("broken_off")
            source = _provenance(prompt, self.ladder.model.name, now)
            draft = _drafted(following.said, following, spent, source, show_failed=self.show_failed)
            return replace(draft, partial=True, text=" ".join(filter(None, (draft.text, _BROKEN_OFF))))
        source = _provenance(prompt, told.completion.model, now)
        if told.value.refusal is not None:
            MODEL_CALLS.add("refused")
            MODEL_SENTENCES.add("of_refusal", amount=len(told.value.sentences))
            refused = refusal(told.value.refusal, told.value.sentences, asked.shown, retrieved)
            return AnswerDraft((), _UNCALIBRATED, spent.usage, source, refusal=refused)
        MODEL_CALLS.add("answered")
        draft = _drafted(told.value.sentences, following, spent, source, show_failed=self.show_failed)
        if any(sentence.checks.passed for sentence in draft.sentences):
            return draft
        return self._instead(_NONE_PASSED, spent, question, retrieved, now)

    def _request(self, question: Question, retrieved: Retrieved, prompt: Prompt, now: datetime) -> Asked:
        if question.kind is not AnswerKind.EXTRACT or question.overview or not retrieved.papers:
            raise _Elsewhere(_EVERY_PAPER)
        asked = request_for(
            question.text, retrieved.papers, prompt, now.date(), self.count_tokens, self.budget_tokens
        )  # fmt: skip
        if asked is None:
            raise _Elsewhere(_NO_ROOM)
        return asked

    def _failed(
        self, error: PaperlineError, spent: Spent, question: Question, retrieved: Retrieved, now: datetime
    ) -> AnswerDraft:
        MODEL_CALLS.add(type(error).__name__)
        return self._instead(str(error), spent, question, retrieved, now)

    def _instead(
        self, reason: str, spent: Spent, question: Question, retrieved: Retrieved, now: datetime
    ) -> AnswerDraft:
        """The other Answerer's draft, with the reason and what was paid in vain."""
        if reason is not _EVERY_PAPER:
            MODEL_FALLBACKS.add("answer")
            log.warning("model_fell_back", reason=reason, model=self.ladder.model.name, prompt=PROMPT)
        draft = self.otherwise.answer(question, retrieved, now=now)
        return replace(draft, usage=spent.usage, provenance=replace(draft.provenance, fallback=reason))


class _Elsewhere(Exception):
    """The question is not one for a model."""


def _drafted(
    sentences: Sequence[Said], following: FollowedSentences, spent: Spent, source: Provenance, *, show_failed: bool
) -> AnswerDraft:
    """The sentences that may be shown, those that passed in the order in which they were said."""
    written, unshowable = _written(sentences, following)
    passed = [sentence for sentence in written if sentence.checks.passed]
    failed = len(written) - len(passed)
    MODEL_SENTENCES.add("passed", amount=len(passed))
    MODEL_SENTENCES.add("failed", amount=failed + unshowable)
    held_back = unshowable if show_failed else failed + unshowable
    SENTENCES_HELD_BACK.add(amount=held_back)
    return AnswerDraft(
        tuple(written if show_failed else passed),
        _UNCALIBRATED * len(passed) / max(1, len(written) + unshowable),
        spent.usage,
        source,
        partial=bool(failed + unshowable),
        papers_matched=len({citation.paper_id for sentence in passed for citation in sentence.citations}),
        text=_told(held_back) if held_back else None,
    )


def _written(sentences: Sequence[Said], following: FollowedSentences) -> tuple[list[AnswerSentence], int]:
    """The first six sentences as far as they can be shown, none twice, and how many cannot."""
    written: dict[str, AnswerSentence] = {}
    unshowable = 0
    for said in sentences[:MOST_SENTENCES]:
        sentence = following.verified(said)
        if sentence is None:
            unshowable += 1
            continue
        key = wording(sentence)
        if key in written and sentence.checks.passed and not written[key].checks.passed:
            del written[key]
        written.setdefault(key, sentence)
    return list(written.values()), unshowable


def _told(held_back: int) -> str:
    count = "One sentence" if held_back == 1 else f"{held_back} sentences"
    return f"{count} of the language model did not pass the checks and {'is' if held_back == 1 else 'are'} not shown."


def _provenance(prompt: Prompt, model: str, now: datetime) -> Provenance:
    return Provenance(Engine.LLM, model, None, CHECKS_VERSION, now, prompt=prompt.name, prompt_sha256=prompt.sha256)
