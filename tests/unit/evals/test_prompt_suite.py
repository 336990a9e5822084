"""The suite `prompt`: tokens and hits of what is shown, against whole abstracts."""

from __future__ import annotations

import pytest

from evals.solvers.ranking import OURS, Corpus
from evals.suites.asking import prompt
from paperline.adapters.tokens.openai_tokens import TokenCounter
from paperline.domain.papers import Paper

COUNTER = TokenCounter("words", exact=True, count=lambda text: len(text.split()))
ROBOT = Paper("x:robot", 1, "RoboMind", "Robots forget. RoboMind reaches 91% accuracy on LIBERO.")
LONG = Paper("x:long", 1, "A Long One", " ".join(f"Part {n} of the proof is about bit arrays." for n in range(400)))


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PAPERLINE_EVALS_CACHE", str(tmp_path / "cache"))


def test_the_evidence_is_looked_for_among_what_is_shown():
    corpus = Corpus([ROBOT, LONG])
    at = ROBOT.abstract.index("RoboMind")
    stated = prompt.Query("What accuracy does RoboMind reach?", corpus, ((ROBOT.id, at, len(ROBOT.abstract)),))
    elsewhere = prompt.Query("What accuracy does RoboMind reach?", corpus, (("x:other", 0, 10),))
    section = prompt._section("test", [stated, elsewhere], COUNTER)
    found = {(measure.system, measure.name): measure.values for measure in section.measures}
    assert found[OURS, "evidence hit@10, %"] == (1.0, 0.0)
    assert found[prompt.WHOLE, "evidence hit@10, %"] == (1.0, 0.0)
    assert found[OURS, "paper hit@10, %"] == (1.0, 0.0)
    assert max(found[OURS, "tokens"]) <= 1_800 < min(found[prompt.WHOLE, "tokens"])
    assert max(found[prompt.WITHIN, "tokens"]) <= 1_800
