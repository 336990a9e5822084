"""Bodies that become papers, and the jobs that tell of it."""

from __future__ import annotations

import pytest

from paperline.delivery.api.jobs import JobBoard
from paperline.delivery.api.schemas.responses import Job
from paperline.domain.errors import NotFound, StoreBusy
from paperline.pipeline.index import IndexPapers
from tests.api.papers import DAY, jsonl


def test_a_body_becomes_a_job_that_can_be_followed(empty_client):
    """202, with the address of the job and the result in it."""
    response = empty_client.post(f"/v1/ingest?day={DAY}&summarise=true", content=jsonl())
    assert response.status_code == 202
    job = response.json()
    Job.model_validate_json(response.content)
    assert job["status"] == "done"
    assert job["result"]["new"] == 3
    assert job["result"]["day"] == DAY
    assert job["stages"]["summarise"] == {"done": 3, "total": 3}
    assert empty_client.get(response.headers["location"]).json() == job


def test_the_same_body_again_changes_nothing(empty_client):
    """Unchanged papers, nothing embedded."""
    for _ in range(2):
        result = empty_client.post(f"/v1/ingest?day={DAY}", content=jsonl()).json()["result"]
    assert (result["new"], result["unchanged"], result["embedded"]) == (0, 3, 0)


def test_a_bad_line_is_rejected_in_its_place_and_the_rest_goes_on(empty_client):
    """The job is done and says what it left out."""
    body = jsonl({"title": "no abstract"}, {"abstract": "We sort lists. It works."})
    result = empty_client.post(f"/v1/ingest?day={DAY}&format=jsonl", content=body).json()["result"]
    assert result["new"] == 1
    assert len(result["rejected"]) == 1
    assert result["rejected"][0]["reason"]


@pytest.mark.parametrize("query", ["format=pdf", "day=2026-02-30", "summarise=perhaps"])
def test_a_parameter_that_cannot_be_read_is_refused(empty_client, problem, query):
    """By its name, with nothing stored."""
    found = problem(empty_client.post(f"/v1/ingest?{query}", content=jsonl()), 422, "invalid-request")
    assert found["errors"][0]["field"] == query.split("=")[0]
    assert empty_client.get("/v1/days").json()["days"] == []


def test_a_body_of_another_format_is_a_problem_and_no_job(empty_client, problem):
    """The caller named a format that the body is not."""
    problem(empty_client.post("/v1/ingest?format=arxiv-atom", content=jsonl()), 422, "bad-source")


def test_a_job_fails_where_a_part_does_not_work(empty_client, monkeypatch):
    """The problem stands in the job, as it would stand alone."""

    def run(*given, **named):
        raise StoreBusy("Another process holds the data folder.")

    monkeypatch.setattr(IndexPapers, "run", run)
    response = empty_client.post("/v1/ingest", content=jsonl())
    job = response.json()
    Job.model_validate_json(response.content)
    assert response.status_code == 202
    assert job["status"] == "failed"
    assert job["problem"]["type"] == "/problems/store-busy"
    assert job["result"] is None


def test_a_finished_job_cannot_be_cancelled(empty_client, problem):
    """409, and the job stays."""
    address = empty_client.post("/v1/ingest", content=jsonl()).headers["location"]
    problem(empty_client.delete(address), 409, "job-finished")
    assert empty_client.get(address).json()["status"] == "done"


def test_an_unknown_job_is_not_found(client, problem):
    """To follow and to cancel."""
    problem(client.get("/v1/jobs/j_none"), 404, "not-found")
    problem(client.delete("/v1/jobs/j_none"), 404, "not-found")


def test_the_board_keeps_the_last_256_jobs():
    """Memory stays bounded however long the server runs."""
    board = JobBoard()
    jobs = [board.start("ingest") for _ in range(300)]
    assert board.get(jobs[-256].id).status == "running"
    with pytest.raises(NotFound):
        board.get(jobs[-257].id)


def test_papers_without_a_day_are_noted(empty_client):
    """They went into today, which the result says; a day that is given needs no note."""
    undated = empty_client.post("/v1/ingest", content=jsonl()).json()["result"]
    assert undated["notes"][0].startswith("3 papers have no day in the source and went into today")
    assert empty_client.post(f"/v1/ingest?day={DAY}", content=jsonl()).json()["result"]["notes"] == []
