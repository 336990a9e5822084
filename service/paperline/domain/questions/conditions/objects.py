"""Reading objects: what a clause of a condition asks of the thing that it names: that it is public, proposed, used, measured or stated."""

from __future__ import annotations

import re

from paperline.domain.questions.conditions.findings import finding_of
from paperline.domain.questions.conditions.metadata import NUMBERS, comparator_of
from paperline.domain.questions.conditions.resources import RESOURCES
from paperline.domain.questions.conditions.values import (
    Comparator,
    Condition,
    Every,
    Finding,
    Lacks,
    Proposes,
    Releases,
    Reports,
    Resource,
    States,
    Topic,
    Uses,
)

AVAILABLE = re.compile(
    r"\b(?:available|public|publicly|released|open-?\s?sourced?|accessible|online|download(?:ed|able)?)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"(?P<before>(?:.*?\b)?)(?P<comparator>more than|over|above|greater than|higher than|exceeding|at least|less than|fewer than|under|below|at most|up to|exactly|of)\s+"
    rf"(?P<number>\d+(?:\.\d+)?|{'|'.join(NUMBERS)})\s*(?P<unit>%|percent|x\b|×|times|fold|points?)?(?P<after>.*)$",
    re.IGNORECASE,
)
_OVER = re.compile(r"^(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>%|percent|x\b|×|times|fold)\s*(?P<after>.*)$", re.IGNORECASE)
FREE = re.compile(r"^(?P<what>[\w-]+?)[- ]free$", re.IGNORECASE)
_ARTEFACT = re.compile(
    r"\b(?:benchmark|data ?set|corpus|corpora|test ?(?:bed|set|suite)|suite|leaderboard|survey|review|overview|tutorial|method|approach|technique|algorithm|framework|system|"
    r"architecture|pipeline|paradigm|model|network|transformer|agent|loss|objective|metric|measure|library|toolkit|tool|package|platform|environment|simulator|engine|"
    r"taxonomy|theory|protocol|strategy|strategies|optimi[sz]er|scheduler|kernel|encoder|decoder|tokeni[sz]er|attention|module|mechanism|collection|resource|code|weights|"
    r"kind|law|attack|defen[cs]e|curriculum|layer|adapter|formulation|recipe|LLM|VLM|GAN)s?(?:es)?(?=\s+(?:for|of|on|to|that|which|with|in|at|about|from|based|called|built|made)\b|\s*$)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^(?:(?:give|provide|include|contain|have|offer)s?\s+)?(?:(?:an?|the|their)\s+)*(?:links?|address(?:es)?|urls?|pointers?)\s+(?:to|of|for)\s+(?:(?:an?|the|their|its|public)\s+)*(?:code|github|repositor|source|implementation)|^link\w*\s+to\s+(?:an?\s+)?(?:github|repositor|code)|^(?:\w+\s+)?github\s+repositor",
    re.IGNORECASE,
)
_OF_CONDUCT = frozenset(
    {Finding.SEVERAL_BENCHMARKS, Finding.SEVERAL_SIZES, Finding.PAGE, Finding.HUMAN_STUDY, Finding.THEORY}
)
_SAYS = re.compile(
    r"^\W*(?:(?:do|does|did) not )?(?:state|say|give|name|list|quantif|mention|specif|disclos|contain|include|have|has)\w*\b",
    re.IGNORECASE,
)
_PERCENTAGE = re.compile(r"\b(?:in|as a) (?:percent\w*|per cent)\b|\bpercentages?\b", re.IGNORECASE)
_FIGURES = re.compile(
    r"(?:an?y? |the |concrete |exact |specific |quantitative |numerical )*(?:numbers?|figures?|numerical results?|quantitative results?)(?: (?:for|of|on) .*)?",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"(?:(?:an?|the|their|its|any|some|how many|how much|exact|concrete)\s+)*(?P<what>(?:[\w-]+ ){0,2}?(?:accuracy|accuracies|scores?|success rates?|rates?|F1|BLEU|ROUGE|FID|PSNR|SSIM|mAP|AUROC|AUC|perplexity|"
    r"precision|recall|pass@\d|parameters?|cost|price|latency|size))(?: (?:figures?|numbers?|values?|results?))?(?: (?:their|the|its) .*)?",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"(?:new |more )?(?:training |evaluation |test |labell?ed )?data(?: for (?:training|evaluation|testing))?",
    re.IGNORECASE,
)
_OPEN = re.compile(r"open(?:-weight|-source)? (?:weights?|models?|code|checkpoints?)", re.IGNORECASE)
_IMPLIED = re.compile(
    r"^(?:(?:new|novel|own|evaluation|public|first|large-scale|dedicated|fresh|additional|original) )+(?=\w)",
    re.IGNORECASE,
)
_THAT = re.compile(r"^(?:that|how)\s+(?:(?:their|the|its)\s+(?:approach|method|model|system)\s+)?", re.IGNORECASE)
_WAY = re.compile(
    r"^(?:\w+ )?(?:ways?|means|techniques?|methods?|approach(?:es)?|ideas?) (?:to|of|for) (?P<what>.+)$", re.IGNORECASE
)
_TESTING = re.compile(r"(?:test|evaluat|measur|assess|benchmark|judg)", re.IGNORECASE)
_BED = re.compile(r"\b(?:test ?beds?|test suites?|evaluation suites?|test sets?|leaderboards?)\b", re.IGNORECASE)
_OF_WHAT = re.compile(
    r"^\s*(?:for|of|on|to|that|which|with|in|at|about|from|based on|called|built|made)\b", re.IGNORECASE
)
_IDLE_USE = re.compile(
    r"(?:(?:the|a|all|new|other|large|language|current|AI|test|train|evaluat\w*|testing|training|evaluation|models?|LLMs?|systems?|methods?|research|future|community|their|own|use)\s*)+",
    re.IGNORECASE,
)
_BRINGS = re.compile(r"\bcomes? with\b|\bnew\b", re.IGNORECASE)
ARTICLE = re.compile(r"^(?:(?:a|an|the|their|its|any|some|all|new|novel|own|of|new kinds? of)\s+)+", re.IGNORECASE)
_UNITS = {"%": "%", "percent": "%", "point": "points", "points": "points", "": ""}


