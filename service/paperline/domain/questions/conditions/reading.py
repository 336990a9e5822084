"""Reading a condition: the predicate of a list or count question as a value, clause by clause."""

from __future__ import annotations

import re

from paperline.domain.questions.conditions.findings import finding_of
from paperline.domain.questions.conditions.idioms import plainly
from paperline.domain.questions.conditions.metadata import read_metadata
from paperline.domain.questions.conditions.objects import ARTICLE, AVAILABLE, FREE, asked_of, resource_of
from paperline.domain.questions.conditions.resources import RESOURCES
from paperline.domain.questions.conditions.values import (
    Comparator,
    Condition,
    Every,
    Everything,
    Lacks,
    Not,
    Proposes,
    Releases,
    Reports,
    Resource,
    Some,
    States,
    Topic,
    Uses,
)

_NEGATION = r"(?:do(?:es)?|did|are|is|have|has|was|were|can|could)\s*(?:not|n['’]t)\b|(?:do|does|did|are|is|have|has|was|were|ca)n['’]t\b|cannot\b|never\b|neither\b"
_VERBS: tuple[tuple[str, str], ...] = (
    ("release", r"releas(?:e|es|ed|ing)|open-?\s?sourc(?:e|es|ed|ing)|(?:make|makes|made|making)(?= .*\b(?:available|public|open)\b)|publish(?:es)?|shares?|(?:provides?|offers?)(?= (?:\w+ ){0,3}(?:code|implementation|weights|checkpoints)\b)"),
    ("propose", r"propos(?:e|es|ed|ing)|introduc(?:e|es|ed|ing)|present(?:s|ed|ing)?|develop(?:s|ed|ing)?|design(?:s|ed)?|build(?:s|ing)?(?! (?:up)?on\b)|built(?! (?:up)?on\b)|construct(?:s|ed)?|creat(?:e|es|ed)|contribut(?:e|es|ed)|offers?|curate(?:s|d)?|collect(?:s|ed)?|invents?|devise[sd]?|formulate[sd]?"),
    ("need", r"needs?|requir(?:e|es|ed|ing)|depends? on|rel(?:y|ies) on"),
    ("use", r"us(?:e|es|ed|ing)|employ(?:s|ed|ing)?|apply|applies|applying|leverag(?:e|es|ed|ing)|adopts?|utili[sz]es?|(?:are |is )?based on|build(?:s)? (?:up)?on|work(?:s)? with|combines?"),
    ("about", r"(?:(?:are|is|talk|talks|all|mainly|being|deal|deals|dealing|concerned) )*(?:about|on|regarding|concerning|related to|around)|deals? with|stud(?:y|ies|ied)|address(?:es)?|discuss(?:es)?|mentions?|cover(?:s|ing)?|focus(?:es)? on|investigates?|explores?|considers?|tackles?|concerns?|touch(?:es)? on|look(?:s)? (?:at|into)|belong(?:s)? to|(?:are |is )?in the (?:field|area) of|works? on|involv(?:e|es|ing)|featur(?:e|es|ing)|handl(?:e|es|ing)|process(?:es)?|ha(?:ve|s) to do with|revolves? around|centers? on|centres? on|touch(?:es)? upon|examin(?:e|es|ing)|analy[sz](?:e|es|ing)"),
    ("report", r"report(?:s|ed|ing)?|achiev(?:e|es|ed|ing)|claims?|reach(?:es)?|obtains?|gets?|attains?|shows?"),
    ("without", r"without|lacking|lacks?|free of|avoid(?:s|ing)?|forgo(?:es)?|skips?"),
    ("have", r"ha(?:ve|s|ving)|comes? with|includ(?:e|es|ing)|contains?|with|are there with"),
    ("be", r"are|is|were|was|being"),
    ("in", r"in|for|from|within"),
)  # fmt: skip
_VERB = "|".join(rf"(?P<{name}>(?:{pattern})(?![\w-]))" for name, pattern in _VERBS)
_OPENER = re.compile(
    rf"^\s*(?:(?:also|that|which|who|whose|and|but|,|both|either|actually|explicitly|really|there|exist|mainly|only)\s*)*(?P<no>(?:{_NEGATION})\s*)?"
    rf"(?:{_VERB})?\s*(?P<none>(?:no|not|any|zero)\b(?! (?:only|longer))\s*)?",
    re.IGNORECASE,
)
_STRONG = "|".join(
    pattern for name, pattern in _VERBS if name in {"release", "propose", "use", "report", "need", "without"}
)
_NEXT = re.compile(
    rf"\s*,?\s+(?:(?:and|but)\s+(?:also\s+|that\s+|which\s+)?(?=(?:(?:{_NEGATION})\s+)?(?:{_STRONG}|have|has|are|is|with|about|on)\b)|(?:but|yet)\s+|(?=(?:{_NEGATION})\s)|(?:that|which|who)\s+(?=(?:{_STRONG}|have|has|are|is)\b)|(?=without\b))",
    re.IGNORECASE,
)
_FINITE = re.compile(rf"\s+(?=(?:{_STRONG}|outperform|improve|reduce|have|has)(?![\w-]))", re.IGNORECASE)
_THERE = re.compile(
    r"^\s*(?:(?:are|is|were|was|do)\s+)?(?:(?:there|exist|we have|you have|stored|listed)\b(?:\s+(?:in total|in all|altogether|in scope|available))?|(?:in total|in all|in scope)\b|(?:are|is)(?=\s*[?.!]*$))",
    re.IGNORECASE,
)
_BARE_VERB = re.compile(
    r"(?:works?|operates?|runs?|functions?|train(?:s|ed|ing)?|learns?|does? (?:it|this|so)|done|go|goes|came|come|appear(?:ed|s)?|listed|published|new)(?: (?:in|out|on|up))?",
    re.IGNORECASE,
)
_PROCESS = re.compile(
    r"train|modif|tun(?:e|ing)|supervis|label|annotat|human|retrain|data\b|gradient|extra|additional|finetun|search|prior|teacher|reward|calibrat|optimi|pre-?train",
    re.IGNORECASE,
)
_OF_MODELS = re.compile(
    r"(?<=ing)\s+(?:of\s+)?(?:(?:the|an?|any|its|their|base|underlying|large|language|big)\s+)*(?:models?|networks?|LLMs?)$",
    re.IGNORECASE,
)
_CONDUCT = re.compile(r"train|tun(?:e|ing)|supervis|label|annotat|calibrat|human|prior", re.IGNORECASE)
_RELYING = re.compile(r"\b(?:rel(?:y|ies)|depends?) on\b", re.IGNORECASE)
_LESS = re.compile(r"(?:much |far )?(?:less|fewer|lower|little)\b", re.IGNORECASE)
_DOES_NOT = re.compile(
    r"(?P<what>train|fine-?tune|retrain|pre-?train)(?:\s+(?:anything|something|any \w+|the \w+|at all|models?))?\W*$",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"^\s*(?P<no>(?:do|does|did)\s*(?:not|n['’]t)\s+)?(?:say|state|mention|indicate|announce|promise|note|declare|tell|explain|specify)s?\s+(?:that|to|where|whether|if|when)\s+(?!(?:\w+ ){0,3}(?:fail|struggle))",
    re.IGNORECASE,
)
_NO_OBJECT = re.compile(
    r"^\s*(?P<verb>test|use|study|evaluate|compare|train|learn|propose|report|mention|give|state|show|run|build|introduce|present|include|contain|involve|address|provide|offer|describe|release|share|publish|name|cite)s?\s+(?:no|not any|zero)\s+(?=\w)",
    re.IGNORECASE,
)
_EITHER = re.compile(
    rf"^\s*(?P<before>(?:{_NEGATION})?)\s*(?P<first>[a-z]+) or (?P<second>[a-z]+)\s+(?P<rest>(?!or\b).+)$",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"^\s*(?P<before>.*?)\b(?P<first>\w+er|less\s\w+) or (?P<second>\w+er|less\s\w+)\b(?P<rest>.*)$", re.IGNORECASE
)
_NEITHER = re.compile(
    r"^\s*neither\s+(?P<verb>\w+)\s+(?P<first>.+?)\s+nor\s+(?:(?P=verb)\s+)?(?P<second>.+)$", re.IGNORECASE
)
_FOLDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_FOLD = re.compile(r"(?:\ba )?\b(two|three|four|five|ten)-?fold\b", re.IGNORECASE)
_GERUND = re.compile(
    r"^(?:giving|reporting|stating|naming|providing|showing|needing|requiring|having|doing|involving)\s+", re.IGNORECASE
)
_FIGURES = re.compile(r"(?:any |concrete |exact )*(?:numbers?|figures?)", re.IGNORECASE)
_NEEDED = re.compile(r"\s+(?:that|which)\s+(?:is|are|was|were)\s+(?:needed|required|used|necessary)\b", re.IGNORECASE)


