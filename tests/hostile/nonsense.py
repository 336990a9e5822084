"""Endpoints that answer with something else than a completion."""

from __future__ import annotations

import gzip
import json
from functools import cache

from paperline.domain.errors import ModelFailed
from tests.hostile.behaving import STOP, UNAVAILABLE, UNREADABLE, behaviour
from tests.hostile.server import EVENTS_TYPE, Exchange, chunk, completion, pieces

ELSEWHERE = "http://127.0.0.2:9/v1/chat/completions"


@cache
def bomb() -> bytes:
    """Fifty megabytes in fifty kilobytes."""
    return gzip.compress(b"\0" * 50_000_000)


@behaviour(UNREADABLE, UNAVAILABLE)
async def sends_a_page(asked: Exchange) -> None:
    await asked.send(200, b"<!doctype html><title>Sign in</title>", content_type="text/html; charset=utf-8")


@behaviour(UNREADABLE, UNAVAILABLE)
async def sends_no_body(asked: Exchange) -> None:
    await asked.send(200, b"")


@behaviour(UNREADABLE, UNAVAILABLE)
async def sends_no_content(asked: Exchange) -> None:
    await asked.send(204, b"")


@behaviour(UNREADABLE)
async def sends_a_bare_string(asked: Exchange) -> None:
    await (asked.events("hello") if asked.streamed else asked.whole("hello"))


@behaviour(UNREADABLE)
async def sends_null(asked: Exchange) -> None:
    await (asked.events(None) if asked.streamed else asked.whole(None))


@behaviour(UNREADABLE)
async def sends_a_list(asked: Exchange) -> None:
    await (asked.events([]) if asked.streamed else asked.whole([]))


@behaviour(UNREADABLE)
async def sends_null_choices(asked: Exchange) -> None:
    document = completion("x") | {"choices": None}
    await (asked.events(document) if asked.streamed else asked.whole(document))


@behaviour(UNREADABLE, UNAVAILABLE)
async def sends_no_choices(asked: Exchange) -> None:
    document = completion("x") | {"choices": []}
    await (asked.events(document) if asked.streamed else asked.whole(document))


@behaviour(UNREADABLE)
async def sends_choices_that_are_none(asked: Exchange) -> None:
    document = completion("x") | {"choices": ["x", 1]}
    await (asked.events(document) if asked.streamed else asked.whole(document))


@behaviour(UNREADABLE, UNAVAILABLE)
async def sends_a_null_message(asked: Exchange) -> None:
    document = completion("x")
    document["choices"][0] |= {"message": None, "delta": None, "finish_reason": None}
    await (asked.events(document) if asked.streamed else asked.whole(document))


@behaviour(UNAVAILABLE, ModelFailed)
async def sends_an_error_as_success(asked: Exchange) -> None:
    document = {"error": {"message": "The model is overloaded.", "type": "server_error", "code": 503}}
    await (asked.events(document) if asked.streamed else asked.whole(document))


@behaviour(UNAVAILABLE)
async def sends_an_error_instead_of_a_stream(asked: Exchange) -> None:
    await asked.whole({"error": {"message": "The model is overloaded.", "type": "server_error", "code": 503}})


@behaviour(STOP, ModelFailed)
async def fails_within_the_stream(asked: Exchange) -> None:
    if asked.streamed:
        await asked.events(*pieces(asked.content())[:3], {"error": {"message": "CUDA error", "type": "server_error"}})
    else:
        await asked.reply(asked.content())


@behaviour(UNREADABLE)
async def sends_invalid_utf_8(asked: Exchange) -> None:
    broken = json.dumps(completion("x")).encode().replace(b'"x"', b'"\xff\xfe\xfa"')
    if asked.streamed:
        await asked.head(200, EVENTS_TYPE)
        await asked.raw(b"data: " + broken + b"\n\ndata: [DONE]\n\n")
        asked.writer.close()
    else:
        await asked.send(200, broken)


@behaviour(UNREADABLE)
async def nests_its_json_deep(asked: Exchange) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    if asked.streamed:
        await asked.head(200, EVENTS_TYPE)
        await asked.raw(b"data: " + deep + b"\n\n")
        asked.writer.close()
    else:
        await asked.send(200, deep)


@behaviour(UNREADABLE)
async def sends_a_number_of_many_digits(asked: Exchange) -> None:
    body = json.dumps(completion("x", usage=None))[:-1].encode() + b', "created": ' + b"9" * 5_000 + b"}"
    if asked.streamed:
        await asked.head(200, EVENTS_TYPE)
        await asked.raw(b"data: " + body + b"\n\n")
        asked.writer.close()
    else:
        await asked.send(200, body)


@behaviour(UNREADABLE)
async def sends_a_megabyte(asked: Exchange) -> None:
    if asked.streamed:
        await asked.events(*(chunk({"content": "lorem ipsum " * 300}) for _ in range(300)))
    else:
        await asked.reply("lorem ipsum " * 90_000)


@behaviour(UNREADABLE)
async def never_stops_answering(asked: Exchange) -> None:
    await asked.head(200, EVENTS_TYPE if asked.streamed else "application/json")
    piece = f"data: {json.dumps(chunk({'content': 'and so on ' * 200}))}\n\n" if asked.streamed else " " * 4_096
    while not asked.writer.is_closing():
        await asked.raw(piece.encode())


@behaviour(UNREADABLE)
async def never_ends_its_line(asked: Exchange) -> None:
    await asked.head(200, EVENTS_TYPE if asked.streamed else "application/json")
    await asked.raw(b"data: {")
    while not asked.writer.is_closing():
        await asked.raw(b"x" * 4_096)


@behaviour(UNREADABLE)
async def sends_a_gzip_bomb(asked: Exchange) -> None:
    await asked.send(
        200, bomb(), "Content-Encoding: gzip", content_type=EVENTS_TYPE if asked.streamed else "application/json"
    )


@behaviour(UNREADABLE)
async def sends_a_gzip_bomb_as_an_error(asked: Exchange) -> None:
    await asked.send(500, bomb(), "Content-Encoding: gzip")


@behaviour(UNAVAILABLE)
async def sends_a_huge_header(asked: Exchange) -> None:
    await asked.head(200, "application/json", f"X-Filler: {'x' * 2_000_000}", length=2)


@behaviour(UNAVAILABLE)
async def speaks_no_http(asked: Exchange) -> None:
    await asked.raw(b"220 mail.example ESMTP\r\n")
    asked.writer.close()


@behaviour(UNAVAILABLE)
async def sends_two_lengths(asked: Exchange) -> None:
    await asked.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}")
    asked.writer.close()


@behaviour(UNAVAILABLE)
async def redirects_to_another_host(asked: Exchange) -> None:
    await asked.send(307, b"", f"Location: {ELSEWHERE}")


@behaviour(UNAVAILABLE)
async def redirects_to_itself(asked: Exchange) -> None:
    await asked.send(302, b"", f"Location: {asked.path}")


@behaviour(STOP, UNAVAILABLE)
async def does_not_stream(asked: Exchange) -> None:
    await asked.whole(completion(asked.content()))


@behaviour(UNREADABLE, STOP)
async def always_streams(asked: Exchange) -> None:
    await asked.events(*pieces(asked.content()))


@behaviour(STOP)
async def names_the_wrong_type(asked: Exchange) -> None:
    documents = pieces(asked.content())
    if asked.streamed:
        body = "".join(f"data: {json.dumps(document)}\n\n" for document in documents) + "data: [DONE]\n\n"
    else:
        body = json.dumps(completion(asked.content()))
    await asked.send(200, body.encode(), content_type="text/plain")
