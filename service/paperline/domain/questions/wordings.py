"""Wordings: the many ways in which questions ask for the same thing, each read as one attribute."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HOW = r"\bhow (?:much|many|large|big|great|high|strong(?:ly)?|far|wide|significant(?:ly)?|considerabl[ey]|substantial(?:ly)?)\b|\b(?:what|which)\b|\bby (?:what|which|how)\b|\bto what (?:extent|degree)\b"
_SPEEDING = r"speed-?\s?ups?|sped up|speeds? (?:\w+ )?up|speedier|acceleration|accelerat\w+|faster|quicker|quicken\w*|make\w* \w+ (?:quick|fast)|slower|slow-?down"
_GAINING = (
    r"improvements?|improve[sd]?|improving|gains?|advantage|boosts?|edge|uplift|better|higher|ahead|leads?|margins?|outperform\w*|"
    r"beats?|surpass\w*|exceeds?|outdo(?:es)?|increases?|rais(?:e|es|ed)|win"
)
_SAVING = (
    r"reduc(?:e|es|ed|tions?|ing)|sav(?:e|es|ed|ings?)|cuts?|lowers?|lowered|shrinks?|shrunk|squeez\w+|brings? (?:\w+ ){0,4}?down|brought down|"
    r"decreas\w+|drops?|compress(?:es|ed|ion)?|fewer|less|cheaper|smaller|shorter|trims?|diminish\w*|spares?"
)
_MODEL = r"(?:language |vision |base |foundation |backbone |pre-?trained |underlying |starting |large )*(?:models?|networks?|backbones?|llms?|vlms?|checkpoints?)"
_WORDINGS: tuple[tuple[str, str], ...] = (
    ("web address", r"\b(?:project|home|demo|landing)[ -]?(?:web)?(?:pages?|sites?)\b|\bweb[ -]?page\b|\bweb ?sites?\b|\bhomepages?\b|\burls?\b|\bon the (?:web|internet)\b|\bweb address\b|\baddress of the (?:page|site)\b"),
    ("training data", r"\bhow (?:much|large|big)\b.*\b(?:train\w*|fine-?tun\w*)\b(?=.*\b(?:data|set|corpus)\b|.*\bon\b)|\bhow (?:much|large|big|many)\b.*\b(?:training|fine-?tuning) (?:data|set|corpus|sets|samples|examples|tokens)\b|\b(?:amount|size|quantity|volume) of (?:the )?(?:training|fine-?tuning) (?:data|set|corpus)\b"),
    ("hardware", r"\bhardware\b|\bgraphics (?:cards?|processors?)\b|\bgpus?\b|\btpus?\b|\b(?:which|what|how many) (?:accelerators?|devices?|machines?|chips?|processors?)\b"),
    ("running speed", r"\bhow (?:fast|quick|quickly|speedy)\b(?! .*\bthan\b)|\bframe ?rates?\b|\bframes per second\b|\bfps\b|\bframes (?:a|each|every|/) ?s(?:ec(?:ond)?)?\b|\b(?:running|inference|execution|run) ?-?(?:time|speed)\b(?! (?!is\b|was\b)\w+s\b)"),
    ("speed-up", rf"(?:{_HOW}|\bfactor\b|\bhow\b).*?\b(?:{_SPEEDING})\b"),
    ("reduction", rf"(?:{_HOW}|\bhow\b).*?\b(?:{_SAVING})\b"),
    ("parameters", r"\bhow (?:many|few) (?:\w+ )?param(?:eter)?s\b|\bparam(?:eter)?s? (?:count|number|size)\b|\bhow (?:large|big) an? [\w -]*?(?:model|network)\b|\bhow (?:large|big)\b.*\bin param\w+|\bnumber of (?:\w+ )?param(?:eter)?s\b|\bsize of the model\b"),
    ("size", r"\bhow (?:big|large|extensive|sizeable) (?:is|are|was|were)\b(?!.*\b(?:model|network|effect|gap|gain|improvement|difference|impact|share|rate|margin|increase|error|score)\b)|\b(?:what(?:['’]s| is) the|give the) size of (?!the model)"),
    ("rivals", r"\bagainst (?:whom|what|which)\b|\b(?:compared|measured|compares?|pitted|set) (?:to|with|against)\W*$|\b(?:compared|measured|pitted) against\b|\bcompetitors?\b|\brivals?\b|\b(?:which|what) (?:[\w-]+ ){0,3}?(?:systems?|models?|methods?|baselines?|approach(?:es)?|networks?)\b.*\b(?:beats?|outperform\w*|match(?:es)?|surpass\w*|exceeds?|outdo(?:es)?)\b"),
    ("base model", rf"\b(?:which|what)\b.*\b(?:base|backbone|underlying|foundation|starting|pre-?trained) (?:{_MODEL})\b(?!.*\b(?:test|try|tried|appl|evaluat)\w*)|\b(?:which|what) backbones?\b|\b(?:which|what) (?:[\w-]+ )*?{_MODEL}\b.*\b(?:buil[dt]s? (?:up)?on|based on|rests?|starts?|initiali[sz]ed|derived|fine-?tuned from|trained from)\b"),
    ("models tried", rf"\b(?:which|what) {_MODEL}\b.*\b(?:tried|applied|tests?|tested|evaluat\w+|experiment\w*|used with|works? with|combined|integrated|serves?)\b"),
    ("benchmarks", r"\b(?:on (?:which|what)|which|what|name)\b.*\b(?:benchmarks?|data ?sets?|tasks?|test (?:sets?|beds?|suites?)|corpora|corpus)\b(?=.*\b(?:test\w*|evaluat\w*|measur\w*|experiment\w*|assess\w*|validat\w*|benchmarked|tried|used|serves?|judged|examined)\b)|\b(?:which|what|name)\b.*\btest sets?\b"),
    ("improvement", rf"(?:{_HOW}).*?\b(?:{_GAINING})\b"),
)  # fmt: skip
_READ = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _WORDINGS)
_NUMBERS = frozenset({"size", "training data", "running speed", "speed-up", "reduction", "parameters", "improvement"})
_FRAMES = {
    "speed-up": "bring brings make makes made thing things before than times time factor run runs come came get gets inference much",
    "improvement": "bring brings report reports reported number numbers numeric numerical baseline baselines point points per cent percent "
    "percentage come came before previous prior separate separates size over existing competitors rivals others",
    "reduction": "bring brings down report percent percentage factor need needs much than before strongly strong great",
    "running speed": "run runs reach reaches rate time speed operate inference",
    "training data": "amount take takes behind set data size trained much quantity volume train corpus",
    "size": "big large extensive sizeable size count",
    "hardware": "need needs take takes run runs require requires accelerators many demand cards used trained training",
    "parameters": "large big size count number model have has",
    "rivals": "measured compare compared mention mentioned against beat match system systems model models method methods competitor competitors name baselines",
    "base model": "start starts rest rests base pretrained network built build model backbone derived initialised initialized",
    "models tried": "tried applied test tested serve serves pretrained network networks model models",
    "benchmarks": "tested test measured measure serve serves evaluate evaluated name used set sets authors experiments data",
    "web address": "see web page site project address link find visit online internet website home demo look",
}
_DEGREES = (
    "large big great high strong far wide fast quick quickly speedy significant substantial considerable long".split()
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is asked by one name, whether a number answers, and the words of the question that only serve to ask it."""

    attribute: str
    counts: bool
    framing: frozenset[str]


