"""The API's own document, its reference page, and whether the service is well."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter

from paperline.bootstrap import Services
from paperline.delivery.api.schemas import examples, requests, responses
from paperline.domain.summaries import Summary
from paperline.pipeline.diagnose import Diagnosis
from tests.api.jobs import ingested
from tests.packaging.openapi import SNAPSHOT, written

OPERATIONS = {
    "summarise": "POST /v1/summarise",
    "summarise_batch": "POST /v1/summarise/batch",
    "ask": "POST /v1/ask",
    "get_answer": "GET /v1/answers/{answer_id}",
    "search": "GET /v1/search",
    "list_days": "GET /v1/days",
    "get_latest_day": "GET /v1/days/latest",
    "get_day": "GET /v1/days/{date}",
    "get_day_file": "GET /days/{date}.md",
    "get_paper": "GET /v1/papers/{paper_id}",
    "get_paper_summary": "GET /v1/papers/{paper_id}/summary",
    "list_similar_papers": "GET /v1/papers/{paper_id}/similar",
    "list_paper_versions": "GET /v1/papers/{paper_id}/versions",
    "ingest": "POST /v1/ingest",
    "list_jobs": "GET /v1/jobs",
    "get_job": "GET /v1/jobs/{job_id}",
    "cancel_job": "DELETE /v1/jobs/{job_id}",
    "get_health": "GET /healthz",
    "get_guide_for_agents": "GET /llms.txt",
    "get_readiness": "GET /readyz",
    "get_metrics": "GET /metrics",
    "get_problem_type": "GET /problems/{slug}",
}


@pytest.fixture
def operations(client):
    """Every operation of the document by its id, with its place."""
    paths = client.get("/openapi.json").json()["paths"]
    return {
        operation["operationId"]: (f"{method.upper()} {path}", operation)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def test_operation_ids_are_stable(operations):
    """Generated clients name their methods by them."""
    assert {name: place for name, (place, _) in operations.items()} == OPERATIONS


def test_every_operation_documents_its_problems_as_problems(operations):
    """At least one 4xx each, all as application/problem+json by one schema."""
    for name, (_, operation) in operations.items():
        told = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        assert any(status < "500" for status in told), name
        for answer in told.values():
            assert set(answer["content"]) == {"application/problem+json"}, name
            problem = answer["content"]["application/problem+json"]
            assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert problem["examples"]


def test_every_json_answer_has_an_example(operations):
    """Of its whole shape."""
    for name, (_, operation) in operations.items():
        for status, answer in operation["responses"].items():
            json_answer = answer.get("content", {}).get("application/json")
            assert status >= "300" or json_answer is None or json_answer["example"], name


def test_what_writes_documents_its_refusals(operations):
    """Another site's page everywhere, and how a body may not arrive."""
    for name, (place, operation) in operations.items():
        if not place.startswith("GET"):
            assert "403" in operation["responses"], name
            assert "requestBody" not in operation or {"408", "413", "415"} <= set(operation["responses"]), name


def test_every_link_leads_to_an_operation(operations):
    """By a parameter that it has."""
    links = [
        link
        for _, operation in operations.values()
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert links
    for link in links:
        _, target = operations[link["operationId"]]
        assert set(link["parameters"]) <= {parameter["name"] for parameter in target["parameters"]}


def test_the_committed_document_is_the_one_that_is_served(client):
    """`python -m tests.packaging.openapi` writes it anew."""
    assert SNAPSHOT.read_text(encoding="utf-8") == written(client.get("/openapi.json").json())


def test_every_body_has_an_example(client, operations):
    """What a reader tries first works."""
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    for name in ("SummariseRequest", "BatchRequest", "AskRequest"):
        assert schemas[name]["examples"]
    ingest = operations["ingest"][1]["requestBody"]["content"]
    assert ingest["application/x-ndjson"]["example"]


def test_the_document_holds_no_extensions(client):
    """Nothing that only one tool understands."""
    assert not re.search(r'"x-[a-z]', client.get("/openapi.json").text)


@pytest.mark.parametrize(
    ("shape", "example"),
    [
        (Summary, examples.SUMMARY),
        (responses.Answer, examples.ANSWER),
        (responses.Day, examples.DAY),
        (responses.DayList, examples.DAY_LIST),
        (responses.PaperWithSummary, examples.PAPER_WITH_SUMMARY),
        (responses.SearchPage, examples.SEARCH_PAGE),
        (responses.PaperVersions, examples.VERSIONS),
        (responses.Health, examples.HEALTH),
        (responses.Readiness, examples.READINESS),
        (responses.ProblemMeaning, examples.PROBLEM_MEANING),
        (responses.BatchResults, examples.BATCH_RESULTS),
        (responses.Job, examples.JOB),
        (responses.Job, examples.QUEUED_JOB),
        (responses.JobList, examples.JOB_LIST),
        (requests.SummariseRequest, examples.SUMMARISE_REQUEST),
        (requests.BatchRequest, examples.BATCH_REQUEST),
        (requests.AskRequest, examples.ASK_REQUEST),
    ],
)
def test_examples_have_the_shape_that_they_are_examples_of(shape, example):
    """An example that lies is worse than none."""
    TypeAdapter(shape).validate_python(example)


@pytest.mark.parametrize(
    ("path", "example"),
    [
        ("/v1/summarise", examples.SUMMARISE_REQUEST),
        ("/v1/summarise/batch", examples.BATCH_REQUEST),
        ("/v1/ask", examples.ASK_REQUEST),
    ],
)
def test_examples_of_requests_are_answered(client, path, example):
    """By the running app."""
    assert client.post(path, json=example).status_code == 200


def test_the_example_of_ingest_is_stored(empty_client):
    """One paper."""
    assert ingested(empty_client, "day=2025-12-11", examples.INGEST_REQUEST.encode())["new"] == 1


def test_the_reference_names_no_remote_host_and_all_its_assets_answer(client):
    """No CDN, no inline script, and a content policy of its own."""
    page = client.get("/docs")
    assert "//" not in page.text.replace("<!doctype html>", "")
    assert "<script>" not in page.text
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(assets) == 5
    for asset in assets:
        assert client.get(asset).status_code == 200, asset
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "http" not in policy


def test_the_script_of_the_reference_asks_this_server_only(client):
    """Swagger UI's remote validator is off."""
    script = client.get("/docs/start.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "validatorUrl: null" in script.text
    assert "http" not in script.text


def test_a_service_that_works_is_ready(client):
    """With every part and its state."""
    found = client.get("/readyz").json()
    responses.Readiness.model_validate(found)
    assert {check["name"] for check in found["checks"]} >= {"store", "encoder"}


def test_a_broken_part_makes_the_service_not_ready_but_alive(client, monkeypatch, problem):
    """503 with the reason, and /healthz stays 200."""
    checks = [Diagnosis("store", ok=True, detail="fine"), Diagnosis("encoder", ok=False, detail="The file is missing.")]
    monkeypatch.setattr(Services, "doctor", lambda self: checks)
    found = problem(client.get("/readyz"), 503, "not-ready")
    assert found["errors"] == [{"field": "encoder", "location": "service", "message": "The file is missing."}]
    assert client.get("/healthz").json()["status"] == "ok"
