"""Jobs as the tests of the API meet them."""

from __future__ import annotations

import time
from typing import Any

from fastapi.testclient import TestClient

from tests.api.papers import jsonl

PATIENCE_SECONDS = 30


def finished(client: TestClient, job_id: str) -> dict[str, Any]:
    """The job, once nothing more will come of it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (job := client.get(f"/v1/jobs/{job_id}").json())["status"] in ("queued", "running"):
        assert time.monotonic() < deadline, job
        time.sleep(0.01)
    return job


def ingested(client: TestClient, query: str = "", body: bytes | None = None) -> dict[str, Any]:
    """What ingesting the body (without one: the small day) did."""
    response = client.post(f"/v1/ingest?{query}", content=jsonl() if body is None else body)
    assert response.status_code == 202, response.text
    job = finished(client, response.json()["id"])
    assert job["status"] == "done", job
    return job["result"]
