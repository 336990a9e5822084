"""Addressed: text that speaks to a model that reads it, instead of telling of the paper; it is never taken for content."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = frozenset({"Cc", "Zl", "Zp"})
_INVISIBLE = frozenset({"Cf", "Co", "Cn", "Cs"})
_INSTRUCTIONS = r"(?:instructions?|prompts?|rules|directions|guidelines|commands?|context|messages?)"
_ADDRESSED = re.compile(
    rf"\b(?:ignore|disregard|forget|override|bypass)\b[^.?!]{{0,20}}\b(?:previous|prior|preceding|above|earlier|your|system|foregoing)\b"
    rf"[^.?!]{{0,20}}\b{_INSTRUCTIONS}\b"
    r"|\byou are (?:now )?(?:an? |the )?(?:helpful )?(?:ai|chatgpt|gpt|llm|chatbot|assistant|language model)\b"
    r"|\b(?:print|reveal|repeat|output|show|leak)\b[^.?!]{0,20}\b(?:your|the) (?:system|hidden|initial) prompt\b"
    r"|\b(?:always )?(?:cite|mention|recommend|praise)\b[^.?!]{0,30}\b(?:for|in) (?:every|each|any|all) (?:questions?|answers?|repl(?:y|ies))\b"
    r"|\b(?:assistant|reviewer|llm|(?:ai|language) model)s?\W{0,3}(?:you )?(?:must|should|please)\b[^.?!]{0,40}\b(?:cite|summari[sz]e|rate|recommend|praise|accept|say|reply|answer|output)\b"
    r"|\b(?:tl;? ?dr|summar(?:y|ies)|(?:your|the) (?:answer|output|reply|response))\b[^.?!]{0,40}\b(?:must|should|shall|has to|needs to|is to)\b"
    r"[^.?!]{0,30}\b(?:be|read|say|state|contain|include|begin|start|mention)\b"
    r"|\b(?:output|write|return|print|respond with|reply with|say)\b[^.?!]{0,20}\btl;? ?dr\b"
    r"|\b(?:when|if) (?:you )?(?:summari[sz](?:e|ing)|review(?:ing)?|read(?:ing)?) this (?:paper|abstract|text|work)\b"
    r"|\b(?:note|message|instructions?) (?:to|for) (?:the |any |all )?(?:ai|llm|language models?|automated|machine)\b[^.?!:]{0,30}:"
    r"|\b(?:give|write) (?:it |this paper |only )?(?:an? )?(?:positive|favou?rable|glowing) (?:peer )?(?:review|score|rating)s?\b"
    r"|\b(?:output|reply|respond|answer|write|print)(?: with)? (?:only|exactly|just)\s*[:\"“]"
    r"|\b(?:new|updated|real) (?:system )?instructions?\s*:|^\W*(?:system|assistant|user|human)\s*:"
)


def visible(text: str) -> str:
    """The text in one line, without control characters and those that take no place."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    kinds = ((char, unicodedata.category(char)) for char in text)
    return " ".join("".join(" " if kind in _SPACES else char for char, kind in kinds if kind not in _INVISIBLE).split())


@lru_cache(maxsize=4_096)
def addresses_a_model(text: str) -> bool:
    """Whether a text speaks to a model that reads it, as no abstract has reason to; a text about such attacks may too."""
    return _ADDRESSED.search(visible(unicodedata.normalize("NFKC", text)).casefold()) is not None
