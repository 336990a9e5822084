"""Every route's errors are problems with the request's id: a wrong method, path, body, media type, value, and our own fault."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import running

METHODS = ["DELETE", "GET", "PATCH", "POST", "PUT"]
WRITES = ["/v1/summarise", "/v1/summarise/batch", "/v1/ask"]
PLACES = {
    "date": "2025-12-11", "paper_id": "sample:bloom", "answer_id": "a_1", "job_id": "j_1", "slug": "paper-not-found",
}  # fmt: skip
# Answers that need no part that could fail.
SELF_CONTAINED = {"/healthz", "/llms.txt", "/problems/{slug}"}


class Broken:
    """Services of which every part fails in a way that nobody foresaw."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("secret-canary")


@pytest.fixture
def operations(client) -> list[tuple[str, str, dict]]:
    """Method, path and description of every operation of the document."""
    paths = client.get("/openapi.json").json()["paths"]
    return [(method.upper(), path, told) for path, methods in paths.items() for method, told in methods.items()]


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: PLACES[found[1]], path)


def test_a_method_that_a_path_does_not_have_is_a_problem(client, problem, operations):
    """On every path of the document; Allow names those that it has."""
    for path in {path for _, path, _ in operations}:
        has = {method for method, other, _ in operations if other == path}
        for method in set(METHODS) - has:
            response = client.request(method, filled(path))
            problem(response, 405, "method-not-allowed")
            assert has <= set(response.headers["allow"].split(", ")), path


def test_a_path_beside_every_path_is_a_problem(client, problem, operations):
    """A slash more, or a word more."""
    for _, path, _ in operations:
        problem(client.get(f"{filled(path)}/"), 404, "no-such-path")
        if not path.startswith("/days"):  # a page's address may go on
            problem(client.get(f"{filled(path)}/none/such"), 404, "no-such-path")


def test_a_value_that_a_parameter_does_not_take_is_named(client, problem, operations):
    """Every query parameter that has limits, at every path that has it."""
    checked = 0
    for method, path, told in operations:
        for parameter in told.get("parameters", []):
            schema = str(parameter["schema"])
            if parameter["in"] != "query" or not re.search(r"enum|integer|boolean|'format': 'date'", schema):
                continue
            query = {"q": "x"} if path == "/v1/search" else {}
            response = client.request(method, filled(path), params=query | {parameter["name"]: "nonsense"})
            errors = problem(response, 422, "invalid-request")["errors"]
            assert [(error["field"], error["location"]) for error in errors] == [(parameter["name"], "query")], path
            checked += 1
    assert checked > 15


def test_a_body_that_is_too_large_is_a_problem(client, problem, operations):
    """At every path that takes one."""
    for method, path, told in operations:
        if "requestBody" in told:
            headers = {"Content-Type": "application/json"}
            response = client.request(method, filled(path), content=b" " * 34_000_000, headers=headers)
            problem(response, 413, "too-large")


def test_a_body_of_another_type_or_coding_is_a_problem(client, problem, operations):
    """The type where JSON is wanted, the coding everywhere."""
    for method, path, told in operations:
        if "requestBody" in told:
            coded = client.request(method, filled(path), content=b"x", headers={"Content-Encoding": "br"})
            problem(coded, 415, "unsupported-encoding")
    for path in WRITES:
        problem(client.post(path, content=b"x", headers={"Content-Type": "text/csv"}), 415, "unsupported-media-type")


def test_our_own_fault_is_a_problem_that_tells_nothing(services, problem, operations, client):
    """On every path that needs a part of the service."""
    bodies = _bodies(client)
    with running(services) as broken:
        broken.app.state.services = Broken()
        broken.app.state.jobs = Broken()
        for method, path, _ in operations:
            if path in SELF_CONTAINED or path.startswith(("/v1/days/", "/days/")):
                continue  # days are answered before the routes; their faults are tested with problems
            query = {"q": "x"} if path == "/v1/search" else {}
            response = broken.request(method, filled(path), params=query, json=bodies.get(path))
            problem(response, 500, "internal-error")
            assert "canary" not in response.text, path


def _bodies(client) -> dict[str, object]:
    """The example of every JSON body."""
    document = client.get("/openapi.json").json()
    found = {}
    for path, methods in document["paths"].items():
        schema = methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json", {})
        if "$ref" in schema.get("schema", {}):
            name = schema["schema"]["$ref"].rpartition("/")[2]
            found[path] = document["components"]["schemas"][name]["examples"][0]
    return found
