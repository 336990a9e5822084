"""Whatever a model replies: an answer, a refusal or a fallback; what is shown is checked and cites the store's own spans."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from paperline.adapters.language_models.mending import mended
from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.domain.provenance import Engine
from paperline.domain.questions import read_question
from paperline.engines.embedded.answering.answerer import EmbeddedAnswerer
from paperline.engines.language_model.answerer import LanguageModelAnswerer
from paperline.engines.language_model.ladder import Ladder
from paperline.engines.language_model.neutralising import neutralised
from paperline.ports import Completion, CompletionRequest, Finish, TokenUsage
from tests.builders import NOW, a_paper
from tests.unit.engines.language_model.asking import PAPERS, QUESTION, keys, retrieved, words

ABSTRACTS = {paper.id: paper.abstract for paper in PAPERS}
SNIPPETS = st.sampled_from([s for paper in PAPERS for s in paper.abstract.split(". ")])
TEXTS = st.one_of(st.text(max_size=80), SNIPPETS, st.builds("{} {}".format, SNIPPETS, st.text(max_size=12)))
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["refusal", "sentences", "text", "evidence", "key", "quote", "none"]), inner)
    ),
    max_leaves=12,
)
SAID = st.tuples(TEXTS, st.lists(st.tuples(st.integers(0, 12), TEXTS), max_size=3))


def answered(reply):
    model = ScriptedModel()
    model.enqueue(reply)
    answerer = LanguageModelAnswerer(Ladder(model, mended), words, EmbeddedAnswerer())
    return answerer.answer(read_question(QUESTION), retrieved(PAPERS), now=NOW)


def fits(draft) -> None:
    assert draft.refusal or draft.sentences
    for sentence in draft.sentences:
        assert sentence.checks.passed
        assert sentence.citations
        for citation in sentence.citations:
            for span in citation.evidence:
                assert ABSTRACTS[citation.paper_id][span.start : span.end] == span.text


@given(st.text(max_size=200) | JSON.map(json.dumps), st.sampled_from(Finish))
def test_any_reply_is_survived(text, finish):
    fits(answered(Completion(text, finish, TokenUsage(), "m")))


@given(st.lists(SAID, max_size=4), st.sampled_from(["none", "off_topic", "not_stated", "false_premise"]))
def test_of_any_sentences_only_those_that_stand_are_shown(said, refusal):
    """Valid and invalid keys, true and false quotes, in every mixture."""

    def reply(request: CompletionRequest):
        given_keys = list(keys(request))
        sentences = [
            {"text": text, "evidence": [{"key": [*given_keys, "999"][at % (len(given_keys) + 1)], "quote": quote} for at, quote in pairs]}
            for text, pairs in said
        ]  # fmt: skip
        return {"refusal": refusal, "sentences": sentences}

    fits(answered(reply))


@given(st.text(max_size=300), st.text(max_size=100), st.text(max_size=100))
def test_no_text_of_a_paper_or_a_question_changes_the_frame(abstract, title, question):
    model = ScriptedModel()
    model.enqueue({"refusal": "not_stated", "sentences": []})
    papers = (a_paper(id="x:any", title=title, abstract=f"We sort. {abstract}"), *PAPERS)
    asked = read_question(f"What is {question or 'it'} for?")
    draft = LanguageModelAnswerer(Ladder(model, mended), words, EmbeddedAnswerer()).answer(
        asked, retrieved(papers), now=NOW
    )
    if draft.provenance.engine is Engine.LLM:
        lines = model.history[0].user.split("\n")
        assert lines.count(lines[0]) == 2
        assert sum(line.startswith("Question: ") for line in lines) == 1
        assert sum(line.startswith("Paper: ") for line in lines) == 4


@given(st.text())
def test_neutralising_twice_changes_nothing_more(text):
    once = neutralised(text)
    assert neutralised(once) == once
