"""Offers: the ways in which the sentences of an abstract, and its title, say what the paper offers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from paperline.domain.syntax import Parse, between, indices
from paperline.domain.text import Field
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.fragments import Fragment
from paperline.engines.embedded.line.beside_name import (
    MAKES,
    beside_name,
    called_otherwise,
    described,
    find_tokens,
    long_form,
)
from paperline.engines.embedded.line.candidates import WHAT_WORDS, Candidate, Form, Subject
from paperline.engines.embedded.line.clauses import (
    Clause,
    is_offer,
    is_own,
    is_own_or_work,
    is_study,
    is_writers,
    offers_of,
    subject_of,
    trimmed,
)
from paperline.engines.embedded.line.cutting.pruning import Pruned, prune
from paperline.engines.embedded.line.cutting.rendering import as_fragment, opens_small
from paperline.engines.embedded.names.naming import Name, same_name
from paperline.engines.embedded.names.referring import can_mean

_SHORTER_WORDS = 13
_LEAST_WORDS, _LEAST_UNNAMED_WORDS = 3, 5
_ATTAINS = re.compile(
    r"outperform|achiev|surpass|improv|demonstrat|show|exceed|attain|reach|reduc|match|unlock|bridg|set|establish|yield|deliver|advanc|result|lead",
    re.IGNORECASE,
)
_BARE = frozenset(
    "a an the novel new simple effective efficient yet and but unified general method approach framework model system algorithm technique".split()
)
_BARE_NOUNS = MAKES | {"named", "called"}
_POINTS = re.compile(r"\b(?:this|these|those|such)\b", re.IGNORECASE)
_ONE_MORE = ("further", "also", "additionally", "moreover", "furthermore")
_BEHIND_NAME = (",", ":", "-", "–", "—", "--", "a", "an")
_ITS_WORKING = re.compile(
    r"(?:its|our|the) (?:core|key|central|main) (?:mechanism|module|component|innovation|strategy|design|algorithm|technique)",
    re.IGNORECASE,
)
_IDEA = re.compile(
    r"(?:our|the|its) (?:(?:core|key|central|main|primary|first) )?(?:innovation|contribution|idea|insight|approach|method|solution|proposal|result)",
    re.IGNORECASE,
)
_LOOKS_NAMED = re.compile(r"(?=\S*[A-Z])(?=\S*[a-z0-9-])\S*[A-Z0-9]\S*$|[A-Z]{3,}$")


@dataclass(frozen=True, slots=True)
class _Said:
    """Tokens of a sentence that say what is offered, and how."""

    mask: int
    verb: int
    form: Form
    subject: Subject
    name: Name | None
    depth: int = 0
    other_name: bool = False


def offers(abstract: Abstract, name: Name | None) -> list[Candidate]:
    """Every way to say what the paper offers, each within the words that the first half of a line may have."""
    found = [
        candidate
        for index, parse in sorted(abstract.parses.items())
        for candidate in _of_sentence(abstract, index, parse, name)
    ]
    return found + _of_title(abstract, name)


def _of_sentence(abstract: Abstract, index: int, parse: Parse, name: Name | None) -> list[Candidate]:
    def made(several: Iterable[_Said]) -> list[Candidate]:
        return [candidate for said in several for candidate in _candidates(abstract, index, parse, said)]

    offered = [
        _under_name(abstract, index, parse, clause, _offered(parse, clause, name)) for clause in offers_of(parse)
    ]
    found = made([*offered, *(done for said in offered if (done := _does(parse, said)))])
    if name:
        known = {candidate.text for candidate in found}
        found += [candidate for candidate in made(_behind_name(parse, name)) if candidate.text not in known]
        found += made(
            said
            for said in _said_of_name(parse, name, resolved=index > abstract.introduced(name))
            if said.subject is Subject.NAME or can_mean(abstract, index, _subject_words(parse, said.verb), name)
        )
    else:
        found += made(_said_of_own(parse))
    return found + made(_said_of_idea(parse))


def _offered(parse: Parse, clause: Clause, name: Name | None) -> _Said:
    mask, named = clause.mask, name
    if name and clause.subject is not None:
        mask, named = beside_name(parse, clause.subject, mask, name)
        if mask and not _opens_description(parse, mask):  # `X to join …` and `an X framework to …` say it with the name
            mask, named = (0 if _POINTS.search(parse.words(mask)) else clause.mask), None
    form = _form(parse, clause)
    absent = name is None or not (
        find_tokens(parse, clause.mask, name.text) or long_form(parse, clause.mask, name.text)
    )
    other = _is_named_otherwise(parse, clause, name) and (named is None or absent)
    beside = name is not None and find_tokens(parse, between(0, len(parse.tokens) - 1), name.text) is not None
    several = clause.subject is not None and parse.tokens[clause.subject].tag in ("NNS", "NNPS")
    if absent and (
        other or beside or several or form is Form.STUDIED
    ):  # `we introduce X and propose a taxonomy`: not X's
        named = None
    return _Said(mask, clause.verb, form, Subject.WRITERS, named, clause.depth, other)


def _under_name(abstract: Abstract, index: int, parse: Parse, clause: Clause, said: _Said) -> _Said:
    """What is offered, without the name where it is not named here and is another thing: one more (`we further propose a pipeline`), or a
    framework where a data set has the name.
    """
    if said.name is None or clause.subject is None:
        return said
    here = find_tokens(parse, clause.mask, said.name.text) or long_form(parse, clause.mask, said.name.text)
    one_more = any(token.text.lower() in _ONE_MORE for token in parse.tokens[max(0, clause.verb - 2) : clause.verb])
    if here or not (one_more or not can_mean(abstract, index, parse.tokens[clause.subject].text, said.name)):
        return said
    return replace(said, name=None)


def _opens_description(parse: Parse, mask: int) -> bool:
    first = parse.tokens[next(indices(mask))]
    return first.tag not in ("IN", "TO") and first.text.lower() not in _BARE_NOUNS


def _does(parse: Parse, said: _Said) -> _Said | None:
    """Of `a novel framework that joins …` behind a name, `joins …`: that it is a framework tells less than what it does."""
    if said.name is None or said.form not in (Form.OFFERED, Form.IS):
        return None
    places = list(indices(said.mask))
    that = next((place for place, index in enumerate(places) if parse.tokens[index].text == "that"), None)
    if that is None or that + 1 >= len(places) or places[that] + 1 != places[that + 1]:
        return None
    thin = that > 0 and parse.tokens[places[that - 1]].text.lower() in MAKES
    verb = next((index for index in places[that + 1 : that + 3] if parse.tokens[index].tag == "VBZ"), None)
    if not thin or verb is None or _ATTAINS.match(parse.tokens[verb].text):
        return None
    return replace(said, mask=said.mask & ~between(0, places[that]), form=Form.DOES, verb=verb)


def _form(parse: Parse, clause: Clause) -> Form:
    if clause.depth:
        return Form.BY_THE_WAY
    if is_study(parse, clause.verb):
        return Form.STUDIED
    return Form.PASSIVE if clause.subject is not None and clause.subject < clause.verb else Form.OFFERED


def _is_named_otherwise(parse: Parse, clause: Clause, name: Name | None) -> bool:
    """Whether what is offered has a name of its own that is not the paper's: a second artefact."""
    if clause.subject is None:
        return False
    if (called := called_otherwise(parse, clause.mask)) is not None:
        return not (name and same_name(parse.written(called), name.text))
    applied = parse.child(clause.subject, "appos")  # `a benchmark, X, which …`
    if applied is not None and applied > clause.subject and parse.tokens[applied - 1].text == ",":
        word = parse.written(applied)
        if _LOOKS_NAMED.match(word) and parse.tokens[applied].tag in ("NNP", "NNPS"):
            return not (name and same_name(word, name.text))
    word = parse.written(clause.subject)
    tag = parse.tokens[clause.subject].tag
    return tag in ("NNP", "NNPS", "NN") and bool(_LOOKS_NAMED.match(word)) and not (name and same_name(word, name.text))


