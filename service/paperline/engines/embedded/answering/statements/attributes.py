"""Attributes: what a question asks for by name, and whether a sentence states one."""

from __future__ import annotations

import re

from paperline.domain.questions import AnswerType, Part
from paperline.domain.ranking.terms import term_set, terms
from paperline.engines.embedded.answering.naming_papers import mentions
from paperline.engines.embedded.answering.statements.amounts import amounts
from paperline.engines.embedded.answering.statements.facts import is_fact, stated
from paperline.engines.embedded.answering.statements.synonyms import is_met

_NAMED = r"(?:[A-Z][\w+.-]*[A-Z0-9][\w+.-]*|[A-Z]{2,}[\w-]*|[A-Z][a-z]+[\w-]*)"
_EVALUATED = rf"(?:\b(?:[Oo]n|[Aa]cross|over|including|namely|such as)\s|(?:e\.g\.,?|i\.e\.,?|datasets?:?|benchmarks?:?)\s\(?)\s*(?:the |both )?(?:\w+ ){{0,3}}?{_NAMED}"
_MODEL = r"\b(?:[A-Z]\w*(?:[.-]\w+)*-\d+(?:\.\d+)?[BbMm]|GPT-\w+|(?:Qwen|LL[aA][mM]A|Llama|llama|Gemma|Gemini|Claude|Mistral|DeepSeek|Phi|Mixtral|PALM|BERT|RoBERTa|T5|CLIP|ViT|ResNet|Stable Diffusion|FLUX|SDXL|Transformer)[\w.-]*)"
_KINDS: tuple[tuple[str, str], ...] = (
    (r"long|duration|(?:training |inference |run )?time", r"(?i:\b(?:milli)?seconds?\b|\bminutes?\b|\bhours?\b|\bdays?\b|\bweeks?\b|\bmonths?\b|\d\s?ms\b|\btime\b|\btimes (?:longer|slower|as long|faster)\b|\blonger\b)"),
    (r"percentages?|fractions?|shares?|proportions?", r"%|(?i:\bpercent|\bhalf\b|\bthirds?\b|\bquarters?\b|\bfraction)"),
    (r"data ?sets?|benchmarks?|corpus|corpora|test ?beds?|training data|data", rf"(?i:\b(?:data ?sets?|benchmarks?|corpus|corpora|test ?sets?|testbeds?)\b)|{_EVALUATED}"),
    (r"(?:language |base |foundation |backbone |teacher |student )?(?:models?|llms?|backbones?|architectures?|networks?)", rf"{_MODEL}|(?i:\b(?:backbone|architecture)\b)"),
    (r"optimi[sz]ers?", r"(?i:\boptimi[sz]ers?\b)|\bAdam\w*|\bSGD\b|\bLion\b|\bMuon\b|\bRMSProp\b"),
    (r"(?:gpus?|tpus?|hardware|accelerators?|devices?|machines?|cluster)", r"\b(?:GPUs?|TPUs?|CPUs?|A100s?|H100s?|H200|V100s?|RTX|NVIDIA|Hopper|Blackwell|L40S?|AWS)\b|(?i:\b(?:hardware|cluster|servers?)\b)"),
    (r"licen[sc]es?", r"(?i:\blicen[sc]e)|\bMIT\b|\bApache\b|\bCC[- ]BY\b|\bGPL\b"),
    (r"(?:programming )?languages?", r"(?i:\blanguages? (?:including|such as)|\b(?:multilingual|bilingual)\b)|\b(?:English|Chinese|French|German|Spanish|Hindi|Arabic|Japanese|Korean|Python|Java|C\+\+|Rust)\b"),
    (r"baselines?|competitors?|(?:previous|prior|existing) (?:methods?|models?|work)", r"(?i:\b(?:baselines?|outperform\w*|surpass\w*|compared (?:to|with)|exceed\w*|better than|over|than|versus|against|state-of-the-art)\b)"),
    (r"metrics?|measures?", r"(?i:\b(?:metrics?|accuracy|F1|BLEU|ROUGE|AUC|AUROC|FID|perplexity|precision|recall|PSNR|SSIM|mAP|kappa|success rate)\b)"),
    (r"speed-?ups?|speed|latency|throughput|faster|slower|fast|acceleration", r"(?i:\b(?:speed-?ups?|faster|accelerat\w+|speeds? up|latency|throughput|quicker|runtime|run-time|inference time|slower|times)\b|\d(?:\.\d+)?\s?(?:x|×)(?![A-Za-z]))"),
    (r"improvements?|gains?|increase|better|higher|boost|advantage", r"(?i:\b(?:improv\w+|gains?|outperform\w*|increas\w+|boost\w*|better|higher|surpass\w*|exceed\w*|raises?|over)\b)"),
    (r"reductions?|decrease|savings?|less|lower|fewer|smaller|cheaper", r"(?i:\b(?:reduc\w+|decreas\w+|sav\w+|less|lower\w*|fewer|cut\w*|smaller|cheaper|compress\w+|only)\b|\d\s?(?:x|×)(?![A-Za-z]))"),
    (r"(?:number of )?param(?:eter)?s?(?: count)?|model size", r"(?i:\bparam(?:eter)?s?\b)|\b\d+(?:\.\d+)?\s?[BM]\b|-\d+(?:\.\d+)?[BM]\b"),
    (r"(?:main |key |major |biggest )?(?:limitations?|weakness(?:es)?|drawbacks?|shortcomings?|problems?|challenges?|difficult(?:y|ies)|vulnerabilit(?:y|ies)|gaps?|issues?)", r"(?i:\b(?:limit\w*|weakness\w*|drawback\w*|shortcoming\w*|problem\w*|challeng\w+|suffer\w*|fail\w*|however|vulnerab\w+|struggl\w+|bottleneck\w*|issue\w*|gap\b|hinder\w*|difficult\w*|fall short|costly|remain\w*|constrain\w+))"),
    (r"accurac(?:y|ies)|accurate", r"(?i:\baccura\w+)"),
    (r"(?:success|pass|win|error|acceptance) rates?", ""),
    (r"tasks?", r"(?i:\btasks?\b|\bon (?:[\w-]+ ){0,3}(?:classification|detection|segmentation|generation|prediction|reasoning|translation|retrieval|answering|recognition|editing))"),
    (r"domains?|fields?|areas?|applications?|settings?|use cases?", r"(?i:\b(?:domains?|fields?|areas?|appli\w+|settings?|industr\w+|such as|like|including)\b)"),
    (r"(?:main |key |central |core |proposed |novel )?(?:ideas?|contributions?|goals?|purposes?|aims?|approach(?:es)?|methods?|techniques?|algorithms?|mechanisms?|framework|strateg(?:y|ies)|solutions?|novelty|insights?)", r"(?i:\b(?:propos\w+|introduc\w+|present\w*|develop\w*|we (?:use|study|show|train|design|employ|apply)|us(?:es?|ing)|leverag\w+|based on|consist\w*|compris\w+|insights?|idea|aims?|by \w+ing|first|via|method|technique|algorithm|framework|approach|mechanism|strategy))"),
    (r"(?:main |key |experimental |central )?(?:results?|findings?|conclusions?|outcomes?|performance|takeaways?)", r"(?i:\b(?:results?|show\w*|demonstrat\w+|achiev\w+|find\w*|found|outperform\w*|reveal\w*|conclu\w+|improv\w+|surpass\w*|state-of-the-art|performance|indicat\w+|suggest\w*|observe\w*))"),
    (r"(?:where|place|links?|urls?|websites?|project page|address)", r"(?i:https?://|\bwww\.|\.(?:com|org|io)\b)"),
    (r"(?:licence|code|implementation|repository)", r"(?i:\bcodes?\b|implementation|repositor|github)"),
)  # fmt: skip
_LEXICON = tuple(
    (re.compile(rf"(?:{asked})", re.IGNORECASE), re.compile(stated) if stated else None) for asked, stated in _KINDS
)
_NAMES_ONE = re.compile(r"(?:\w+ ){0,2}(?:data ?sets?|benchmarks?|corpus|corpora|models?|llms?|backbones?)")
_TRIED = re.compile(r"\b(?:evaluat|test|experiment|benchmarked|validat|measured|assess|compar)", re.IGNORECASE)
_TRIED_OUT = re.compile(
    r"\b(?:evaluat|experiment|test|result|achiev|outperform|surpass|demonstrat|show|perform|improv|gain|accura|score|valid|assess|reach|wins?\b|beats?\b|best\b)",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:unlike|instead|whereas|while|contrast|compar\w+|than|rather|versus|outperform\w*|surpass\w*|rivals?|differ\w*|distinct|beyond|over|replac\w+|not|less|more|only|by \w+ing)\b",
    re.IGNORECASE,
)
_UNCOMPARED = 0.4
_UNNAMED, _ELSEWHERE = 0.35, 0.3
_ANY_SAMPLES = frozenset(
    terms(
        "samples examples instances items entries pairs questions tasks prompts problems images videos charts dialogues"
    )
)
_SAMPLES = frozenset(terms("samples examples instances items entries"))
_COUNTED_ALIKE = _ANY_SAMPLES - frozenset(terms("tasks"))
_COUNTED_AFTER = 60
_MOST = 0.6
_SPAN_UNITS = frozenset({"ms", "s", "min", "h", "d", "wk", "mo", "y"})


