"""Endpoints that answer with a completion that is not what was asked for."""

from __future__ import annotations

from tests.hostile.behaving import FILTERED, LENGTH, REFUSED, STOP, behaviour
from tests.hostile.server import USAGE, Exchange, completion, pieces


@behaviour(STOP)
async def fences_its_json(asked: Exchange) -> None:
    await asked.reply(f"Sure! Here is the JSON:\n```json\n{asked.content()}\n```\nLet me know!")


@behaviour(STOP)
async def thinks_aloud(asked: Exchange) -> None:
    await asked.reply(f'<think>They want {{"json": 1}}. Let me see.</think>\n{asked.content()}')


@behaviour(STOP)
async def thinks_beside_its_content(asked: Exchange) -> None:
    await asked.reply(asked.content(), reasoning_content="Let me see.", reasoning="Let me see.")


@behaviour(STOP)
async def leaves_a_comma(asked: Exchange) -> None:
    await asked.reply(asked.content()[:-1] + ",}")


@behaviour(REFUSED)
async def refuses(asked: Exchange) -> None:
    await asked.reply(None, refusal="I'm sorry, I can't help with that.")


@behaviour(LENGTH)
async def stops_at_the_limit(asked: Exchange) -> None:
    await asked.reply(asked.content()[:30], "length")


@behaviour(FILTERED)
async def is_filtered(asked: Exchange) -> None:
    await asked.reply("", "content_filter")


@behaviour(STOP)
async def stops_for_a_reason_of_its_own(asked: Exchange) -> None:
    await asked.reply(asked.content(), "eos_token")


@behaviour(STOP)
async def sends_content_in_parts(asked: Exchange) -> None:
    content = asked.content()
    await asked.reply([{"type": "text", "text": content[:9]}, {"type": "text", "text": content[9:]}])


@behaviour(STOP, useless=True)
async def sends_null_content(asked: Exchange) -> None:
    await asked.reply(None)


@behaviour(STOP, useless=True)
async def sends_content_as_an_object(asked: Exchange) -> None:
    await asked.reply({"text": 1})


@behaviour(STOP, useless=True)
async def calls_a_tool(asked: Exchange) -> None:
    call = {"index": 0, "id": "t", "type": "function", "function": {"name": "shell", "arguments": '{"c": "id"}'}}
    await asked.reply(None, "tool_calls", tool_calls=[call])


@behaviour(STOP)
async def sends_half_a_character(asked: Exchange) -> None:
    await asked.reply(f'{{"text": "\ud800 \x00 \u202e", {asked.content()[1:]}')


@behaviour(STOP, useless=True)
async def nests_its_content_deep(asked: Exchange) -> None:
    await asked.reply('{"a":' * 12_000 + "1" + "}" * 12_000)


@behaviour(STOP, useless=True)
async def opens_many_brackets(asked: Exchange) -> None:
    await asked.reply("{[" * 15_000)


@behaviour(STOP, useless=True)
async def answers_at_length(asked: Exchange) -> None:
    await asked.reply(asked.content() + " " * 40_000)


@behaviour(STOP)
async def says_the_key(asked: Exchange) -> None:
    body = completion(asked.content()) | {"model": asked.key}
    events = ({**item, "model": asked.key} for item in pieces(asked.content()))
    await (asked.events(*events) if asked.streamed else asked.whole(body))


@behaviour(STOP)
async def names_no_model(asked: Exchange) -> None:
    body = completion(asked.content()) | {"model": {"name": "\x1b[31m"}}
    await (
        asked.events(*({**item, "model": None} for item in pieces(asked.content())))
        if asked.streamed
        else asked.whole(body)
    )


@behaviour(STOP)
async def sends_two_choices(asked: Exchange) -> None:
    document = completion(asked.content())
    document["choices"].append(document["choices"][0] | {"index": 1})
    await (asked.reply(asked.content()) if asked.streamed else asked.whole(document | {"usage": USAGE}))
