"""Findings: whether a sentence on a paper's own work reports a finding of a kind, such as a record, a saving or a human study."""

from __future__ import annotations

import re
from collections.abc import Mapping

from paperline.domain.questions import Finding, Finds
from paperline.domain.ranking.terms import term_set, terms
from paperline.engines.embedded.answering.lists.concepts import forms
from paperline.engines.embedded.answering.statements.synonyms import is_met

_CLOSED = r"(?:closed|proprietary|commercial|frontier|GPT|ChatGPT|OpenAI|Gemini|Claude|o1\b|o3\b|o4\b|Doubao|Sora|Midjourney|AlphaEvolve)"
_OVER = r"(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|rival\w*|match\w*|better than|comparable (?:to|with)|on par with|superior to|over|than|against|competitive with|narrow\w*|compar\w+)"
_MANY = r"(?:several|multiple|many|various|diverse|different|both|two|three|four|five|six|seven|eight|nine|ten|\d+|extensive|standard|real-world|wide range of|broad|all)"
_CUES: Mapping[Finding, str] = {
    Finding.STATE_OF_THE_ART: r"(?:achiev|establish|set|reach|attain|deliver|obtain|yield|new|demonstrat|exhibit|show)\w*[^.;]{0,60}?(?:state[- ]of[- ]the[- ]art|\bSOTA\b)|new records?\b|best (?:results?|performance)",
    Finding.BEATS_CLOSED: rf"{_OVER}[^.;]{{0,90}}?\b{_CLOSED}|\b{_CLOSED}[^.;]{{0,60}}?{_OVER}|\bclosed-source\b[^.;]{{0,60}}?(?:models|baselines|systems)|evaluat\w+[^.;]{{0,80}}?\b{_CLOSED}",
    Finding.BEATS_LARGER: rf"{_OVER}[^.;]{{0,90}}?\b(?:larger|bigger|times (?:its|the|their) size|\d+x larger)\b|\b\d+(?:\.\d+)?B\b(?:[^.;]|\.\d){{0,120}}?{_OVER}[^.;]{{0,40}}?\b\d+(?:\.\d+)?B\b",
    Finding.SEVERAL_SIZES: r"\b(?:sizes|scales)\b|ranging from \d[^.;]{0,30}?[BM]\b|\bfrom \d+(?:\.\d+)?[BM] to \d+|\b\d+(?:\.\d+)?[BM],? (?:and|or|to) \d+(?:\.\d+)?[BM]\b|scaling to \d+B",
    Finding.SEVERAL_BENCHMARKS: rf"{_MANY} (?:[\w-]+ ){{0,4}}?(?:benchmarks|data ?sets|test sets|tasks)\b|\bbenchmarks\b|\bon [A-Z][\w-]+(?:, [A-Z][\w-]+)* and [A-Z]",
    Finding.GENERALISES: r"\bgenerali[sz]\w+|\bout[- ]of[- ](?:distribution|domain)|\bunseen\b|\btransfer\w*",
    Finding.HUMAN_STUDY: r"\bhuman (?:evaluat|stud|judg|rat|expert|annotat|assess|preference|labor|verif)\w*|\buser stud\w+|\b(?:domain )?experts\b|\bannotators?\b|\bparticipants?\b|manually (?:verified|annotated|curated|labell?ed)|human-(?:annotated|verified|labell?ed)",
    Finding.THEORY: r"\btheor(?:y|etical\w*|ems?)\b|\bproofs?\b|\bprov(?:e|es|en|ably|ing)\b|\bguarantee\w*|\bclosed-form\b|\bupper bound|\blower bound|\bformally\b|\bconvergence\b",
    Finding.SHOWS_FAILURE: r"\b(?:reveal|show|find|found|expos|demonstrat|uncover|identif|highlight|observ|indicat|suggest)\w*[^.;]{0,140}?\b(?:fail\w*|struggl\w+|limit\w*|discrepanc\w+|underperform\w*|significant(?:ly)? (?:gap|drop|worse)|fall short|shortcoming\w*|weakness\w*|poor\w*|hallucinat\w+|lack\w*|degrad\w*|gaps?|unreliab\w+|vulnerab\w+|bias\w*|lag\w*|declin\w*|below|far from)\b|\b(?:agents?|models?|LLMs?|systems?)\b (?:\w+ ){0,2}(?:struggle|fail|achieve (?:only|less)|fall short)|\b(?:even|state-of-the-art|frontier|current|existing|advanced|leading|best)\b[^.;]{0,60}\b(?:models?|LLMs?|systems?|agents?|methods?|encoders?)\b[^.;]{0,70}\b(?:struggl|fail|fall short|limit|degrad|lag|far from|only \d)\w*|\bpersistent (?:challenges|gaps)|\bfailure modes?\b|\bmay fail\b",
    Finding.DEPLOYED: r"\bdeployed\b|\bin production\b|\bA/B test\w*|\breal users\b|\bindustrial\b|\bonline (?:experiments|tests?)\b",
    Finding.ZERO_SHOT: r"\bzero-shot\b",
    Finding.SCALES: r"\bscal(?:es|ing) (?:laws?|behaviou?r|trends?|up|with|well|to)\b|\bscalab\w+",
    Finding.PAGE: r"\bproject (?:web)?(?:page|site)|\bhome ?page|\bweb ?(?:site|page)|\bdemos?\b[^.;]{0,40}https?://|https?://(?!(?:www\.)?(?:github|gitlab|huggingface)\.)\S+|\bgithub\.io\b",
    Finding.PROMISED: r"\b(?:will|shall|to) be (?:\w+ ){0,2}(?:releas|open-?\s?sourc|publish|made (?:\w+ )?(?:available|public)|available)\w*|\bwill (?:\w+ ){0,2}(?:release|open-?\s?source|publish|make)\b|\b(?:plan|intend)\w* to (?:release|open-?\s?source|publish)|\breleased? (?:upon|after|soon)\b|\bcoming soon\b",
    Finding.SPEED: r"\b(?:speed-?\s?ups?|faster|accelerat\w+|sped up|speeds? up|lower latency|low latency|throughput|latency|real[- ]time|inference speed|speedups?)\b|\d\s?(?:x|×|times) (?:faster|speed)",
    Finding.SAVING: r"\b(?:reduc\w+|sav(?:e|es|ing|ings)|cut(?:s|ting)?|lower\w*|less|fewer|cheaper|smaller|shrink\w*|decreas\w+|halv\w+|only|efficien\w+|compress\w+|minimi\w+|low)\b",
    Finding.GAIN: r"\b(?:improv\w*|outperform\w*|surpass\w*|exceed\w*|gains?|boost\w*|increas\w*|higher|lift|uplift|lower latency|advantage|better)\b[^;]{0,120}?[+]?\d[\d.,]*\s?(?:\\?%|percent|points?|pp|x\b|×|times)|[+]?\d[\d.,]*\s?(?:\\?%|percent|points?|pp|x\b|×|times)[^.;]{0,60}?\b(?:improv\w*|gains?|higher|lower|better|increase|boost|over|than|lift|uplift)|\b(?:outperform|surpass)\w*",
}  # fmt: skip
_REPORTS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _CUES.items()}
_SURE = 0.9
_OF_CUE = 0.2
_WINDOW = 110
_OF_RUNNING = frozenset(terms("inference latency runtime decoding sampling"))


def finds(text: str, condition: Finds) -> float:
    """How surely a sentence reports the finding, of the thing that is asked where one is."""
    found = list(_REPORTS[condition.finding].finditer(text))
    options = [wanted for option in condition.of.split("/") if (wanted := list(dict.fromkeys(terms(option))))]
    if condition.finding is Finding.SAVING and any(_OF_RUNNING & set(wanted) for wanted in options):
        quick = finds(text, Finds(Finding.SPEED))
        if quick:
            return quick
    if not found:
        return 0.0
    around = [text[max(0, cue.start() - _WINDOW) : cue.end() + _WINDOW] for cue in found]
    best = max((_share(wanted, near) for wanted in options for near in around), default=1.0)
    return _SURE * (_OF_CUE + (1 - _OF_CUE) * best)


def _share(wanted: list[str], text: str) -> float:
    held = term_set(text)
    return sum(
        is_met(term, held) or any(set(form) <= held for form in forms().get((term,), ())) for term in wanted
    ) / len(wanted)
