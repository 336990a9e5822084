"""GET /metrics: what is counted, under which labels, and in which format."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperline.domain.jobs import IngestRequest, Job, JobKind
from paperline.observability.metrics import ALL
from tests.api.jobs import ingested
from tests.api.papers import BLOOM_QUESTION, DAY, jsonl
from tests.builders import NOW

SAMPLE = re.compile(r'(?P<name>[a-z_]+)(?:\{(?P<labels>(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (?P<value>\S+)')
HEAD = re.compile(r"# (?:HELP (?P<helped>[a-z_]+) \S.*|TYPE (?P<typed>[a-z_]+) (?:counter|histogram|gauge))")


def samples(client) -> dict[str, float]:
    """Every sample by its name and labels; a line that a strict reader would refuse fails here."""
    found: dict[str, float] = {}
    described: set[str] = set()
    for line in client.get("/metrics").text.removesuffix("\n").split("\n"):
        if line.startswith("#"):
            described |= set(HEAD.fullmatch(line).groups())
            continue
        sample = SAMPLE.fullmatch(line)
        key = f"{sample['name']}{{{sample['labels'] or ''}}}"
        assert key not in found, "the same series twice"
        found[key] = float(sample["value"])
        assert re.sub(r"_(?:bucket|sum|count)$", "", sample["name"]) in described
    return found


@pytest.fixture
def grown(client):
    """By how much a series grew since the test began."""
    before = samples(client)
    return lambda key: samples(client).get(key, 0.0) - before.get(key, 0.0)


def requests(route: str, method: str = "GET", status: int = 200) -> str:
    return f'paperline_http_requests_total{{route="{route}",method="{method}",status="{status}"}}'


def test_the_answer_is_prometheus_text(client):
    response = client.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response.text.endswith("\n")
    assert samples(client)


def test_requests_count_under_their_routes_template(client, grown):
    """Whatever the path's values, the status and the method are."""
    client.get(f"/v1/days/{DAY}")
    client.get("/v1/days/1999-01-01")
    client.head("/v1/days/1999-01-02")
    client.put("/v1/days")
    client.get("/static/none.css")
    assert grown(requests("/v1/days/{date}")) == 1
    assert grown(requests("/v1/days/{date}", status=404)) == 1
    assert grown(requests("/v1/days/{date}", "HEAD", 404)) == 1
    assert grown(requests("/v1/days", "PUT", 405)) == 1
    assert grown(requests("/static/*", status=404)) == 1


def test_made_up_paths_and_methods_are_one_series(client):
    """A hostile caller cannot make the answer grow."""
    client.get("/nope")
    client.request("BREW", "/nope")
    before = set(samples(client))
    for number in range(20):
        client.get(f"/nope/{number}/%22%0A}}")
        client.get(f"/static/{number}")
        client.get(f"/v1/papers/{number}")
        client.request(f"BREW{number}", "/nope")
    client.get("/static/0")
    made = {key for key in set(samples(client)) - before if "nope" in key or "BREW" in key or re.search(r"/\d", key)}
    assert not made
    assert len(set(samples(client)) - before) < 30


def test_what_other_middleware_refuses_is_counted(client, grown):
    """A host that is not ours, which gets no metrics either, and a body that is too large."""
    assert client.get("/metrics", headers={"Host": "evil.example"}).status_code == 421
    assert client.post("/v1/ask", content=b"x" * 2_000_000).status_code == 413
    assert grown(requests("unmatched", status=421)) == 1
    assert grown(requests("unmatched", "POST", 413)) == 1


def test_latencies_are_cumulative_and_end_with_the_count(client):
    client.get("/healthz")
    found = samples(client)
    buckets = [value for key, value in found.items() if key.startswith("paperline_http_request_duration_seconds_bucket{")
               and 'route="/healthz"' in key]  # fmt: skip
    assert buckets == sorted(buckets)
    assert buckets[-1] == found['paperline_http_request_duration_seconds_count{route="/healthz"}'] >= 1


def test_papers_summaries_and_embedded_texts_are_counted(client, grown):
    """Also what was unchanged, and what was left out."""
    ingested(client, f"day={DAY}", jsonl() + b'\n{"title": "no abstract"}\n')
    client.post("/v1/summarise", json={"abstract": "We sort numbers. It is fast."})
    assert grown('paperline_papers_ingested_total{outcome="unchanged"}') >= 3
    assert grown("paperline_records_rejected_total{}") == 1
    assert grown('paperline_summaries_written_total{engine="embedded"}') == 1
    assert samples(client)["paperline_embedding_inputs_total{}"] >= 3


def test_answers_count_by_status_and_reason(client, grown):
    client.post("/v1/ask", json={"question": BLOOM_QUESTION, "scope": {"day": DAY}})
    client.post("/v1/ask", json={"question": BLOOM_QUESTION, "scope": {"day": "1999-01-01"}})
    assert grown('paperline_answers_total{status="refused",reason="nothing_in_scope"}') == 1
    assert sum(value for key, value in samples(client).items() if key.startswith("paperline_answers_total")) >= 2


def test_the_lag_of_the_archive_index_is_told_while_it_is_open(client, empty_client):
    """The filled app wrote to its index; the empty one never opened its own, and asking does not open it."""
    assert samples(client)["paperline_archive_index_lag_passages{}"] == 0
    assert "paperline_archive_index_lag_passages{}" not in samples(empty_client)


def test_no_question_or_id_reaches_a_metric(client):
    client.post("/v1/ask", json={"question": "What is canary-7f3a?"})
    client.get("/v1/papers/canary-7f3a")
    assert "canary" not in client.get("/metrics").text


def test_work_is_timed(empty_client, grown):
    """Ingesting as a whole, encoding a batch at a time."""
    ingested(empty_client, f"day={DAY}")
    assert grown('paperline_ingest_duration_seconds_count{outcome="done"}') == 1
    assert grown("paperline_embedding_duration_seconds_count{}") >= 1
    assert grown("paperline_embedding_duration_seconds_sum{}") > 0


def test_the_oldest_unfinished_job_has_an_age(empty_client, services):
    """By kind and status; 0 where nothing waits."""
    queued = 'paperline_oldest_job_age_seconds{kind="ingest",status="queued"}'
    assert samples(empty_client)[queued] == 0
    with services.records.writing() as unit:
        unit.jobs.put(Job("j_old", JobKind.INGEST, IngestRequest(), NOW, NOW), b"")
        assert unit.jobs.claim("another", NOW, datetime.now(UTC) + timedelta(hours=1))
    assert samples(empty_client)['paperline_oldest_job_age_seconds{kind="ingest",status="running"}'] > 0


def test_the_page_of_operation_lists_every_metric():
    """By its name and type; a metric that is gone is listed no longer."""
    page = (Path(__file__).parents[2] / "docs/operation.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(paperline_\w+)` \| (\w+) \|", page, re.MULTILINE))
    gauges = {"paperline_archive_index_lag_passages": "gauge", "paperline_oldest_job_age_seconds": "gauge"}
    assert listed == {metric.name: metric.kind for metric in ALL} | gauges