def attribute_met(part: Part, text: str, of: frozenset[str] = frozenset()) -> float:
    """How far a sentence speaks of the attribute that is asked: 1 in its own words, less by its kind, 0 not at all.

    `of` holds the stems of what else is asked, such as the thing that is reduced.
    """
    if not part.attribute:
        return 1.0
    if (fact := stated(part.attribute, of, text)) is not None:
        return fact
    asked = _without_names(part)
    stems = terms(asked)
    held = term_set(text)
    if not stems or (stems[-1] in _SAMPLES and _ANY_SAMPLES & held):
        return 1.0
    kind = next((stated for pattern, stated in _LEXICON if pattern.fullmatch(asked)), None)
    if kind is not None:
        return _kind_met(part, kind, stems, text)
    if all(term in held for term in stems):
        return 1.0
    head = next((stated for pattern, stated in _LEXICON if pattern.fullmatch(asked.split()[-1])), None)
    share = sum(is_met(term, held) for term in stems) / len(stems)
    if head is not None and len(stems) > 1:
        return min(0.8, share) if head.search(text) else 0.0
    return min(0.8, share) if is_met(stems[-1], held) and share > _MOST else 0.0


def _kind_met(part: Part, kind: re.Pattern[str], stems: list[str], text: str) -> float:
    """Full where the sentence names one of the kind; somewhat less where it only has the word and a name is asked."""
    if not kind.search(text):
        return 0.0
    if part.asks is AnswerType.NAME and _NAMES_ONE.fullmatch(part.attribute):
        named = re.search(rf"{_EVALUATED}|{_MODEL}", text) is not None
        if _TRIED.search(part.text):
            return (1.0 if named else _UNNAMED) if _TRIED_OUT.search(text) else _ELSEWHERE
        return 1.0 if named else 0.7
    return 1.0 if set(stems) <= term_set(text) else 0.9


