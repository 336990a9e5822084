"""Clauses: which verb of a sentence says what is offered or found, and where its statement begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperline.domain.syntax import Parse, between, indices

_OFFERS = re.compile(
    r"(?:propos|present|introduc|develop|describ|design|devis|offer|contribut|unveil|build|built|formulat|releas|creat|construct|"
    r"curat|provid|conceiv|launch)\w*",
    re.IGNORECASE,
)
_STUDIES = re.compile(
    r"(?:investigat|stud|examin|explor|analy[sz]|revisit|evaluat|assess|compar|survey|review|characteri[sz])\w*",
    re.IGNORECASE,
)
_CONDUCTS = re.compile(r"(?:conduct|perform|undert|carr)\w*", re.IGNORECASE)
_INQUIRIES = frozenset(
    "survey study evaluation analysis investigation review comparison audit examination assessment exploration".split()
)
_DESCRIBING = ("prep", "advcl", "relcl", "acl", "dep", "xcomp", "ccomp", "punct", "appos")
_OF_OTHERS = frozenset(
    "current existing previous prior most many recent these such several traditional conventional numerous various some other".split()
)
_PURPOSE = ("xcomp", "advcl", "relcl", "acl")
_METHODS = re.compile(
    r"(?:us|employ|leverag|train|extend|appl|conduct|perform|collect|adopt|combin|utili[sz]|incorporat|integrat|formaliz|model|cast|discuss|"
    r"address|aim|plan|hope|seek|focus|run|test|benchmark|validat|begin|start|first|further|consider|ask|tak|mak|adapt|generat|defin)\w*",
    re.IGNORECASE,
)
_STRONG_OFFERS = re.compile(
    r"(?:propos|present|introduc|develop|describ|design|devis|unveil|launch|build|built|formulat|releas|creat|construct|curat)\w*",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"(?:show|demonstrat|indicat|reveal|suggest|find|found|observ|confirm|prov|discover|conclud|report|establish|highlight|"
    r"validat|verif|argu|evidenc|illustrat|see|identif|uncover|note|believ)\w*",
    re.IGNORECASE,
)
WRITERS = frozenset("we i paper work article study report thesis survey authors author manuscript letter".split())
_OWN = re.compile(
    r"(?:(?:our|this|the (?:proposed|resulting))\s+(?:\w+[ -]){0,3}?(?:method|model|approach|framework|system|algorithm|technique|solution|architecture|pipeline|"
    r"strategy|scheme|network|agent|design|formulation|paradigm|proposed \w+|variant|estimator|procedure|tool|mechanism|benchmark|dataset|"
    r"library|toolkit|parser|simulator|platform|corpus)|it|this|ours|the proposed (?:\w+ ){0,3}\w+|"
    r"the (?:framework|method|approach|benchmark|dataset|library|toolkit|pipeline))$",
    re.IGNORECASE,
)
_OWN_WORK = re.compile(
    r"(?:our|this) (?:\w+ )?(?:work|paper|method|approach|framework|system|model|solution)\b", re.IGNORECASE
)
_PREFIXES = ("re", "co", "pre", "non", "de", "un")
_COLONS = (":", ";", "–", "—", "--")
_LINKING = ("advmod", "prep", "advcl", "cc", "npadvmod", "intj", "mark", "dep")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb, its subject (None: implied), the tokens of its statement without openers and reporting verbs.

    `depth` counts how far the clause is from what the sentence states.
    """

    verb: int
    subject: int | None
    mask: int
    depth: int = 0


def offers_of(parse: Parse) -> list[Clause]:
    """The clauses in which the writers offer something: each mask is what is offered, with all that describes it.

    Strongest first: the main clause before what is introduced by the way, `propose` before `provide` before `study`.
    """
    found: list[tuple[float, Clause]] = []
    for verb, token in enumerate(parse.tokens):
        misread = token.dep == "ROOT" and parse.child(verb, *_SUBJECTS) is not None  # `We present X` as an adjective
        if not (token.tag.startswith("VB") or misread):
            continue
        clause = None
        if _is_main(parse, verb):
            clause = (
                _offered_by(parse, verb, _OFFERS)
                or _offered_by(parse, verb, _STUDIES, only_nouns=True)
                or _conducted(parse, verb)
            )
        elif token.tag == "VBG" and _STRONG_OFFERS.fullmatch(token.text) and token.dep in ("pcomp", "advcl"):
            clause = _offered_on_the_way(parse, verb)
        if clause is None:
            continue
        strength = (
            2 * bool(_STRONG_OFFERS.fullmatch(token.text))
            + bool(_OFFERS.fullmatch(token.text))
            + (token.dep == "ROOT") / 2
        )
        found.append((strength, clause))
    return [clause for _, clause in sorted(found, key=lambda pair: (-pair[0], pair[1].verb))]


