"""`paperline spend` and `summarise --dry-run`: what calls cost, and what they would cost before any is made."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from paperline.adapters.records import SqlRecords
from paperline.domain.spending import PlannedCall, Settlement
from tests.builders import DAY

TODAY = datetime.now(UTC)
CALL = PlannedCall("a", TODAY, "run-1", None, "summary", "https://api.openai.com/v1", "gpt-4.1-mini", 2_000_000)


@pytest.fixture
def spent(home):
    """A settled call, an estimated one with a key, one under way, and one of long ago that its process never settled."""
    records = SqlRecords(home)
    with records.writing() as unit:
        for call in (
            CALL,
            replace(CALL, id="b", key="k", model="gpt-5-mini", purpose="answer"),
            replace(CALL, id="c"),
            replace(CALL, id="d", at=datetime(2025, 12, 11, tzinfo=UTC)),
        ):
            assert unit.ledger.reserve(call, ()) is None
        unit.ledger.settle("a", Settlement(1_234_500, 1_000, 400, 100, estimated=False))
        unit.ledger.settle("b", Settlement(10_000_000_000, 5, 0, 5, estimated=True))
    records.close()


def test_spending_is_told_by_day_with_what_today_has_left(run, spent):
    told = json.loads(run("spend", "--json").stdout)
    assert [row["label"] for row in told["rows"]] == ["2025-12-11", str(TODAY.date())]
    old = told["rows"][0]
    assert (old["cost_usd"], old["reserved_usd"], old["estimated"]) == (0.002, 0.0, 1)
    assert told["total"]["cost_usd"] == 10.0052345
    today = {"day": str(TODAY.date()), "spent_usd": 10.0032345, "budget_usd": 1.0, "left_usd": 0.0}
    assert told["today"] == today


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("model", ["gpt-4.1-mini", "gpt-5-mini"]),
        ("key", [None, "k"]),
        ("purpose", ["answer", "summary"]),
        ("run", ["run-1"]),
    ],
)
def test_spending_is_told_by_what_is_asked(run, spent, by, labels):
    told = json.loads(run("spend", "--by", by, "--from", str(TODAY.date()), "--json").stdout)
    assert [row["label"] for row in told["rows"]] == labels


def test_people_read_a_table_and_what_it_leaves_open(run, spent, monkeypatch):
    monkeypatch.setenv("PAPERLINE_BUDGET_DAY_USD", "none")
    shown = run("spend", "--by", "key").stdout
    assert "(no key)" in shown
    assert "$10.01" in shown
    assert "2 of the calls did not tell what they cost" in shown
    assert "$0.002000 is reserved for calls under way" in shown
    assert "no budget is set" in shown


def test_without_calls_there_is_nothing_to_tell(run):
    assert "No language model was asked." in run("spend").stdout


def test_a_range_that_ends_before_it_starts_is_bad_usage(run):
    assert run("spend", "--from", "2025-12-12", "--to", "2025-12-11").exit_code == 2


@pytest.mark.parametrize("bad", ["-1", "a lot", "NaN", "Infinity"])
def test_a_budget_that_is_no_amount_is_bad_usage(run, monkeypatch, bad):
    """It is named; nothing goes on without a budget by mistake."""
    monkeypatch.setenv("PAPERLINE_BUDGET_DAY_USD", bad)
    done = run("spend")
    assert done.exit_code == 2
    assert "PAPERLINE_BUDGET_DAY_USD" in done.stderr


@pytest.fixture
def ingested(run, papers_file):
    assert run("ingest", str(papers_file), "--day", str(DAY)).exit_code == 0


def test_a_dry_run_tells_what_each_model_would_cost_and_sends_nothing(run, ingested, shared_data, monkeypatch):
    """By the real requests' tokens, counted as OpenAI does; dearer models cost more; the ledger stays empty."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(shared_data / "tiktoken"))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    told = json.loads(run("summarise", "--dry-run", "--json").stdout)
    assert (told["papers"], told["to_send"], told["kept"], told["summarised"]) == (2, 2, 0, 0)
    assert told["exact"]
    assert 400 < told["prompt_tokens"] < 2_000
    costs = {each["model"]: each for each in told["models"]}
    mini = costs["gpt-4.1-mini"]
    assert mini["prompts_usd"] == pytest.approx(told["prompt_tokens"] * 0.4e-6, abs=1e-9)
    assert mini["most_usd"] == pytest.approx(mini["prompts_usd"] + told["most_output_tokens"] * 1.6e-6, abs=1e-9)
    assert costs["gpt-5"]["most_usd"] > costs["gpt-5"]["prompts_usd"] + told["most_output_tokens"] * 10e-6
    assert json.loads(run("spend", "--json").stdout)["rows"] == []


def test_a_dry_run_for_one_model_says_so_where_its_price_is_not_known(run, ingested):
    shown = run("summarise", "--dry-run", "--model", "gpt-9").stdout
    assert "2 calls would be made. Nothing was sent." in shown
    assert shown.count("unknown") == 1 + 1
    told = json.loads(run("summarise", "--dry-run", "--model", "gpt-9", "--json").stdout)
    assert told["models"] == [{"model": "gpt-9", "prompts_usd": None, "most_usd": None}]


def test_a_dry_run_at_a_model_of_ones_own_costs_nothing_unless_it_has_a_price(run, ingested, monkeypatch, tmp_path):
    """Nothing listens at that port: a dry run asks nobody."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    free = json.loads(run("summarise", "--dry-run", "--json").stdout)
    assert [each["most_usd"] for each in free["models"]] == [0.0]
    assert not free["exact"]
    prices = tmp_path / "prices.json"
    prices.write_text(json.dumps({"as_of": str(date(2025, 12, 11)), "models": {"m": {"prompt": 1, "completion": 2}}}))
    monkeypatch.setenv("PAPERLINE_PRICES", str(prices))
    monkeypatch.setenv("PAPERLINE_MODEL", "m")
    priced = json.loads(run("summarise", "--dry-run", "--json").stdout)
    assert [each["model"] for each in priced["models"]] == ["m"]
    assert priced["models"][0]["most_usd"] > priced["models"][0]["prompts_usd"] > 0


@pytest.mark.parametrize("words", [["--model", "m"], ["--dry-run", "--input", "-"]])
def test_options_that_mean_nothing_together_are_bad_usage(run, words):
    assert run("summarise", *words).exit_code == 2