def type_met(part: Part, text: str) -> float:
    """Whether a sentence holds what the type of the answer needs: a number of the right kind, a name, a cause."""
    match part.asks:
        case AnswerType.NUMBER:
            return _number_met(part, text)
        case AnswerType.NAME if part.attribute in {"who", "date"}:
            return 0.0
        case AnswerType.REASON:
            cause = r"\b(?:because|since|due to|as a result|by|owing to|caus\w+|stem\w*|thus|thereby|therefore|which|to (?:address|avoid|reduce)|allow\w*|enabl\w+|leads? to|instead|skips?|hence|so that|from)\b"
            return 1.0 if re.search(cause, text, re.IGNORECASE) else 0.3
        case AnswerType.COMPARISON:
            return 1.0 if _COMPARES.search(text) else _UNCOMPARED
        case _:
            return 1.0


def _number_met(part: Part, text: str) -> float:
    if is_fact(part.attribute):
        return float(stated(part.attribute, frozenset(), text) != 0)
    found = amounts(text)
    sized = re.search(r"-\d+(?:\.\d+)?[BM]\b|\b\d+(?:\.\d+)?[BMK]\b", text)
    if not found:
        return 0.7 if sized and re.search(r"param|size", part.attribute) else 0.0
    if re.search(r"\bhow (?:many|few)\b", part.text, re.IGNORECASE):
        return _counted(part, text, [(item.start, item.end) for item in found], sized=bool(sized))
    units = frozenset(unit for item in found for unit in item.units)
    if re.search(r"percent|fraction|share|proportion", part.attribute):
        return 1.0 if "%" in units else 0.3
    if part.attribute in {"long", "time", "duration"}:
        relative = "times" in units and re.search(r"\b(?:longer|slower|as long|faster)\b", text)
        return 1.0 if units & _SPAN_UNITS or relative else 0.0
    ratio = re.search(r"\bhow much\b", part.text, re.IGNORECASE)
    return 1.0 if not ratio or units & {"%", "times", "points"} else 0.6


def _counted(part: Part, text: str, places: list[tuple[int, int]], *, sized: bool) -> float:
    """Whether a number stands shortly before what is counted, or by how many times its number changes."""
    nouns = terms(_without_names(part))
    if not nouns:
        return 0.5
    best = max((_count_of(nouns[-1], text, start, end) for start, end in places), default=0.0)
    if best:
        return best
    if sized and nouns[-1] == "paramet":
        return 0.9
    spoken = term_set(text)
    return (
        0.7 if is_met(nouns[-1], spoken) and re.search(r"\b(?:save|reduce|fewer|less|more|improve)", part.text) else 0.0
    )


def _count_of(noun: str, text: str, start: int, end: int) -> float:
    """How surely the number at a place counts the noun: full where the noun itself heads the phrase after it."""
    if re.match(r"\s?(?:%|percent)", text[max(start, end - 1) : end + 8]):
        return 0.0
    phrase = re.split(
        r"[.;:,]\s|\b(?:than|that|which|with|across|from|on|over|by)\b", text[start : end + _COUNTED_AFTER]
    )[0]
    words = re.findall(r"[A-Za-z][\w'-]*", phrase)[:7]
    others = _COUNTED_ALIKE if noun in _SAMPLES else frozenset()
    for place, word in enumerate(words):
        stems = set(terms(word.rpartition("-")[2]))
        if noun in stems or is_met(noun, stems) or others & stems:
            heads = word.lower().endswith("s") or not word[-1:].isalpha() or place + 1 == len(words)
            tried = re.search(r"\b(?:evaluat|test|benchmark|compar|assess)\w*\s[^.,;]{0,20}$", text[:start])
            return (1.0 if noun in stems else 0.8) * (1.0 if heads else 0.4) * (0.8 if tried else 1.0)
    return 0.0


def _without_names(part: Part) -> str:
    asked = part.attribute
    for name in part.names:
        if mentions(asked, name) and asked != name.lower():
            asked = re.sub(re.escape(name.lower()), " ", asked)
    return " ".join(asked.split())
