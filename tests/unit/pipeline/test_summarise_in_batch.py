"""Batches through the use case and a real local server: sent once, collected once, paid once, whatever ends in between."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from paperline.bootstrap import Services, open_services
from paperline.domain.errors import BudgetSpent, EngineUnavailable, ModelUnavailable
from paperline.domain.provenance import Engine
from paperline.domain.scopes import Scope
from paperline.domain.spending import SpendingBy
from paperline.settings import Settings
from tests.batch_server import BatchServer, serving
from tests.builders import NOW, a_paper

DAY = date(2025, 12, 11)
SCOPE = Scope.of_day(DAY)
PAPERS = tuple(
    a_paper(
        id=f"x:{n}",
        title=f"SortNet{n}: Learned Sorting with Networks",
        abstract=f"Sorting is slow. We present SortNet{n}, a network that predicts the place of each key. "
        f"SortNet{n} sorts a billion keys 2.{n} times faster than quicksort.",
    )
    for n in range(1, 4)
)
_NUMBERED = re.compile(r"^(\d+) (.+)$", re.MULTILINE)


def said(body: dict) -> str | None:
    """The paper's own sentences as its summary; nothing of the second paper."""
    by_number = dict(_NUMBERED.findall(body["messages"][-1]["content"]))
    if "SortNet2" in by_number["0"]:
        return None
    statements = [
        {"kind": "finding", "text": by_number["3"], "from": [3]},
        {"kind": "contribution", "text": by_number["2"], "from": [2]},
        {"kind": "result", "text": by_number["3"], "from": [3]},
    ]
    return json.dumps({"statements": statements, "keywords": ["Learned Sorting", "Networks", "quicksort"]})


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with serving(BatchServer(said)) as running:
        yield running


def opened(home: Path, server: BatchServer, **changes) -> Services:
    prices = home / "prices.json"
    prices.write_text(json.dumps({"as_of": "2026-11-23", "models": {
        "small": {"prompt": 1, "cached": 0.1, "completion": 4, "batch": 0.5}
    }}))  # fmt: skip
    return open_services(Settings(
        _env_file=None, home=home, embedder="hashing", openai_base_url=server.address, model="small", prices=prices, **changes
    ))  # fmt: skip


@pytest.fixture
def services(tmp_path, server) -> Iterator[Services]:
    with opened(tmp_path, server) as made:
        with made.records.writing() as unit:
            for paper in PAPERS:
                unit.papers.put(paper, NOW, raw_title=None, raw_abstract=None)
            unit.days.put_list(DAY, "jsonl", [paper.id for paper in PAPERS], NOW)
        yield made


def cost_of(services: Services) -> int:
    with services.records.reading() as unit:
        return sum(row.cost_nano_usd for row in unit.ledger.spending(SpendingBy.DAY))


def test_a_batch_is_sent_collected_and_written_by_the_model_at_the_price_of_a_batch(services, server):
    assert services.summarise_in_batch.begin(SCOPE) == 3
    step = services.summarise_in_batch.look(SCOPE, now=NOW)
    assert step.over
    assert step.written.written == 2
    with services.records.reading() as unit:
        made = unit.summaries.get("x:1")
        assert unit.summaries.get("x:2") is None, "what the batch has no reply to is left for another run"
    assert (made.provenance.engine, made.provenance.fallback) == (Engine.LLM, None)
    assert cost_of(services) == 2 * (100 * 1_000 + 20 * 4_000) // 2, (
        "two replies of 100 and 20 tokens at half the price"
    )
    assert [call for call in server.calls if "chat/completions" in call] == []


def test_what_is_under_way_or_kept_is_not_sent_again(services, server):
    server.status = "in_progress"
    assert services.summarise_in_batch.begin(SCOPE) == 3
    assert services.summarise_in_batch.begin(SCOPE) == 0
    assert not services.summarise_in_batch.look(SCOPE, now=NOW).over
    server.status = "completed"
    services.summarise_in_batch.look(SCOPE, now=NOW)
    assert services.summarise_in_batch.begin(SCOPE) == 1, "only the one that failed"


def test_another_process_collects_what_an_earlier_one_sent(services, server, tmp_path):
    services.summarise_in_batch.begin(SCOPE)
    services.close()
    with opened(tmp_path, server) as later:
        assert later.summarise_in_batch.look(SCOPE, now=NOW).written.written == 2


def test_a_batch_whose_sender_died_before_it_knew_the_id_is_found_by_its_tag(services, server, tmp_path):
    """The batch was made, but the process ended before it could note how the endpoint calls it."""
    services.summarise_in_batch.begin(SCOPE)
    with services.records.writing() as unit:
        (held,) = unit.batches.pending(server.address, "small")
        unit.batches.put(type(held)(held.tag, held.at, held.endpoint, held.model, held.calls))
    assert services.summarise_in_batch.begin(SCOPE) == 0
    assert services.summarise_in_batch.look(SCOPE, now=NOW).written.written == 2


def test_a_batch_that_never_reached_the_endpoint_is_released_and_can_be_sent_again(services, server):
    server.broken = True
    with pytest.raises(ModelUnavailable):
        services.summarise_in_batch.begin(SCOPE)
    assert cost_of(services) > 0, "as long as nobody knows, it counts as spent"
    server.broken = False
    (failed,) = services.summarise_in_batch.look(SCOPE, now=NOW).failed
    assert failed.reason == "it was never begun"
    assert cost_of(services) == 0
    assert services.summarise_in_batch.begin(SCOPE) == 3


def test_a_batch_that_the_endpoint_refuses_costs_nothing(services, server):
    services.summarise_in_batch.begin(SCOPE)
    server.status = "failed"
    assert services.summarise_in_batch.look(SCOPE, now=NOW).failed
    assert cost_of(services) == 0


def test_nothing_is_sent_beyond_the_budget(tmp_path, server):
    with opened(tmp_path, server, budget_day_usd="0.000001") as services:
        with services.records.writing() as unit:
            unit.papers.put(PAPERS[0], NOW, raw_title=None, raw_abstract=None)
        with pytest.raises(BudgetSpent):
            services.summarise_in_batch.begin(Scope())
        assert server.calls == []
        assert cost_of(services) == 0


def test_without_a_model_there_are_no_batches(tmp_path):
    with (
        open_services(Settings(_env_file=None, home=tmp_path, embedder="hashing")) as services,
        pytest.raises(EngineUnavailable),
    ):
        services.summarise_in_batch.begin(Scope())
