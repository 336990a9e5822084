"""`paperline ask --all` and `search` go through the server that owns the data folder, and do without where they must."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperline.adapters.vector_index import OwnerLock
from paperline.bootstrap import open_services, serving_address
from paperline.domain.keys import KeyScope
from paperline.settings import Settings
from tests.api.serving import served
from tests.builders import DAY

QUESTION = "How much faster is SortNet than quicksort?"


@pytest.fixture
def server(home: Path, stored: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that owns the data folder, as `paperline serve` would."""
    monkeypatch.setenv("PAPERLINE_EMBEDDER", "hashing")
    services = open_services(Settings(_env_file=None, access_log="off"))
    assert services.claim_serving() is None
    with served(services) as address:
        services.tell_address(address)
        yield address


@pytest.mark.parametrize("scope", [["--all"], ["--from", str(DAY)], ["--from", "2025-12-01", "--to", str(DAY)]])
def test_a_question_to_the_archive_is_answered_by_the_server(run, server, monkeypatch, scope):
    """The command opens nothing; the answer is printed as its own would be."""
    expected = json.loads(run("ask", QUESTION, *scope, "--json").stdout)
    monkeypatch.setattr("paperline.delivery.cli.commands.ask.opened", _must_not_be_called)
    result = run("ask", QUESTION, *scope, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["text"] == expected["text"]
    assert found["coverage"]["scope"] == expected["coverage"]["scope"]
    assert "2.5 times faster" in run("ask", QUESTION, *scope).stdout


def test_a_search_is_made_by_the_server(run, server, monkeypatch):
    """In every format, over everything where no scope is given."""
    monkeypatch.setattr("paperline.delivery.cli.commands.ask.opened", _must_not_be_called)
    assert "SortNet" in run("search", "sorting").stdout
    assert (
        json.loads(run("search", "sorting", "--all", "--json").stdout)["hits"][0]["paper"]["id"] == "arxiv:2512.00001"
    )
    assert run("search", "sorting", "--format", "bibtex").stdout.startswith("@misc{")


def test_a_question_to_a_day_needs_no_server(run, server, monkeypatch):
    """A day is scored exactly by whoever asks."""
    monkeypatch.setattr("paperline.delivery.cli.through_server.told_by_server", _must_not_be_called)
    assert run("ask", QUESTION, "--day", str(DAY)).exit_code == 0
    assert run("ask", QUESTION).exit_code == 0
    assert run("search", "sorting", "--day", str(DAY)).exit_code == 0


def test_a_refusal_of_the_papers_keeps_its_exit_code(run, server):
    """4, as without a server."""
    assert run("ask", "Who won the football match?", "--all").exit_code == 4


def test_a_refusal_of_the_request_ends_the_command(run, server):
    """In the server's words; with --json as a problem."""
    result = run("ask", "?!", "--all", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problem"]["type"] == "/problems/bad-text"
    assert result.stderr.startswith("Error: ")


@pytest.fixture
def key_of(home: Path, stored: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Makes keys of a server that owns the data folder and serves their holders only."""
    monkeypatch.setenv("PAPERLINE_EMBEDDER", "hashing")
    services = open_services(Settings(_env_file=None, access="keys", access_log="off"))
    assert services.claim_serving() is None
    with served(services) as address:
        services.tell_address(address)
        yield lambda scope: services.keys.create(KeyScope(scope), now=datetime.now(UTC)).token


def test_a_key_is_shown_to_the_server(run, key_of, monkeypatch):
    """The one of PAPERLINE_KEY."""
    monkeypatch.setenv("PAPERLINE_KEY", key_of("ask"))
    monkeypatch.setattr("paperline.delivery.cli.commands.ask.opened", _must_not_be_called)
    result = run("ask", QUESTION, "--all")
    assert result.exit_code == 0, result.stderr
    assert "2.5 times faster" in result.stdout


@pytest.mark.parametrize("scope", [None, "read"])
def test_without_a_good_key_the_command_ends_and_says_what_to_set(run, key_of, monkeypatch, scope):
    """No key, and one of too small a scope; the key itself is not told."""
    token = key_of(scope or "ask")
    if scope:
        monkeypatch.setenv("PAPERLINE_KEY", token)
    result = run("ask", QUESTION, "--all")
    assert result.exit_code == 1
    assert "PAPERLINE_KEY" in result.stderr
    assert "keys create --scope ask" in " ".join(result.stderr.split())
    assert token not in result.stderr + result.stdout


@pytest.mark.parametrize("told", ["http://127.0.0.1:9", "nonsense", "ftp://127.0.0.1"])
def test_a_server_that_does_not_answer_is_done_without(run, home, stored, monkeypatch, told):
    """With a warning that says what that means."""
    monkeypatch.setattr("paperline.client.retrying.Retrying.pause", lambda *_, **__: None)
    lock = OwnerLock(home / "serve")
    assert lock.acquire()
    lock.tell(told)
    result = run("ask", QUESTION, "--all")
    lock.release()
    assert result.exit_code == 0, result.stderr
    assert "2.5 times faster" in result.stdout
    assert told in result.stderr
    assert "by words only" in " ".join(result.stderr.split())


def test_the_address_of_a_server_that_is_gone_is_not_used(run, home, stored):
    """The lock tells whether it runs; the next owner forgets what the last one told."""
    settings = Settings(_env_file=None)
    assert serving_address(settings) is None
    gone = OwnerLock(home / "serve")
    gone.acquire()
    gone.tell("http://127.0.0.1:9")
    assert serving_address(settings) == "http://127.0.0.1:9"
    gone._lock.release()  # as the system does for a process that is killed: its files stay
    assert serving_address(settings) is None
    following = OwnerLock(home / "serve")
    following.acquire()
    assert serving_address(settings) is None
    following.release()


def _must_not_be_called(*_: object, **__: object) -> None:
    raise AssertionError("This process was to leave it to the server.")
