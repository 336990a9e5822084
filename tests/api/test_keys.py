"""Rows 14 and 17 of the hazards' table, and what a key of each scope lets its holder do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from paperline.delivery.api.admission.rules import needed_scope
from paperline.domain.keys import token_of
from tests.api.conftest import bearer, guarding
from tests.api.papers import DAY

QUESTION = {"question": "How many bits per element does a Bloom filter need?", "scope": {"day": DAY}}
OPEN = [
    "/healthz",
    "/docs",
    "/docs/start.js",
    "/openapi.json",
    "/llms.txt",
    "/problems/key-needed",
    "/static/styles/base.css",
]
GUARDED = [
    "/v1/days", f"/v1/days/{DAY}", "/v1/days/latest", "/v1/papers/x", "/v1/search?q=x", "/v1/answers/a_0", "/v1/nope",
    "/v1", "/metrics", "/readyz", "/", f"/days/{DAY}", "/papers/x", "/ask", "/answers/a_0", "/search", "/nope",
]  # fmt: skip


def asked(guarded, headers) -> str:
    """The id of a new answer."""
    answer = guarded.client.post("/v1/ask", json=QUESTION, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["id"]


def timeless(response) -> dict[str, object]:
    """What a refusal says, but for the id of its request."""
    return {**response.json(), "request_id": None}


@pytest.mark.parametrize("path", OPEN)
def test_what_tells_nothing_of_the_papers_needs_no_key(guarded, path):
    assert guarded.client.get(path).status_code == 200


@pytest.mark.parametrize("path", GUARDED)
def test_everything_else_needs_a_key_whether_it_is_there_or_not(guarded, problem, path):
    """401 before 404, so that a path tells nothing; a day's bytes, which no route serves, are no exception."""
    for method in ("GET", "HEAD", "POST", "DELETE", "OPTIONS", "TRACE"):
        response = guarded.client.request(method, path)
        assert response.status_code == 401, method
        assert response.headers["www-authenticate"] == 'Bearer realm="Paperline"'
    problem(guarded.client.get(path), 401, "key-needed")


@pytest.mark.parametrize(
    "sent", ["Bearer ' OR '1'='1", "Bearer", "Bearer \xff", "Bearer " + "x" * 9_000, "Bearer a b c", "bearer nope"]
)
def test_hazard_14_what_is_no_key_is_refused(guarded, problem, sent):
    """Nothing of it is an error of the store, and nothing of it is repeated."""
    guarded.key()
    response = guarded.client.get("/v1/days", headers={"Authorization": sent.encode("latin-1")})
    problem(response, 401, "key-refused")
    assert response.headers["www-authenticate"] == 'Bearer realm="Paperline", error="invalid_token"'
    assert "OR" not in response.text


def test_hazard_14_unknown_wrong_revoked_and_expired_keys_get_the_same_answer(guarded):
    """Status, headers and body, but for the request's own id."""
    good, now = guarded.key(), datetime.now(UTC)
    unknown = token_of("0" * 12, good.token[-43:])
    wrong = token_of(good.key.id, "x" * 43)
    revoked, expired = guarded.key(), guarded.key(expires_at=now - timedelta(seconds=1))
    guarded.services.keys.revoke(revoked.key.id, now=now)
    tokens = [unknown, wrong, revoked.token, expired.token, "' OR '1'='1"]
    answers = [guarded.client.get("/v1/days", headers=bearer(token)) for token in tokens]
    assert {answer.status_code for answer in answers} == {401}
    assert all(timeless(answer) == timeless(answers[0]) for answer in answers)
    names = {"www-authenticate", "cache-control", "content-type", "ratelimit-policy"}
    assert len({tuple(answer.headers[name] for name in names) for answer in answers}) == 1
    assert guarded.client.get("/v1/days", headers=bearer(good.token)).status_code == 200