def is_offer(parse: Parse, verb: int) -> bool:
    """Whether a verb says that something was made or given."""
    return _STRONG_OFFERS.fullmatch(parse.tokens[verb].text) is not None


def is_work(parse: Parse, verb: int) -> bool:
    """Whether a verb says what the writers did, not what came of it."""
    text = parse.tokens[verb].text
    return any(verbs.fullmatch(text) for verbs in (_STRONG_OFFERS, _STUDIES, _METHODS))


def is_report(parse: Parse, verb: int) -> bool:
    """Whether a verb tells what was found."""
    return _REPORTS.fullmatch(parse.tokens[verb].text) is not None


def is_study(parse: Parse, verb: int) -> bool:
    """Whether a verb says that something was looked into, not made."""
    return any(verbs.fullmatch(parse.tokens[verb].text) for verbs in (_STUDIES, _CONDUCTS))


def _offered_on_the_way(parse: Parse, verb: int) -> Clause | None:
    """What is introduced within another statement of the writers: `we show that … by proposing X, a …`."""
    offered = parse.child(verb, "dobj")
    if offered is None or not parse.tokens[offered].tag.startswith("NN"):
        return None
    governor = parse.tokens[parse.tokens[verb].head]
    if governor.dep == "prep" and governor.text.lower() not in ("by", "through", "via"):  # `a direction for building X`
        return None
    if not any(is_writers(parse, subject_of(parse, root)) for root in parse.roots if parse.subtrees[root] >> verb & 1):
        return None
    mask = parse.subtrees[offered]
    for child in parse.children[verb]:  # `proposing X to join A and B`
        if child > offered and parse.tokens[child].dep in ("xcomp", "advcl") and parse.tokens[child].tag == "VB":
            mask |= parse.subtrees[child]
    return Clause(verb, offered, trimmed(parse, mask), depth=1)


def _offered_by(parse: Parse, verb: int, verbs: re.Pattern[str], *, only_nouns: bool = False) -> Clause | None:
    """What a verb of these says that the writers offer, or that is offered, in the passive."""
    subject = subject_of(parse, verb)
    if subject is None or not verbs.fullmatch(parse.tokens[verb].text):
        return None
    passive = parse.tokens[subject].dep == "nsubjpass" and parse.tokens[verb].tag == "VBN"
    if (only_nouns and passive) or not (passive or is_writers(parse, subject)):
        return None
    offered = subject if passive else _object(parse, verb)
    if offered is None or (only_nouns and not parse.tokens[offered].tag.startswith("NN")):
        return None
    if passive and parse.tokens[next(indices(parse.subtrees[offered]))].text.lower() in _OF_OTHERS:
        return None
    mask = parse.subtrees[offered]
    for child in parse.children[verb]:
        described = parse.tokens[child].dep in (_PURPOSE if passive else _DESCRIBING)
        if child > max(offered, verb) and described:
            mask |= parse.subtrees[child]
    mask = trimmed(parse, mask)
    if not passive and mask and (mask != between(next(indices(mask)), mask.bit_length() - 1) or _is_torn(parse, mask)):
        # The parser has torn the description apart: it is what stands behind the verb, to the end.
        mask = trimmed(parse, between(next(indices(mask)), len(parse.tokens) - 1))
    return Clause(verb, offered, mask)


def _conducted(parse: Parse, verb: int) -> Clause | None:
    """The inquiry that the writers conducted: `a systematic survey of …`, not `extensive experiments`."""
    clause = _offered_by(parse, verb, _CONDUCTS, only_nouns=True)
    if clause is None or clause.subject is None or parse.tokens[clause.subject].text.lower() not in _INQUIRIES:
        return None
    return clause


def _is_torn(parse: Parse, mask: int) -> bool:
    """Whether a mask ends within a list or a word: at `and`, or at `re` of `re-incorporates`."""
    last = mask.bit_length() - 1
    return parse.tokens[last].tag == "CC" or parse.tokens[last].text.lower() in _PREFIXES


