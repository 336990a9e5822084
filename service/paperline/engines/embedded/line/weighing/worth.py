"""Worth: what a candidate is worth to one who skims a day, beyond the grade of a reader who sees it alone; by blind pairs."""

from __future__ import annotations

import re

from paperline.domain.ranking.terms import terms
from paperline.domain.summaries import ClaimKind
from paperline.engines.embedded.abstract import Abstract
from paperline.engines.embedded.line.candidates import Candidate, Form
from paperline.engines.embedded.names.naming import Name, is_common

_SAID_AGAIN = 2.0
_TITLE_AGAIN = 2.2
_MEASURED = 2.6
_MECHANISM = 0.2
_EMPTY = re.compile(
    r"(?:will|plans? to|aims? to)\b|future (?:work|research)\b|(?:our|the) (?:goal|aim|objective)\b|.*\bmust\b|(?:the )?(?:effectiveness|superiority|efficacy|superior performance|validity|usefulness)\b|.{0,30}'s (?:superior|effective)|"
    r"we (?:hypothesi[sz]e|position|hope|believe|argue|envision|plan|outline|clarify|articulate|delve|conclude)\b|(?:the|our|these) (?:findings|results|insights) (?:contribute|provide|offer|lay|pave)\b|(?:stage|step|phase) \d|"
    r".*\b(?:can|could|may|might) be (?:challenging|difficult)|.*\b(?:is|remains?|are) (?:still |largely )*(?:an? )?(?:unexplored|unclear|open|underexplored|unknown)",
    re.IGNORECASE,
)
# What a thing does for its readers, not how it works.
_THIN = re.compile(
    r"(?:provid|offer|suggest|pav|open|represent|serv|demonstrat|highlight|address|mark|giv|show|exhibit|aim|seek|begin|start|includ|compris|contain)\w*\b",
    re.IGNORECASE,
)
_OF_WRITERS = re.compile(r"\b(?:we|our|ours)\b", re.IGNORECASE)
_THIN_VERB = 0.5
_HOLLOW, _PER_LOSS, _DAMAGED, _UNKNOWN = 0.4, 0.08, 1.0, 0.8
_POINTING = 1.9
_WITHIN = 0.6
_HANGING, _PER_CUT, _OURS, _BESIDE, _ANOTHER, _PER_WORD = 0.7, 0.12, 0.3, 0.6, 0.6, 0.06
_POINTS = re.compile(
    r"\b(?:this|these|those|such)\b(?! as\b)|\bof them\b|\b(?:do|does|doing) (?:(?:just|exactly|precisely) that|so)\b|(?:outperform|surpass|exceed|match|beat|rival)\w* (?:it|them)\b",
    re.IGNORECASE,
)
_ATTAINING = re.compile(
    r"(?:consistently )?(?:achieving|outperforming|reaching|improving|reducing|surpassing) .*\d", re.IGNORECASE
)
_ANNOUNCES = re.compile(
    r"(?:(?:our|extensive|comprehensive|preliminary|empirical|experimental|theoretical|the|in-depth) )*"
    r"(?:results|experiments|evaluations?|findings|analys[ei]s|studies)\b.{0,90}?"
    r"\b(?:show|demonstrate|indicate|reveal|confirm|suggest|support|validate|verify|highlight|underscore)"
    r"|(?:is|are|was|were) (?:evaluated|validated|tested|conducted|trained)\b|.*\baims? to\b"
    r"|we (?:conclude|also|aim|hope)\b|(?:show|demonstrat|indicat|reveal|suggest|highlight)ing\b|there (?:is|are|remain)"
    r"|.*\b(?:pave|open)s? (?:the|a|new) (?:way|path|avenue|direction)|.*\b(?:hold|show)s? (?:significant |great )?(?:promise|potential)",
    re.IGNORECASE,
)
# What only says that something was found, or how many things were: `reveals three key findings`.
_COUNTS_FINDINGS = re.compile(
    r"\b(?:an? |the |two |three |four |five |six |several |many |some |key |following |important |new |interesting |critical |core )+"
    r"(?:[\w-]+ ){0,2}(?:findings?|insights?|observations?|takeaways?|lessons|phenomen(?:a|on)|contributions|challenges|issues|limitations|components|"
    r"principles|questions|directions|patterns|trends|modules|stages|techniques|innovations|designs|strategies|phases|steps|perspectives)$",
    re.IGNORECASE,
)
_BESIDES = re.compile(
    r"(?:additionally|in addition|furthermore|moreover|besides|finally|we (?:also|further)\b)", re.IGNORECASE
)
# Formulas of which a capture left only letters (`2.5sim3times`), and two statements in one.
_BROKEN = re.compile(r"\d(?:times|sim)\d|timessim|x20\d\d|; |\\[a-z]{3,}|\bours\b")
_NAMED = re.compile(r"(?:The |the )?([A-Z][a-z]*[A-Z][\w+-]*|[A-Z]{2,}[\w+-]*)\b(?! (?:agents?|models?)\b)")
# What is counted and not named: `two key components`, unless the list follows, and what the reader should know already: `the two bottlenecks`.
_UNNAMED = re.compile(
    r"\b(?:two|three|four|five|six|several|dual|multiple) (?:[\w-]+ ){0,3}(?:components|modules|stages|innovations|capabilities|perspectives|axes|phases|"
    r"contributions|dimensions|aspects|areas|challenges|bottlenecks|issues|factors|principles|designs|strategies|mechanisms|techniques)\b"
    r"(?!:| ?[(–—]| of\b| such\b|, i\.e\.)|\bthe (?:two|three|four|five)\b"
)
_ACRONYM = re.compile(r"(?<![\w-])[A-Z]{2,5}s?(?![\w-])")
_UNNAMED_LOSS, _PER_ACRONYM = 0.7, 0.25
_KNOWN = re.compile(
    r"(?:GPT|Chat|Gemini|Claude|L[Ll]a[Mm][Aa]|Qwen|Deep[Ss]eek|LLM|MLLM|VLM|LMM|AI|RL|SFT|OpenAI|Mi[sx]tral|CoT|PPO|GRPO|DPO|LVLM|LRM|SLM|CNN|MLP|LoRA|RAG)"
)
# No sizes of models (`6.9B`) and no versions (`Wan 2.2`).
_VERSIONED = "".join(rf"(?<![A-Z][a-z]{{{length}}} )" for length in range(1, 8))
_NUMBER = re.compile(
    rf"(?=[\dx×])(?:\d\s?(?:%|\\%|×|x\b|times\b|-?fold|points?)|{_VERSIONED}(?<![\w.-])\d+\.\d+(?!\d|\s?[BMK]\b)|(?<!\w)[x×]\d)"
)


