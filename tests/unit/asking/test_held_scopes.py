"""Held scopes: a day is read from SQL once, not again until something is stored, and memory stays bounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperline.bootstrap import Services, open_services
from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.scopes import Scope
from paperline.pipeline.asking import held as holding
from paperline.pipeline.asking.held import Held, HeldScopes
from paperline.settings import Settings
from tests.builders import NOW, a_paper

DAY = date(2025, 12, 11)
SCOPE = Scope.of_day(DAY)
QUESTION = "Which network sorts keys?"


def scope(number: int) -> Scope:
    """A scope of its own for every number."""
    return Scope.of_day(DAY + timedelta(days=number))


def of_papers(count: int) -> Held:
    """A scope that holds so many papers."""
    return Held(count, ScopeMatrix([a_paper(id=f"x:{number}") for number in range(count)], []))


def lines(*numbers: int) -> bytes:
    """Papers as JSON Lines."""
    rows = [{"id": f"x:{n}", "title": f"Sorting {n}", "abstract": f"We sort keys {n}. It is fast."} for n in numbers]
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_services(Settings(_env_file=None, home=tmp_path / "home", embedder="hashing")) as opened:
        store(opened, 1, 2)
        yield opened


def store(services: Services, *numbers: int) -> None:
    """The papers are ingested by this process."""
    services.ingest.run(services.body_source(lines(*numbers), format="jsonl", name="body", day=DAY), now=NOW, day=DAY)


def held(services: Services) -> Held | None:
    """What is held of the day now."""
    with services.records.reading() as unit:
        return services.retrieve.scopes.get(SCOPE, unit.revision())


def asked(services: Services) -> set[str]:
    """The papers that are scored for a question."""
    return {found.paper.id for found in services.retrieve.run(QUESTION, SCOPE).papers}


def test_a_day_is_read_once_however_often_it_is_asked(services):
    """An answer is stored with every question, and changes nothing that a question sees."""
    services.ask.run(QUESTION, scope=SCOPE, now=NOW)
    first = held(services)
    assert first is not None
    services.ask.run(QUESTION, scope=SCOPE, now=NOW)
    assert held(services) is first


def test_an_ingest_drops_what_was_held(services):
    assert asked(services) == {"x:1", "x:2"}
    store(services, 3)
    assert held(services) is None
    assert asked(services) == {"x:1", "x:2", "x:3"}


def test_the_ingest_of_another_process_drops_what_was_held(services, tmp_path):
    """It tells this one nothing: the store's revision does."""
    assert asked(services) == {"x:1", "x:2"}
    more = tmp_path / "more.jsonl"
    more.write_bytes(lines(3))
    command = [sys.executable, "-m", "paperline", "ingest", str(more), "--day", str(DAY), "--json"]
    environment = {**os.environ, "PAPERLINE_HOME": str(services.settings.home), "PAPERLINE_EMBEDDER": "hashing"}
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)
    assert held(services) is None
    assert asked(services) == {"x:1", "x:2", "x:3"}


def test_a_newer_revision_drops_every_scope_and_an_older_one_is_not_kept():
    """A reader that began before an ingest and ends after it brings nothing stale in."""
    scopes, old, new = HeldScopes(), of_papers(1), of_papers(2)
    scopes.keep(scope(1), old, 7)
    scopes.keep(scope(2), new, 8)
    scopes.keep(scope(1), old, 7)
    assert scopes.get(scope(1), 7) is None
    assert scopes.get(scope(1), 8) is None
    assert scopes.get(scope(2), 8) is new


def test_the_scopes_asked_longest_ago_go_first(monkeypatch):
    monkeypatch.setattr(holding, "MOST_SCOPES", 3)
    scopes = HeldScopes()
    for number in range(3):
        scopes.keep(scope(number), Held(9_999, None), 1)
    scopes.get(scope(0), 1)
    scopes.keep(scope(3), Held(9_999, None), 1)
    assert [number for number in range(4) if scopes.get(scope(number), 1)] == [0, 2, 3]


def test_large_scopes_leave_room_for_fewer(monkeypatch):
    """Memory is counted in papers; the scope asked last is held, however large."""
    monkeypatch.setattr(holding, "MOST_PAPERS", 10)
    scopes = HeldScopes()
    for number, papers in enumerate([4, 4, 2, 5]):
        scopes.keep(scope(number), of_papers(papers), 1)
    assert [number for number in range(4) if scopes.get(scope(number), 1)] == [2, 3]
    scopes.keep(scope(4), of_papers(12), 1)
    assert [number for number in range(5) if scopes.get(scope(number), 1)] == [4]
