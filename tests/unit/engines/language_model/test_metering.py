"""Hazard 15: calls are made within budgets only, each stands on the ledger with what it cost, none is paid for twice."""

from __future__ import annotations

import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.adapters.records import SqlRecords
from paperline.domain.errors import BudgetSpent, FormatRefused, ModelUnavailable, PriceUnknown
from paperline.domain.prices import Price, PriceTable
from paperline.domain.spending import Account, SpendingBy
from paperline.engines.language_model.spending.budgets import Limits
from paperline.engines.language_model.spending.metering import MeteredModel
from paperline.engines.language_model.spending.pricing import Prices
from paperline.engines.language_model.spending.tokens import TokenBounds
from paperline.ports import Completion, CompletionRequest, Finish, TokenUsage, paying
from tests.builders import NOW

REQUEST = CompletionRequest(
    "Be brief.", "Say yes.", "answer", {"type": "object", "properties": {}, "required": []}, most_output_tokens=20
)
A_DOLLAR_A_TOKEN = Price(Decimal(1_000_000), Decimal(500_000), Decimal(2_000_000))
NANO = 1_000_000_000


class Hosted(ScriptedModel):
    """A script that costs a dollar for a token of the prompt, half of one where it was cached, and two for an output's."""

    name = "m"
    endpoint = "https://api.example.com/v1"


def words(text: str) -> int:
    return len(text.split())


@pytest.fixture
def records(tmp_path):
    store = SqlRecords(tmp_path)
    yield store
    store.close()


@pytest.fixture
def model() -> Hosted:
    return Hosted()


@pytest.fixture
def metered(records, model):
    """The model with a meter; the limits are dollars."""

    def made(day=1_000, run=None, priced=True, now=lambda: NOW, hidden=0, exact=True, replies_kept=None):
        table = PriceTable("2025-12-11", "", (), {"m": A_DOLLAR_A_TOKEN} if priced else {})
        limits = Limits(*(None if limit is None else limit * NANO for limit in (day, run)))
        tokens = TokenBounds(words, exact, hidden)
        return MeteredModel(
            model, records, Prices((table,)), limits, tokens, run="run", now=now, replies_kept=replies_kept
        )

    return made


def reply(text="yes", finish=Finish.STOP, **usage) -> Completion:
    return Completion(text, finish, TokenUsage(**{"prompt": 10, "completion": 3, "cached": 4} | usage), "m-2025-01-01")


@pytest.fixture
def ledger(records):
    """The one row of the ledger's sum over everything, in dollars."""

    def told(by=SpendingBy.DAY):
        with records.reading() as unit:
            rows = unit.ledger.spending(by)
        assert len(rows) == 1
        return rows[0], rows[0].cost_nano_usd / NANO

    return told


def test_a_call_is_charged_with_what_its_usage_costs(metered, model, ledger):
    """Six tokens of the prompt, four cached ones at half the price, three of output at twice the price."""
    model.enqueue(reply())
    completion = metered().complete(REQUEST)
    assert completion.usage == TokenUsage(10, 3, 4, cost_usd=14.0)
    row, cost = ledger()
    assert (cost, row.calls, row.reserved_nano_usd, row.estimated) == (14.0, 1, 0, 0)
    assert (row.prompt_tokens, row.cached_tokens, row.completion_tokens) == (10, 4, 3)


@pytest.mark.parametrize(
    ("limits", "account", "told"),
    [
        ({"day": 50}, Account("r"), r"budget of 2025-12-11 \(UTC\).*\$0\.00 of \$50\.00.*00:00 UTC.*PAPERLINE_BUDGET_DAY_USD"),
        ({"day": None, "run": 50}, Account("r"), r"budget of this run.*PAPERLINE_BUDGET_RUN_USD"),
        ({"day": None}, Account("r", run_budget_nano_usd=50 * NANO), "budget of this run"),
        ({"day": None}, Account("r", key="k", key_budget_nano_usd=50 * NANO), "budget of this key.*00:00 UTC"),
    ],
)  # fmt: skip
def test_without_room_nothing_is_sent_and_the_error_says_why(metered, model, limits, account, told):
    """Which budget, how much is spent, when it begins anew, and what to set."""
    model.enqueue(reply())
    with paying(account), pytest.raises(BudgetSpent, match=told) as refusal:
        metered(**limits).complete(REQUEST)
    assert refusal.value.unpaid
    assert "paperline spend" in str(refusal.value)
    assert model.history == []


