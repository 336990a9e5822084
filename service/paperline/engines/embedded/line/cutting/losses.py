"""Losses: what a reader misses when a word goes with all that hangs on it, and which words never go."""

from __future__ import annotations

import re

from paperline.domain.syntax import Parse, indices

# What a reader loses when a subtree with this label goes; labels that are not here never go.
_LOSS = {
    "advcl": 2.0, "relcl": 2.5, "acl": 3.5, "appos": 2.5, "prep": 3.0, "advmod": 1.0, "amod": 0.6, "conj": 2.0, "cc": 0.0,
    "parataxis": 1.0, "npadvmod": 2.0, "dep": 1.0, "meta": 0.5, "intj": 0.2, "punct": 0.0, "agent": 3.0,
    "ccomp": 4.0,
}  # fmt: skip
PUFF = frozenset(
    "novel new simple effective efficient comprehensive extensive thorough powerful unified promising innovative significant "
    "substantial remarkable impressive notable carefully systematic rigorous elegant principled pioneering first-of-its-kind "
    "clear yet but significantly substantially consistently notably remarkably effectively further also specifically "
    "respectively successfully greatly dramatically largely clearly thus thereby therefore hence moreover finally together".split()
)
_HEDGES = frozenset(
    "up approximately nearly about almost only least most average roughly over around not no never without than per further "
    "statistically more less fewer higher lower mainly mostly often rarely sometimes partly partially generally typically".split()
)
_OUT_OF_LIST = 4.5
_NEAR = 4  # tokens between a number and the preposition that says of what it is
_OUT_OF_REACH = 3.0  # what is left of a definite description without its description
_TIGHT_PREPOSITIONS = frozenset("of than per as between into onto".split())
_BEFORE_AMOUNTS = frozenset("by to from at near within under below above around beyond exceeding".split())
NOUN = ("NN", "NNS", "NNP", "NNPS", "CD")
_NEEDED_CONDITIONS = frozenset("if iff unless whether".split())
_MEANS_LITTLE = re.compile(
    r"(?:performance|results?|accuracy|quality|gains?|improvements?|scores?|margins?|robustness|efficiency|potential)",
    re.IGNORECASE,
)
_CONDITIONS = frozenset("if when unless where until whether".split())
FINITE = ("VBZ", "VBP", "VBD", "MD")
VERB = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
_LETS = re.compile(
    r"(?:enabl|allow|help|requir|forc|encourag|teach|guid|equip|prompt|caus|lead|permit|empower|train|us|ask|driv|incentiviz|push)\w*",
    re.IGNORECASE,
)
_NEEDS_INFINITIVE = re.compile(
    r"(?:abilit|capabilit|capacit|potential|power|tendenc|effort|attempt|need|way|propensit|failure|inabilit|willingness|opportunit|readiness)\w*",
    re.IGNORECASE,
)


def loss_of(parse: Parse, index: int) -> float | None:
    """What is lost with the subtree of a token beyond its words; None where it has to stay."""
    token, head = parse.tokens[index], parse.tokens[parse.tokens[index].head]
    word = token.text.lower()
    loss = _LOSS.get(token.dep)
    if loss is None or word in _HEDGES or token.dep == "punct" or _is_infinitive_of(parse, index):
        return None
    if token.dep == "amod" and index > token.head:  # `a problem amenable to control`
        return _LOSS["relcl"]
    if token.dep in ("amod", "advmod"):
        return _loss_of_modifier(parse, index)
    if token.dep == "conj":
        clausal = token.tag in VERB and head.tag in VERB and not head.dep.startswith(("amod", "compound", "conj"))
        return loss if clausal else (_OUT_OF_LIST if _is_further_object(parse, index) else None)
    if token.dep == "prep":
        return _loss_of_phrase(parse, index, loss)
    if token.dep == "advcl":
        return _loss_of_adverbial(parse, index, loss)
    if token.dep in ("cc", "ccomp") or (token.dep == "appos" and head.dep == "nummod"):
        return None
    if token.dep in ("acl", "relcl") and _is_definite(parse, token.head) and parse.tokens[index - 1].text != ",":
        return loss + _OUT_OF_REACH
    return loss


def _is_definite(parse: Parse, index: int) -> bool:
    """Whether a noun is one that its description tells which: `the 10 tokens achieved by X`, `those that …`."""
    article = parse.child(index, "det")
    return parse.tokens[index].text.lower() == "those" or (
        article is not None and parse.tokens[article].text.lower() in ("the", "those")
    )


