"""Prices: the packaged table, a user's own, and which endpoints cost nothing."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from paperline.domain.errors import EngineUnavailable
from paperline.domain.prices import FREE, Price, PriceTable, is_private
from paperline.domain.spending import nano_usd
from paperline.engines.language_model.spending.pricing import load_prices

OPENAI = "https://api.openai.com/v1"


def test_the_packaged_table_is_dated_and_says_to_check_it():
    prices = load_prices()
    assert date.fromisoformat(prices.as_of) <= date(2026, 12, 31)
    assert "Check them" in prices.tables[0].note
    assert {"gpt-4.1-mini", "gpt-5-mini"} <= {name for name, _ in prices.known()}
    assert "text-embedding-3-small" not in {name for name, _ in prices.known()}


def test_cached_and_batched_tokens_never_cost_more():
    for _, price in load_prices().known():
        assert 0 < price.cached <= price.prompt < price.completion
        assert price.cost(1_000, 100, cached=500) <= price.cost(1_000, 100)
        assert price.cost(1_000, 100, in_batch=True) * 2 == price.cost(1_000, 100)


def test_a_cost_is_a_whole_number_of_nano_dollars_rounded_up():
    """A token of the cheapest prompt is 50 of them; a tenth of a nano-dollar is one."""
    price = load_prices().of("gpt-5-nano", OPENAI)
    assert price is not None
    assert price.cost(1, 0) == 50
    assert price.cost(3, 7, cached=2) == 50 + 10 + 7 * 400
    assert price.cost(1, 0, cached=1, in_batch=True) == 3
    assert nano_usd(Decimal("0.0000000001")) == 1
    assert sum(price.cost(1, 1) for _ in range(10_000)) == 10_000 * 450


def test_a_snapshot_costs_what_its_model_does_unless_it_has_an_entry():
    prices = load_prices()
    assert prices.of("gpt-4o-mini-2024-07-18", OPENAI) == prices.of("gpt-4o-mini", OPENAI)
    assert prices.of("gpt-4o-2024-05-13", OPENAI) != prices.of("gpt-4o", OPENAI)
    assert prices.of("gpt-4.1-mini-of-mine", OPENAI) is None


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:8080/v1", "http://localhost:11434/v1", "http://[::1]:1/v1", "http://10.0.0.7/v1",
        "http://192.168.1.5:8000/v1", "http://ollama:11434/v1", "http://gpu.local/v1", "http://host.docker.internal/v1",
        "script", "ollama:11434",
    ],
)  # fmt: skip
def test_what_is_near_costs_nothing(endpoint):
    """Also a model whose name is OpenAI's."""
    assert is_private(endpoint)
    assert load_prices().of("gpt-4o", endpoint) == FREE


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://openrouter.ai/api/v1", "https://8.8.8.8/v1", "https://api.openai.com.evil.example/v1",
        "https://localhost.example.com/v1", "", "https:///v1", "https://0.0.0.0/v1", "https://[2001:4860:4860::8888]/v1",
    ],
)  # fmt: skip
def test_what_is_hosted_elsewhere_has_no_known_price(endpoint):
    """OpenAI's prices are OpenAI's."""
    assert not is_private(endpoint)
    assert load_prices().of("gpt-4o", endpoint) is None


def test_the_users_table_goes_before_ours(tmp_path):
    """Without hosts it holds for every endpoint, one of one's own too; what is left out is the prompt's price or nothing."""
    own = tmp_path / "prices.json"
    models = {"gpt-4o": {"prompt": 9, "completion": 0.1}, "mine": {"prompt": 1.5}}
    own.write_text(json.dumps({"as_of": "2026-01-01", "models": models}), encoding="utf-8")
    prices = load_prices(own)
    assert prices.of("gpt-4o", OPENAI) == Price(Decimal(9), Decimal(9), Decimal("0.1"))
    assert prices.of("mine", "http://localhost/v1") == Price(Decimal("1.5"), Decimal("1.5"), Decimal(0))
    assert prices.of("gpt-4.1", OPENAI) == load_prices().of("gpt-4.1", OPENAI)
    assert prices.as_of.startswith("2026-01-01, ")


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "nonsense", '{"as_of": "x", "models": []}', '{"as_of": "x", "models": {"m": 1}}',
        '{"as_of": "x", "models": {"m": {"completion": 1}}}', '{"as_of": "x", "models": {"m": {"prompt": -1}}}',
        '{"as_of": "x", "models": {"m": {"prompt": "1"}}}', '{"as_of": "x", "models": {"m": {"prompt": NaN}}}',
        '{"as_of": "x", "models": {"m": {"prompt": true}}}', '{"as_of": "x", "models": {"m": {"prompt": 1, "promt": 1}}}',
        '{"as_of": "x", "models": {}, "hosts": "api.openai.com"}', '{"as_of": "x", "models": {}, "more": 1}',
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_named(tmp_path, text):
    """A typing error in a price must not make calls free."""
    own = tmp_path / "prices.json"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(EngineUnavailable, match="PAPERLINE_PRICES cannot be used"):
        load_prices(own)
    with pytest.raises(ValueError, match=r"."):
        PriceTable.read(text)


def test_a_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EngineUnavailable, match="PAPERLINE_PRICES cannot be read"):
        load_prices(tmp_path / "none.json")