def _behind_name(parse: Parse, name: Name) -> Iterator[_Said]:
    """`We present X, a …` where the parser took X for something else: what stands behind the name and its comma."""
    tokens = parse.tokens
    where = find_tokens(parse, between(0, len(tokens) - 1), name.text)
    verbs = [verb for verb in range(where[0]) if is_offer(parse, verb)] if where else []
    if where is None:
        return
    last = where[1]
    if last + 1 < len(tokens) and tokens[last + 1].text in (
        ")",
        "(",
    ):  # the end of `Long Name (X)`, or all of `X (Long Name)`
        last = next((place for place in range(last + 1, len(tokens)) if tokens[place].text == ")"), last)
    if [token.text for token in tokens[last + 1 : last + 4]] == [",", "named", "after"]:
        last = next((place for place in range(last + 2, len(tokens) - 1) if tokens[place + 1].text == ","), last)
    opened = [token.text for token in tokens[last + 1 : last + 3]]
    applied = len(opened) > 1 and opened[0] == "," and opened[1] in ("a", "an")  # `we address it with X, a …`
    writers = any(is_writers(parse, subject_of(parse, root)) for root in parse.roots)
    if len(opened) > 1 and ((verbs and opened[0] in (*_BEHIND_NAME, "that", "which")) or (applied and writers)):
        end = len(tokens) - (2 if tokens[-1].text in (".", "!", "?") else 1)
        verb = verbs[-1] if verbs else where[0]
        yield _Said(described(parse, between(last + 1, end)), verb, Form.OFFERED, Subject.WRITERS, name)


