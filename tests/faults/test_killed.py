"""Hazard 22: a process that is killed loses nothing, and the next one finishes its work without doing any twice."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing

import pytest

PAPERS = 36


@pytest.fixture
def rows(home):
    """Runs a query on the database, as another process would."""

    def ask(query):
        with closing(sqlite3.connect(f"file:{home / 'paperline.db'}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(query).fetchall()

    return ask


@pytest.mark.slow
def test_hazard_22_a_kill_during_summarise_is_made_good(shared_data, command, done, rows, eventually):
    """SIGKILL after the first summaries are stored; whole batches stay as they are, and the rest is written once."""
    assert done("ingest", str(shared_data / "daily-papers-page.txt"))["new"] == PAPERS
    summaries = "SELECT paper_id, version, engine, body, created_at FROM summaries ORDER BY paper_id"
    killed = command("summarise")
    eventually(lambda: killed.poll() is not None or len(rows(summaries)) > 0)
    killed.kill()
    assert killed.wait(timeout=10) == -signal.SIGKILL, killed.communicate()
    before = rows(summaries)
    assert 0 < len(before) < PAPERS
    again = done("summarise")
    assert (again["written"], again["unchanged"]) == (PAPERS - len(before), len(before))
    after = rows(summaries)
    assert len(after) == len({row[:3] for row in after}) == PAPERS
    assert set(before) <= set(after)
    assert done("summarise")["written"] == 0
    assert rows("PRAGMA integrity_check") == [("ok",)]
    assert rows("PRAGMA foreign_key_check") == []


@pytest.mark.slow
def test_hazard_22_a_kill_during_ingest_is_made_good(shared_data, command, done, rows, eventually):
    """SIGKILL once the papers are stored and before they are all embedded: the same command finishes the work."""
    page = str(shared_data / "daily-papers-page.txt")
    killed = command("ingest", page)

    def stored():
        try:
            return rows("SELECT 1 FROM papers LIMIT 1")
        except sqlite3.OperationalError:  # the file or its schema is not there yet
            return False

    eventually(lambda: killed.poll() is not None or stored())
    killed.kill()
    assert killed.wait(timeout=10) == -signal.SIGKILL, killed.communicate()
    assert rows("SELECT count(*) FROM papers") == [(PAPERS,)]
    again = done("ingest", page)
    assert (again["new"], again["unchanged"]) == (0, PAPERS)
    assert rows("SELECT count(*) FROM vectors") == [(PAPERS,)]
    assert done("reindex")["embedded"] == 0
    assert done("doctor")["ok"] is True