def read_condition(predicate: str) -> Condition:
    """What every paper is asked for; `Everything` where nothing is left of the predicate.

    A bar divides what stands before the noun from what stands after it: `federated learning | from 2024`.
    """
    before, bar, after = predicate.strip(" ?.!").rpartition("|")
    after = _FOLD.sub(lambda found: f"{_FOLDS[found[1].lower()]} times", _NEEDED.sub("", _THERE.sub(" ", after)))
    found: list[Condition] = []
    if bar and (modifier := before.strip()):
        rest, known = read_metadata(modifier)
        found += known
        found += [_modifier(rest)] if rest.strip() else []
    rest, known = read_metadata(after)
    rest = plainly(rest)
    found += known
    for clause in filter(None, (piece.strip(" ,?.!") for piece in _NEXT.split(rest))):
        found += _clause(clause)
    found = [condition for condition in found if not isinstance(condition, Everything)]
    return found[0] if len(found) == 1 else Every(tuple(found)) if found else Everything()


def _modifier(words: str) -> Condition:
    if free := FREE.match(words.strip()):
        return Lacks(free["what"])
    if re.fullmatch(r"(?:survey|review|benchmark|dataset)s?", words.strip(), re.IGNORECASE):
        return Proposes(words.strip())
    if re.fullmatch(r"open-?\s?source[d]?", words.strip(), re.IGNORECASE):
        return Releases(Resource.CODE)
    return (
        Everything()
        if re.fullmatch(r"(?:new|many|more|relevant|interesting|such|similar)\s*", words.strip())
        else Topic(words.strip())
    )


