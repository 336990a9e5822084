"""Bodies that become papers, and the jobs that they become first."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from paperline.bootstrap import open_services
from paperline.delivery.api.schemas.responses import Job, JobList
from paperline.domain.errors import StoreBusy
from paperline.pipeline.index import IndexPapers
from paperline.pipeline.jobs import queue, work
from tests.api.conftest import running, settings
from tests.api.jobs import PATIENCE_SECONDS, finished, ingested
from tests.api.papers import DAY, jsonl


@pytest.fixture
def held(monkeypatch):
    """Indexing waits until it is let go; `began` tells that a job is that far."""
    began, let_go, run = threading.Event(), threading.Event(), IndexPapers.run

    def waiting(self, *given, **named):
        began.set()
        assert let_go.wait(PATIENCE_SECONDS)
        return run(self, *given, **named)

    monkeypatch.setattr(IndexPapers, "run", waiting)
    yield began, let_go
    let_go.set()


def queued(client, body=None) -> str:
    """The address of a job that was just made."""
    response = client.post(f"/v1/ingest?day={DAY}", content=body or jsonl())
    assert response.status_code == 202, response.text
    return response.headers["location"]


def test_a_body_becomes_a_job_that_can_be_followed(empty_client):
    """202 at once, with the address at which the result stands later."""
    response = empty_client.post(f"/v1/ingest?day={DAY}&summarise=true", content=jsonl())
    assert response.status_code == 202
    Job.model_validate_json(response.content)
    assert (response.json()["status"], response.json()["result"]) == ("queued", None)
    job = finished(empty_client, response.json()["id"])
    assert job["status"] == "done"
    assert (job["result"]["new"], job["result"]["day"]) == (3, DAY)
    assert job["stages"]["summarise"] == {"done": 3, "total": 3}
    followed = empty_client.get(response.headers["location"])
    Job.model_validate_json(followed.content)
    assert followed.json() == job


def test_the_same_body_again_changes_nothing(empty_client):
    """Unchanged papers, nothing embedded."""
    for _ in range(2):
        result = ingested(empty_client, f"day={DAY}")
    assert (result["new"], result["unchanged"], result["embedded"]) == (0, 3, 0)


def test_a_bad_line_is_rejected_in_its_place_and_the_rest_goes_on(empty_client):
    """The job is done and says what it left out."""
    body = jsonl({"title": "no abstract"}, {"abstract": "We sort lists. It works."})
    result = ingested(empty_client, f"day={DAY}&format=jsonl", body)
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
    assert empty_client.get("/v1/jobs").json() == {"jobs": []}


def test_papers_without_a_day_are_noted(empty_client):
    """They went into today, which the result says; a day that is given needs no note."""
    assert ingested(empty_client)["notes"][0].startswith("3 papers have no day in the source and went into today")
    assert ingested(empty_client, f"day={DAY}")["notes"] == []


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (StoreBusy("Another process holds the data folder."), "store-busy", "Another process"),
        (RuntimeError("secret-canary"), "internal-error", "The fault is logged under the job's id j_"),
    ],
)
def test_a_job_fails_where_a_part_does_not_work(empty_client, monkeypatch, error, kind, told):
    """The problem stands in the job, as it would stand alone; the next job is done."""

    def run(*given, **named):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(IndexPapers, "run", run)
        location = queued(empty_client)
        job = finished(empty_client, location.rpartition("/")[2])
    Job.model_validate(job)
    assert (job["status"], job["result"]) == ("failed", None)
    assert job["problem"]["type"] == f"/problems/{kind}"
    assert job["problem"]["detail"].startswith(told)
    assert "canary" not in str(job)
    assert ingested(empty_client, f"day={DAY}")["unchanged"] == 3


def test_jobs_are_listed_newest_first(empty_client):
    """Without their results, as many as are asked for."""
    made = [queued(empty_client).rpartition("/")[2] for _ in range(3)]
    finished(empty_client, made[-1])
    response = empty_client.get("/v1/jobs?limit=2")
    JobList.model_validate_json(response.content)
    assert [job["id"] for job in response.json()["jobs"]] == made[:0:-1]


def test_an_unknown_job_is_not_found(client, problem):
    """To follow, as a stream too, and to cancel."""
    problem(client.get("/v1/jobs/j_none"), 404, "job-not-found")
    problem(client.get("/v1/jobs/j_none", headers={"Accept": "text/event-stream"}), 404, "job-not-found")
    problem(client.delete("/v1/jobs/j_none"), 404, "job-not-found")


def test_a_queued_job_is_cancelled_at_once_and_never_begun(empty_client, held):
    """Cancelling it again answers the same."""
    began, let_go = held
    first = queued(empty_client)
    assert began.wait(PATIENCE_SECONDS)
    second = queued(empty_client, jsonl({"abstract": "We count stars. There are many."}))
    cancelled = empty_client.delete(second)
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    Job.model_validate_json(cancelled.content)
    assert empty_client.delete(second).json() == cancelled.json()
    let_go.set()
    assert finished(empty_client, first.rpartition("/")[2])["status"] == "done"
    assert ingested(empty_client, f"day={DAY}")["unchanged"] == 3
    assert empty_client.get(second).json() == cancelled.json()
    assert len(empty_client.get(f"/v1/days/{DAY}").json()["papers"]) == 3


def test_a_running_job_is_cancelled_between_batches(empty_client, services, held):
    """What is stored stays, and the next job is done."""
    began, let_go = held
    location = queued(empty_client, jsonl(*({"abstract": f"We count {n} stars. It works."} for n in range(100))))
    assert began.wait(PATIENCE_SECONDS)
    assert empty_client.get(location).json()["status"] == "running"
    assert empty_client.delete(location).json()["status"] == "cancelled"
    with services.records.writing() as unit:
        assert not unit.jobs.beat(
            location.rpartition("/")[2], services.work.worker, datetime.now(UTC), datetime.now(UTC)
        )
    threading.Event().wait(1.5)
    let_go.set()
    ingested(empty_client, "day=2020-01-01")
    job = empty_client.get(location).json()
    assert (job["status"], job["result"]) == ("cancelled", None)
    with services.records.reading() as unit:
        assert len(unit.vectors.missing(services.index.embedder().identity)) >= 100 - 8


def test_a_finished_job_cannot_be_cancelled(empty_client, problem):
    """409, and the job stays."""
    location = queued(empty_client)
    finished(empty_client, location.rpartition("/")[2])
    problem(empty_client.delete(location), 409, "job-finished")
    assert empty_client.get(location).json()["status"] == "done"


@pytest.mark.parametrize("limit", ["MOST_WAITING", "MOST_WAITING_BYTES"])
def test_a_queue_that_is_full_takes_no_more(empty_client, monkeypatch, problem, held, limit):
    """503 with the time to come back; what waits already is done."""
    began, let_go = held
    queued(empty_client)
    assert began.wait(PATIENCE_SECONDS)
    monkeypatch.setattr(queue, limit, 1)
    waiting = queued(empty_client)
    refused = empty_client.post("/v1/ingest", content=jsonl())
    problem(refused, 503, "queue-full")
    assert int(refused.headers["retry-after"]) > 0
    let_go.set()
    assert finished(empty_client, waiting.rpartition("/")[2])["status"] == "done"


def test_a_job_outlives_its_server(tmp_path, held):
    """A server that stops hands the running job back; the next one does it, and what was cancelled stays so."""
    began, let_go = held
    home = settings(tmp_path / "home")
    with running(open_services(home)) as first:
        location = queued(first)
        assert began.wait(PATIENCE_SECONDS)
        cancelled = queued(first)
        first.delete(cancelled)
        threading.Timer(0.5, let_go.set).start()
    with running(open_services(home)) as second:
        job = finished(second, location.rpartition("/")[2])
        assert (job["status"], job["result"]["unchanged"] + job["result"]["new"]) == ("done", 3)
        assert second.get(cancelled).json()["status"] == "cancelled"


def test_a_job_that_ends_its_process_every_time_is_given_up(services):
    """A server is not killed by the same body for ever."""
    job = services.jobs.ingest(jsonl(), queue.IngestRequest(), now=datetime.now(UTC))
    for _ in range(work.MOST_ATTEMPTS):
        now = datetime.now(UTC)
        with services.records.writing() as unit:
            assert unit.jobs.claim("dead", now, now) is not None
    assert services.work.run_next(lambda: False)
    found = services.jobs.get(job.id)
    assert (found.status, found.failure.detail) == (
        "failed", "The process that worked on it ended 5 times before it was done.",
    )  # fmt: skip
    assert not services.work.run_next(lambda: False)
