"""What every record store promises of the ledger and of kept replies, over every one."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperline.adapters.records import SqlRecords
from paperline.domain.spending import Budget, BudgetKind, PlannedCall, Settlement, Shortfall, SpendingBy, SpendingRow
from paperline.ports import Completion, Finish, ReplyFormat, TokenUsage
from tests.builders import NOW

DAY_OF_100 = Budget(BudgetKind.DAY, 100)
TODAY = NOW.date()


def a_call(call_id: str, amount: int = 60, **changes) -> PlannedCall:
    made = PlannedCall(call_id, NOW, "run", None, "summary", "https://api.example.com/v1", "m", amount)
    return replace(made, **changes)


def cost(amount: int, *, estimated: bool = False) -> Settlement:
    return Settlement(amount, 10, 4, 2, estimated)


def reserve(records, call, *budgets):
    with records.writing() as unit:
        return unit.ledger.reserve(call, budgets)


def charged(records, by: SpendingBy = SpendingBy.DAY) -> dict[str, int]:
    with records.reading() as unit:
        return {row.label: row.cost_nano_usd for row in unit.ledger.spending(by)}


class TestReserving:
    def test_what_is_reserved_is_charged_until_the_budget_has_no_room(self, records):
        """Exactly the limit still has room; the shortfall says how much is charged, and how much only reserved."""
        assert reserve(records, a_call("a"), DAY_OF_100) is None
        assert reserve(records, a_call("b", 41), DAY_OF_100) == Shortfall(DAY_OF_100, 60, 60)
        assert reserve(records, a_call("c", 40), DAY_OF_100) is None
        assert charged(records) == {str(TODAY): 100}

    def test_a_settled_call_leaves_the_rest_of_its_reservation(self, records):
        reserve(records, a_call("a"), DAY_OF_100)
        with records.writing() as unit:
            unit.ledger.settle("a", cost(7))
        assert reserve(records, a_call("b", 94), DAY_OF_100) == Shortfall(DAY_OF_100, 7, 0)
        assert reserve(records, a_call("c", 93), DAY_OF_100) is None

    def test_a_released_call_leaves_all_of_it(self, records):
        reserve(records, a_call("a"), DAY_OF_100)
        with records.writing() as unit:
            unit.ledger.release("a")
        assert reserve(records, a_call("b", 100), DAY_OF_100) is None

    def test_days_runs_and_keys_are_counted_apart_and_every_budget_holds(self, records):
        """A key's budget is that of its day; a day begins at midnight UTC, wherever the moment was taken."""
        run, key = Budget(BudgetKind.RUN, 100), Budget(BudgetKind.KEY, 100)
        first = a_call("a", run="one", key="k")
        assert reserve(records, first, DAY_OF_100, run, key) is None
        assert reserve(records, replace(first, id="b", run="two", key="l"), run, key) is None
        assert reserve(records, replace(first, id="c", key="m"), key, run) == Shortfall(run, 60, 60)
        assert reserve(records, replace(first, id="d", run="three"), run, key) == Shortfall(key, 60, 60)
        tomorrow = replace(first, id="e", run="four", at=NOW + timedelta(hours=12))
        assert reserve(records, tomorrow, DAY_OF_100, run, key) is None
        assert charged(records) == {str(TODAY): 120, str(TODAY + timedelta(days=1)): 60}

    def test_what_costs_nothing_needs_no_room(self, records):
        """A model of one's own answers also where the budget is spent."""
        assert reserve(records, a_call("a", 100), DAY_OF_100) is None
        assert reserve(records, a_call("b", 0), Budget(BudgetKind.DAY, 50)) is None

    def test_fifty_threads_on_a_budget_for_one_make_one_call(self, records):
        """Hazard 15, at the store: one statement looks and reserves."""
        barrier, refused = threading.Barrier(50), []

        def call(number):
            barrier.wait()
            refused.append(reserve(records, a_call(f"c{number}"), DAY_OF_100))

        threads = [threading.Thread(target=call, args=(number,)) for number in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (refused.count(None), len(refused)) == (1, 50)
        assert charged(records) == {str(TODAY): 60}


class TestSettling:
    def test_a_reply_after_the_reservation_expired_is_charged_with_what_it_cost(self, records):
        """Until then it is charged with what was reserved."""
        reserve(records, a_call("a"))
        with records.writing() as unit:
            assert unit.ledger.settle_expired(NOW) == 0
            assert unit.ledger.settle_expired(NOW + timedelta(seconds=1)) == 1
            assert unit.ledger.settle_expired(NOW + timedelta(seconds=1)) == 0
        assert charged(records) == {str(TODAY): 60}
        with records.writing() as unit:
            unit.ledger.settle("a", cost(5))
        assert charged(records) == {str(TODAY): 5}

    def test_an_expired_reservation_of_a_settled_call_is_not_touched(self, records):
        reserve(records, a_call("a"))
        with records.writing() as unit:
            unit.ledger.settle("a", cost(5))
            assert unit.ledger.settle_expired(NOW + timedelta(days=1)) == 0

    def test_large_amounts_add_up_exactly(self, records):
        """A million dollars and a nano-dollar: no float stands between."""
        for number, amount in enumerate((10**15, 1, 2)):
            reserve(records, a_call(f"c{number}", amount))
        assert charged(records) == {str(TODAY): 10**15 + 3}


class TestSpending:
    def test_calls_are_added_up_by_what_was_asked(self, records):
        reserve(records, a_call("a", key="k"))
        reserve(records, a_call("b", model="n", purpose="answer", priced=False))
        reserve(records, a_call("c", at=NOW - timedelta(days=2)))
        reserve(records, a_call("d"))
        with records.writing() as unit:
            unit.ledger.settle("a", cost(5, estimated=True))
            unit.ledger.settle("b", cost(6))
            unit.ledger.release("d")
            unit.ledger.reuse(a_call("e", 0))
            assert unit.ledger.spending(SpendingBy.MODEL, TODAY, TODAY) == [
                SpendingRow("m", 1, 1, 10, 4, 2, 5, 0, 1, 0),
                SpendingRow("n", 1, 0, 10, 4, 2, 6, 0, 0, 1),
            ]
            assert [row.label for row in unit.ledger.spending(SpendingBy.KEY)] == ["", "k"]
            assert [row.label for row in unit.ledger.spending(SpendingBy.PURPOSE)] == ["answer", "summary"]
            assert unit.ledger.spending(SpendingBy.DAY, last=TODAY - timedelta(days=1)) == [
                SpendingRow("2025-12-09", 1, 0, 0, 0, 0, 60, 60, 0, 0)
            ]
            assert unit.ledger.spending(SpendingBy.RUN, date(2030, 1, 1)) == []


class TestReplies:
    def test_a_reply_is_kept_under_its_key_without_its_cost(self, records):
        """What was once paid is not shown as paid again."""
        told = Completion("{}", Finish.STOP, TokenUsage(10, 2, 4, cost_usd=0.5, estimated=True), "m-2025")
        with records.writing() as unit:
            unit.replies.put("k", replace(told, text="old"), NOW)
            unit.replies.put("k", told, NOW)
            assert unit.replies.get("k") == replace(told, usage=TokenUsage(10, 2, 4))
            assert unit.replies.get("other") is None

    def test_the_format_of_a_model_is_known_for_as_long_as_is_asked(self, records):
        """The newest one, of that model at that endpoint."""
        with records.writing() as unit:
            unit.replies.put_format("e", "m", ReplyFormat.SCHEMA, NOW - timedelta(days=9))
            unit.replies.put_format("e", "m", ReplyFormat.PLAIN, NOW - timedelta(days=2))
        with records.reading() as unit:
            assert unit.replies.format_of("e", "m", since=NOW - timedelta(days=3)) is ReplyFormat.PLAIN
            assert unit.replies.format_of("e", "m", since=NOW - timedelta(days=1)) is None
            assert unit.replies.format_of("e", "n", since=NOW - timedelta(days=3)) is None

    def test_replies_that_have_had_their_time_go(self, records):
        """And no other."""
        with records.writing() as unit:
            for key, age in (("old", 200), ("young", 10)):
                unit.replies.put(key, Completion("{}", Finish.STOP, TokenUsage(), "m"), NOW - timedelta(days=age))
        with records.writing() as unit:
            assert unit.replies.prune(NOW - timedelta(days=180)) == 1
        with records.reading() as unit:
            assert unit.replies.get("old") is None
            assert unit.replies.get("young") is not None

    def test_settling_and_keeping_are_one_transaction(self, records):
        """A process that ends between them has done neither."""
        reserve(records, a_call("a"))

        def interrupted():
            with records.writing() as unit:
                unit.ledger.settle("a", cost(5))
                unit.replies.put("k", Completion("{}", Finish.STOP, TokenUsage(), "m"), NOW)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        with records.reading() as unit:
            assert unit.replies.get("k") is None
        assert charged(records) == {str(TODAY): 60}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "settle", "release", "expire"]),
        st.integers(0, 9),  # which call
        st.integers(0, 70),  # reserved
        st.integers(0, 100),  # of that settled, in hundredths
        st.sampled_from(["r", "s"]),
        st.sampled_from([None, "k", "l"]),
        st.integers(0, 1),  # days later
    ),
    max_size=20,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """The folder of an empty store, to copy: migrating one for every example would take most of the time."""
    folder = tmp_path_factory.mktemp("empty")
    SqlRecords(folder).close()
    return folder


