"""The engine `llm` through the use case: there where a model is configured, labelled, and chosen by `auto` unless the settings say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from paperline.adapters.language_models.mending import mended
from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.bootstrap import ConfiguredModel, Services, open_services
from paperline.domain.answers import AnswerStatus
from paperline.domain.errors import EngineUnavailable
from paperline.domain.keys import Caller
from paperline.domain.provenance import Engine
from paperline.engines.language_model.ladder import Ladder
from paperline.pipeline.asking.ask import Turn
from paperline.settings import Settings
from tests.builders import NOW
from tests.unit.engines.language_model.asking import PAPERS, SORT, saying

SAID = "SortNet is 2.5 times faster than quicksort on TaxiTrips."
RIGHT = saying(SAID, ("2.5 times", "2.5 times faster than quicksort"))
WRONG = saying("SortNet is 9 times faster than quicksort.", ("2.5 times", "2.5 times faster than quicksort"))
QUESTION = "How much faster is SortNet than quicksort?"


def opened(home: Path, model: ScriptedModel | None, **changes) -> Services:
    settings = Settings(_env_file=None, home=home, embedder="hashing", **changes)
    configured = ConfiguredModel(Ladder(model, mended), lambda text: len(text.split())) if model else None
    services = open_services(settings, open_model=lambda _: configured)
    with services.records.writing() as unit:
        for paper in PAPERS:
            unit.papers.put(paper, NOW, raw_title=None, raw_abstract=None)
        unit.days.put_list(date(2025, 12, 11), "jsonl", [paper.id for paper in PAPERS], NOW)
    return services


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
def services(tmp_path, model) -> Iterator[Services]:
    with opened(tmp_path, model) as made:
        yield made


def test_the_answer_is_stored_as_the_model_gave_it_and_the_checks_left_it(services, model):
    model.enqueue(RIGHT)
    answer = services.ask.run(QUESTION, scope=None, now=NOW, engine=Engine.LLM)
    assert (answer.status, answer.text) == (AnswerStatus.ANSWERED, SAID)
    assert answer.sentences[0].citations[0].paper_id == SORT
    assert (answer.provenance.engine, answer.provenance.prompt) == (Engine.LLM, "answer/v1")
    assert answer.coverage.papers_cited == 1
    with services.records.reading() as unit:
        assert unit.answers.get(answer.id, Caller()) == answer


def test_auto_asks_the_model_where_one_is_configured(services, model):
    model.enqueue(RIGHT)
    assert services.ask.run(QUESTION, scope=None, now=NOW).provenance.engine is Engine.LLM


def test_auto_never_asks_a_model_where_the_settings_say_embedded(tmp_path, model):
    with opened(tmp_path, model, engine="embedded") as services:
        assert services.ask.run(QUESTION, scope=None, now=NOW).provenance.engine is Engine.EMBEDDED
    assert model.history == []


def test_a_fallback_is_labelled_in_the_stored_answer(services):
    answer = services.ask.run(QUESTION, scope=None, now=NOW, engine=Engine.LLM)
    assert answer.provenance.engine is Engine.EMBEDDED
    assert answer.provenance.fallback == "The script holds no further reply."
    with services.records.reading() as unit:
        assert unit.answers.get(answer.id, Caller()).provenance == answer.provenance


def test_a_follow_up_is_asked_in_full(services, model):
    model.enqueue(RIGHT)
    services.ask.run(
        "And how much faster is it?",
        scope=None,
        now=NOW,
        engine=Engine.LLM,
        history=(Turn("What is SortNet?", (SORT,)),),
    )
    (request,) = model.history
    assert "Paper: SortNet" in request.user
    assert "FedTiny" not in request.user


def test_the_setting_shows_what_failed(tmp_path, model):
    def reply(request):
        return {"refusal": "none", "sentences": [*RIGHT(request)["sentences"], *WRONG(request)["sentences"]]}

    with opened(tmp_path, model, failed_sentences="shown") as services:
        model.enqueue(reply)
        answer = services.ask.run(QUESTION, scope=None, now=NOW, engine=Engine.LLM)
        assert [sentence.checks.passed for sentence in answer.sentences] == [True, False]
        assert answer.status is AnswerStatus.PARTIAL


@pytest.mark.parametrize("asked_for", [True, False])
def test_without_a_model_the_engine_is_not_there(tmp_path, asked_for):
    """Neither where nothing was configured nor where the services are opened as they ship."""
    settings = Settings(_env_file=None, home=tmp_path, embedder="hashing")
    services = open_services(settings, open_model=lambda _: None) if asked_for else open_services(settings)
    with services, pytest.raises(EngineUnavailable, match="No language model is configured"):
        services.ask.run(QUESTION, scope=None, now=NOW, engine=Engine.LLM)