def _said_of_name(parse: Parse, name: Name, *, resolved: bool) -> Iterator[_Said]:
    """`X is a …` and `X combines …` as `X: a …` and `X: combines …`; where it is `resolved` also of `our method` and `it`."""
    for root in parse.roots:
        subject = subject_of(parse, root)
        if subject is None:
            continue
        named = _is_named(parse, subject, root, name)
        own = is_own(parse, subject, name.text) or _ITS_WORKING.fullmatch(parse.words(parse.subtrees[subject]))
        if not named and not (resolved and own):
            continue
        who = Subject.NAME if named else Subject.OWN
        token = parse.tokens[root]
        if token.tag in ("VBZ", "VBP") and token.text.lower() in ("is", "are"):
            if (said := parse.child(root, "attr")) is not None:
                yield _Said(parse.subtrees[said], root, Form.IS, who, name)
        elif token.tag == "VBZ" and not _ATTAINS.match(token.text):
            mask = parse.subtrees[root] & ~between(0, max(indices(parse.subtrees[subject])))
            yield _Said(trimmed(parse, described(parse, mask)), root, Form.DOES, who, name)


def _said_of_idea(parse: Parse) -> Iterator[_Said]:
    """`Our key idea is a …`: what it is stands for what the paper offers, under no name."""
    for root in parse.roots:
        subject = subject_of(parse, root)
        said = parse.child(root, "attr")
        if subject is None or said is None or parse.tokens[root].text.lower() != "is":
            continue
        if _IDEA.fullmatch(parse.words(parse.subtrees[subject])) and parse.tokens[said].tag.startswith("NN"):
            yield _Said(trimmed(parse, parse.subtrees[said]), root, Form.IS, Subject.OWN, None)


def _subject_words(parse: Parse, verb: int) -> str:
    subject = subject_of(parse, verb)
    return parse.words(parse.subtrees[subject]) if subject is not None else ""


def _said_of_own(parse: Parse) -> Iterator[_Said]:
    """Where nothing has a name, `our two-branch network joins …` as `two-branch network joins …`."""
    for root in parse.roots:
        subject = subject_of(parse, root)
        token = parse.tokens[root]
        if subject is None or token.tag != "VBZ" or not is_own(parse, subject, None) or _ATTAINS.match(token.text):
            continue
        begin = next(indices(parse.subtrees[subject]))
        if (
            subject - begin > 1
            and parse.tokens[begin].text.lower() in ("our", "this", "the")
            and _is_working(token.text)
        ):
            yield _Said(trimmed(parse, parse.subtrees[root] & ~between(0, begin)), root, Form.DOES, Subject.OWN, None)


def _is_working(verb: str) -> bool:
    """Whether a verb tells what a thing does, not what a text of its writers does."""
    return verb.lower() not in (
        "is",
        "has",
        "aims",
        "seeks",
        "addresses",
        "focuses",
        "provides",
        "highlights",
        "presents",
    )


def _is_named(parse: Parse, subject: int, verb: int, name: Name) -> bool:
    """Whether a subject is the name, alone or as in `our work, X, is …`."""
    if same_name(parse.words(parse.subtrees[subject]), name.text):
        return True
    return is_own_or_work(parse, subject) and find_tokens(parse, between(subject, verb - 1), name.text) is not None


def _candidates(abstract: Abstract, index: int, parse: Parse, said: _Said) -> Iterator[Candidate]:
    """What is said, in two lengths where it has to be shortened."""
    said = replace(said, mask=_without_opener(parse, said))
    taken = len(said.name.text.split()) if said.name else 0
    if not said.mask or _SHORTER_WORDS - taken < _LEAST_WORDS:
        return
    limits = (WHAT_WORDS - taken, _SHORTER_WORDS - taken)
    ways = [prune(parse, mask, limits, protect=_head(parse, mask)) for mask in _with_or_without(parse, said.mask)]
    for pruned in {pruned.mask: pruned for way in ways for pruned in way}.values():
        fragment = as_fragment(abstract.text, abstract.sentences[index], parse, pruned.mask)
        if not fragment.spans:  # brackets alone
            continue
        before = abstract.text[: fragment.spans[0].start].rstrip()
        listed = before.endswith(":") and not (said.name and before.endswith(f"{said.name.text}:"))  # bare items
        if listed or not _says_something(parse, pruned, fragment.text, said.name):
            continue
        again = said.name is not None and re.search(rf"\b{re.escape(said.name.text)}\b", fragment.text, re.IGNORECASE)
        if again and said.form is Form.DOES:  # `makes X …` without the name that stood before it
            continue
        yield Candidate(
            fragment, index, said.form, said.subject, said.mask.bit_count(), pruned.lost, said.depth,
            None if again else said.name, said.other_name, opens_small(abstract, index, parse, fragment),
            plural=any(parse.tokens[place].tag in ("NNS", "NNPS") for place in indices(_head(parse, said.mask))),
        )  # fmt: skip


