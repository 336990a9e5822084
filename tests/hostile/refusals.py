"""Endpoints that answer with an error, for ever, for a while or until they are asked otherwise."""

from __future__ import annotations

from tests.hostile.behaving import FORMAT_REFUSED, STOP, UNAVAILABLE, behaviour
from tests.hostile.server import Exchange


@behaviour(UNAVAILABLE)
async def asks_for_ten_minutes(asked: Exchange) -> None:
    await asked.error(429, "Rate limit reached.", "Retry-After: 600", code="rate_limit_exceeded")


@behaviour(UNAVAILABLE)
async def asks_for_a_time_that_is_none(asked: Exchange) -> None:
    await asked.error(429, "Rate limit reached.", "Retry-After: NaN", code="insufficient_quota")


@behaviour(UNAVAILABLE)
async def has_no_quota_left(asked: Exchange) -> None:
    await asked.error(429, "You exceeded your current quota.", type="insufficient_quota", code="insufficient_quota")


@behaviour(STOP)
async def limits_once(asked: Exchange) -> None:
    if asked.attempt == 1:
        await asked.error(429, "Rate limit reached.", "Retry-After: 0.1")
    else:
        await asked.reply(asked.content())


@behaviour(STOP)
async def fails_once(asked: Exchange) -> None:
    if asked.attempt == 1:
        await asked.send(500, b"Internal Server Error", content_type="text/plain")
    else:
        await asked.reply(asked.content())


@behaviour(STOP)
async def is_busy_once(asked: Exchange) -> None:
    if asked.attempt == 1:
        await asked.error(503, "Loading model")
    else:
        await asked.reply(asked.content())


@behaviour(UNAVAILABLE, slow=True)
async def is_always_busy(asked: Exchange) -> None:
    await asked.error(503, "Loading model")


@behaviour(UNAVAILABLE)
async def does_not_accept_the_key(asked: Exchange) -> None:
    await asked.error(401, f"Incorrect API key provided: {asked.key}.", code="invalid_api_key")


@behaviour(UNAVAILABLE)
async def says_the_key_as_its_error(asked: Exchange) -> None:
    await asked.error(403, asked.key, f"X-Request-Id: {asked.key}", code=asked.key, type=asked.key, param=asked.key)


@behaviour(UNAVAILABLE)
async def does_not_know_the_model(asked: Exchange) -> None:
    await asked.error(404, "The model `nope` does not exist.", code="model_not_found")


@behaviour(UNAVAILABLE)
async def finds_the_prompt_too_long(asked: Exchange) -> None:
    await asked.error(400, "This model's maximum context length is 512 tokens.", code="context_length_exceeded")


@behaviour(FORMAT_REFUSED)
async def takes_no_schema(asked: Exchange) -> None:
    if asked.body.get("response_format", {}).get("type") == "json_schema":
        await asked.error(400, "response_format of type 'json_schema' is not supported.", param="response_format")
    else:
        await asked.reply(asked.content())


@behaviour(FORMAT_REFUSED)
async def takes_no_format(asked: Exchange) -> None:
    if "response_format" in asked.body:
        await asked.error(400, "Unrecognized request argument supplied: response_format")
    else:
        await asked.reply(asked.content())


@behaviour(STOP)
async def takes_no_temperature(asked: Exchange) -> None:
    if "temperature" in asked.body or "seed" in asked.body:
        name = "temperature" if "temperature" in asked.body else "seed"
        await asked.error(400, f"Unsupported value: '{name}' does not support 0 with this model.", param=name)
    else:
        await asked.reply(asked.content())


@behaviour(FORMAT_REFUSED, useless=True)
async def finds_every_request_bad(asked: Exchange) -> None:
    await asked.error(400, "Bad request")
