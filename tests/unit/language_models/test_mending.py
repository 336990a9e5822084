"""What a reply was meant to be is found in bounded time, whatever it holds."""

from __future__ import annotations

import json
import time

import pytest

from paperline.adapters.language_models.mending import mended


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ('<think>perhaps {"a": 2}?</think>\n{"a": 1}', {"a": 1}),
        ('```json\n{"a": 1,}\n```\nI hope this helps!', {"a": 1}),
        ('Sure, here it is: {"a": 1}', {"a": 1}),
        ("{'a': True, 'b': [1, 2,]}", {"a": True, "b": [1, 2]}),
        ('{"a": "it breaks off', {"a": "it breaks off"}),
    ],
)
def test_what_is_nearly_json_becomes_json(said, meant):
    assert json.loads(mended(said)) == meant


@pytest.mark.parametrize("said", ["", "No.", "<think>{", "{" * 5_000, '{"a": ' + "x" * 10_000])
def test_what_holds_no_object_or_too_much_gives_nothing(said):
    assert mended(said) == ""


@pytest.mark.parametrize("part", ['"a" //', '1e"a" ', '"/*', '```"a" ', "“:"])
def test_hostile_replies_take_a_bounded_time(part):
    began = time.process_time()
    mended(("{" + part * 6_000)[:6_000])
    assert time.process_time() - began < 6
