"""Whatever a model replies to a paper: a summary whose texts rest on the paper's own spans, those of the model checked."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.domain.provenance import Engine, Provenance, Usage
from paperline.domain.summaries import Checks, Claim, ClaimKind, Line, LinePart, Origin, PartRole, Summary
from paperline.domain.text import Field, Span, split_sentences
from paperline.engines.language_model.ladder import Ladder
from paperline.engines.language_model.summarising.summariser import LanguageModelSummariser
from paperline.ports import Completion, Finish, PaperText, TokenUsage
from tests.builders import NOW
from tests.unit.engines.language_model.asking import words
from tests.unit.engines.language_model.summarising.telling import SORT, fits

SNIPPETS = st.sampled_from(
    [*SORT.abstract.split(". "), SORT.title, "SortNet is faster than quicksort", "2.5 times faster"]
)
TEXTS = st.one_of(st.text(max_size=80), SNIPPETS, st.builds("{} {}".format, SNIPPETS, st.text(max_size=12)))
KINDS = st.sampled_from([*PartRole, *ClaimKind]).map(str)
STATEMENTS = st.fixed_dictionaries({"kind": KINDS, "text": TEXTS, "from": st.lists(st.integers(-2, 9), max_size=4)})
REPLIES = st.fixed_dictionaries(
    {"statements": st.lists(STATEMENTS, max_size=8), "keywords": st.lists(TEXTS, max_size=6)}
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["statements", "keywords", "kind", "text", "from", "what"]), inner
    ),
    max_leaves=12,
)  # fmt: skip


class FirstSentence:
    """The simplest Summariser that keeps the contract: the first sentence, as line and as claim."""

    def summarise(self, papers, *, now):
        """A summary of each paper's first sentence."""
        return [self._one(paper, now) for paper in papers]

    def _one(self, paper, now):
        first = next(iter(split_sentences(paper.abstract)), None)
        span = (first.span(),) if first else (Span(Field.ABSTRACT, 0, len(paper.abstract), paper.abstract),)
        checks, text = Checks(passed=True), span[0].text
        line = Line(text, (LinePart(PartRole.WHAT, text, span),), Origin.VERBATIM, Engine.EMBEDDED, checks)
        claim = Claim(text, ClaimKind.PROBLEM, span, Origin.VERBATIM, Engine.EMBEDDED, checks)
        source = Provenance(Engine.EMBEDDED, "first", None, "0", now)
        return Summary(paper.paper_id, paper.version, line, (claim,), (), Usage(), source)


def summarised(*replies, paper=SORT):
    model = ScriptedModel()
    model.enqueue(*replies)
    writer = LanguageModelSummariser(Ladder(model, mended=lambda text: text), words, FirstSentence(), show_failed=True)
    return writer.summarise([paper], now=NOW)[0], model


@given(st.text(max_size=200) | JSON.map(json.dumps), st.sampled_from(Finish))
def test_any_reply_is_survived(text, finish):
    summary, _ = summarised(*[Completion(text, finish, TokenUsage(), "m")] * 3)
    fits(summary, SORT)


@given(REPLIES, REPLIES)
def test_of_any_statements_those_that_pass_rest_on_the_paper(first, second):
    """True and false texts, numbers that were shown and others, in every mixture; the line always passed."""
    summary, _ = summarised(first, second)
    fits(summary, SORT)
    assert summary.tldr.checks.passed
    assert len(summary.claims) <= 5
    assert all(keyword.casefold() in f"{SORT.title} {SORT.abstract}".casefold() for keyword in summary.keywords)
    for text in (summary.tldr, *summary.claims):
        if text.engine is Engine.LLM and text.checks.passed:
            assert set("0123456789") & set(text.text) <= set("".join(s.text for s in _evidence(text)))


def _evidence(text):
    return [span for part in text.parts for span in part.evidence] if isinstance(text, Line) else text.evidence


@given(st.text(max_size=300), st.text(max_size=100))
def test_no_text_of_a_paper_changes_the_frame(abstract, title):
    """The delimiter stands twice, each line between begins with its number, and every span is the store's."""
    paper = PaperText(title, f"We sort. {abstract}")
    summary, model = summarised("no JSON", "no JSON", "no JSON", paper=paper)
    lines = model.history[0].user.split("\n")
    assert lines.count(lines[0]) == 2
    assert lines[0] == lines[-1]
    numbers = [int(line.split(" ")[0]) for line in lines[1:-1]]
    assert numbers == sorted(set(numbers))
    fits(summary, paper)