def _object(parse: Parse, verb: int) -> int | None:
    """What a verb of offering offers; a name that the parser does not know may hang on it as anything."""
    found = parse.child(verb, "dobj", "oprd")
    if found is not None:
        return found
    done = parse.child(verb, "xcomp", "ccomp")
    if done is not None and parse.tokens[done].tag == "VBG" and verb < done <= verb + 2:  # `we propose treating X as Y`
        return done
    loose = (
        c
        for c in parse.children[verb]
        if c > verb and parse.tokens[c].dep in ("intj", "attr", "dep", "nmod", "npadvmod")
    )
    return next((c for c in loose if parse.tokens[c].text[:1].isalnum()), None)


def _is_main(parse: Parse, verb: int) -> bool:
    """Whether a verb is what the sentence says, or is hung on that by `and` or `aim to`."""
    for _ in range(4):
        token = parse.tokens[verb]
        if token.head == verb:
            return True
        # `We propose X: it has three parts`, and what the parser took for the opener of a later verb.
        colon = any(parse.tokens[index].text == ":" for index in range(verb, token.head))
        announces = token.head > verb and (colon or is_writers(parse, parse.child(verb, *_SUBJECTS)))
        if token.dep not in ("conj", "xcomp", "parataxis", "dep") and not announces and not _is_item(parse, verb):
            return False
        verb = token.head
    return False


def _is_item(parse: Parse, verb: int) -> bool:
    """Whether a clause is an item of what a colon or a number announces: `three contributions: (1) We propose X`."""
    subject = parse.child(verb, *_SUBJECTS)
    begin = next(indices(parse.subtrees[subject]), 0) if subject is not None else 0
    return begin > 1 and parse.tokens[begin - 1].text in (":", ")", "--", "–", "—") and is_writers(parse, subject)


def statements_of(parse: Parse) -> list[Clause]:
    """What a sentence states: its main clause, the reported clause within (`we find that X holds` states `X holds`),
    and each of the clauses that these join or append (`…, and reduces Y`, `…, achieving Z`) on its own. Innermost first.
    """
    found: list[Clause] = []
    for root in parse.roots:
        if not parse.tokens[root].tag.startswith("VB") or _is_inverted(parse, root):
            continue
        verbs = [root, *_reported(parse, root)]
        for place, verb in enumerate(verbs):
            mask = parse.subtrees[verb]
            mask = _without_mark(parse, verb) if place else _without_openers(parse, verb, mask)
            found.append(Clause(verb, subject_of(parse, verb), mask, depth=len(verbs) - 1 - place))
            if after := _after_colon(parse, verb, mask):
                found.append(Clause(verb, subject_of(parse, verb), after, depth=len(verbs) - 1 - place))
        for inner in indices(parse.subtrees[root]):
            if inner not in verbs and _appends(parse, inner, verbs):
                found.append(Clause(inner, subject_of(parse, inner), trimmed(parse, parse.subtrees[inner]), depth=1))
                found += [
                    Clause(below, subject_of(parse, below), _without_mark(parse, below), depth=1)
                    for below in _reported(parse, inner)
                ]
    return found[::-1]


def _after_colon(parse: Parse, verb: int, mask: int) -> int:
    """Of `the evaluation shows a failure: the best model achieves 14 %`, what follows the colon."""
    subject = parse.child(verb, *_SUBJECTS)
    begin = next(indices(parse.subtrees[subject]), verb) if subject is not None else verb
    if not (begin and mask >> (begin - 1) & 1 and parse.tokens[begin - 1].text in (":", "–", "—", "--")):
        return 0
    return trimmed(parse, mask & ~between(0, begin - 1))


def _appends(parse: Parse, inner: int, verbs: Sequence[int]) -> bool:
    """Whether a clause is joined to the stated ones by `and`, a colon or a semicolon, or follows as a participle."""
    token = parse.tokens[inner]
    if not token.tag.startswith("VB") or inner < verbs[0]:
        return False
    if token.dep == "conj":
        return token.head in verbs
    begin = next(indices(parse.subtrees[inner]))
    before = parse.tokens[begin - 1].text if begin else ""
    if token.tag == "VBG":
        adverbs = all(parse.tokens[index].tag == "RB" for index in range(begin, inner))
        return token.dep in ("advcl", "acl") and adverbs and before == ","
    return (
        token.dep in ("ccomp", "parataxis", "conj")
        and before in (":", ";")
        and parse.child(inner, *_SUBJECTS) is not None
    )


