"""Hazards 15 and 22: processes that spend from one budget at once, and one that is killed between paying and noting it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from paperline.adapters.records import SqlRecords
from paperline.domain.spending import SpendingBy

# A hosted model at a dollar for a million tokens of prompt and output: a call reserves $0.020036 and costs $0.010010.
CHILD = """
import sys, time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.adapters.records import SqlRecords
from paperline.domain.errors import BudgetSpent
from paperline.domain.prices import Price, PriceTable
from paperline.engines.language_model.spending.budgets import Limits
from paperline.engines.language_model.spending.metering import MeteredModel
from paperline.engines.language_model.spending.pricing import Prices
from paperline.engines.language_model.spending.tokens import TokenBounds
from paperline.ports import Completion, CompletionRequest, Finish, TokenUsage

folder, hang, budget = Path(sys.argv[1]), sys.argv[2] == "hang", int(sys.argv[3])
model = ScriptedModel()
model.name, model.endpoint = "m", "https://api.example.com/v1"

def replying(request):
    print("sent", flush=True)
    if hang:
        time.sleep(120)
    return Completion("kept", Finish.STOP, TokenUsage(10, 10_000), "m")

model.enqueue(*[replying] * 9)
table = PriceTable("2025-12-11", "", (), {"m": Price(Decimal(1), Decimal(1), Decimal(1))})
request = CompletionRequest("a", "b", "summary", {}, most_output_tokens=20_000, cache_key=sys.argv[4] or None)
records = SqlRecords(folder, busy_timeout_seconds=30)
metered = MeteredModel(
    model, records, Prices((table,)), Limits(budget), TokenBounds(lambda text: len(text.split()), True),
    run="r", now=lambda: datetime.now(UTC),
)
print("ready", flush=True)
input()
for _ in range(3):
    try:
        print("told", metered.complete(request).text, flush=True)
    except BudgetSpent as error:
        print("spent", error, flush=True)
records.close()
"""
RESERVED, COST = 20_036_000, 10_010_000
Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def child(home) -> Iterator[Child]:
    """A process that asks three times, once it is told to; it ends with the test."""
    SqlRecords(home).close()
    started: list[subprocess.Popen[str]] = []

    def start(budget: int, *, hang: bool = False, key: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CHILD, str(home), "hang" if hang else "reply", str(budget), key]
        pipe = subprocess.PIPE
        made = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        started.append(made)
        assert made.stdout.readline() == "ready\n", made.communicate(timeout=10)[1]
        return made

    yield start
    for each in started:
        each.kill()
        each.communicate()


def finished(process: subprocess.Popen[str]) -> list[str]:
    out, errors = process.communicate("\n", timeout=60)
    assert process.returncode == 0, errors
    return [line.split()[0] for line in out.splitlines()]


def row(home):
    records = SqlRecords(home)
    with records.reading() as unit:
        found = unit.ledger.spending(SpendingBy.RUN)
    records.close()
    return found[0]


def test_hazard_15_processes_on_a_budget_for_one_call_make_one(child, home):
    """Four at once, three tries each: what is left of the budget after the first never has room for another."""
    children = [child(RESERVED + COST - 1) for _ in range(4)]
    for each in children:
        each.stdin.write("\n")
        each.stdin.flush()
    words = [word for each in children for word in finished(each)]
    assert (words.count("sent"), words.count("told"), words.count("spent")) == (1, 1, 11)
    assert (row(home).cost_nano_usd, row(home).calls) == (COST, 1)


def test_hazard_22_a_call_that_a_killed_process_had_sent_stays_charged(child, home):
    """SIGKILL between reserving and settling: the next process has the rest of the budget, and no more than that."""
    killed = child(2 * RESERVED, hang=True, key="paper")
    killed.stdin.write("\n")
    killed.stdin.flush()
    assert killed.stdout.readline() == "sent\n"
    killed.kill()
    assert killed.wait(timeout=10) == -signal.SIGKILL
    assert (row(home).cost_nano_usd, row(home).reserved_nano_usd) == (RESERVED, RESERVED)
    assert finished(child(2 * RESERVED - 1, key="paper")) == ["spent"] * 3
    assert finished(child(2 * RESERVED, key="paper")) == ["sent", "told", "told", "told"]
    assert row(home).cost_nano_usd == RESERVED + COST
    assert row(home).reused == 2


def test_hazard_22_a_reply_that_was_paid_and_noted_is_not_paid_again(child, home):
    """Whatever happens to the process once the reply is settled: it was kept in the same transaction."""
    first = child(2 * RESERVED, key="paper")
    first.stdin.write("\n")
    first.stdin.flush()
    assert [first.stdout.readline() for _ in range(2)] == ["sent\n", "told kept\n"]
    first.kill()
    first.wait(timeout=10)
    assert finished(child(COST, key="paper")) == ["told"] * 3
    assert (row(home).cost_nano_usd, row(home).calls) == (COST, 1)