def _clause(clause: str) -> list[Condition]:
    """The conditions of one clause: usually one; a finite verb after a topic begins another."""
    clause = _NO_OBJECT.sub(r"do not \g<verb> ", _SAYING.sub(lambda said: said["no"] or "", clause))
    if neither := _NEITHER.match(clause):
        verb, first, second = neither["verb"], neither["first"], neither["second"]
        return [*_clause(f"do not {verb} {first}"), *_clause(f"do not {verb} {second}")]
    if either := _EITHER.match(clause) or _DEGREES.match(clause):
        options = [f"{either['before']} {either[name]} {either['rest']}".strip() for name in ("first", "second")]
        read = [item for option in options for item in _clause(option)]
        return [_either(read)]
    opened = _OPENER.match(clause)
    assert opened
    verb = next((name for name, _ in _VERBS if opened[name]), "")
    rest = clause[opened.end() :].strip(" ,")
    more: list[Condition] = []
    if verb in {"about", "in", "be", "have"} and (cut := _FINITE.search(rest)) and not AVAILABLE.search(rest):
        more = _clause(rest[cut.end() :])
        rest = rest[: cut.start()]
    none = (opened["none"] or "").strip().lower()
    negated = bool(opened["no"]) or none in {"no", "not", "zero"}
    return [_condition(verb, rest, clause, negated=negated), *more]


