"""A server that stops while it answers: the reader is told, and what was typed can be asked again."""

from __future__ import annotations

import json
import socket

import pytest


@pytest.fixture
def silent_model():
    """The address of a language model that takes every call and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"


def test_the_stop_of_a_server_is_told_in_words(browser, make_site, silent_model, tmp_path):
    """The stream ends with the server's own problem; the question stays in its box."""
    listed = tmp_path / "day.jsonl"
    listed.write_text(json.dumps({"title": "SortNet", "abstract": "We present SortNet, a network that sorts."}) + "\n")
    site = make_site("silent")
    site.paperline("ingest", str(listed), "--day", "2025-12-11")
    site.environment |= {"PAPERLINE_OPENAI_BASE_URL": silent_model, "PAPERLINE_MODEL_TIMEOUT_SECONDS": "5"}
    page = browser.new_page()
    page.goto(site.serve().address)
    page.fill("#question", "What is SortNet?")
    page.keyboard.press("Enter")
    page.get_by_text("Looking at 1 paper").wait_for()
    assert page.locator(".near").inner_text() == "SortNet"
    site.close()
    page.locator(".live.ended").wait_for()
    assert "The server is stopping" in page.locator(".live .state").inner_text()
    assert page.input_value("#question") == "What is SortNet?"
    page.click(".live button")
    page.get_by_text("The server cannot be reached.").wait_for()
    page.close()
