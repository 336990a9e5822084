"""Whatever is asked or searched for: an answer, a refusal or a 4xx, never a fault, and never markup on a page."""

from __future__ import annotations

import json
import re

import pytest

from tests.api.conftest import ADDRESS
from tests.bad_questions import ASKABLE, MARKUP, UNASKABLE

NUL = "what\0is new?"
EVERY = {**ASKABLE, **UNASKABLE, "NUL": NUL}
every_kind = pytest.mark.parametrize("question", EVERY.values(), ids=EVERY)


def asked(client, question: str, **more):
    """The response to a question, sent as escaped JSON so that half a character can be sent at all."""
    body = json.dumps({"question": question, **more})
    return client.post("/v1/ask", content=body, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("scope", [None, {"all": True}], ids=["latest", "all"])
@pytest.mark.parametrize("question", ASKABLE.values(), ids=ASKABLE)
def test_a_strange_question_is_answered_or_refused(client, question, scope):
    """What is cited is stored, whatever the question told us to cite."""
    response = asked(client, question, **({"scope": scope} if scope else {}))
    assert response.status_code == 200, response.text
    told = response.json()
    assert told["status"] in ("answered", "partial", "refused")
    for sentence in told["sentences"]:
        for citation in sentence["citations"]:
            assert client.get(f"/v1/papers/{citation['paper_id']}").status_code == 200


@pytest.mark.parametrize("question", [*UNASKABLE.values(), NUL], ids=[*UNASKABLE, "NUL"])
def test_what_cannot_be_asked_is_a_problem(client, question):
    response = asked(client, question)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] in ("/problems/bad-text", "/problems/invalid-request")


@every_kind
def test_a_stream_ends_with_an_answer_or_a_problem(client, question):
    response = asked(client, question, stream=True)
    if response.status_code == 200:
        assert re.findall(r"^event: (\w+)", response.text, re.MULTILINE)[-1] in ("done", "error")
        assert '"status":500' not in response.text
    else:
        assert response.status_code == 422


@every_kind
def test_any_query_is_searched_or_a_problem(client, question):
    """Half a character arrives as a replacement, as from every browser."""
    response = client.get("/v1/search", params={"q": question.encode("utf-8", "replace")})
    assert response.status_code in (200, 422)


@every_kind
@pytest.mark.parametrize("way", ["ask form", "ask", "search"])
def test_a_page_shows_any_question_as_text(client, question, way):
    """Also where it is shown again to be mended, and on the answer's own page."""
    raw = question.encode("utf-8", "replace")
    if way == "ask":
        response = client.post("/ask", data={"question": raw}, headers={"Origin": ADDRESS})
    else:
        response = client.get("/ask" if way == "ask form" else "/search", params={"q": raw})
    assert response.status_code in (200, 422), response.text
    assert response.headers["content-type"].startswith("text/html")
    for markup in ("<script>alert", "<img src=x", "<b>keys", "\x1b", "\0"):
        assert markup not in response.text
    assert str(7919 * 7919) not in response.text


def test_markup_in_a_question_stays_in_the_answer_as_text(client):
    """In JSON as it was asked, on the page escaped."""
    told = asked(client, MARKUP).json()
    assert "script" in told["question"]
    shown = client.get(f"/answers/{told['id']}").text
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