def wording_of(text: str) -> Wording | None:
    """The attribute that a question asks for in other words; None where it asks in the attribute's own."""
    for name, pattern in _READ:
        found = pattern.search(text)
        if found is None or (name in {"reduction", "improvement", "speed-up"} and not _is_amount(name, text)):
            continue
        spent = re.findall(r"[\w-]+", found[0].lower()) if name in {"web address", "hardware"} else []
        asked = _ASKING[name].findall(text.lower()) if name in _ASKING else []
        return Wording(name, name in _NUMBERS, frozenset([*_FRAMES[name].split(), *_DEGREES, *spent, *asked]))
    return None


_ASKING = {
    "speed-up": re.compile(rf"\b(?:{_SPEEDING})\b"),
    "improvement": re.compile(rf"\b(?:{_GAINING})\b"),
    "reduction": re.compile(rf"\b(?:{_SAVING})\b"),
}


def _is_amount(name: str, text: str) -> bool:
    """Whether an amount is asked rather than a thing: `which methods reduce memory` names methods."""
    if re.search(r"\bhow (?:does|do|did|is|are|can|was|were)\b", text, re.IGNORECASE):
        return False
    if re.search(
        r"\b(?:by )?how (?:much|many (?:times|points|percent\w*|per cent)|large|big|great|high|strong|far|wide|signif|substan|consid)",
        text,
        re.IGNORECASE,
    ):
        counted = re.search(r"\bhow many (?!times|points|percent|per\b)", text, re.IGNORECASE)
        return counted is None
    if re.search(
        r"\b(?:by what|by which|what|which) (?:factor|margin|percentage|amount|share|extent|degree)\b|\bto what (?:extent|degree)\b",
        text,
        re.IGNORECASE,
    ):
        return True
    nouns = {
        "speed-up": r"speed-?\s?ups?|acceleration|slow-?down",
        "reduction": r"reductions?|savings?|drop|compression|decrease",
        "improvement": r"improvements?|gains?|advantage|boost|lead|margin|increase|uplift",
    }[name]
    return (
        re.search(
            rf"\b(?:what|which)(?:['’]s| is| are| was)?(?: the)? (?:[\w-]+ ){{0,2}}?(?:{nouns})\b", text, re.IGNORECASE
        )
        is not None
    )
