"""Mutations of comparison: the better is the worse, the rise a fall, the sides exchanged."""

from __future__ import annotations

import re

from evals.mutations.material import Material, Operation, replaced, swapped_word


def _both_ways(pairs: str) -> dict[str, str | tuple[str, ...]]:
    table: dict[str, str | tuple[str, ...]] = {}
    for pair in pairs.split():
        a, b = pair.replace("_", " ").split("/")
        table.setdefault(a, b)
        table.setdefault(b, a)
    return table


adjectives = swapped_word(_both_ways(
    "higher/lower better/worse larger/smaller faster/slower stronger/weaker greater/lesser longer/shorter easier/harder cheaper/costlier "
    "deeper/shallower richer/poorer earlier/later finer/coarser broader/narrower simpler/more_complicated wider/tighter bigger/smaller"
))  # fmt: skip
quantities = swapped_word({
    "more": ("less", "fewer"), "less": "more", "fewer": "more", "above": "below", "below": "above",
    "beyond": "short of", "superior": "inferior", "inferior": "superior", "competitive": "uncompetitive",
})  # fmt: skip
superlatives = swapped_word({
    "best": "worst", "worst": "best", "highest": "lowest", "lowest": "highest", "largest": "smallest", "smallest": "largest",
    "most": "least", "least": "most", "strongest": "weakest", "fastest": "slowest", "maximum": "minimum", "minimal": "maximal",
    "maximal": "minimal", "minimum": "maximum",
})  # fmt: skip
wins = swapped_word({
    "outperforms": ("underperforms", "is outperformed by", "falls behind", "lags behind", "trails"),
    "outperform": ("underperform", "fall behind", "trail"), "outperforming": ("underperforming", "trailing"),
    "outperformed": ("underperformed", "trailed"), "surpasses": ("falls short of", "trails"), "surpass": ("fall short of", "trail"),
    "surpassing": ("falling short of", "trailing"), "exceeds": "falls below", "exceed": "fall below", "exceeding": "falling below",
    "beats": "loses to", "beat": "lose to",
})  # fmt: skip
changes = swapped_word({
    "improves": ("degrades", "worsens", "hurts", "harms"), "improve": ("degrade", "worsen", "hurt"), "improving": ("degrading", "worsening"),
    "improved": ("degraded", "worsened"), "increases": ("decreases", "reduces"), "increase": ("decrease", "reduce"),
    "increasing": ("decreasing", "reducing"), "increased": ("decreased", "reduced"), "decreases": "increases", "decrease": "increase",
    "reduces": ("increases", "raises"), "reduce": ("increase", "raise"), "reducing": ("increasing", "raising"), "reduced": ("increased", "raised"),
    "boosts": ("lowers", "reduces"), "boost": ("lower", "reduce"), "boosting": ("lowering", "reducing"), "enhances": ("impairs", "weakens"),
    "enhance": ("impair", "weaken"), "enhancing": ("impairing", "weakening"), "accelerates": "slows", "accelerate": "slow down",
    "accelerating": "slowing", "lowers": "raises", "lowering": "raising", "mitigates": ("aggravates", "worsens"), "mitigate": ("aggravate", "worsen"),
    "mitigating": "aggravating", "alleviates": "aggravates", "alleviate": "aggravate", "degrades": "improves", "degrade": "improve",
    "strengthens": "weakens", "grows": "shrinks", "drops": "rises", "expands": "shrinks", "simplifies": "complicates",
})  # fmt: skip
nouns = swapped_word({
    "improvement": ("decline", "degradation", "drop"), "improvements": ("declines", "drops", "degradations"), "gain": "loss", "gains": "losses",
    "reduction": "increase", "reductions": "increases", "speedup": "slowdown", "speedups": "slowdowns", "increase in": "decrease in",
    "decrease in": "increase in", "degradation": "improvement", "drop": "rise", "loss of": "gain of", "superiority": "inferiority",
    "advantage": "disadvantage", "advantages": "disadvantages", "strengths": "weaknesses", "success": "failure", "growth": "decline",
})  # fmt: skip
_BOUNDS = {
    "up to": "at least", "at least": "at most", "at most": "at least", "more than": "less than", "less than": "more than",
    "fewer than": "more than", "only": "at least", "nearly": "more than", "almost": "more than", "as high as": "as low as",
}  # fmt: skip
rank = swapped_word({
    "state-of-the-art": ("below-average", "mediocre"), "comparable": ("inferior", "superior"), "on par with": ("worse than", "better than"),
    "competitive with": ("worse than", "far better than"), "strong": "weak", "strongly": "weakly", "superior": "inferior", "high": "low",
    "low": "high", "large": "small", "positive": "negative", "negative": "positive", "slightly": "vastly", "marginal": "massive",
})  # fmt: skip


def bounds(material: Material) -> str | None:
    """`up to 40%` as `at least 40%`."""
    found = list(re.finditer(rf"\b({'|'.join(_BOUNDS)})(?= \$?\\?\d)", material.text))
    if not found:
        return None
    bound = material.rng.choice(found)
    return replaced(material.text, *bound.span(), _BOUNDS[bound[1]])


def over_as_under(material: Material) -> str | None:
    """`over 90%` as `under 90%`."""
    found = list(re.finditer(r"\b[Oo]ver(?= \$?\d)", material.text))
    return replaced(material.text, *material.rng.choice(found).span(), "under") if found else None


def without_bound(material: Material) -> str | None:
    """`up to 40%` as `40%`: the hedge of a number lost."""
    found = list(
        re.finditer(
            r"\b(?:up to|at least|at most|less than|fewer than|nearly|almost|as little as) (?=\$?\\?\d)", material.text
        )
    )
    if not found:
        return None
    hedge = material.rng.choice(found)
    return replaced(material.text, hedge.start(), hedge.end(), "")


def sides(material: Material) -> str | None:
    """`A outperforms B` as `B outperforms A`."""
    tokens = material.parse.tokens
    for verb, token in enumerate(tokens):
        if not re.fullmatch(r"(?:outperform|surpass|exceed|beat)(?:s|es|ed)?", token.text.lower()):
            continue
        subject, rival = material.parse.child(verb, "nsubj"), material.parse.child(verb, "dobj")
        if subject is None or rival is None or tokens[subject].text.lower() in {"we", "it", "which", "that", "they"}:
            continue
        (a, b), (c, d) = material.span(subject), material.span(rival)
        if b > token.start or c < token.end:
            continue
        text = material.text
        one, other = text[a:b], text[c:d].rstrip(" .,")
        made = text[:a] + other + text[b:c] + one + text[c + len(other) :]
        return made[:1].upper() + made[1:]
    return None


OPERATIONS: dict[str, Operation] = {
    "comparative adjectives": adjectives, "more, less, above": quantities, "superlatives": superlatives, "outperforms": wins,
    "verbs of change": changes, "nouns of change": nouns, "bounds of numbers": bounds, "bound removed": without_bound, "over as under": over_as_under,
    "words of rank": rank, "sides exchanged": sides,
}  # fmt: skip
