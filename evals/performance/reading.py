"""Reading: what a day's JSON costs the server for a request, beside a plain FastAPI route and a bare ASGI app of the same bytes."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from fastapi import FastAPI

from evals.performance.asgi import App, Message, answer_of, logging_nowhere
from evals.performance.figures import Figure
from evals.performance.inputs import DAY, jsonl_source
from paperline.bootstrap import open_services
from paperline.delivery.api.app import create_app
from paperline.delivery.api.schemas.responses import Day
from paperline.settings import Settings

_ROUNDS, _REQUESTS = 7, 60


def measure() -> list[Figure]:
    """Requests one after another in one process, without a socket: the microseconds are the app's own."""
    with logging_nowhere(), tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "home", embedder="hashing")
        with open_services(settings) as services:
            services.take_in.run(jsonl_source(Path(folder), 0), now=datetime.now(UTC))
            app = create_app(services)
            sent = asyncio.run(answer_of(app, f"/v1/days/{DAY}"))
            content, tag = sent[1]["body"], dict(sent[0]["headers"])[b"etag"]
            plain, bare = _plain(Day.model_validate_json(content)), _bare(content)
            ours, unchanged, theirs, least = asyncio.run(_timed(app, plain, bare, tag))
    return [
        Figure("a day's JSON, one request", ours, "µs"),
        Figure("over a FastAPI route with a response model", ours / theirs, "×", 0.25),
        Figure("over a bare ASGI app of the same bytes, no server around", ours / least, "×"),
        Figure("304 over that FastAPI route", unchanged / theirs, "×", 0.2),
    ]


async def _timed(app: App, plain: App, bare: App, tag: bytes) -> tuple[float, float, float, float]:
    """The median microseconds of a request to each, measured in turn."""
    path = f"/v1/days/{DAY}"
    rounds: list[list[float]] = [[], [], [], []]
    for _ in range(_ROUNDS):
        for place, (asked, headers) in enumerate(
            [(app, []), (app, [(b"if-none-match", tag)]), (plain, []), (bare, [])]
        ):
            begun = time.perf_counter()
            for _ in range(_REQUESTS):
                await answer_of(asked, path, headers)
            rounds[place].append(1e6 * (time.perf_counter() - begun) / _REQUESTS)
    ours, unchanged, theirs, least = (median(times) for times in rounds)
    return ours, unchanged, theirs, least


def _plain(day: Day) -> FastAPI:
    app = FastAPI()

    @app.get("/v1/days/{date}", response_model=Day)
    def get_day(date: str) -> Day:  # noqa: ARG001  (the route has it)
        return day

    return app


def _bare(content: bytes) -> App:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]

    async def app(_scope: object, _receive: object, send: Callable[[Message], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    return app