def test_a_new_day_has_a_new_budget(metered, model):
    model.enqueue(reply(), reply())
    time = [NOW]
    meter = metered(day=95, now=lambda: time[0])
    meter.complete(REQUEST)
    with pytest.raises(BudgetSpent):
        meter.complete(REQUEST)
    time[0] += timedelta(hours=12)
    assert meter.complete(REQUEST).text == "yes"


def test_fifty_calls_at_once_on_a_budget_for_one_send_one(metered, model, ledger):
    """All are at the meter at once, and the one that is sent does not come back before the others were refused."""
    barrier, refused = threading.Barrier(50), []
    others_done = threading.Event()

    def slow(_request):
        assert others_done.wait(30)
        return reply()

    model.enqueue(*[slow] * 50)
    meter = metered(day=120)

    def call(_number):
        barrier.wait()
        try:
            meter.complete(REQUEST)
        except BudgetSpent as error:
            refused.append(error)
            if len(refused) == 49:
                others_done.set()

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(call, range(50)))
    assert (len(refused), len(model.history)) == (49, 1)
    assert ledger()[1] == 14.0


def test_a_model_without_a_price_is_not_asked_within_a_budget(metered, model):
    """The message shows how a price is given."""
    with pytest.raises(PriceUnknown, match=r'PAPERLINE_PRICES .*"m": .*PAPERLINE_BUDGET_DAY_USD=none'):
        metered(priced=False).complete(REQUEST)
    assert model.history == []


def test_without_any_budget_it_is_asked_and_counted_as_unpriced(metered, model, ledger):
    model.enqueue(reply())
    metered(priced=False, day=None).complete(REQUEST)
    row, cost = ledger()
    assert (cost, row.unpriced, row.prompt_tokens) == (0, 1, 10)


@pytest.mark.parametrize(
    ("failure", "cost"),
    [
        (FormatRefused("It takes no schema.", unpaid=True), 0),
        (ModelUnavailable("Its circuit is open.", unpaid=True), 0),
        (ModelUnavailable("It broke off."), 88.0),
    ],
)
def test_a_failed_call_is_charged_with_all_that_was_reserved_unless_it_is_known_to_be_free(
    metered, model, ledger, failure, cost
):
    """Four words, twice the schema's six, a frame of 32, and 20 tokens of output at two dollars."""
    model.enqueue(failure)
    with pytest.raises(type(failure)):
        metered().complete(REQUEST)
    row, charged = ledger()
    assert charged == cost
    assert row.estimated == (1 if cost else 0)


def test_a_reply_without_usage_is_counted_and_marked(metered, model, ledger):
    """Also where the endpoint told a part."""
    model.enqueue(reply("one two three", prompt=0, completion=0, cached=0, estimated=True))
    usage = metered(hidden=5).complete(REQUEST).usage
    assert usage == TokenUsage(16 + 4 + 6, 3 + 5, cost_usd=42.0, estimated=True)
    assert ledger()[0].estimated == 1


def test_whoever_leaves_a_stream_has_paid_for_what_came(metered, model, ledger):
    """The prompt and the pieces seen, and the thoughts that nobody sees; the rest of the reservation is given back."""

    class Left(Exception):
        pass

    def follow(piece):
        if piece.strip() == "three":
            raise Left

    model.enqueue("one two three four five")
    with pytest.raises(Left):
        metered(hidden=5).complete(REQUEST, follow)
    row, cost = ledger()
    assert cost == (16 + 4 + 6) + 2 * (3 + 5)
    assert row.estimated == 1


def test_an_interrupted_call_is_charged_with_all_that_was_reserved(metered, model, ledger):
    """Nobody knows how far it came."""

    def interrupted(_request):
        raise KeyboardInterrupt

    model.enqueue(interrupted)
    with pytest.raises(KeyboardInterrupt):
        metered().complete(REQUEST)
    assert ledger()[1] == 88.0