def _loss_of_modifier(parse: Parse, index: int) -> float | None:
    """What is lost with an adjective or adverb: little with praise, unless it is all that is said (`superior performance`)."""
    token, head = parse.tokens[index], parse.tokens[parse.tokens[index].head]
    around = {parse.tokens[place].text for place in (index - 1, index + 1) if 0 <= place < len(parse.tokens)}
    if token.dep == "amod" and (around & {",", "and", "or"} or _MEANS_LITTLE.fullmatch(head.text)):
        return None
    word = token.text.lower()
    if word in PUFF:
        bare = (
            head.tag == "NN"
            and head.dep == "dobj"
            and parse.child(token.head, "det", "poss", "nummod", "compound") is None
        )
        return None if bare and token.dep == "amod" else 0.1  # `achieves increase`
    if word == "prior":  # `prior to …`
        return _LOSS["prep"]
    return 0.8 if token.dep == "advmod" and word.endswith("ly") and word != "early" and head.tag in VERB else None


def _loss_of_adverbial(parse: Parse, index: int, loss: float) -> float | None:
    """What is lost with an adverbial clause; None where it is a condition or a limit without which the rest is false."""
    words = {parse.tokens[place].text.lower() for place in indices(parse.subtrees[index])}
    openers = {parse.tokens[child].text.lower() for child in parse.children[index]}
    if openers & _NEEDED_CONDITIONS or words & {"only", "rather", "iff"}:
        return None
    return loss + 2.0 if openers & _CONDITIONS else loss


def _is_infinitive_of(parse: Parse, index: int) -> bool:
    """Whether an infinitive completes `the ability to …` or `enables … to …`, also where it hangs on the one enabled."""
    token = parse.tokens[index]
    head = parse.tokens[token.head]
    if token.tag != "VB" and not any(
        parse.tokens[child].tag == "TO" for child in parse.children[index] if child < index
    ):
        return False
    if token.dep in ("acl", "relcl"):
        enabled = head.dep == "dobj" and _LETS.fullmatch(parse.tokens[head.head].text) is not None
        return enabled or bool(_NEEDS_INFINITIVE.fullmatch(head.text) or _LETS.fullmatch(head.text))
    return token.dep in ("advcl", "xcomp") and _LETS.fullmatch(head.text) is not None


def _loss_of_phrase(parse: Parse, index: int, loss: float) -> float | None:
    """What is lost with a prepositional phrase; None where its head means nothing without it."""
    token, head = parse.tokens[index], parse.tokens[parse.tokens[index].head]
    word = token.text.lower()
    if word in _TIGHT_PREPOSITIONS or head.text.lower() in ("up", "due", "according") or _completes(parse, index):
        return None
    follows = index == token.head + 1
    if follows and (head.tag in ("JJ", "JJR") or (head.dep == "acl" and head.tag in ("VBN", "VBD"))):
        return None  # `comparable to`; `the model trained on this` is no `model trained`
    return loss + (1.5 if head.tag in NOUN else 0.0)


def _is_further_object(parse: Parse, index: int) -> bool:
    """Whether a noun is the first of those joined to an object, so that all of them can go and leave the object true."""
    head = parse.tokens[index].head
    token = parse.tokens[head]
    if token.dep not in ("dobj", "attr", "pobj") or token.tag not in NOUN or parse.child(head, "preconj") is not None:
        return False
    if token.tag == "CD" or token.text == "%":  # `by 2.2 times and a speed-up of 1.6`: nothing is shared with a number
        return _has(parse, index, "det")
    described = {"det", "amod", "compound", "nummod", "poss"}
    bare = not _has(parse, head, *described)
    shared = token.tag == "NN" and parse.tokens[index].tag == "NNS" and not _has(parse, head, "det", "poss")
    if shared or (bare and _has(parse, index, "compound", "amod")):
        return False  # `object and action recognition`, `open and closed models`: what is common stands with the second
    governor = parse.tokens[token.head].text.lower()
    return not (token.dep == "pobj" and governor in ("between", "among", "of", "both", "including", "as", "like"))


def _has(parse: Parse, index: int, *deps: str) -> bool:
    return parse.child(index, *deps) is not None