def test_hazard_14_unknown_and_wrong_keys_cost_the_same_work(guarded, monkeypatch):
    """One statement, one digest and one comparison of two digests in constant time, whatever is sent."""
    good, work = guarded.key(), []
    compare, digest = hmac.compare_digest, hashlib.sha256
    monkeypatch.setattr(hmac, "compare_digest", lambda *two: work.append(("compare", *map(len, two))) or compare(*two))
    monkeypatch.setattr(hashlib, "sha256", lambda data: work.append(("digest",)) or digest(data))
    engine = guarded.services.records._database._engine

    @event.listens_for(engine, "before_cursor_execute")
    def _note(_connection, _cursor, statement, *_more):
        if "keys" in statement:
            work.append(("statement", statement))

    done = {}
    for name, token in {
        "right": good.token,
        "unknown": token_of("0" * 12, "y" * 43),
        "wrong": token_of(good.key.id, "y" * 43),
        "none": "' OR '1'='1",
        "empty": "",
    }.items():
        work.clear()
        guarded.services.keys.recognise(token, datetime.now(UTC))
        done[name] = sorted(work)
    assert [step[0] for step in done["right"]] == ["compare", "digest", "statement"]
    assert done["right"][0] == ("compare", 64, 64)
    assert all(steps == done["right"] for steps in done.values()), done


def test_hazard_14_keys_are_stored_hashed(guarded):
    """A copy of the database is of no use to whoever sends what stands in it."""
    made = guarded.key()
    secret = made.token[-43:]
    guarded.services.records.close()
    stored = sqlite3.connect(guarded.services.settings.home / "paperline.db")
    rows = stored.execute("SELECT * FROM keys").fetchall()
    dump = "\n".join(stored.iterdump())
    stored.close()
    assert secret not in dump
    assert hashlib.sha256(secret.encode()).hexdigest() in rows[0]
    assert guarded.client.get("/v1/days", headers=bearer(made.key.digest)).status_code == 401
    stolen = token_of(made.key.id, made.key.digest[:43])
    assert guarded.client.get("/v1/days", headers=bearer(stolen)).status_code == 401


def test_secrets_are_256_random_bits(guarded):
    """Which is what makes one round of SHA-256 enough."""
    tokens = {guarded.key().token for _ in range(20)}
    secrets = {base64.urlsafe_b64decode(token[-43:] + "=") for token in tokens}
    assert len(secrets) == 20
    assert {len(secret) for secret in secrets} == {32}


def test_revocation_and_expiry_count_at_once(guarded, monkeypatch):
    """From one request to the next, also where the day's bytes were served to the same key a moment ago."""
    made, path = guarded.key("read"), f"/v1/days/{DAY}"
    headers = bearer(made.token)
    tag = guarded.client.get(path, headers=headers).headers["etag"]
    assert guarded.client.get(path, headers=headers | {"If-None-Match": tag}).status_code == 304
    guarded.services.keys.revoke(made.key.id, now=datetime.now(UTC))
    assert guarded.client.get(path, headers=headers | {"If-None-Match": tag}).status_code == 401
    end = datetime.now(UTC) + timedelta(hours=1)
    short = bearer(guarded.key("read", expires_at=end).token)
    assert guarded.client.get(path, headers=short).status_code == 200

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return end

    monkeypatch.setattr("paperline.delivery.api.middleware.admission.datetime", Later)
    assert guarded.client.get(path, headers=short).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/v1/days", "read"),
        ("GET", f"/v1/days/{DAY}", "read"),
        ("HEAD", "/v1/days/latest", "read"),
        ("GET", "/v1/search?q=bloom", "read"),
        ("GET", "/v1/answers/a_0", "read"),
        ("GET", "/metrics", "read"),
        ("GET", "/", "read"),
        ("GET", "/ask", "read"),
        ("POST", "/v1/ask", "ask"),
        ("POST", "/v1/summarise", "ask"),
        ("POST", "/v1/summarise/batch", "ask"),
        ("POST", "/ask", "ask"),
        ("POST", "/reports", "ask"),
        ("POST", "/v1/chat/completions", "ask"),
        ("POST", "/v1/ingest", "ingest"),
        ("GET", "/v1/jobs/j_0", "ingest"),
        ("DELETE", "/v1/jobs/j_0", "admin"),
        ("DELETE", "/v1/days", "admin"),
    ],
)
def test_a_key_does_what_its_scope_covers_and_no_more(guarded, problem, method, path, needed):
    """403 names the scope that is missing; a scope covers those before it."""
    order = ["read", "ask", "ingest", "admin"]
    for scope in order:
        response = guarded.client.request(method, path, headers=guarded.bearer(scope))
        covered = order.index(scope) >= order.index(needed)
        assert (response.status_code in (401, 403)) is not covered, (scope, response.status_code)
        if not covered:
            assert f'error="insufficient_scope", scope="{needed}"' in response.headers["www-authenticate"]
            if method != "HEAD":
                assert f"needs {needed}" in problem(response, 403, "scope-missing")["detail"]