def test_the_bound_holds_for_a_tokenizer_that_is_not_the_models(metered, model):
    """Bytes are counted: a token has at least one."""
    meter = metered(exact=False, day=10_000)
    model.enqueue(reply())
    seen = replace(REQUEST, user="数" * 50)
    meter.complete(seen)
    prompt, output = TokenBounds(words, exact=False).most(seen)
    assert prompt >= 150 + len(REQUEST.system)
    assert output == 20


class TestKeptReplies:
    KEYED = replace(REQUEST, cache_key="paper-prompt-schema")

    def test_the_same_is_asked_once(self, metered, model, ledger):
        """Whatever was drawn at random for it, in another process too, and whoever follows it hears it."""
        model.enqueue(reply("kept"))
        first = metered().complete(self.KEYED)
        heard = []
        again = metered(day=14).complete(replace(self.KEYED, user="Say wow."), heard.append)
        assert (again.text, again.model, again.usage) == (first.text, first.model, TokenUsage())
        assert heard == ["kept"]
        assert len(model.history) == 1
        row, cost = ledger()
        assert (row.calls, row.reused, cost) == (1, 1, 14.0)

    def test_without_a_key_every_reply_is_new(self, metered, model):
        model.enqueue("one", "two")
        assert [metered(day=None).complete(REQUEST).text for _ in range(2)] == ["one", "two"]

    @pytest.mark.parametrize(
        "changed",
        [
            {"cache_key": "other"},
            {"schema": {"type": "object"}},
            {"user": "Say yes. What was wrong: all."},
            {"most_output_tokens": 30},
        ],
    )
    def test_what_differs_is_asked_anew(self, metered, model, changed):
        """Also a repair, which tells the model what was wrong under the same key."""
        model.enqueue("one", "two")
        meter = metered(day=None)
        assert meter.complete(self.KEYED).text == "one"
        assert not meter.keeps(replace(self.KEYED, **changed))
        assert meter.complete(replace(self.KEYED, **changed)).text == "two"

    @pytest.mark.parametrize("finish", [Finish.LENGTH, Finish.FILTERED, Finish.REFUSED])
    def test_only_whole_replies_are_kept(self, metered, model, finish):
        model.enqueue(reply(finish=finish))
        meter = metered()
        meter.complete(self.KEYED)
        assert not meter.keeps(self.KEYED)

    def test_threads_that_ask_the_same_at_once_pay_once(self, metered, model, ledger):
        model.enqueue("one", *[f"{number}" for number in range(7)])
        meter, barrier = metered(day=None), threading.Barrier(8)

        def call(_number):
            barrier.wait()
            return meter.complete(self.KEYED).text

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(call, range(8))) == {"one"}
        assert ledger()[0].reused == 7


def test_the_account_that_pays_travels_with_a_copied_context(metered, model, ledger):
    """A thread of a pool pays from the account of whoever gave it the work."""
    model.enqueue("one", "two")
    meter = metered(day=None)
    with ThreadPoolExecutor(1) as pool, paying(Account("job", key="k")):
        for _ in range(2):
            pool.submit(contextvars.copy_context().run, meter.complete, REQUEST).result()
    assert ledger(SpendingBy.RUN)[0].label == "job"
    assert ledger(SpendingBy.KEY)[0].label == "k"


def test_a_ledger_that_cannot_be_written_stops_calls(metered, model, records, tmp_path):
    """Nothing is sent, and the failure is one that the engines fall back from."""
    meter = metered()
    records.close()
    (tmp_path / "paperline.db").unlink()
    (tmp_path / "paperline.db").mkdir()
    with pytest.raises(ModelUnavailable, match="none is made") as failure:
        meter.complete(REQUEST)
    assert failure.value.unpaid
    assert model.history == []


def test_replies_that_have_had_their_time_are_asked_for_anew(records, model, metered):
    """A reply is given again for so long; later processes drop it before their first call."""
    request = replace(REQUEST, cache_key="k")
    model.enqueue(reply("old"), reply("other"), reply("new"))
    assert metered().complete(request).text == "old"
    later = metered(now=lambda: NOW + timedelta(days=181), replies_kept=timedelta(days=180))
    later.complete(replace(request, cache_key=None))
    assert later.complete(request).text == "new"
