"""Refusing: a model's refusal in the contract's reasons and our own words, with what came nearest from the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperline.domain.answers import Match, Refusal, RefusalReason
from paperline.domain.papers import Paper
from paperline.domain.retrieval import Retrieved, ScoredSentence
from paperline.engines.language_model.prompting import Shown
from paperline.engines.language_model.reply import Said
from paperline.engines.language_model.verification import cited_sentences

_NEAREST = 3
_MESSAGES: Mapping[RefusalReason, str] = {
    RefusalReason.OFF_TOPIC: "None of the papers in scope is about this.",
    RefusalReason.NOT_STATED: "No abstract in scope states this. The nearest ones are listed.",
    RefusalReason.FALSE_PREMISE: "The abstract says otherwise; see the sentence that is listed.",
}


def refusal(
    reason: RefusalReason, sentences: Sequence[Said], shown: Mapping[str, Shown], retrieved: Retrieved
) -> Refusal:
    """The refusal; no word of it is the model's. A false premise without a sentence that contradicts it is not stated."""
    against = [item for said in sentences for item in cited_sentences(said, shown)]
    if reason is RefusalReason.FALSE_PREMISE and against:
        nearest = {item.paper.id: _match(item.paper, item.sentence) for item in reversed(against)}
        return Refusal(reason, _MESSAGES[reason], tuple(nearest.values())[::-1][:_NEAREST])
    if reason is RefusalReason.FALSE_PREMISE:
        reason = RefusalReason.NOT_STATED
    held = [found for found in retrieved.papers if found.sentences][:_NEAREST]
    return Refusal(reason, _MESSAGES[reason], tuple(_match(found.paper, found.sentences[0]) for found in held))


def _match(paper: Paper, sentence: ScoredSentence) -> Match:
    return Match(paper.id, paper.title, (sentence.span(),), round(min(1.0, max(0.0, sentence.score)), 4))
