"""Statements: what a clause states once the reader knows whom it speaks of, and in which form it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from paperline.domain.syntax import Parse, between, indices
from paperline.engines.embedded.line.candidates import Form, Subject
from paperline.engines.embedded.line.clauses import WRITERS, Clause, is_own, is_report, is_writers, means_own
from paperline.engines.embedded.line.cutting.losses import FINITE
from paperline.engines.embedded.names.naming import same_name

_REACHES = re.compile(
    r"(?:achiev|obtain|attain|reach|report|deliver|observ|gain|record|get|set|establish|demonstrat|show)\w*",
    re.IGNORECASE,
)
_ATTAINS = re.compile(r"(?:achiev|obtain|attain|reach|deliver|yield|bring|gain)\w*", re.IGNORECASE)
_OUTDOES = re.compile(
    r"(?:outperform|achiev|surpass|exceed|attain|reach|reduc|improv|outscor|rival|match|cut|doubl|halv|boost|deliver|set|beat|demonstrat)\w*",
    re.IGNORECASE,
)
_SURPASSES = re.compile(
    r"(?:outperform|surpass(?:e)?|achieve|attain|reache?|improve|reduce|exceed|establishe?|deliver|yield|matche?|boost|accelerate|beat|obtain|require)s"
)
_ENABLES = re.compile(r"(?:enabl|allow|empower|help|lead|driv)\w*", re.IGNORECASE)
_LONGEST_SUBJECT = 8
_MEASURED = re.compile(r"\d ?(?:%|×|x\b|times\b|points\b)")
_TELL = re.compile(r"(?:demonstrat|show|reveal|confirm|highlight|indicat|validat|verif|uncover)\w*", re.IGNORECASE)
_RESULTS = frozenset(
    "results experiments evaluations evaluation analyses analysis findings studies experiment ablations investigation".split()
)
_NUMBERED = re.compile(r"\d|[ivx]{1,3}|[a-d]", re.IGNORECASE)
_THINGS = (
    "benchmarks",
    "datasets",
    "tasks",
    "models",
    "baselines",
    "metrics",
    "methods",
    "results",
)  # never verbs here
_SINGULAR = ("VBZ", "VBD", "MD")
_OPENS_VERB = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD", "RB", "RBR")
_LEADS_IN = ("advmod", "aux", "auxpass", "neg")


@dataclass(frozen=True, slots=True)
class Statement:
    """The tokens to say, their form, and whether the subject is left to the first half of the line."""

    mask: int
    form: Form
    headless: bool


def stated(parse: Parse, clause: Clause, known: str | None) -> Iterator[Statement]:
    """The ways to put a clause; none where the parser took something else for its verb.

    `known` is what the thing is called that `our method` means, empty where it has no name, None before it is offered:
    where the line has just said it, the subject goes. `We achieve 92 %` becomes `92 %`, `experiments show strong
    transfer` becomes `strong transfer`.
    """
    if parse.tokens[clause.verb].text.lower() in _THINGS:
        return
    form, mask, subject = _form(parse, clause), clause.mask, clause.subject
    if known and follows_name(parse, clause.verb, known):
        yield Statement(mask & ~between(0, clause.verb - 1), form, headless=True)
        return
    if form in (Form.STATED, Form.REPORTED, Form.JOINED) and not _is_finite(parse, clause):
        return
    if subject is None or not mask >> subject & 1:
        own = is_own(parse, subject, known) and _is_singular(parse, clause.verb)
        opener = parse.tokens[next(indices(mask))].tag if mask else ""
        if opener == "VBP" and own:  # what several things do is not the one's
            return
        if form is Form.APPENDED or ((own or is_writers(parse, subject)) and opener in _OPENS_VERB):
            yield Statement(mask, form, headless=True)
        return
    reached = _reached(parse, clause)
    if reached and is_writers(parse, subject):
        yield Statement(reached, Form.REACHED, headless=False)
        return
    if reached:
        yield Statement(reached, Form.REACHED, headless=False)
    own = known is not None and is_own(parse, subject, known) and _is_singular(parse, clause.verb)
    if own:
        yield Statement(_from_verb(parse, clause), form, headless=True)
    if not (own and known):
        yield Statement(mask, form, headless=False)


def told(parse: Parse, known: str | None) -> Iterator[tuple[Clause, Subject, Statement]]:
    """What stands behind `results show that` and `we find that`, read off the words: parsers take `show` for a noun."""
    tokens = parse.tokens
    that = next(
        (i for i in range(1, len(tokens)) if tokens[i].text.lower() == "that" and is_report(parse, i - 1)), None
    )
    if that is None or not any(
        token.text.lower() in _RESULTS or token.text.lower() in WRITERS for token in tokens[:that]
    ):
        return
    end = len(tokens) - (2 if tokens[-1].text == "." else 1)
    for first, last in _items(parse, that + 1, end):
        verb = next((place for place in range(first + 1, last + 1) if tokens[place].tag in FINITE), None)
        if verb is None or tokens[first].tag in ("WRB", "WDT", "WP") or tokens[first].text.lower() in ("if", "whether"):
            continue
        clause = Clause(verb, verb - 1, between(first, last))
        own = known is not None and means_own(parse.words(between(first, verb - 1)), known)
        if own and tokens[verb].tag in _SINGULAR:
            yield clause, Subject.OWN, Statement(clause.mask & ~between(0, verb - 1), Form.REPORTED, headless=True)
        else:
            yield clause, Subject.OTHER, Statement(clause.mask, Form.REPORTED, headless=False)


def _items(parse: Parse, first: int, last: int) -> list[tuple[int, int]]:
    """The first and last token of each of `(1) …; (2) …`, else of the whole."""
    tokens = parse.tokens
    marks = [
        index
        for index in range(first, last - 1)
        if tokens[index].text == "(" and _NUMBERED.fullmatch(tokens[index + 1].text) and tokens[index + 2].text == ")"
    ]
    if len(marks) < 2:
        return [(first, last)]
    found = []
    for mark, end in pairwise([*marks, last + 1]):
        end -= 1
        while end > mark and (tokens[end].text in (",", ";", ".") or tokens[end].tag == "CC"):
            end -= 1
        found.append((mark + 3, end))
    return found


def attained(parse: Parse) -> Iterator[Clause]:
    """What is attained anywhere in a sentence, in numbers: of `we train agents that achieve 13 % gains`, `13 % gains`."""
    for verb, token in enumerate(parse.tokens):
        reached = parse.child(verb, "dobj") if _ATTAINS.fullmatch(token.text) else None
        if reached is None or reached < verb or not token.tag.startswith("VB"):
            continue
        after = (child for child in parse.children[verb] if child > reached and parse.tokens[child].dep == "prep")
        end = max((parse.subtrees[child].bit_length() for child in (reached, *after)), default=0) - 1
        mask = between(verb + 1, end)
        if _MEASURED.search(parse.words(mask)):
            yield Clause(reached, None, mask, depth=1)


def attained_by_name(parse: Parse, name: str) -> Iterator[Clause]:
    """What the named thing attains, told by the way: of `we develop X, which outperforms Y`, `outperforms Y`."""
    for verb, token in enumerate(parse.tokens):
        if token.dep != "relcl" or token.tag != "VBZ" or not _OUTDOES.fullmatch(token.text):
            continue
        who = parse.child(verb, "nsubj")
        named = (
            same_name(parse.written(token.head), name)
            or any(same_name(parse.written(child), name) for child in parse.children[token.head] if child < verb)
            or same_name(parse.written(parse.tokens[token.head].head), name)
        )
        if who is not None and parse.tokens[who].text in ("which", "that") and named:
            yield Clause(verb, None, between(verb, parse.subtrees[verb].bit_length() - 1), depth=1)


def outdoing(parse: Parse, name: str, *, own: bool) -> Iterator[Clause]:
    """What the named thing (where `own`, also `our method`) does better, read off the words: parsers take `surpasses` for a noun.

    Of `these designs enable X to surpass Y`, too. The subject is the last word before the verb and its adverbs.
    """
    tokens = parse.tokens
    for verb, token in enumerate(tokens):
        enabled = verb > 1 and tokens[verb - 1].text == "to" and _SURPASSES.fullmatch(f"{token.text}s") is not None
        if not (enabled or _SURPASSES.fullmatch(token.text)):
            continue
        begin = verb - 1 if enabled else verb
        while begin and tokens[begin - 1].tag == "RB":
            begin -= 1
        adverbs = [adverb.text.lower() for adverb in tokens[begin:verb]]
        if not _follows_one(parse, begin, name, own=own, enabled=enabled) or (
            "not" in adverbs and "only" not in adverbs
        ):
            continue
        said_from = verb if enabled or "not" in adverbs else begin  # `not only surpasses X, but …`
        yield Clause(verb, begin - 1, between(said_from, _end_of_statement(parse, verb)))


def _follows_one(parse: Parse, begin: int, name: str, *, own: bool, enabled: bool) -> bool:
    """Whether the words before a token are the name, or `our method`, as the subject of a clause or what something enables."""
    for first in range(begin - 1, max(-1, begin - _LONGEST_SUBJECT), -1):
        if _is_one(parse, first, begin, name, own=own):
            opener = parse.tokens[first - 1] if first else None
            if opener is None or opener.text.lower() == "that" or (enabled and _ENABLES.match(opener.text)):
                return True
            return opener.tag not in ("IN", "TO", "VBG", "HYPH")
    return False


def _end_of_statement(parse: Parse, verb: int) -> int:
    """The last token of what a verb states: before a semicolon, `, while` and the like, or the final stop."""
    tokens = parse.tokens
    end = next((i for i in range(verb + 1, len(tokens)) if tokens[i].text == ";" or _parts(parse, i)), len(tokens))
    return end - 2 if end == len(tokens) and tokens[-1].text in (".", "!", "?") else end - 1


def _is_one(parse: Parse, first: int, end: int, name: str, *, own: bool) -> bool:
    """Whether the tokens are the name, a variant such as `Name-7B`, or, where `own`, `our method`."""
    words = parse.words(between(first, end - 1)).replace(" - ", "-")
    variant = bool(name) and re.fullmatch(
        rf"(?:our |the )?{re.escape(name)}(?:-[\w.+-]+)?(?: model)?", words, re.IGNORECASE
    )
    return bool(variant) or (own and means_own(words, name or None))


def _parts(parse: Parse, comma: int) -> bool:
    """Whether another statement begins at a comma: `, while …`."""
    after = parse.tokens[comma + 1 : comma + 2]
    return (
        parse.tokens[comma].text == ","
        and bool(after)
        and after[0].text.lower() in ("while", "whereas", "but", "which")
    )


def subject_kind(parse: Parse, clause: Clause, known: str | None) -> Subject:
    """Whom the clause speaks of."""
    if clause.subject is None:
        return Subject.NONE
    if is_writers(parse, clause.subject):
        return Subject.WRITERS
    if is_own(parse, clause.subject, known):
        named = known and known.casefold() in parse.words(parse.subtrees[clause.subject]).casefold()
        return Subject.NAME if named else Subject.OWN
    return Subject.OTHER


def _reached(parse: Parse, clause: Clause) -> int:
    """What the writers reached, or their results show, without the verb and what is joined to it; 0 where neither is said."""
    verb, subject = clause.verb, clause.subject
    if subject is None:
        return 0
    text = parse.tokens[verb].text
    results = parse.tokens[subject].text.lower() in _RESULTS and _TELL.fullmatch(text)
    if not results and not (is_writers(parse, subject) and _REACHES.fullmatch(text)):
        return 0
    reached = parse.child(verb, "dobj")
    if reached is None or reached < verb:
        return 0
    begin = min(indices(parse.subtrees[reached]))
    if parse.tokens[begin].tag in ("PRP$", "DT") and parse.tokens[begin].head == reached and results:
        begin += 1
    joined = (parse.subtrees[child] for child in parse.children[verb] if parse.tokens[child].dep in ("conj", "cc"))
    mask = clause.mask & ~between(0, begin - 1)
    for gone in joined:
        mask &= ~gone
    return mask


def follows_name(parse: Parse, verb: int, name: str) -> bool:
    """Whether the name stands right before a verb of one thing: its subject, also where the parser took it for something else."""
    words = [token.text for token in parse.tokens[max(0, verb - 8) : verb]]
    return parse.tokens[verb].tag == "VBZ" and any(same_name("".join(words[k:]), name) for k in range(len(words)))


def _is_finite(parse: Parse, clause: Clause) -> bool:
    """Whether a verb states something: it is inflected or has a helper, and nothing but adverbs stands before it if it shares its subject."""
    verb = clause.verb
    token = parse.tokens[verb]
    helped = parse.child(verb, "aux", "auxpass") is not None
    if token.dep != "conj":
        return token.tag in ("VBZ", "VBD", "VBP", "MD") or helped
    own = parse.child(verb, "nsubj", "nsubjpass", "csubj", "expl")
    if own is not None and parse.subtrees[own].bit_length() == verb - 1 and parse.tokens[verb - 1].text == ",":
        return False  # an item of a list
    before = (index for index in indices(clause.mask) if index < verb)
    leads_in = own is not None or all(parse.tokens[index].dep in _LEADS_IN for index in before)
    participle = token.tag == "VBG" or (token.tag == "VBN" and parse.tokens[token.head].tag != "VBN")
    return leads_in and (helped or not participle)


def _is_singular(parse: Parse, verb: int) -> bool:
    """Whether a verb goes with one thing, so that its subject can be what stands before the semicolon."""
    helper = next((child for child in parse.children[verb] if parse.tokens[child].dep in ("aux", "auxpass")), verb)
    token = parse.tokens[helper]
    return token.tag in _SINGULAR or (token.text.endswith("s") and not token.text.endswith("ss"))


def _form(parse: Parse, clause: Clause) -> Form:
    dep = parse.tokens[clause.verb].dep
    if dep == "ccomp":
        return Form.REPORTED
    if dep == "conj":
        return Form.JOINED
    return Form.APPENDED if dep in ("advcl", "acl", "parataxis") else Form.STATED


def _from_verb(parse: Parse, clause: Clause) -> int:
    """The statement from its verb on, with the adverbs and auxiliaries that stand right before it."""
    begin = clause.verb
    while begin and parse.tokens[begin - 1].head == clause.verb and parse.tokens[begin - 1].dep in _LEADS_IN:
        begin -= 1
    return clause.mask & ~between(0, begin - 1)
