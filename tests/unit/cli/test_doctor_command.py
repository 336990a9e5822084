"""`paperline doctor`: what it finds in a data folder that nobody has open, and the command that mends it."""

from __future__ import annotations

import json
import os
import shutil

import pytest


@pytest.fixture
def index(home, stored):
    """The folder of an index that was closed as it should be."""
    return home / "index"


def archive_check(done):
    (check,) = [each for each in json.loads(done.stdout)["checks"] if each["name"] == "archive index"]
    return check


def deleted(index):
    shutil.rmtree(index)


def cut(index):
    os.truncate(index / "chroma.sqlite3", 5_000)


def emptied(index):
    (index / "chroma.sqlite3").write_bytes(b"")


def scrambled(index):
    (index / "chroma.sqlite3").write_bytes(b"no database at all " * 500)


def test_a_healthy_folder_is_found_well(run, index):
    """Every part works, and the number of passages is told although the index is closed."""
    done = run("doctor", "--json")
    assert done.exit_code == 0, done.stdout
    assert json.loads(done.stdout)["ok"] is True
    assert archive_check(done)["detail"] == "2 passages"


def test_an_empty_folder_is_well(run):
    """There is nothing that an index could lack."""
    done = run("doctor", "--json")
    assert done.exit_code == 0, done.stdout
    assert archive_check(done)["detail"] == "nothing to hold yet"


@pytest.mark.parametrize("damage", [deleted, cut, emptied, scrambled])
def test_a_damaged_index_is_found_and_reindex_mends_it(run, index, damage):
    """Before anything else has opened it; the command that mends it is named, and works."""
    damage(index)
    done = run("doctor", "--json")
    assert done.exit_code == 1
    assert not archive_check(done)["ok"]
    assert "paperline reindex" in archive_check(done)["detail"]
    assert run("doctor").exit_code == 1
    assert run("reindex").exit_code == 0
    assert run("doctor").exit_code == 0


@pytest.mark.parametrize("inner", ["", "chroma.sqlite3"])
def test_an_index_without_permissions_is_found_and_chmod_mends_it(run, index, inner):
    """For root as well, to whom permissions mean nothing."""
    path = index / inner
    before = path.stat().st_mode
    path.chmod(0)
    done = run("doctor", "--json")
    path.chmod(before)
    assert done.exit_code == 1
    assert f"{path} has the permissions 000" in archive_check(done)["detail"]
    assert "chmod u+rw" in archive_check(done)["detail"]
    assert run("doctor").exit_code == 0


def test_doctor_fails_for_a_folder_that_cannot_be_used(run, home):
    """A file in the folder's place is told as such."""
    home.write_text("not a folder")
    done = run("doctor", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["checks"][0]["ok"] is False


def test_doctor_for_people_marks_what_fails(run, index):
    """In words, with the data folder."""
    deleted(index)
    done = run("doctor")
    assert "FAILS archive index: It holds 0 passages, and SQL has 2. Run `paperline reindex`" in done.stdout
    assert "works store" in done.stdout
