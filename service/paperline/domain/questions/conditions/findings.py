"""Reading findings: what a condition asks of a paper's results or conduct, in whatever words, as one of the kinds that papers report."""

from __future__ import annotations

import re

from paperline.domain.questions.conditions.values import Finding, Finds

_BETTER = (
    r"(?:beat\w*|outperform\w*|surpass\w*|exceed\w*|better than|superior to|ahead of|outdo\w*|improv\w+ (?:on|over|upon)|wins? (?:over|against)|overtak\w+|"
    r"match\w*|rival\w*|on par with|as good as|comparable (?:to|with)|level with|compar\w+ (?:to|with|against)|reach\w* the level of)"
)
_FAILING = r"\b(?:fail|poor|struggl|fall short|bad|weak|limit)"
_MANY = r"(?:several|multiple|many|more than one|various|diverse|different|two or more|a range of|a variety of|a number of|wide range of)"
_READ: tuple[tuple[Finding, str], ...] = (
    (Finding.PROMISED, r"\bpromis\w+ (?:a |to )?release"),
    (Finding.STATE_OF_THE_ART, rf"state[- ]of[- ]the[- ]art(?!.*{_FAILING})|\bSOTA\b(?!.*{_FAILING})|{_BETTER} (?:all|every|any|everything) (?:of the )?(?:previous|prior|existing|other|earlier|known|before)|\bbest (?:known |published |reported )?(?:results?|performance|scores?)|\bnew records?\b|\bsets? (?:a )?new (?:record|best|standard)|\b(?:top|tops|lead|leads) (?:the |a )?(?:leaderboard|ranking)s?"),
    (Finding.BEATS_CLOSED, rf"{_BETTER}.*\b(?:GPT|ChatGPT|Gemini|Claude|OpenAI)\b(?![-\d ]*\d)|{_BETTER}.*\b(?:closed|commercial|proprietary|frontier)\b|\b(?:closed|commercial|proprietary|closed-source|frontier) (?:models?|systems?)\b"),
    (Finding.BEATS_LARGER, rf"{_BETTER}.*\b(?:larger|bigger|much larger|far larger|giant|huge) (?:models?|ones|systems?|networks?|rivals?|baselines?|competitors?)"),
    (Finding.SEVERAL_SIZES, rf"{_MANY} (?:model )?(?:sizes|scales)|model sizes"),
    (Finding.SEVERAL_BENCHMARKS, rf"{_MANY} (?:\w+ )?(?:benchmarks?|data ?sets?|test sets?)"),
    (Finding.GENERALISES, r"\bgenerali[sz]\w+|\bout[- ]of[- ](?:distribution|domain)|\bunseen\b|\btransfers? (?:to|well|across)"),
    (Finding.HUMAN_STUDY, r"\b(?:human|user|expert) (?:evaluation|study|studies|judg\w+|ratings?|raters?|experts?|annotators?|participants?|assess\w+|preference stud\w+)|\buser stud(?:y|ies)|\b(?:people|humans|volunteers|participants|experts|annotators) (?:take part|participat|rat|judg|evaluat|assess|annotat|label|took)\w*|\bhuman annotators\b"),
    (Finding.THEORY, r"\btheor(?:y|etical|etically|ems?)\b|\bproofs?\b|\bprov(?:e|es|en|ing) (?:that|something|a|the|bounds?)|\bguarantees?\b|\bformal (?:analysis|proof)|\bmathematical(?:ly)? (?:analysis|analy[sz]e|proof|prove)"),
    (Finding.SHOWS_FAILURE, r"\b(?:models?|systems?|agents?|LLMs?|methods?|machines?)\b.*\b(?:fail\w*|struggl\w+|fall(?:s|ing)? short|wrong|weak\w*|limits?|limitations?|shortcomings?|poorly|badly|unreliable|blind spots?|gaps?|deficienc\w+|cannot)\b|\b(?:fail\w*|weakness\w*|shortcomings?|limitations?|limits|blind spots?|deficienc\w+|errors?|flaws?) (?:of|in) (?:the )?(?:current|existing|today['’]s|recent|present|modern|leading|large|state)"),
    (Finding.DEPLOYED, r"\bdeploy\w*|\bin production\b|\breal users\b|\bA/B test\w*|\bindustrial\b|\bin practice\b"),
    (Finding.ZERO_SHOT, r"\bzero[- ]shot\b"),
    (Finding.SCALES, r"\bscal(?:es|ing) (?:laws?|behaviou?r|trends?|up|with|well)\b"),
    (Finding.PAGE, r"\bproject (?:web)?(?:page|site)s?\b|\bweb ?(?:site|page)s?\b|\bhome ?pages?\b|\bdemos?\b"),
    (Finding.SPEED, r"\b(?:speed-?\s?ups?|faster|quicker|quick|accelerat\w+|speed(?:s|ing)? (?:\w+ )?up|latency|throughput|real[- ]time|speed|sped up|quicken\w*)\b"),
    (Finding.SAVING, r"\b(?:reduc(?:e|es|ed|ing|tions?)|sav(?:e|es|ed|ing|ings)|cut(?:s|ting)?(?: down)?|lower(?:s|ed|ing)?|less|fewer|cheaper|smaller|shrink\w*|decreas\w+|shorten(?:s|ed|ing)?|bring(?:s|ing)? (?:\w+ ){0,4}?down|bring(?:s)? down|trim(?:s|med)?|halv(?:e|es|ed|ing)|slash(?:es)?|spar(?:e|es|ing)|more efficient|efficien\w+|economi[sz]e\w*)\b"),
    (Finding.GAIN, rf"\b(?:improvements?|gains?|increases?|boosts?)\b.*\b(?:over|number|numeric\w*|percent\w*|points|figure|quantif\w+|baselines?)\b|{_BETTER} (?:(?:the|all|existing|previous|prior|other|earlier|strong|their|its|known|competing|current|established|recent) )*(?:baselines?|methods?|approach(?:es)?|work|works|models?|systems?|competitors?|rivals?)"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _READ)
_IDLE = re.compile(
    r"\b(?:trained|were|gpu|footprint|usage|consumption|requirements?|demands?|along|good|behaviou?r|running|run|came|come|before|what|known|claim\w*|give[ns]?|have|use[ds]?|strong|nice|big|huge|great|ability|able|can|say\w*|find\w*|conclud\w*|even|too|very|their own|used|who|you|to|that|their|its|the|a|an|of|in|on|at|by|to|for|with|over|than|and|or|is|are|was|were|be|it|them|they|how|some|any|something|someone|things?|new|novel|"
    r"approach(?:es)?|methods?|models?|systems?|results?|performance|papers?|works?|claims?|reports?|reported|achiev\w+|shows?|showing|demonstrat\w+|obtains?|gets?|gives?|"
    r"makes?|making|needs?|needed|required?|number|amount|numbers?|baselines?|existing|previous|prior|current|still|at least|least|rivals?|competitors?|predecessors?|earlier|others?|ones|quantif\w+|by|twice|half|do|does|have|has|tests?|tested|evaluat\w+|runs?|"
    r"substantial(?:ly)?|significant(?:ly)?|large|much|well|better|as|also|one|advantages?|cheaper|quicker|faster|smaller|fewer|less|lower|speed|bring\w*|offer\w*|provid\w+|use|uses|using)\b",
    re.IGNORECASE,
)


def finding_of(clause: str) -> Finds | None:
    """What the clause asks of a paper's results, with the words that say of what; None where it asks for no such finding."""
    for kind, pattern in _KINDS:
        if found := pattern.search(clause):
            rest = clause[: found.start()] + " " + clause[found.end() :]
            if kind not in _OF_SOMETHING:
                return Finds(kind)
            if kind is Finding.GENERALISES:
                rest = _ELSEWHERE.sub(" ", rest)
            left = [" ".join(re.findall(r"[\w'-]+", _IDLE.sub(" ", option))) for option in re.split(r"\bor\b|/", rest)]
            spoken = found[0] if _NAMES_ITSELF.match(found[0]) else ""
            of = " / ".join(filter(None, (spoken, *left)))
            return None if kind is Finding.SAVING and not of else Finds(kind, of)
    return None


_ELSEWHERE = re.compile(
    r"\b(?:unseen|new|other|different|diverse|tasks?|domains?|settings?|situations?|data|datasets?|distributions?|beyond|across|training|cases?|environments?|scenarios?)\b",
    re.IGNORECASE,
)
_NAMES_ITSELF = re.compile(r"latency|throughput", re.IGNORECASE)
_OF_SOMETHING = frozenset({Finding.SAVING, Finding.SPEED, Finding.GENERALISES, Finding.ZERO_SHOT})