def asked_of(verb: str, thing: str, clause: str) -> Condition:
    """What a clause with this kind of verb asks of this thing; the clause itself where no kind is known."""
    return _public(verb, thing, clause) or _of_results(verb, thing, clause) or _by_verb(verb, thing, clause)


def _public(verb: str, thing: str, clause: str) -> Condition | None:
    if _LINK.match(thing) or (verb == "be" and re.fullmatch(r"open(?:-?\s?sourced?| source)?", thing)):
        return Releases(Resource.CODE)
    resource = resource_of(thing)
    if resource and (verb == "release" or AVAILABLE.search(clause)):
        return Releases(resource)
    if resource and verb == "have" and re.fullmatch(r"(?:\w+ )?(?:code|implementation|weights|repository)s?", thing):
        return Releases(resource)
    return None


def _of_results(verb: str, thing: str, clause: str) -> Condition | None:
    found = finding_of(thing)
    if found and (found.finding in _OF_CONDUCT or (verb == "about" and found.finding is Finding.SHOWS_FAILURE)):
        return found
    if condition := _measured(verb, thing, clause) or _amount(thing):
        return condition
    free = FREE.match(thing)
    return Lacks(free["what"]) if free else None


def _by_verb(verb: str, thing: str, clause: str) -> Condition:
    if verb == "be":
        plain = re.fullmatch(
            r"[\w -]*?(?P<noun>survey|review|benchmark|dataset|position paper|tutorial)s?(?: papers?)?", thing
        )
        field = re.match(r"(?:from|in|on|about|within)\s+(?:the\s+)?(?:(?:field|area|domain|world)\s+of\s+)?", thing)
        return Proposes(thing) if plain else Topic(thing[field.end() :]) if field else States(thing)
    if verb in {"about", "in"}:
        return Topic(thing)
    if verb == "propose" or (verb == "have" and _ARTEFACT.search(thing) and _BRINGS.search(clause)):
        return _offered(thing, clause)
    if re.match(r"(?:much |far )?(?:less|fewer|lower)\b", thing) and (saved := finding_of(thing)):
        return saved
    if verb in {"use", "have"}:
        return Uses(re.sub(r"^(?:to do with|something to do with)\s+", "", thing))
    if verb == "release":
        return States(clause)
    return finding_of(clause) or States(_THAT.sub("", thing if verb == "report" else clause))


def _measured(verb: str, thing: str, clause: str) -> Reports | None:
    """A number on a measure, whatever it is: `report a success rate`, `say how many parameters`, `state no numbers`."""
    if verb != "report" and not _SAYS.match(clause):
        return None
    if _PERCENTAGE.search(thing):
        return Reports("", Comparator.AT_LEAST, 0, "%")
    if _FIGURES.fullmatch(_SAYS.sub("", thing).strip()):
        return Reports("", Comparator.AT_LEAST, 0, "")
    measure = _MEASURE.fullmatch(_SAYS.sub("", thing).strip())
    return Reports(measure["what"], Comparator.AT_LEAST, 0, "") if measure else None


def _offered(thing: str, clause: str) -> Condition:
    """An artefact is proposed; `a way to do it` is doing it; of anything else it is stated."""
    if way := _WAY.match(thing):
        return Proposes("benchmark") if _TESTING.match(way["what"]) else States(way["what"])
    if _DATA.fullmatch(thing):
        return Proposes("dataset")
    if (artefact := _ARTEFACT.search(thing)) and not _OPEN.match(thing):
        named = _IMPLIED.sub("", _BED.sub("benchmark", thing[: artefact.end()]))
        of = _OF_WHAT.sub("", thing[artefact.end() :]).strip()
        return Every((Proposes(named), Topic(of))) if of and not _IDLE_USE.fullmatch(of) else Proposes(named)
    resource = resource_of(thing)
    return Releases(resource) if resource else finding_of(thing) or States(clause)


def resource_of(thing: str) -> Resource | None:
    """The resource that a phrase ends in; `code generation` is none."""
    head = re.split(
        r"\s+(?:of|for|at|on|to|with|in|and|(?:that|which)(?= (?:can|may|is|are|everyone|anyone))|is|are|be|publicly|online|available|public)\b",
        thing,
    )[0]
    return next((kind for kind, pattern in RESOURCES if pattern.search(head.split()[-1] if head.split() else "")), None)


def _amount(thing: str) -> Reports | None:
    if found := _AMOUNT.match(thing):
        attribute = f"{found['before']} {found['after']}"
        comparator = comparator_of(found["comparator"])
    elif found := _OVER.match(thing):
        attribute, comparator = found["after"], comparator_of("at least")
    else:
        return None
    if found["comparator" if "comparator" in found.groupdict() else "number"].lower() == "of" and not found["unit"]:
        return None
    written = (found["unit"] or "").lower()
    attribute = ARTICLE.sub("", re.sub(r"\b(?:of|by|in|a|an|the|than|is)\b", " ", attribute).strip())
    number = NUMBERS.get(found["number"].lower()) or float(found["number"])
    return Reports(" ".join(attribute.split()), comparator, number, _UNITS.get(written, "times"))
