"""Embedding calls on the ledger: reserved before, charged after, never beyond a budget."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from paperline.adapters.records import SqlRecords
from paperline.domain.errors import EncoderUnavailable
from paperline.domain.prices import Price, PriceTable
from paperline.domain.spending import SpendingBy
from paperline.engines.language_model.spending.budgets import Limits
from paperline.engines.language_model.spending.embedding import EmbeddingMeter
from paperline.engines.language_model.spending.pricing import Prices
from tests.builders import NOW

NANO = 1_000_000_000


@pytest.fixture
def records(tmp_path):
    store = SqlRecords(tmp_path)
    yield store
    store.close()


@pytest.fixture
def meter(records):
    """A meter of a model whose token costs a dollar, for a budget of so many."""

    def made(day=100, *, priced=True):
        price = Price(Decimal(1_000_000), Decimal(1_000_000), Decimal(0))
        prices = Prices((PriceTable("2025-12-11", "", (), {"e": price} if priced else {}),))
        limits = Limits(None if day is None else day * NANO)
        return EmbeddingMeter(
            records, prices, limits, model="e", endpoint="https://api.example.com/v1", run="run", now=lambda: NOW
        )

    return made


def spent(records):
    with records.reading() as unit:
        rows = unit.ledger.spending(SpendingBy.PURPOSE)
    return {row.label: (row.calls, row.cost_nano_usd // NANO) for row in rows}


def test_a_call_is_charged_with_what_it_took(meter, records):
    with meter().call(10) as took:
        took(7)
    assert spent(records) == {"embedding": (1, 7)}


def test_a_call_that_tells_nothing_or_breaks_off_is_charged_with_all_that_was_reserved(meter, records):
    with meter().call(10):
        pass
    with pytest.raises(TimeoutError), meter().call(5):
        raise TimeoutError
    assert spent(records) == {"embedding": (2, 15)}


def test_a_call_that_was_refused_costs_nothing(meter, records):
    def refused():
        with meter().call(10) as took:
            took(0)
            raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        refused()
    assert spent(records) == {"embedding": (1, 0)}


def test_nothing_is_sent_beyond_a_budget_or_without_a_price(meter):
    """The caller is told as of an encoder that does not work: papers are stored, questions answered by words."""
    sent = []
    for refusing, why in ((meter(9), "no room"), (meter(priced=False), "not known")):
        with pytest.raises(EncoderUnavailable, match=why), refusing.call(10):
            sent.append("call")
    assert not sent
    with meter(None, priced=False).call(10) as took:
        took(10)


def test_calls_at_once_do_not_overspend(meter, records):
    """Fifty at once on a budget for one."""
    metered = meter(10)

    def ask(_):
        try:
            with metered.call(10) as took:
                took(10)
        except EncoderUnavailable:
            return 0
        return 1

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(ask, range(50))) == 1
    assert spent(records)["embedding"] == (1, 10)
