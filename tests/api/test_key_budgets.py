"""Row 15 of the hazards' table over HTTP: what a key may spend is never spent twice, whoever asks at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest

from paperline.adapters.language_models.mending import mended
from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.bootstrap import ConfiguredModel, open_services
from paperline.domain.keys import KeyScope
from paperline.domain.spending import SpendingBy
from paperline.engines.language_model.ladder import Ladder
from tests.api.conftest import bearer, running, settings
from tests.builders import NOW
from tests.unit.engines.language_model.asking import PAPERS, saying

ASKED = {"question": "How much faster is SortNet than quicksort?", "engine": "llm"}
REPLY = saying(
    "SortNet is 2.5 times faster than quicksort on TaxiTrips.", ("2.5 times", "2.5 times faster than quicksort")
)


class Hosted(ScriptedModel):
    """A script that costs a dollar for a thousand tokens."""

    name = "m"
    endpoint = "https://api.example.com/v1"


@pytest.fixture
def prices(tmp_path):
    path = tmp_path / "prices.json"
    price = {"prompt": 1_000, "cached": 1_000, "completion": 1_000}
    path.write_text(json.dumps({"as_of": "2025-12-11", "models": {"m": price}}))
    return path


@contextmanager
def serving(home, prices, model) -> Iterator:
    """A client of an app whose model costs money, and its services."""
    configured = ConfiguredModel(Ladder(model, mended), lambda text: len(text.split()))
    own = settings(home, access="keys", prices=prices, concurrency=50, budget_day_usd=1_000)
    services = open_services(own, open_model=lambda _: configured)
    with services.records.writing() as unit:
        for paper in PAPERS:
            unit.papers.put(paper, NOW, raw_title=None, raw_abstract=None)
        unit.days.put_list(date(2025, 12, 11), "jsonl", [paper.id for paper in PAPERS], NOW)
    with running(services) as client:
        yield client, services


def spent(services, key_id) -> float:
    """The dollars that the ledger charges the key with."""
    with services.records.reading() as unit:
        rows = unit.ledger.spending(SpendingBy.KEY)
    return sum(row.cost_nano_usd + row.reserved_nano_usd for row in rows if row.label == key_id) / 1e9


def test_hazard_15_of_50_parallel_calls_a_budget_for_one_pays_for_one(tmp_path, prices):
    """The others are answered by the embedded engine, which says why; a restart gives nothing back."""
    model = Hosted()
    model.enqueue(*[REPLY] * 60)
    with serving(tmp_path / "home", prices, model) as (client, services):
        one = services.keys.create(KeyScope.ASK, now=datetime.now(UTC))
        assert client.post("/v1/ask", json=ASKED, headers=bearer(one.token)).json()["provenance"]["engine"] == "llm"
        cost = spent(services, one.key.id)
        assert cost > 0
        budget = 12 * cost  # what one call may cost at most fits, and no second beside it
        few = services.keys.create(KeyScope.ASK, now=datetime.now(UTC), budget_usd=budget)
        with ThreadPoolExecutor(50) as pool:
            replies = list(pool.map(lambda _: client.post("/v1/ask", json=ASKED, headers=bearer(few.token)), range(50)))
        assert {reply.status_code for reply in replies} == {200}
        told = [reply.json()["provenance"] for reply in replies]
        paid = [each for each in told if each["engine"] == "llm"]
        assert len(paid) == 1
        assert len(model.history) == 1 + len(paid)
        assert 0 < spent(services, few.key.id) <= budget
        assert all("key" in each["fallback"] for each in told if each["engine"] != "llm")
    again = Hosted()
    again.enqueue(*[REPLY] * 20)
    with serving(tmp_path / "home", prices, again) as (client, services):
        for _ in range(10):
            client.post("/v1/ask", json=ASKED, headers=bearer(few.token))
        assert again.history == []
        assert spent(services, few.key.id) <= budget
        assert client.post("/v1/ask", json=ASKED, headers=bearer(one.token)).json()["provenance"]["engine"] == "llm"
