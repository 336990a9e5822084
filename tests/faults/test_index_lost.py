"""Hazard 22: the archive index of a running server is deleted, cut or shut; the server goes on and says so."""

from __future__ import annotations

import json
import os
import shutil

import pytest

QUESTION = {"question": "How are keys sorted with 700 comparators?", "scope": {"all": True}}


def deleted(index):
    shutil.rmtree(index)


def cut(index):
    for file in (index / "chroma.sqlite3", *index.glob("*/*.bin")):
        os.truncate(file, file.stat().st_size // 3)


def shut(index):
    index.chmod(0)


def degraded(server) -> str | None:
    status, told = server.post("/v1/ask", QUESTION)
    assert status == 200, told
    assert told["coverage"]["papers_in_scope"] > 1_500
    return told["coverage"]["degraded"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "reason"), [(deleted, "paperline reindex"), (cut, "paperline reindex"), (shut, "chmod u+rwx")]
)
def test_hazard_22_a_server_survives_the_loss_of_its_open_index(archive, home, served, done, damage, reason):
    """It answers by words, marked, is not ready with the reason, and recovers without a restart once it is mended."""
    server, index = served(), home / "index"
    assert degraded(server) is None
    assert server.archive_check() == (200, f"{archive} passages")
    damage(index)
    for _ in range(3):
        assert reason in degraded(server)
        status, told = server.archive_check()
        assert status == 503
        assert reason in told
    assert server.get("/healthz")[0] == 200
    assert server.process.poll() is None
    if damage is shut:
        index.chmod(0o755)
    else:
        assert done("reindex")["passages"] == archive
    assert degraded(server) is None
    assert server.archive_check()[0] == 200
    assert "Traceback" not in server.stop()


@pytest.mark.slow
def test_hazard_22_damage_before_the_first_question_is_found_by_readyz(archive, home, served):
    """The server has not opened the index and does not open it to tell; it starts again as well, without a crash."""
    cut(home / "index")
    for _ in range(2):
        server = served()
        status, told = server.archive_check()
        assert status == 503
        assert "paperline reindex" in told
        assert "paperline reindex" in degraded(server)
        server.stop()


@pytest.mark.slow
def test_a_second_server_says_who_owns_the_index(archive, home, served, done):
    """On standard error at its start, at /readyz, in its answers and in `doctor`; the first one's answers stay whole."""
    first = served()
    assert degraded(first) is None
    second = served()
    owner = f"process {first.process.pid}"
    assert owner in degraded(second)
    status, told = second.archive_check()
    assert (status, owner in told, "by words only" in told) == (200, True, True)
    (check,) = [each for each in done("doctor")["checks"] if each["name"] == "archive index"]
    assert owner in check["detail"]
    assert degraded(first) is None
    assert f"Process {first.process.pid} already serves {home}" in " ".join(second.stop().split())


@pytest.mark.slow
def test_a_server_catches_up_with_what_another_process_stored(archive, home, served, done, tmp_path):
    """A command that finds the index owned stores in SQL alone; the server that owns it holds the papers when next looked at."""
    server = served()
    assert degraded(server) is None
    rows = [
        {"id": f"late:{n}", "title": f"Late paper {n}", "abstract": f"We sort {n} late shelves. It works."}
        for n in range(3)
    ]
    (tmp_path / "late.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    told = done("ingest", str(tmp_path / "late.jsonl"), "--day", "2025-12-12")
    assert any("archive index does not hold" in note for note in told["notes"])
    status, detail = server.archive_check()
    assert (status, "passages" in detail) == (200, True)
