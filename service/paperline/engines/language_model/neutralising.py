"""Neutralising: paper text on its way into a prompt, so that it reads the same but commands nothing."""

from __future__ import annotations

import re

from paperline.domain.addressed import visible

# What chat templates read as more than text: <|im_start|>, </s>, <think>, <｜User｜>, <<SYS>>; and [INST] or a key.
_TAG = re.compile(r"[<＜](?=[|｜/!?<＜A-Za-z_])")
_BRACKETED = re.compile(
    r"\[(/?(?:INST|SYS|[gs]?MASK|CLS|SEP|PAD|UNK|[BE]O[ST]|(?:AVAILABLE_)?TOOLS?(?:_\w+)?)|\d{6})\]"
)


def neutralised(text: str) -> str:
    """The text in one line, without what cannot be seen, special tokens broken; keys in brackets are none."""
    return _BRACKETED.sub(r"(\1)", _TAG.sub("‹", visible(text)))
