"""What a page's reader is refused is a page; what a program is refused stays a problem."""

from __future__ import annotations

import pytest

from tests.api.conftest import guarding
from tests.api.papers import DAY

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def read(response, status: int) -> str:
    """The page's text; the length told is the length sent."""
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert int(response.headers["content-length"]) == len(response.content)
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-request-id"]
    assert "/problems/" not in response.text
    return response.text


def test_a_path_that_is_not_there_is_a_page(client):
    """With a way on; what the caller wrote is not repeated in it."""
    page = read(client.get("/nope/<b>x", headers=BROWSER), 404)
    assert "<h1>There is nothing at this path</h1>" in page
    assert 'href="/"' in page
    assert "<b>x" not in page


def test_a_method_that_a_page_lacks_is_a_page(client):
    """It still says which methods there are."""
    response = client.put("/search", headers=BROWSER)
    read(response, 405)
    assert "GET" in response.headers["allow"]


def test_a_missing_key_is_a_page_that_asks_for_it(guarded):
    """The browser's own dialogue comes first; the page is what a reader who cancels it sees."""
    response = guarded.client.get(f"/days/{DAY}", headers=BROWSER)
    assert "as the password" in read(response, 401)
    assert response.headers["www-authenticate"].startswith("Basic ")


def test_a_key_of_too_small_a_scope_is_a_page(guarded):
    """It names the scope that is needed, and nothing of the key."""
    key = guarded.key("read")
    response = guarded.client.post(
        "/ask", data={"question": "What?"}, headers={**BROWSER, "Authorization": f"Bearer {key.token}"}
    )
    page = read(response, 403)
    assert "this request needs ask" in page
    assert key.token not in page


def test_too_many_requests_are_a_page(tmp_path):
    """It says when to come back, as the header does."""
    with guarding(tmp_path, address_rate="1/hour") as guarded:
        headers = {**BROWSER, **guarded.bearer("read")}
        guarded.client.get("/", headers=headers)
        response = guarded.client.get("/", headers=headers)
    assert f"Try again in {response.headers['retry-after']} seconds" in read(response, 429)


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/nope", {}), ("/nope", {"Accept": "application/json"}), ("/v1/nope", BROWSER), ("/static/nope", BROWSER)],
)
def test_a_program_reads_problems(client, problem, path, headers):
    """Whatever did not ask for a page, and whatever lies under the API."""
    problem(client.get(path, headers=headers), 404, "no-such-path")