def _completes(parse: Parse, index: int) -> bool:
    """Whether a preposition completes its verb or noun (`focus on`, `lead to`, `by 12%`), so that it must stay."""
    token, head = parse.tokens[index], parse.tokens[parse.tokens[index].head]
    governor = parse.tokens[head.head].text if head.dep == "dobj" else ""  # `combines a sieve with a press`
    if any(_PAIRS.match(f"{word.lower()} {token.text.lower()}") for word in (head.text, governor) if word):
        return True
    if token.dep == "prep" and (_is_amount_in_list(parse, token.head) or _tells_amounts_apart(parse, index)):
        return True
    amount = parse.child(index, "pobj")
    return (
        token.text.lower() in _BEFORE_AMOUNTS
        and amount is not None
        and any(parse.tokens[below].tag == "CD" for below in indices(parse.subtrees[amount]))
    )


_PAIRS = re.compile(
    r"(?:focus\w*|rel\w+|depend\w*|base\w*|build\w*|built|act\w*|hing\w+|reli\w+|work\w*) on\b|(?:lead\w*|led|contribut\w+|adapt\w*|appl\w+|due|compar\w+|"
    r"tailor\w*|equal\w*|correspond\w*|extend\w*|generaliz\w+|scal\w+|transfer\w*|robust|sensitive|close|akin|similar|prone|prior|expos\w*|adher\w+|attend\w*|respon\w+|confined|accord\w*|alternative) to\b|"
    r"(?:consist\w*|suffer\w*|result\w*|rang\w+|differ\w*|deriv\w+|learn\w*|aris\w+|benefit\w*|stem\w*) from\b|consist\w* of\b|"
    r"(?:result\w*|lie\w*|proficien\w+|defici\w+|advance\w*|specializ\w+|succeed\w*|excel\w*|engag\w+|increase|reduction|improvement|gain|drop|decrease|gains|improvements) in\b|"
    r"(?:cop\w+|deal\w*|align\w*|compet\w+|interact\w*|equip\w*|compar\w+|compatib\w+|struggl\w*|par|correlat\w*|coupled|associated|endow\w*|replac\w+|consistent|combin\w+|integrat\w+|coupl\w+|pair\w*|unif\w+|merg\w+|fus\w+|augment\w*|enrich\w*|interleav\w*|complement\w*) with\b|"
    r"(?:account\w*|suit\w*|design\w*|allow\w*|need|room|promise|roadmap|essential|crucial|opportunit\w+|suitable|search\w*) for\b|area under\b|(?:defin\w+|serv\w+|treat\w*|formulat\w+|view\w*|us\w+|model\w*|known|act\w*|refer\w*) as\b|"
    r"(?:improvement|gain|advantage|gains|improvements|superior\w*) over\b|(?:bas\w+|insight\w*|decompos\w+|convert\w*|transform\w*|embed\w*|divid\w+|compress\w*) (?:upon|into)|(?:inspired|motivated|characterized|hampered|accompanied|driven|guided|powered) by\b|(?:excel\w*|aim\w*) at\b|emerg\w+ as\b|interplay between\b"
)


def _tells_amounts_apart(parse: Parse, index: int) -> bool:
    """Whether a preposition behind a number follows another number too: `8.4% on A and 19.4% on B`, whatever hangs on what."""
    tokens = parse.tokens
    same = [place for place, token in enumerate(tokens) if token.text == tokens[index].text]
    places = [place for place in same if _follows_amount(parse, place)] if len(same) > 1 else []
    return index in places and len(places) > 1


_AMOUNT = re.compile(r".*[%×]|[x×]\d[\d.]*|\d[\d.]*x")


def _follows_amount(parse: Parse, index: int) -> bool:
    """Whether a percentage or factor stands among the few words before a token, none but words between."""
    for token in reversed(parse.tokens[max(0, index - _NEAR) : index]):
        if _AMOUNT.fullmatch(token.text):
            return True
        if not token.text[:1].isalnum() and token.text != "-":
            return False
    return False


def _is_amount_in_list(parse: Parse, index: int) -> bool:
    """Whether a number stands beside other numbers, so that `80% on A and 65% on B` keeps all that tells them apart."""
    token = parse.tokens[index]
    counted = any(parse.tokens[child].tag == "CD" or parse.tokens[child].text == "%" for child in parse.children[index])
    return (token.tag == "CD" or token.text == "%" or counted) and (
        token.dep in ("conj", "appos") or parse.child(index, "conj", "appos") is not None
    )