def offer_worth(abstract: Abstract, name: Name | None, begin: int, what: Candidate) -> float:
    """Readers have the title above the line: saying it again tells them nothing; what comes besides the named thing, little."""
    if what.form is Form.TITLE:
        return -_TITLE_AGAIN
    pointing = _POINTS.search(what.fragment.text) is not None
    counting = _COUNTS_FINDINGS.search(what.said) is not None or _OF_WRITERS.search(what.said) is not None
    another = name is not None and what.name is None and not _has_name(what.fragment.text, name.text)
    pointing |= another and what.form is Form.BY_THE_WAY  # a part of what is offered
    later = what.form is Form.OFFERED and what.sentence > begin
    studied = name is not None and what.form is Form.STUDIED  # what was looked at, where something is offered
    besides = later or studied or _BESIDES.match(abstract.sentences[what.sentence].text) is not None
    runs = len(what.fragment.runs) + (len(what.joined.fragment.runs) - 1 if what.joined else 0)
    worth = -_THIN_VERB * (what.form is Form.DOES and _THIN.match(what.said) is not None)
    worth -= _obscure(abstract, what.text)
    worth += _MECHANISM * (what.joined is not None) - _PER_CUT * (runs - 1) - _PER_LOSS * max(0.0, what.lost)
    worth -= _WITHIN * (name is not None and what.name is None and not another)  # `X to join …`
    return worth - _POINTING * pointing - _DAMAGED * counting - _BESIDE * besides - _ANOTHER * another


def _obscure(abstract: Abstract, text: str) -> float:
    """What a text loses by what its reader cannot know: things counted and not named, short forms that neither it nor the title explains."""
    name = abstract.name.text if abstract.name else ""
    short = {found.removesuffix("s") for found in _ACRONYM.findall(text) if not is_common(found) and found != name}
    unknown = sum(form not in abstract.title and f"({form}" not in text for form in short)
    return _UNNAMED_LOSS * (_UNNAMED.search(text) is not None) + _PER_ACRONYM * unknown


def _has_name(text: str, name: str) -> bool:
    """Whether a text has the name, not only one made of it: `X-10K` is another thing than X."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?!-?\w)", text) is not None


def finding_worth(abstract: Abstract, result: Candidate) -> float:
    """A result's measured number is worth more to a reader who skims a day than to one who grades a sentence; what hangs, less.

    In blind pairs lines lost by openings such as `our results show`, participles without a result, and what was cut out.
    """
    text = result.fragment.text
    resulting = min(1.0, 2 * abstract.judged[result.sentence].kinds[ClaimKind.RESULT])
    measured = says_number(text)
    worth = _MEASURED * resulting * measured - _HOLLOW * (result.form is Form.REACHED and not measured)
    worth -= _HANGING * (result.form is Form.APPENDED and not _ATTAINING.match(text))
    worth -= _HANGING * (_ANNOUNCES.match(text) is not None) + _POINTING * (_POINTS.search(text) is not None)
    worth -= _DAMAGED * (_EMPTY.match(text) is not None)
    worth -= _UNNAMED_LOSS * (_UNNAMED.search(text) is not None)
    worth -= _OURS * (re.search(r"\b(?:we|our)\b", text, re.IGNORECASE) is not None)
    worth -= _DAMAGED * (_BROKEN.search(text) is not None) + _DAMAGED * (_COUNTS_FINDINGS.search(text) is not None)
    return worth - _PER_CUT * (len(result.fragment.runs) - 1) - _PER_LOSS * max(0.0, result.lost)


def pair_worth(title: str, what: Candidate, result: Candidate) -> float:
    """What two halves are worth together: a line that has room left tells more with it, and tells nothing twice."""
    again = _SAID_AGAIN * overlap(what, result) + _UNKNOWN * _names_unknown(title, what, result)
    return _PER_WORD * (what.words + result.words) - again


def overlap(what: Candidate, result: Candidate) -> float:
    """How much of a second half the first has said."""
    said, again = set(terms(what.text)), set(terms(result.fragment.text))
    return len(said & again) / max(1, len(again))


def says_number(text: str) -> bool:
    """Whether a text has a measured number."""
    return _NUMBER.search(text) is not None


def _names_unknown(title: str, what: Candidate, result: Candidate) -> bool:
    """Whether a second half opens with a name that neither the title nor the first half has, and that is not everybody's."""
    named = None if result.headless else _NAMED.match(result.fragment.text)
    if named is None or _KNOWN.match(named[1]):
        return False
    seen = f"{what.text} {title}".casefold()
    return named[1].casefold() not in seen and named[1].split("-")[0].casefold() not in seen
