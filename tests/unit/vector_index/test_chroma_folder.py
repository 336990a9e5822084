"""The Chroma folder: who owns it, what it holds, and what happens where it is foreign or damaged."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys

import numpy as np
import pytest

from paperline.adapters.vector_index import ChromaVectorIndex
from paperline.domain.errors import IndexUnavailable
from paperline.domain.ranking.vectors import EncoderIdentity, unit
from paperline.ports import IndexRow

ENCODER = EncoderIdentity("hashing", "late", 8)
OWNER = """
import sys
from pathlib import Path
import numpy as np
from paperline.adapters.vector_index import ChromaVectorIndex
from paperline.domain.ranking.vectors import EncoderIdentity
from paperline.ports import IndexRow
index = ChromaVectorIndex(Path(sys.argv[1]), EncoderIdentity("hashing", "late", 8))
index.put([IndexRow("theirs", 0, np.eye(8, dtype=np.float32)[0])])
print("open", flush=True)
input()
index.close()
"""


def rows(count: int) -> list[IndexRow]:
    vectors = unit(np.random.default_rng(count).normal(size=(count, 8)).astype(np.float32))
    return [IndexRow(f"p{number}", 0, vector) for number, vector in enumerate(vectors)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "index"


@pytest.fixture
def opened():
    """Opens indexes and closes them at the end."""
    made = []

    def open_(path, identity=ENCODER):
        made.append(ChromaVectorIndex(path, identity))
        return made[-1]

    yield open_
    for index in made:
        index.close()


@pytest.fixture
def owner(path):
    """Another process that holds the index until it is told to close it, or is killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "open\n"
    yield child
    child.kill()
    child.communicate()


def test_importing_and_making_an_index_opens_nothing(path):
    code = (
        "import sys; from pathlib import Path; from paperline.adapters.vector_index import ChromaVectorIndex\n"
        "from paperline.domain.ranking.vectors import EncoderIdentity\n"
        "index = ChromaVectorIndex(Path(sys.argv[1]), EncoderIdentity('a', 'b', 8)); index.close()\n"
        "print('chromadb' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    assert ran.stdout == "False\n"
    assert not path.parent.exists()


def test_a_second_process_is_refused_until_the_first_closes(path, owner, opened):
    index = opened(path)
    for use in (index.count, index.reset, lambda: index.put(rows(1))):
        with pytest.raises(IndexUnavailable, match=rf"held by process {owner.pid}\b"):
            use()
    owner.communicate("\n", timeout=60)
    assert index.query(np.eye(8, dtype=np.float32)[0], 1)[0][0] == "theirs"


def test_an_owner_that_was_killed_leaves_a_sound_index(path, owner, opened):
    """The marker is found, the probe passes, and nothing is put aside."""
    owner.send_signal(signal.SIGKILL)
    owner.wait(timeout=30)
    assert opened(path).count() == 1
    assert [entry.name for entry in path.parent.iterdir() if "damaged" in entry.name] == []


def test_a_damaged_index_after_a_crash_is_put_aside_until_it_is_rebuilt(path, owner, opened):
    owner.send_signal(signal.SIGKILL)
    owner.wait(timeout=30)
    database = path / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:5000])
    with pytest.raises(IndexUnavailable, match=r"moved to .*index\.damaged-.*paperline reindex"):
        opened(path).count()
    (aside,) = path.parent.glob("index.damaged-*")
    assert (aside / "chroma.sqlite3").stat().st_size == 5000
    again = opened(path)
    for use in (again.count, lambda: again.put(rows(1))):
        with pytest.raises(IndexUnavailable, match="paperline reindex"):
            use()
    again.reset()
    again.put(rows(3))
    assert again.count() == 3


def test_a_probe_that_dies_of_a_signal_condemns_the_index(path, owner, opened, monkeypatch, tmp_path):
    """As Chroma does on some truncated segments: another interpreter plays it, because no file does so reliably."""
    owner.send_signal(signal.SIGKILL)
    owner.wait(timeout=30)
    dying = tmp_path / "python"
    dying.write_text("#!/bin/sh\necho probe-ready\nkill -SEGV $$\n")
    dying.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(dying))
    with pytest.raises(IndexUnavailable, match="is damaged"):
        opened(path).count()
    assert len(list(path.parent.glob("index.damaged-*"))) == 1


def test_a_probe_that_cannot_run_condemns_nothing(path, owner, opened, monkeypatch):
    owner.send_signal(signal.SIGKILL)
    owner.wait(timeout=30)
    index = opened(path)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", shutil.which("false"))
        with pytest.raises(IndexUnavailable, match="could not be examined"):
            index.count()
    assert index.count() == 1


def test_damage_without_a_crash_is_reported_and_reset_repairs_it(path, opened):
    """A restored backup, say; the same object works again after the reset."""
    index = opened(path)
    index.put(rows(4))
    index.close()
    (path / "chroma.sqlite3").write_bytes(b"no database at all " * 500)
    with pytest.raises(IndexUnavailable, match="paperline reindex"):
        index.count()
    index.reset()
    index.put(rows(2))
    assert index.count() == 2


def test_an_index_of_another_encoder_is_refused_until_it_is_reset(path, opened):
    first = opened(path)
    first.put(rows(2))
    first.close()
    other = opened(path, EncoderIdentity("minilm", "late", 4))
    for _ in range(2):
        with pytest.raises(IndexUnavailable, match=r"hashing/late/8.*minilm/late/4.*paperline reindex"):
            other.count()
    assert first.count() == 2
    first.close()
    other.reset()
    other.put([IndexRow("p", 0, np.ones(4, np.float32))])
    assert other.count() == 1


def test_a_folder_that_cannot_be_written_is_reported(tmp_path, opened):
    """A file stands where the folder should be, as true for root as for anyone."""
    (tmp_path / "home").write_text("")
    with pytest.raises(IndexUnavailable, match="cannot be locked"):
        opened(tmp_path / "home" / "index").count()


def test_vectors_of_another_length_are_refused(path, opened):
    index = opened(path)
    index.put(rows(1))
    with pytest.raises(IndexUnavailable, match="dimension"):
        index.put([IndexRow("p", 0, np.ones(3, np.float32))])
    assert index.count() == 1


def test_the_folder_holds_no_text_and_a_clean_end_leaves_no_marker(path, opened):
    """The metadata of every row: its paper's id and its ordinal."""
    index = opened(path)
    index.put(rows(3))
    assert (path / "paperline-open").exists()
    index.close()
    assert not (path / "paperline-open").exists()
    with sqlite3.connect(path / "chroma.sqlite3") as connection:
        keys = connection.execute(
            "SELECT DISTINCT key, string_value IS NULL FROM embedding_metadata ORDER BY 1"
        ).fetchall()
    connection.close()
    assert keys == [("ordinal", 1), ("paper_id", 0)]


def test_an_index_works_again_after_it_was_closed(path, opened):
    index = opened(path)
    index.put(rows(3))
    index.close()
    index.close()
    assert index.count() == 3
    second = opened(path)
    with pytest.raises(IndexUnavailable, match="held"):
        second.count()