def _without_opener(parse: Parse, said: _Said) -> int:
    r"""The tokens without what stands for the name in front of them (`\method, a framework …`, `(BTL), a …`), or `our` behind it."""
    mask = said.mask
    opened = [parse.tokens[index].text for index in indices(mask)][:5]
    if opened[:1] == ["("] and opened[2:4] == [")", ","] and opened[4:] in (["a"], ["an"], ["the"]):
        mask = sum(1 << index for index in list(indices(mask))[4:])
    for index in indices(mask):
        token = parse.tokens[index]
        if said.name and token.text.lower() == "our":
            return mask & ~(1 << index)
        if not token.text.startswith("\\"):
            return mask
        comma = parse.tokens[index + 1 : index + 2] and parse.tokens[index + 1].text == ","
        mask &= ~(0b11 << index) if comma else ~(1 << index)
    return mask


def _with_or_without(parse: Parse, mask: int) -> Iterator[int]:
    """The tokens, and those without what ends them behind `without`: what a thing spares its users may go, its use not."""
    yield mask
    end = mask.bit_length() - 1
    spared = next(
        (i for i in indices(mask) if parse.tokens[i].text == "without" and parse.subtrees[i] >> end & 1), None
    )
    if spared is not None and (rest := mask & ~between(spared, end)):
        yield rest


def _says_something(parse: Parse, pruned: Pruned, text: str, name: Name | None) -> bool:
    """Whether a description has content, opens as one, and does not have the name once more."""
    first = parse.tokens[next(indices(pruned.mask))]
    content = sum(word.lower().strip(",") not in _BARE for word in text.split())
    if pruned.words < (_LEAST_WORDS if name else _LEAST_UNNAMED_WORDS) or content < 2:
        return False
    if first.tag in ("IN", "TO") or first.text.lower() in (
        "our",
        "all",
        "as",
        "code",
    ):  # `our code` is released, not offered
        return False
    if name and first.text.lower() in _BARE_NOUNS:  # what is left of `the X method, which …`
        return False
    return name is None or not re.match(rf"{re.escape(name.text)}\b", text, re.IGNORECASE)


def _head(parse: Parse, mask: int) -> int:
    """The word that the tokens describe: the first one that hangs on nothing among them.

    Before a colon, and where a verb was taken for it though the tokens open as a noun phrase, the first noun.
    """
    head = next(
        (
            index
            for index in indices(mask)
            if not mask >> parse.tokens[index].head & 1 or parse.tokens[index].head == index
        ),
        None,
    )
    if head is None:
        return 0
    first = parse.tokens[next(indices(mask))]
    torn = parse.tokens[head].tag.startswith("VB") and first.tag in ("DT", "JJ", "NN", "NNP", "CD")
    if torn or any(parse.tokens[index].text == ":" for index in indices(mask & between(0, head))):
        nouns = [index for index in indices(mask) if parse.tokens[index].tag.startswith("NN")]
        last = next((index for index in nouns if index + 1 not in nouns), head)
        return 1 << last
    return 1 << head


def _of_title(abstract: Abstract, name: Name | None) -> list[Candidate]:
    """What the title says, without the name before its colon."""
    title = abstract.title.strip().rstrip(".")
    if not title:
        return []
    start = abstract.title.index(title)
    end = start + len(title)
    if name and name.span.field is Field.TITLE and (colon := abstract.title.find(":", name.span.end)) >= 0:
        begin = len(abstract.title) - len(abstract.title[colon + 1 :].lstrip())
        behind = Fragment(abstract.title, ((begin, end),), Field.TITLE) if begin < end else None
        if behind and 1 < behind.words <= WHAT_WORDS - len(name.text.split()):
            return [Candidate(behind, -1, Form.TITLE, Subject.NAME, behind.words, name=name)]
    whole = Fragment(abstract.title, ((start, end),), Field.TITLE)
    if whole.words > WHAT_WORDS:
        return []
    return [Candidate(whole, -1, Form.TITLE, Subject.NONE, whole.words)]
