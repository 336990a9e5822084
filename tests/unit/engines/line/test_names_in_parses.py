"""Names are parsed as names: one token each, whatever marks they hold, and the paper's own as a proper name."""

from __future__ import annotations

import pytest

from paperline.adapters.syntax.spacy_syntax import SpacySyntax


@pytest.mark.parametrize(
    ("sentence", "name", "verb"),
    [
        ("Experiments show DEER reaches lengths of up to 32 tokens.", "DEER", "reaches"),
        ("We find that Long Name reduces costs by half.", "Long Name", "reduces"),
    ],
)
def test_a_name_before_a_verb_is_its_subject(syntax: SpacySyntax, sentence: str, name: str, verb: str) -> None:
    """What the small model takes for a noun behind an unknown name is a verb behind a known one."""
    (parse,) = syntax.parse([sentence], [name])
    at = next(index for index, token in enumerate(parse.tokens) if token.text == verb)
    subject = parse.child(at, "nsubj")
    assert parse.tokens[at].tag == "VBZ"
    assert subject is not None
    assert parse.tokens[subject].text == name


def test_a_name_with_hyphens_is_one_token_at_its_place(syntax: SpacySyntax) -> None:
    """Offsets and texts are the sentence's own; compounds of common words are divided as before."""
    sentence = "We introduce MCP-AgentBench, a state-of-the-art test (see Qwen2-7B)."
    (parse,) = syntax.parse([sentence])
    assert {"MCP-AgentBench", "Qwen2-7B", "state"} <= {token.text for token in parse.tokens}
    assert all(sentence[token.start : token.end] == token.text for token in parse.tokens)


def test_a_sentence_without_the_name_is_parsed_as_ever(syntax: SpacySyntax) -> None:
    """A name changes nothing where it does not stand, also not within a longer word."""
    sentence = "The DEERs of the park sleep all day."
    assert syntax.parse([sentence], ["DEER"]) == syntax.parse([sentence])
