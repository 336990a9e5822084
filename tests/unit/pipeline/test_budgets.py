"""The model of the settings is behind the meter: without room in a budget nothing is sent, and the summary says so."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.adapters.records import SqlRecords
from paperline.bootstrap import configured_model, open_services
from paperline.domain.provenance import Engine
from paperline.engines.language_model.spending.joining import JoinedWriting
from paperline.settings import Settings
from tests.builders import ABSTRACT, NOW, TITLE


class Hosted(ScriptedModel):
    name = "gpt-4.1-mini"
    endpoint = "https://api.openai.com/v1"


@pytest.mark.parametrize(
    ("name", "budget", "reason"),
    [("gpt-4.1-mini", "0", "PAPERLINE_BUDGET_DAY_USD raises it"), ("gpt-9", "1", "PAPERLINE_PRICES")],
)
def test_a_summary_that_may_not_be_paid_is_the_embedded_engines_and_says_why(home, name, budget, reason):
    model = Hosted()
    model.name = name
    settings = Settings(_env_file=None, home=home, embedder="hashing", budget_day_usd=budget)
    with open_services(settings, open_model=lambda _: configured_model(model)) as services:
        summary = services.summarise.text(TITLE, ABSTRACT, now=NOW, engine=Engine.LLM)
    assert summary.provenance.engine is Engine.EMBEDDED
    assert reason in summary.provenance.fallback
    assert model.history == []


def test_what_is_written_together_fails_together_and_what_comes_later_does_not(tmp_path):
    """The thread that writes waits until three others have come: they are one transaction, and one of them fails."""
    records = SqlRecords(tmp_path)
    writing, began, arrived = JoinedWriting(records), threading.Event(), threading.Event()

    def first(_unit):
        began.set()
        assert arrived.wait(30)

    def fails(_unit):
        raise ValueError("no")

    with ThreadPoolExecutor(4) as pool:
        leader = pool.submit(writing.run, first)
        assert began.wait(30)
        others = [pool.submit(writing.run, work) for work in (lambda _: 1, fails, lambda _: 2)]
        while len(writing._waiting) < 3:
            arrived.wait(0.01)
        before = records.written
        arrived.set()
        assert leader.result() is None
        assert [type(other.exception()) for other in others] == [ValueError] * 3
    assert records.written == before + 2
    assert writing.run(lambda _: 3) == 3
    records.close()
