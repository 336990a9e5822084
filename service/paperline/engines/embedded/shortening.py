"""Shortening: what a sentence can lose and still say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from paperline.engines.embedded.fragments import Fragment

_OPENERS = re.compile(
    r"\s*(?:(?:however|moreover|furthermore|additionally|in addition|specifically|notably|importantly|interestingly|finally|"
    r"in particular|overall|consequently|therefore|thus|hence|meanwhile|besides|to this end|in this (?:paper|work|article|study)|"
    r"as a result|concretely|crucially|remarkably|surprisingly|in summary|lastly|also|here|in contrast|motivated by this|"
    r"(?:to (?:address|bridge|tackle|solve|overcome|mitigate|fill|handle|remedy|close)|motivated by|inspired by)\s[^,.;]{3,90}"
    r"(?=,\s+(?:we|this|our)\b)|"
    r"(?:to|in|by|with|guided|based|building|built|motivated|inspired|driven|informed|leveraging|following|given|through|from|using|under|"
    r"considering|drawing|addressing|combining|towards?|recogni[sz]ing|because of|due to|in light)\b[^,.;:]{0,60}?"
    r"\b(?:this|these|that|those|such|them|it)\b(?! (?:paper|work|report|study|article|survey))[^,.;:]{0,60}),\s+)+",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\s*(?:(?:our|the|these|both|all|extensive|comprehensive|thorough|experimental|empirical|numerical|theoretical|extensive|"
    r"quantitative|qualitative|and|main|key|evaluation|simulation)\s+)*"
    r"(?:we|experiments?|results?|evaluations?|findings?|analys[ei]s|studies|simulations?|tests)\b"
    r"(?:\s+(?:on|across|with|over|in|from|using)\s[^,;]{3,90}?)?\s*"
    r"(?:,?\s*(?:also|further|then|empirically|theoretically|clearly|consistently)\s+)?"
    r"\s*(?:show|shows|showed|demonstrate|demonstrates|indicate|indicates|reveal|reveals|suggest|suggests|find|finds|found|"
    r"confirm|confirms|observe|observed|discover|prove|conclude|report|argue)\s+(?:clearly\s+)?that\s+",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*(?:\([^()]{0,120}\)|\[[^\[\]]{0,60}\])")
_ASIDES = re.compile(
    r",?\s+(?:which|where|thereby|thus|while|whereas|although|though|making|enabling|allowing|ensuring|leading|resulting in|"
    r"demonstrating|highlighting|showing|suggesting|providing|offering|even when|even though|without requiring|so that|because)\b[^;]*$"
    r"|,\s+(?:and|but)\s+(?:we|it|they|is|are|has|have|can|our)\b[^;]*$"
    r"|;\s[^;]*$|\s[–—]\s[^–—;]*$|:\s[^:;]*$|,\s+(?:including|such as|e\.g\.|i\.e\.|especially|particularly)\b[^;]*$"
    r"|,\s+[a-z]+(?:ing|ed)\s[^;,]*$"
)
_LAST_PHRASE = re.compile(
    r",?\s+(?:by|via|through|from|on|in|across|for|with|using|under|over|to|during|among|at)\s+[^,;]*$"
)
_COMMA_TAIL = re.compile(r",\s[^,;]*$")
_LAST = 24  # characters of a text's end in which every ending that is looked for has room
_BAD_END = re.compile(
    r"(?:\b(?:of|in|on|at|by|for|with|from|to|into|via|and|or|but|the|a|an|that|which|than|as|is|are|was|were|be|its|their|our|"
    r"both|either|not|using|between|over|per|such|through|namely|called|named|under|during|across|within|including|like|e\.g|i\.e|can|may|up|about|while|we|also|only|pre|non|multi|towards?|has|have|will|rather|then|in order)|[,:;(–—-])$"
)


# A first half whose second one is gone: `both A`, `either A`, `between A`, `not only A`.
_HALF_PAIR = re.compile(
    r"\b(?:both|between)\b(?!.* (?:and|&) | (?:two|three|four|many|multiple|different|various|several|all)\b)|\beither\b(?!.* or )|\bnot only\b(?!.* but )|^(?!.*\b(?:not|only)\b).*\bbut also\b|\bfrom \d\S*(?: \w+)?$"
)

# Where something was cut out between two numbers, or a line ends on a word that only links.
_BAD_JOINT = re.compile(r"(?:%|\d[×x]) (?:\d|qwen|gpt|llama|gemini|phi-)|\bas well$|\bthen$")

_POINTS_BACK = re.compile(
    r"\b(?:this|these|that|those|such) (?:gaps?|challenges?|issues?|problems?|limitations?|drawbacks?|bottlenecks?|shortcomings?|observations?|designs?|principles?|findings?|results?|methods?)\b"
    r"|\bthe (?:former|latter|above)\b|\bboth (?!\w+(?: \w+){0,4} and\b)",
    re.IGNORECASE,
)


def strip_lead(fragment: Fragment) -> Fragment:
    """The fragment without discourse openers and without `experiments show that`."""
    for pattern in (_OPENERS, _REPORTING, _OPENERS):
        start = fragment.runs[0][0] if fragment.runs else 0
        found = pattern.match(fragment.source, start)
        if (
            found
            and pattern is _REPORTING
            and re.search(r"\band that\b", fragment.source[found.end() : fragment.runs[-1][1]])
        ):
            continue  # `we show that A and that B`
        if found and found.end() > start and fragment.without(start, found.end()).words >= 4:
            fragment = fragment.without(start, found.end())
    return fragment


def shorten(fragment: Fragment, limit: int) -> Fragment | None:
    """The fragment cut by structure to at most `limit` words, least important parts first, or None."""
    if fragment.words <= limit:
        return fragment
    best = [step for step in _steps(fragment) if 4 <= step.words <= limit and is_whole(step.text)]
    return max(best, key=lambda step: step.words) if best else None


def cut(fragment: Fragment, limit: int) -> Fragment:
    """The fragment within the limit whatever it takes: by structure, else after the last word that can end a phrase."""
    shortened = shorten(fragment, limit)
    if shortened:
        return shortened
    start, end = fragment.runs[0]
    words = list(re.finditer(r"\S+", fragment.source[start:end]))
    for count in range(min(limit, len(words)), 3, -1):
        piece = Fragment(fragment.source, ((start, start + words[count - 1].end()),), fragment.field)
        if is_whole(piece.text):
            return piece
    stop = words[min(limit, len(words)) - 1].end() if words else end - start
    return Fragment(fragment.source, ((start, start + min(stop, 240)),), fragment.field)


@lru_cache(maxsize=4_096)
def is_whole(text: str) -> bool:
    """Whether a text has its brackets closed and does not end on a word that needs another."""
    balanced = all(text.count(a) == text.count(b) for a, b in ("()", "[]", "{}")) and not any(
        text.count(mark) % 2 for mark in '$"'
    )
    lower = text.lower()
    return balanced and not (_BAD_END.search(lower[-_LAST:]) or _HALF_PAIR.search(lower) or _BAD_JOINT.search(lower))


def points_back(text: str) -> bool:
    """Whether a text speaks of `these challenges`, `the latter` or `both` of what stands outside it."""
    return _POINTS_BACK.search(text) is not None


def _steps(fragment: Fragment) -> Iterator[Fragment]:
    """Shorter and shorter forms: brackets out, then asides, comma tails and last phrases off the end."""
    for found in fragment.matches(_BRACKETS):
        fragment = fragment.without(found.start(), found.end())
    yield fragment
    for _ in range(12):
        shorter = next((cut for cut in _cuts(fragment) if cut.words < fragment.words), None)
        if shorter is None:
            return
        yield shorter
        fragment = shorter


def _cuts(fragment: Fragment) -> Iterator[Fragment]:
    if not fragment.runs:
        return
    start, end = fragment.runs[-1]
    for pattern in (_ASIDES, _COMMA_TAIL, _LAST_PHRASE):
        found = pattern.search(fragment.source[start:end].rstrip(" ."))
        if found and found.start() > 0:
            yield fragment.without(start + found.start(), end)
