"""The second half of the line: what came of it, with its headline number and what that measures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperline.domain import grounding
from paperline.domain.syntax import Parse, between, indices
from paperline.domain.text import Sentence
from paperline.engines.embedded.clauses import Clause, is_own, is_writers, statements_of
from paperline.engines.embedded.fragments import Fragment
from paperline.engines.embedded.pruning import prune
from paperline.engines.embedded.rendering import as_fragment
from paperline.engines.embedded.shortening import points_back

FINDING_WORDS = 16
_REACHES = re.compile(
    r"(?:achiev|obtain|attain|reach|report|deliver|observ|gain|record|get|set|establish|demonstrat|show)\w*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.-])(?<![A-Z][a-z] )(?<![A-Z] )(?<![A-Za-z][a-z]{2} (?=\d\.\d\b))\d+(?:[.,]\d+)*(?:\s?(?:%|×|x\b|times\b|points?\b|fold\b))?"
)
_MEASURE = re.compile(
    r"\d\s?(?:%|×|x\b|-?fold|times)|\d\.\d|\b(?:points?|accuracy|score|F1|BLEU|AUROC|speedup|latency|FID|PSNR)\b",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    r"outperform|surpass|state[- ]of[- ]the[- ]art|\bSOTA\b|improv|reduc|speed-?up|faster|exceed|achiev|gain|better|up to|on average",
    re.IGNORECASE,
)
_HOLLOW = re.compile(
    r"^(?:the |an? )?(?:effectiveness|efficacy|superiority|importance|potential|need|experiments?|evaluations?|analys[ei]s|results?|state[- ]of[- ]the[- ]art performance)\b.{0,30}$"
    r"|\beffectiveness of\b|\bdemonstrate(?:s)? the (?:effectiveness|superiority|potential)|\bpaves? the way|\bshed light|\bpromising (?:direction|results)|\bvalidate\b"
    r"|\b(?:we|this (?:paper|work|survey)|our (?:paper|work))\s+(?:also\s+|further\s+)?(?:introduc|propos|present|conduct|explor|discuss|aim|perform|provid|describ|compar|evaluat|consider|study)\w*",
    re.IGNORECASE,
)


_ASIDE = re.compile(r"(?<![(\w])(?:e\.g\.|i\.e\.)")


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement of what came of it, and how good a headline it is."""

    fragment: Fragment
    worth: float
    opens_small: bool


def findings(source: str, sentence: Sentence, parse: Parse, *, name: str | None, room: int) -> list[Finding]:
    """The statements that one sentence makes, each in at most `room` words, none that points outside itself.

    Where the subject is what the line has just named, it is left out: `X: …; reduces …`.
    """
    found = []
    for clause in statements_of(parse):
        mask = _without_own_subject(parse, clause, name)
        numbers = _headline_number(parse, mask)
        for protect in dict.fromkeys((numbers, 0)):
            pruned = prune(parse, mask, room, protect=protect | 1 << clause.verb & mask) if mask else None
            if pruned is None or pruned.words < 4:
                continue
            fragment = as_fragment(source, sentence, parse, pruned.mask)
            if grounding.is_dangling(fragment.text) or fragment.words > room:
                continue
            found.append(
                Finding(fragment, _worth(fragment.text) - 0.8 * clause.depth, _opens_small(parse, sentence, fragment))
            )
            break
    return found


def _without_own_subject(parse: Parse, clause: Clause, name: str | None) -> int:
    """The statement without a subject that the reader knows; `we achieve 92 %` becomes `92 %`."""
    subject, verb = clause.subject, clause.verb
    if subject is None or not clause.mask >> subject & 1:
        return clause.mask
    tokens = parse.tokens
    if is_writers(parse, subject):
        reached = parse.child(verb, "dobj")
        if _REACHES.fullmatch(tokens[verb].text) and reached is not None and reached > verb:
            begin = min(indices(parse.subtrees[reached]))
            return clause.mask & ~between(0, begin - 1)
        return clause.mask
    if name and is_own(parse, subject, name) and tokens[verb].tag == "VBZ":
        return _from_verb(parse, clause)
    return clause.mask


def _from_verb(parse: Parse, clause: Clause) -> int:
    """The statement from its verb on, with the adverbs and auxiliaries that stand right before it."""
    begin = clause.verb
    while (
        begin
        and parse.tokens[begin - 1].head == clause.verb
        and parse.tokens[begin - 1].dep in ("advmod", "aux", "auxpass", "neg")
    ):
        begin -= 1
    return clause.mask & ~between(0, begin - 1)


def _headline_number(parse: Parse, mask: int) -> int:
    """The tokens of the first measured number, which shortening must keep."""
    for index in indices(mask):
        token = parse.tokens[index]
        following = parse.tokens[index + 1].text if index + 1 < len(parse.tokens) else ""
        named = index > 0 and parse.tokens[index - 1].tag in ("NNP", "NNPS")
        if (
            token.tag == "CD"
            and not named
            and token.text[0].isdigit()
            and (
                following in ("%", "×", "x", "times", "points")
                or "." in token.text
                or token.text.endswith(("x", "×", "%"))
            )
        ):
            return 1 << index
    return 0


def _opens_small(parse: Parse, sentence: Sentence, fragment: Fragment) -> bool:
    """Whether the first letter is capital only because it began its sentence."""
    start = fragment.spans[0].start - sentence.start
    first = next((token for token in parse.tokens if token.start == start), None)
    return first is not None and start == 0 and first.tag not in ("NNP", "NNPS") and first.text.istitle()


def _worth(text: str) -> float:
    worth = 1.0
    if _NUMBER.search(text):
        worth += 1.0
    if _MEASURE.search(text):
        worth += 1.6
    if _HEADLINE.search(text):
        worth += 0.8
    if _HOLLOW.search(text):
        worth -= 1.5
    if points_back(text) or _ASIDE.search(text):
        worth -= 1.0
    return worth + min(len(text.split()), 12) / 24
