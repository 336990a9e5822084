"""Endpoints that do not answer, or not to the end, or count wrongly."""

from __future__ import annotations

import asyncio
import json

from tests.hostile.behaving import STOP, UNAVAILABLE, UNREADABLE, behaviour
from tests.hostile.server import EVENTS_TYPE, Exchange, chunk, completion, pieces


@behaviour(UNAVAILABLE, slow=True)
async def hangs(asked: Exchange) -> None:
    await asked.silence()


@behaviour(UNAVAILABLE, slow=True)
async def hangs_after_the_headers(asked: Exchange) -> None:
    await asked.head(200, EVENTS_TYPE if asked.streamed else "application/json")
    await asked.silence()


@behaviour(UNAVAILABLE, slow=True)
async def drips(asked: Exchange) -> None:
    await asked.head(200, EVENTS_TYPE if asked.streamed else "application/json")
    document = chunk({"content": "x"}) if asked.streamed else completion(asked.content())
    while not asked.writer.is_closing():
        for byte in f"data: {json.dumps(document)}\n\n" if asked.streamed else json.dumps(document):
            await asked.raw(byte.encode())
            await asyncio.sleep(0.05)


@behaviour(UNAVAILABLE, slow=True)
async def sends_comments_for_ever(asked: Exchange) -> None:
    await asked.head(200, EVENTS_TYPE)
    while not asked.writer.is_closing():
        await asked.raw(b": ping\n\n")
        await asyncio.sleep(0.02)


@behaviour(UNAVAILABLE)
async def closes_without_a_word(asked: Exchange) -> None:
    asked.writer.close()


@behaviour(UNAVAILABLE)
async def resets_the_connection(asked: Exchange) -> None:
    asked.reset()


@behaviour(UNAVAILABLE)
async def resets_within_the_body(asked: Exchange) -> None:
    await asked.head(200, EVENTS_TYPE if asked.streamed else "application/json", length=10_000)
    await asked.raw(b"data: " * asked.streamed + json.dumps(chunk({"content": "One"})).encode() + b"\n\n")
    await asyncio.sleep(0.02)
    asked.reset()


@behaviour(UNAVAILABLE)
async def ends_before_its_length(asked: Exchange) -> None:
    await asked.head(200, EVENTS_TYPE if asked.streamed else "application/json", length=10_000)
    await asked.raw(b"data: " * asked.streamed + json.dumps(chunk({"content": "One"})).encode() + b"\n\n")
    asked.writer.close()


@behaviour(UNREADABLE, UNAVAILABLE)
async def ends_within_the_json(asked: Exchange) -> None:
    if asked.streamed:
        await asked.events(*pieces(asked.content())[:2], done=False)
    else:
        await asked.send(200, json.dumps(completion(asked.content())).encode()[:-40])


@behaviour(UNREADABLE, UNAVAILABLE)
async def says_done_before_it_is(asked: Exchange) -> None:
    await asked.events(*pieces(asked.content())[:2], done=True)


@behaviour(STOP)
async def never_says_done(asked: Exchange) -> None:
    if asked.streamed:
        await asked.events(*pieces(asked.content()), done=False)
    else:
        await asked.reply(asked.content())


@behaviour(STOP)
async def keeps_the_stream_open_after_done(asked: Exchange) -> None:
    if asked.streamed:
        await asked.events(*pieces(asked.content()), end=False)
        await asked.silence()
    else:
        await asked.reply(asked.content())


@behaviour(STOP)
async def counts_nothing(asked: Exchange) -> None:
    await asked.reply(asked.content(), usage=None)


@behaviour(STOP)
async def counts_nonsense(asked: Exchange) -> None:
    nonsense = {"prompt_tokens": -5, "completion_tokens": "many", "prompt_tokens_details": {"cached_tokens": 1e300}}
    await asked.reply(asked.content(), usage=nonsense)


@behaviour(STOP)
async def counts_more_tokens_than_there_are(asked: Exchange) -> None:
    await asked.reply(asked.content(), usage={"prompt_tokens": 10**40, "completion_tokens": True})