def test_hazard_17_an_answer_is_there_for_the_key_it_was_asked_with_and_for_admins_only(guarded):
    """To others it is 404 in the words for an answer that does not exist, in the API and on the page alike."""
    mine, other, admin = guarded.bearer(), guarded.bearer("ingest"), guarded.bearer("admin")
    answer = asked(guarded, mine)
    get = guarded.client.get
    for path in (f"/v1/answers/{answer}", f"/answers/{answer}"):
        assert [get(path, headers=each).status_code for each in (mine, admin)] == [200, 200]
        refused = get(path, headers=other)
        absent = get(path.replace(answer, "a_0000000000000000"), headers=other)
        assert refused.status_code == absent.status_code == 404
        shown, missing = (each.text.replace(name, "…") for each, name in ((refused, answer), (absent, "a_" + "0" * 16)))
        if path.startswith("/v1"):
            shown, missing = ({**each.json(), "request_id": 0} for each in (refused, absent))
            for each, name in ((shown, answer), (missing, "a_" + "0" * 16)):
                each.update({field: str(each[field]).replace(name, "…") for field in ("detail", "instance")})
        assert shown == missing
        assert QUESTION["question"] not in refused.text


def test_hazard_17_a_streamed_answer_and_one_of_the_page_belong_to_their_key_too(guarded):
    """The caller is known wherever an answer is made."""
    mine, other = guarded.bearer(), guarded.bearer()
    streamed = guarded.client.post("/v1/ask", json=QUESTION | {"stream": True}, headers=mine).text
    answer = streamed.rpartition('"id":"')[2].partition('"')[0]
    page = guarded.client.post("/ask", data={"question": QUESTION["question"]}, headers=mine, follow_redirects=False)
    for path in (f"/v1/answers/{answer}", page.headers["location"]):
        assert guarded.client.get(path, headers=mine).status_code == 200, path
        assert guarded.client.get(path, headers=other).status_code == 404, path


def test_hazard_17_the_same_question_of_two_keys_is_two_answers(guarded):
    """No answer is shared by its question."""
    first, second = (asked(guarded, guarded.bearer()) for _ in range(2))
    assert first != second


def test_hazard_17_no_shared_cache_may_keep_what_a_key_was_told(guarded):
    """Nothing is marked public, so that a cache between must not store an answer to a request with credentials."""
    headers = guarded.bearer()
    answer = asked(guarded, headers)
    for path in (f"/v1/days/{DAY}", f"/v1/answers/{answer}", f"/answers/{answer}", "/"):
        told = guarded.client.get(path, headers=headers).headers.get("cache-control", "")
        assert "public" not in told
        assert "s-maxage" not in told


def test_hazard_18_a_good_key_opens_neither_to_another_host_nor_to_another_site(guarded, problem):
    """A browser sends the password of a page by itself, also where another site's form sends it here."""
    token = guarded.key().token
    basic = {"Authorization": "Basic " + base64.b64encode(f":{token}".encode()).decode()}
    for headers in (bearer(token), basic):
        for path in ("/", "/v1/days", "/mcp"):
            response = guarded.client.get(path, headers=headers | {"Host": "evil.example"})
            problem(response, 421, "host-refused")
        for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            posted = guarded.client.post("/ask", data={"question": "Why?"}, headers=headers | foreign)
            problem(posted, 403, "origin-refused")
        read = guarded.client.get("/", headers=headers | {"Origin": "https://evil.example"})
        assert not [name for name in read.headers if name.startswith("access-control-")]


