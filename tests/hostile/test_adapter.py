"""Whatever an endpoint does, a call ends in time with a reply or a ModelFailed, and the key is told to nobody."""

from __future__ import annotations

import logging
import time
import traceback

import pytest

from paperline.domain.errors import ModelFailed
from paperline.ports import Completion, CompletionRequest, Finish
from tests.hostile.behaviours import BEHAVIOURS, Behaviour
from tests.hostile.conftest import CANARY, DEADLINE_SECONDS, SOON_SECONDS

SCHEMA = {
    "type": "object",
    "properties": {"said": {"type": "string"}},
    "required": ["said"],
    "additionalProperties": False,
}
REQUEST = CompletionRequest("Be brief.", "Say yes.", "answer", SCHEMA, most_output_tokens=20)


def outcome(model, follow) -> Completion | ModelFailed:
    """What came of the call; any other error fails the test."""
    try:
        return model.complete(REQUEST, follow)
    except ModelFailed as failed:
        return failed


EACH = [pytest.param(each, id=each.name) for each in BEHAVIOURS]


@pytest.mark.parametrize("followed", [False, True], ids=["whole", "followed"])
@pytest.mark.parametrize("behaviour", EACH)
def test_every_behaviour_ends_as_the_port_says(hostile, client, caplog, capsys, behaviour: Behaviour, followed):
    caplog.set_level(logging.INFO)
    hostile.behaves(behaviour.act)
    pieces: list[str] = []
    model, began = client(SOON_SECONDS if behaviour.slow else DEADLINE_SECONDS), time.monotonic()
    came = outcome(model, pieces.append if followed else None)
    took = time.monotonic() - began
    expected = behaviour.streamed if followed else behaviour.whole
    if isinstance(expected, Finish):
        assert isinstance(came, Completion), came
        assert came.finish is expected
        assert all(0 <= count < 10**9 for count in (came.usage.prompt, came.usage.completion, came.usage.cached))
        assert not followed or "".join(pieces) == came.text
    else:
        assert isinstance(came, expected), came
        assert str(came)
    assert took < DEADLINE_SECONDS + 1, took
    told = [caplog.text, *capsys.readouterr(), str(came) if isinstance(came, ModelFailed) else came.model]
    if isinstance(came, ModelFailed):
        told += traceback.format_exception(came)
    assert CANARY not in "".join(told)
