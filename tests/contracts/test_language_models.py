"""What every language model promises, over every language model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from paperline.adapters.language_models.scripted import ScriptedModel
from paperline.domain.errors import ModelFailed, ModelUnavailable
from paperline.ports import Completion, CompletionRequest, Finish, LanguageModel, TokenUsage

REQUEST = CompletionRequest(
    "Be brief.", "Say yes.", "answer", {"type": "object", "properties": {}, "required": []}, most_output_tokens=20
)
Replying = Callable[[object], LanguageModel]


@pytest.fixture(params=["scripted"])
def replying() -> Replying:
    """A language model that will reply so; a mapping is sent as JSON."""

    def made(reply):
        model = ScriptedModel()
        model.enqueue(reply)
        return model

    return made


def test_a_reply_tells_text_reason_tokens_and_model(replying):
    reply = replying({"said": "yes"}).complete(REQUEST)
    assert (reply.text, reply.finish) == ('{"said": "yes"}', Finish.STOP)
    assert reply.usage.prompt > 0
    assert reply.usage.completion > 0
    assert reply.model


@pytest.mark.parametrize("finish", [Finish.LENGTH, Finish.FILTERED, Finish.REFUSED])
def test_a_reply_that_stopped_early_is_a_reply(replying, finish):
    said = Completion("{", finish, TokenUsage(5, 1, 0), "m")
    assert replying(said).complete(REQUEST) == said


def test_what_gives_no_reply_fails_as_the_port_says(replying):
    with pytest.raises(ModelFailed):
        replying(ModelUnavailable("It does not answer.")).complete(REQUEST)


def test_the_script_is_followed_in_order_and_then_at_an_end():
    model = ScriptedModel()
    model.enqueue("one", lambda request: request.user)
    assert [model.complete(REQUEST).text for _ in range(2)] == ["one", "Say yes."]
    with pytest.raises(ModelUnavailable):
        model.complete(REQUEST)
    assert model.history == [REQUEST] * 3
