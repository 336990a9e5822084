"""The summarise endpoint: what a request costs above the engine that answers it."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from unittest.mock import patch

from evals.performance.asgi import App, answer_of, logging_nowhere
from evals.performance.figures import Figure
from evals.performance.inputs import drafts
from paperline.bootstrap import open_services
from paperline.delivery.api.app import create_app
from paperline.settings import Settings

_ROUNDS = 10
_HEADERS = ((b"content-type", b"application/json"),)


def measure() -> list[Figure]:
    """Real requests with real summaries that were made before, so that nothing of the engine's own time is in it."""
    bodies = [json.dumps({"title": draft.title, "abstract": draft.abstract}).encode() for draft in drafts()]
    with (
        logging_nowhere(),
        tempfile.TemporaryDirectory() as folder,
        open_services(Settings(home=Path(folder), embedder="minilm")) as services,
    ):
        now = datetime.now(UTC)
        made = {draft.title: services.summarise.text(draft.title, draft.abstract, now=now) for draft in drafts()}
        with patch.object(type(services.summarise), "text", lambda _, title, *_args, **_named: made[title]):
            took = asyncio.run(_timed(create_app(services), bodies))
    return [Figure("POST /v1/summarise above its engine (p50)", took, "ms", 1.0)]


async def _timed(app: App, bodies: list[bytes]) -> float:
    times = []
    for number in range(_ROUNDS + 1):
        for body in bodies:
            begun = time.perf_counter()
            sent = await answer_of(app, "/v1/summarise", _HEADERS, method="POST", body=body)
            if sent[0]["status"] != 200:
                raise ValueError(f"The endpoint answered {sent[0]['status']}.")
            if number:
                times.append(1_000 * (time.perf_counter() - begun))
    return median(times)