def _is_inverted(parse: Parse, verb: int) -> bool:
    """`Only then do they win`: the opener carries a condition without which the rest is false."""
    helper, subject = parse.child(verb, "aux"), parse.child(verb, *_SUBJECTS)
    return helper is not None and subject is not None and helper < subject


def _reported(parse: Parse, verb: int) -> list[int]:
    inner: list[int] = []
    current = verb
    for _ in range(3):
        if not _REPORTS.fullmatch(parse.tokens[current].text):
            break
        below = next((c for c in parse.children[current] if parse.tokens[c].dep == "ccomp" and c > current), None)
        if below is None or not parse.tokens[below].tag.startswith("VB"):
            break
        inner.append(below)
        current = below
    return inner


def subject_of(parse: Parse, verb: int) -> int | None:
    """The head of a verb's subject; of a conjoined or controlled verb without one, that of the verb it hangs on."""
    for _ in range(4):
        if (subject := parse.child(verb, *_SUBJECTS)) is not None:
            return subject
        token = parse.tokens[verb]
        if token.dep not in ("conj", "xcomp", "advcl") or token.head == verb:
            return None
        verb = token.head
    return None


def is_own(parse: Parse, subject: int | None, name: str | None) -> bool:
    """Whether a subject is what the paper offers: its name, `our method`, `it`."""
    if subject is None:
        return False
    mask = parse.subtrees[subject]
    for child in parse.children[subject]:  # `our model, X,`
        if parse.tokens[child].dep == "appos" and child > subject:
            mask &= ~between(
                parse.subtrees[child].bit_length() - parse.subtrees[child].bit_count() - 1, len(parse.tokens)
            )
    return means_own(parse.words(trimmed(parse, mask)), name)


def means_own(words: str, name: str | None) -> bool:
    """Whether words, separated by spaces, mean what the paper offers: its name, `our method`, `it`."""
    text = words.replace(" - ", "-")
    if name and (
        text.casefold() == name.casefold()
        or re.fullmatch(rf"(?:our |the )?{re.escape(name)}(?: \w+)?", text, re.IGNORECASE)
    ):
        return True
    return bool(_OWN.match(text))


def is_own_or_work(parse: Parse, subject: int) -> bool:
    """Whether a subject opens as `our work` or `our method` does, whatever follows."""
    return _OWN_WORK.match(parse.words(parse.subtrees[subject])) is not None


def is_writers(parse: Parse, subject: int | None) -> bool:
    """Whether a subject is the authors or their paper."""
    return subject is not None and parse.tokens[subject].text.lower() in WRITERS


def _without_mark(parse: Parse, verb: int) -> int:
    mask = parse.subtrees[verb]
    for child in parse.children[verb]:
        if parse.tokens[child].dep == "mark" and parse.tokens[child].text.lower() == "that":
            mask &= ~parse.subtrees[child]
    return trimmed(parse, mask)


def _without_openers(parse: Parse, verb: int, mask: int) -> int:
    """The clause without what stands before its subject and only links it to the text before."""
    subject = parse.child(verb, *_SUBJECTS)
    begin = min(indices(parse.subtrees[subject])) if subject is not None else verb
    openers = [child for child in parse.children[verb] if child < begin and parse.tokens[child].text not in _COLONS]
    for child in openers:
        if parse.tokens[child].dep in _LINKING and not _tells(parse, child):
            mask &= ~parse.subtrees[child]
    for child in openers:
        if parse.tokens[child].dep == "punct" and not (child and mask >> (child - 1) & 1):  # nothing is left before it
            mask &= ~(1 << child)
    return trimmed(parse, mask)


def _tells(parse: Parse, index: int) -> bool:
    """Whether an opener says where or when the statement holds: it names something or has a number."""
    return any(
        parse.tokens[i].tag in ("CD", "NNP", "NNPS")
        or (i > index and sum(c.isupper() for c in parse.tokens[i].text) > 1)
        for i in indices(parse.subtrees[index])
    )


def trimmed(parse: Parse, mask: int) -> int:
    """The mask without marks at its ends and without what stands outside its own run of brackets."""
    tokens = list(indices(mask))
    while tokens and parse.tokens[tokens[-1]].text in (".", ",", ";", ":", "!", "?", "…"):
        tokens.pop()
    while tokens and parse.tokens[tokens[0]].text in (",", ";", ":", "and", "but", "that", "-", "–"):
        tokens.pop(0)
    return sum(1 << index for index in tokens)