def test_an_answer_that_was_asked_without_a_key_is_everybodys(tmp_path):
    """As on the command line; one asked with a key is not there for those without."""
    with guarding(tmp_path / "open", access="auto") as served:
        unkeyed, keyed = asked(served, {}), asked(served, served.bearer())
        assert served.client.get(f"/v1/answers/{unkeyed}", headers=served.bearer("read")).status_code == 200
        assert served.client.get(f"/v1/answers/{keyed}").status_code == 404
        assert served.client.get(f"/answers/{keyed}").status_code == 404


def test_a_browser_is_asked_for_the_key_as_a_password(guarded):
    """Basic, for pages only: the API takes Bearer alone."""
    client, html = guarded.client, {"Accept": "text/html,*/*;q=0.8"}
    assert client.get("/", headers=html).headers["www-authenticate"] == 'Basic realm="Paperline", charset="UTF-8"'
    token = guarded.key("read").token
    for user in ("", "ada"):
        basic = {"Authorization": "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()}
        assert client.get("/", headers=html | basic).status_code == 200
        assert client.get("/v1/days", headers=basic).status_code == 401
    for sent in ("Basic !", "Basic " + base64.b64encode(b"\xff").decode(), "Basic", "Basic " + "A" * 4_000):
        refused = client.get("/", headers=html | {"Authorization": sent})
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize("name", ["Forwarded", "Via", "X-Forwarded-For", "X-Real-IP", "X-Forwarded-Proto"])
def test_what_a_proxy_passes_on_needs_a_key(tmp_path, problem, name):
    """A server bound to this machine is open to this machine, not to whom a proxy on it lets in."""
    with guarding(tmp_path / "proxied", access="auto") as served:
        assert served.client.get("/v1/days").status_code == 200
        problem(served.client.get("/v1/days", headers={name: "for=192.0.2.1"}), 401, "key-needed")
        known = served.client.get("/v1/days", headers={name: "for=192.0.2.1"} | served.bearer())
        assert known.status_code == 200


def test_a_wrong_key_is_refused_where_none_is_needed(client, problem):
    """Whoever sends one learns that it is no longer good; Basic of a proxy before us is none of ours."""
    problem(client.get("/v1/days", headers=bearer("paperline_0")), 401, "key-refused")
    assert client.get("/", headers={"Authorization": "Basic YTpi"}).status_code == 200


@pytest.mark.parametrize(
    ("access", "host", "status"),
    [
        ("auto", "127.0.0.1", 200),
        ("auto", "::1", 200),
        ("auto", "localhost", 200),
        ("auto", "0.0.0.0", 401),
        ("auto", "192.0.2.1", 401),
        ("auto", "papers.example", 401),
        ("keys", "127.0.0.1", 401),
        ("open", "0.0.0.0", 200),
    ],
)
def test_where_the_server_is_reached_decides_whether_a_key_is_needed(tmp_path, access, host, status):
    """Unless the setting does."""
    with guarding(tmp_path / "home", access=access, host=host) as served:
        assert served.client.get("/v1/days").status_code == status


def test_the_document_tells_what_a_key_is_needed_for(guarded):
    """Every operation that is refused without a key says so, with its scope and its refusals; the others do not."""
    document = guarded.client.get("/openapi.json").json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            place = f"{method.upper()} {path}"
            refused = guarded.client.request(method, path).status_code == 401
            assert ("security" in operation) is refused, place
            if refused:
                responses = operation["responses"]
                assert f"scope `{needed_scope(method.upper(), path)}`" in responses["403"]["description"], place
                assert "WWW-Authenticate" in responses["401"]["headers"], place
                assert {"Retry-After", "RateLimit", "RateLimit-Policy"} <= responses["429"]["headers"].keys(), place