@settings(max_examples=40)  # an example is some dozens of transactions on a disk
@given(steps=STEPS)
def test_no_order_of_calls_exceeds_a_budget(empty, steps):
    """What is reserved and settled stays within the limit of every run, day and key; a call ends once."""
    with TemporaryDirectory() as folder:
        records = SqlRecords(Path(shutil.copytree(empty, folder, dirs_exist_ok=True)))
        try:
            _take(records, steps)
        finally:
            records.close()


def _take(records, steps):
    budgets = (Budget(BudgetKind.RUN, 90), DAY_OF_100, Budget(BudgetKind.KEY, 80))
    made: list[PlannedCall] = []
    for number, (step, which, amount, share, run, key, later) in enumerate(steps):
        call = a_call(f"c{number}", amount, run=run, key=key, at=NOW + timedelta(days=later))
        with records.writing() as unit:
            if step == "reserve":
                if unit.ledger.reserve(call, budgets if key else budgets[:2]) is None:
                    made.append(call)
            elif step == "expire":
                unit.ledger.settle_expired(NOW + timedelta(hours=1))
            elif made and step == "settle":
                chosen = made.pop(which % len(made))
                unit.ledger.settle(chosen.id, cost(chosen.reserved_nano_usd * share // 100))
            elif made:
                unit.ledger.release(made.pop(which % len(made)).id)
        assert all(amount <= 90 for amount in charged(records, SpendingBy.RUN).values())
        assert all(amount <= 100 for amount in charged(records).values())
        with records.reading() as unit:
            for each in (TODAY, TODAY + timedelta(days=1)):
                rows = unit.ledger.spending(SpendingBy.KEY, each, each)
                assert all(row.cost_nano_usd <= 80 for row in rows if row.label)
