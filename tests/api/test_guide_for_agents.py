from __future__ import annotations

import re


def test_the_guide_names_only_paths_that_there_are(client):
    """They stand in the document, or answer."""
    told = client.get("/llms.txt")
    assert told.headers["content-type"].startswith("text/plain")
    paths = client.get("/openapi.json").json()["paths"]
    for link in re.findall(r"\]\(([^)]+)\)", told.text):
        assert link.partition("?")[0] in paths or client.get(link).status_code == 200, link
    for named in re.findall(r"`(?:POST )?(/[\w./{}-]+)", told.text):
        assert named in paths or named == "/v1/days/latest", named
