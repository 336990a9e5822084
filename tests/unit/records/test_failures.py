"""What is said when the data folder cannot be used."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time

import pytest

from paperline.adapters.records import SqlRecords
from paperline.adapters.records.failures import translated
from paperline.domain.errors import StoreBusy, StoreUnavailable
from paperline.domain.scopes import Scope
from tests.builders import NOW, a_paper

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement).fetchall()
print("held", flush=True)
input()
"""
OPEN = """
import sys
from pathlib import Path
from paperline.adapters.records import SqlRecords
from paperline.domain.errors import StoreUnavailable
if len(sys.argv) > 2:
    import os
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    SqlRecords(Path(sys.argv[1]))
except StoreUnavailable as error:
    print(error)
"""


@pytest.fixture
def held(home):
    """Starts another process that runs statements on the database and holds what they lock until the test ends."""
    children = []

    def hold(*statements):
        command = [sys.executable, "-c", HOLD, str(home / "paperline.db"), *statements]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        children.append(child)
        assert child.stdout.readline() == "held\n"

    yield hold
    for child in children:
        child.communicate("\n", timeout=30)


def test_a_database_that_another_process_holds_exclusively_is_busy(home, held):
    SqlRecords(home).close()
    held("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE")
    started = time.monotonic()
    with pytest.raises(StoreBusy, match="another process") as refusal:
        SqlRecords(home, busy_timeout_seconds=0.3)
    assert time.monotonic() - started >= 0.3
    assert str(home) in str(refusal.value)
    assert refusal.value.retryable


def test_another_writer_makes_writing_busy_and_reading_works(home, held):
    records = SqlRecords(home, busy_timeout_seconds=0.2)
    held("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy), records.writing():
        pytest.fail("the lock was taken twice")
    with pytest.raises(StoreBusy):
        records.check()
    second = SqlRecords(home, busy_timeout_seconds=0.2)
    for one in (records, second):
        with one.reading() as unit:
            assert unit.papers.ids(Scope()) == []
        one.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    """A file stands where a folder is needed: true for every user, root included."""
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "home"):
        with pytest.raises(StoreUnavailable, match="PAPERLINE_HOME") as refusal:
            SqlRecords(folder)
        assert str(folder) in str(refusal.value)


@pytest.mark.parametrize("existing", [False, True], ids=["empty", "with-a-database"])
def test_a_read_only_folder_is_named(tmp_path, existing):
    """Root may write anywhere, so a child gives up its rights first."""
    home = tmp_path / "home"
    if existing:
        SqlRecords(home).close()
        (home / "paperline.db").chmod(0o444)
    else:
        home.mkdir()
    home.chmod(0o555)
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
    drop = ["drop"] if os.geteuid() == 0 else []
    ran = subprocess.run(
        [sys.executable, "-c", OPEN, str(home), *drop], check=True, capture_output=True, text=True, cwd="/"
    )
    home.chmod(0o755)
    assert f"The data folder {home} cannot be written" in ran.stdout
    assert "PAPERLINE_HOME" in ran.stdout


def test_a_file_that_is_no_database_is_refused_and_kept(home):
    home.mkdir()
    (home / "paperline.db").write_bytes(b"My holiday pictures. " * 400)
    with pytest.raises(StoreUnavailable, match="not a database"):
        SqlRecords(home)
    assert (home / "paperline.db").read_bytes().startswith(b"My holiday")


def test_a_folder_in_the_place_of_the_database_is_refused(home):
    (home / "paperline.db").mkdir(parents=True)
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        SqlRecords(home)


def test_a_database_whose_pages_are_damaged_is_reported(home):
    records = SqlRecords(home)
    with records.writing() as unit:
        for number in range(50):
            unit.papers.put(a_paper(id=f"p{number}"), NOW, raw_title=None, raw_abstract=None)
    records.close()
    file = home / "paperline.db"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096))
    with pytest.raises(StoreUnavailable, match=r"damaged.*backup"):
        SqlRecords(home)


def test_a_full_disk_is_reported_as_such_and_stores_nothing(home):
    """SQLite's own limit on pages fails as a full disk does."""
    home.mkdir()
    connection = sqlite3.connect(home / "other.db", isolation_level=None)
    connection.execute("CREATE TABLE pages (body BLOB)")
    connection.execute("PRAGMA max_page_count = 3")
    with pytest.raises(StoreUnavailable, match=r"no room left.*Free some space"), translated(home):
        connection.execute("INSERT INTO pages VALUES (zeroblob(1000000))")
    connection.close()


def test_a_disk_that_takes_no_more_bytes_fails_the_check(home):
    """A limit on the size of files stands for the full disk, in a child because it cannot be lifted again."""
    SqlRecords(home).close()
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from paperline.adapters.records import SqlRecords\n"
        "from paperline.domain.errors import StoreUnavailable\n"
        "records = SqlRecords(Path(sys.argv[1])); records.check()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try: records.check()\n"
        "except StoreUnavailable as error: print(error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(home)], check=True, capture_output=True, text=True)
    assert f"The data folder {home} cannot be written" in ran.stdout
    assert ran.stdout.count("\n") == 1


def test_a_database_removed_while_it_is_used_fails_the_check(home):
    records = SqlRecords(home)
    records.check()
    (home / "paperline.db").unlink()
    with pytest.raises(StoreUnavailable, match="removed"):
        records.check()
    records.close()


def test_a_stored_value_that_was_tampered_with_is_reported_as_damage(home):
    records = SqlRecords(home)
    with records.writing() as unit:
        unit.papers.put(a_paper(), NOW, raw_title=None, raw_abstract=None)
    with sqlite3.connect(home / "paperline.db") as connection:
        connection.execute("UPDATE papers SET meta = '[1'")
    connection.close()
    with pytest.raises(StoreUnavailable, match="stored Paper cannot be read"), records.reading() as unit:
        unit.papers.get(a_paper().id)
    records.close()
