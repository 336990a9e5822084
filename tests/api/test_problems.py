"""Every error is a problem with a kind that can be looked up."""

from __future__ import annotations

import dataclasses
from html import escape

import pytest
from structlog.testing import capture_logs

from paperline.delivery.api.problems import ALL_KINDS, OF_ERROR, RETRY_AFTER_SECONDS
from paperline.domain import errors
from paperline.domain.errors import PaperlineError, StoreBusy, StoreUnavailable
from paperline.pipeline.read import ReadPapers


def every_error(root: type[PaperlineError]) -> set[type[PaperlineError]]:
    return {root}.union(*(every_error(child) for child in root.__subclasses__()))


def failing(monkeypatch, error: Exception) -> None:
    """Reading a day raises the error."""

    def day(self, wanted=None):
        raise error

    monkeypatch.setattr(ReadPapers, "day", day)


def test_the_table_names_every_error_of_the_tree():
    """A class that is added to the tree without a problem of its own fails here."""
    ours = {error for error in every_error(PaperlineError) if error.__module__ == errors.__name__}
    assert set(OF_ERROR) == ours


def test_every_kind_has_a_slug_of_its_own():
    """Two kinds under one slug would be told apart by nobody."""
    kinds = {*OF_ERROR.values(), *ALL_KINDS.values()}
    assert len({kind.slug for kind in kinds}) == len(kinds) == len(ALL_KINDS)


@pytest.mark.parametrize("slug", sorted(ALL_KINDS))
def test_the_type_of_a_problem_answers_with_its_meaning(client, slug):
    """The relative address resolves, as JSON for programs and as a page for people."""
    kind = ALL_KINDS[slug]
    told = client.get(kind.uri).json()
    assert told == {"type": kind.uri, "title": kind.title, "status": kind.status, "meaning": kind.meaning}
    page = client.get(kind.uri, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert escape(kind.title) in page.text


@pytest.mark.parametrize("error", sorted(OF_ERROR, key=lambda cls: cls.__name__))
def test_a_raised_error_becomes_its_problem(client, monkeypatch, problem, error):
    """The status and slug come from the table, the detail from the error."""
    kind = OF_ERROR[error]
    failing(monkeypatch, error("What was wrong. What to do."))
    found = problem(client.get("/v1/days/latest?fields=all"), kind.status, kind.slug)
    assert found["detail"] == "What was wrong. What to do."
    assert found["instance"] == "/v1/days/latest"


def test_a_retry_is_timed_only_where_it_can_help(client, monkeypatch):
    """Retry-After stands with a busy store and not with a broken one."""
    failing(monkeypatch, StoreBusy("busy"))
    assert client.get("/v1/days/latest?fields=all").headers["retry-after"] == str(RETRY_AFTER_SECONDS)
    failing(monkeypatch, StoreUnavailable("broken"))
    assert "retry-after" not in client.get("/v1/days/latest?fields=all").headers


def test_an_unforeseen_error_tells_nothing_but_its_request_id(client, monkeypatch, problem):
    """The exception stays in the log, where the request id leads to it."""
    failing(monkeypatch, RuntimeError("secret-canary"))
    with capture_logs() as logged:
        response = client.get("/v1/days/latest?fields=all", headers={"X-Request-ID": "mine-7"})
    found = problem(response, 500, "internal-error")
    assert "mine-7" in found["detail"]
    assert "canary" not in response.text
    assert "RuntimeError" not in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert [(event["event"], event["request_id"], event.get("exc_info")) for event in logged] == [
        ("request_failed", "mine-7", True),
        ("request_answered", "mine-7", None),
    ]


@pytest.mark.parametrize("path", ["/nope", "/v1", "/v1/days/", "/healthz/", "/docs/assets/none.js", "/static/none.css"])
def test_a_path_that_is_not_there_is_a_problem(client, problem, path):
    """A trailing slash is another path and is not redirected."""
    problem(client.get(path), 404, "no-such-path")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/days", "GET, HEAD"),
        ("GET", "/v1/summarise", "POST"),
        ("POST", "/v1/jobs/x", "DELETE, GET, HEAD"),
        ("OPTIONS", "/v1/ask", "POST"),
        ("DELETE", "/static/page.css", "GET, HEAD"),
    ],
)
def test_a_wrong_method_names_the_right_ones(client, problem, method, path, allowed):
    """Allow lists the methods of all routes of the path."""
    response = client.request(method, path)
    problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == allowed


def test_a_kind_is_a_value():
    """The table cannot be changed by accident."""
    kind = next(iter(ALL_KINDS.values()))
    with pytest.raises(dataclasses.FrozenInstanceError):
        kind.status = 200
