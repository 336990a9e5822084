"""`paperline keys` over a real store: made once, listed without the secret, revoked; and what serving asks for."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from paperline.bootstrap import open_services
from paperline.domain.keys import KeyScope
from paperline.settings import Settings

TOKEN = re.compile(r"paperline_[0-9a-f]{12}_[A-Za-z0-9_-]{43}")


@pytest.fixture
def made(run):
    """A key with everything that can be said of one, as the command tells it."""
    words = ("--scope", "ask", "--name", "lap\ntop", "--rate", "60/minute", "--budget", "2.5", "--expires", "30d")
    done = run("keys", "create", *words, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_key_alone_stands_on_standard_output(run):
    """A script can take it from there; the note that it is shown once goes to standard error."""
    done = run("keys", "create", "--scope", "read")
    assert TOKEN.fullmatch(done.stdout.strip())
    assert "ever shown" in done.stderr
    assert not TOKEN.search(done.stderr)


def test_a_key_is_told_with_all_that_it_is_good_for(made):
    assert TOKEN.fullmatch(made["key"])
    assert made["key"].split("_")[1] == made["id"]
    expected = {"name": "lap top", "scope": "ask", "rate": "60/minute", "budget_usd": 2.5, "state": "usable"}
    assert {name: made[name] for name in expected} == expected
    lifetime = datetime.fromisoformat(made["expires_at"]) - datetime.fromisoformat(made["created_at"])
    assert abs(lifetime - timedelta(days=30)) < timedelta(minutes=1)


def test_keys_are_listed_without_their_secrets(run, made, home):
    listed = json.loads(run("keys", "list", "--json").stdout)["keys"]
    assert listed == [{name: value for name, value in made.items() if name != "key"}]
    shown = run("keys", "list").stdout
    assert made["id"] in shown
    for fact in ("ask", "usable", "60/minute", "2.5 USD a day", "lap top"):
        assert fact in shown
    connection = sqlite3.connect(home / "paperline.db")
    dump = "\n".join(connection.iterdump())
    connection.close()
    for text in (shown, json.dumps(listed), dump):
        assert made["key"][-43:] not in text


def test_without_keys_the_list_says_how_to_make_one(run):
    assert "paperline keys create" in run("keys", "list").stdout
    assert json.loads(run("keys", "list", "--json").stdout) == {"keys": []}


def test_a_revoked_key_stays_in_the_list(run, made):
    """Revoking it again changes nothing."""
    first = json.loads(run("keys", "revoke", made["id"], "--json").stdout)
    assert first["state"] == "revoked"
    assert json.loads(run("keys", "revoke", made["id"], "--json").stdout) == first
    assert json.loads(run("keys", "list", "--json").stdout)["keys"] == [first]
    assert "is revoked" in run("keys", "revoke", made["id"]).stdout


def test_an_id_that_no_key_has_is_said(run):
    """Exit code 1, with --json also as a problem."""
    done = run("keys", "revoke", "nope", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["problem"]["type"] == "/problems/key-not-found"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--scope", "everything"],
        ["--scope", "ask", "--rate", "0/minute"],
        ["--scope", "ask", "--rate", "60"],
        ["--scope", "ask", "--rate", "9999999/second"],
        ["--scope", "ask", "--expires", "yesterday"],
        ["--scope", "ask", "--expires", "2020-01-01"],
        ["--scope", "ask", "--expires", "0d"],
        ["--scope", "ask", "--expires", "9999-12-31"],
        ["--scope", "ask", "--budget", "-1"],
        ["--scope", "ask", "--budget", "nan"],
        ["--scope", "ask", "--name", "x" * 81],
    ],
)
def test_words_that_can_mean_nothing_are_bad_usage(run, words):
    """And no key is made."""
    assert run("keys", "create", *words).exit_code == 2
    assert json.loads(run("keys", "list", "--json").stdout) == {"keys": []}


def test_a_date_of_expiry_is_the_last_good_day(run):
    """To its end, in UTC."""
    last = (datetime.now(UTC) + timedelta(days=3)).date()
    told = json.loads(run("keys", "create", "--scope", "read", "--expires", str(last), "--json").stdout)
    assert told["expires_at"] == f"{last + timedelta(days=1)}T00:00:00Z"


@pytest.mark.parametrize("state", ["revoked", "expired"])
def test_serving_to_others_needs_a_key_that_is_good(run, process, state):
    """One that is revoked or expired admits nobody, so that it does not count."""
    with open_services(Settings(_env_file=None, embedder="hashing")) as services:
        now = datetime.now(UTC)
        made = services.keys.create(KeyScope.ASK, now=now, expires_at=now if state == "expired" else None)
        if state == "revoked":
            services.keys.revoke(made.key.id, now=now)
    done = process("serve", "--port", "0", env={"PAPERLINE_ACCESS": "keys"})
    assert done.returncode == 2
    assert "PAPERLINE_ACCESS is `keys`" in done.stderr
    assert "paperline keys create" in done.stderr


def test_rates_can_be_set_by_the_environment(process):
    """A rate that cannot be read is named, with exit code 2."""
    assert process("days", env={"PAPERLINE_KEY_RATE": "5/second"}).returncode == 0
    done = process("days", env={"PAPERLINE_ADDRESS_RATE": "many"})
    assert done.returncode == 2
    assert "PAPERLINE_ADDRESS_RATE" in done.stderr
    assert "60/minute" in done.stderr