def _either(read: list[Condition]) -> Condition:
    """At least one of these, or none of them where they are denied."""
    known = tuple(dict.fromkeys(read))
    if len(known) == 1:
        return known[0]
    denied = tuple(item.of for item in known if isinstance(item, Not))
    return Not(Some(denied)) if len(denied) == len(known) else Some(known)


def _condition(verb: str, rest: str, clause: str, *, negated: bool) -> Condition:
    thing = ARTICLE.sub("", rest).strip()
    if negated and (idle := _DOES_NOT.match(thing)):
        return Lacks(idle["what"])
    if not verb and _BARE_VERB.fullmatch(thing):
        return Everything()
    if not thing:
        return Everything() if verb in {"", "be", "in", "have"} else States(clause)
    if verb in {"need", "without"} or (negated and verb in {"need", "have"}):
        if negated and _RELYING.search(clause) and not _PROCESS.search(thing):
            return Not(Uses(thing))
        return _lacking(verb, thing, negated=negated)
    positive = _alternatives(verb, thing, rest if negated and not verb else clause)
    return Not(positive) if negated else positive


def _lacking(verb: str, thing: str, *, negated: bool) -> Condition:
    """`without code` is not releasing it; `without training` must be said; `without attention` is not using it."""
    thing = _GERUND.sub("", thing)
    if _FIGURES.fullmatch(thing):
        return Not(Reports("", Comparator.AT_LEAST, 0, ""))
    if " or " in thing and (verb != "have" or negated):
        return _either([_lacking(verb, option, negated=negated) for option in thing.split(" or ")])
    if verb == "have" and (found := finding_of(thing)):
        return Not(found)
    thing = _OF_MODELS.sub("", thing)
    thing = re.sub(r"^(?:(?:any|further|additional|extra|more|human|manual|costly|expensive)\s+)+(?=\w)", "", thing)
    resource = next(
        (kind for kind, pattern in RESOURCES if pattern.fullmatch(thing) or pattern.fullmatch(thing.split()[0])), None
    )
    if verb == "need" and not negated:
        return (finding_of(thing) if _LESS.match(thing) else None) or Uses(thing)
    if verb == "need":
        return Lacks(thing)
    if resource and (verb == "have" or resource is Resource.CODE):
        return Not(Releases(resource))
    released = re.match(r"(?:releas\w+|shar\w+|publish\w+|provid\w+)\s+(.+)", thing)
    if released and (kind := resource_of(released[1])):
        return Not(Releases(kind))
    if verb == "without" and negated:
        return Uses(thing)
    if verb == "have" and not _CONDUCT.search(thing):
        return Not(Uses(thing))
    return Lacks(thing) if _PROCESS.search(thing) else Not(Uses(re.sub(r"^(?:using|use of)\s+", "", thing)))


def _options(thing: str) -> list[str]:
    """`code, data or models` is three options, a list without `or` is one."""
    pieces = [piece for piece in re.split(r"\s*,?\s+or\s+|\s*/\s*", thing) if piece]
    return pieces if len(pieces) == 1 else [item for piece in pieces for item in re.split(r"\s*,\s+", piece) if item]


def _alternatives(verb: str, thing: str, clause: str) -> Condition:
    options = _options(thing)
    if len(options) > 1 and verb and not (verb == "report" and finding_of(thing)):
        return Some(tuple(asked_of(verb, ARTICLE.sub("", option), f"{verb} {option}") for option in options))
    pieces = [piece for piece in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", thing) if piece]
    if verb == "release" and len(pieces) > 1 and all(map(resource_of, pieces)):
        return Every(tuple(asked_of(verb, piece, clause) for piece in pieces))
    return asked_of(verb, thing, clause)
