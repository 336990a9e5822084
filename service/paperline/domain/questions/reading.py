"""Reading a question: whether papers are counted, listed, surveyed or asked for something, and in which parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperline.domain.answers import AnswerKind
from paperline.domain.questions.conditions.reading import read_condition
from paperline.domain.questions.conditions.values import Condition
from paperline.domain.questions.following import refers_back
from paperline.domain.questions.parts import Part, names_in, parts_of

_PAPERS = r"papers?|abstracts?|articles?|publications?|preprints?"
_FRAME = re.compile(
    rf"""^\W*(?:(?:and|but|so|also|please|ok|can|could|you|then)\b\W*)*
    (?:(?:in|for|by|from|of)\s+(?=(?:how\ many|which|what)\b))?
    (?:(?:i|we)\s+(?:(?:would|['’]d)\s+)?(?:want|need|like|am\ looking\ for|are\ looking\ for|search\ for|seek)\s+(?:to\ (?:see|read|find|know)\s+)?|looking\ for\s+)?
    (?P<lead>how\ many|which|what(?:\ (?:is|are))?(?:\ the)?\ number\ of|what|(?:list|show|name|find|give|count|get)(?:\ me)?|(?:is|are)\ there(?:\ an?y?)?|any|(?=papers\b))\s*\b
    (?:(?:up|all|every|each|any|of|the|these|those|its|stored|other|different|today['’]s|yesterday['’]s|(?:this|last)\ week['’]s|the\ day['’]s|latest|recent|new)\s+)*
    (?P<modifiers>(?:[\w+'/-]+\s+){{0,5}}?)
    (?P<noun>{_PAPERS}|works|studies|projects|contributions|submissions|entries|manuscripts|teams|research(?:\ groups|ers)|ones|of\ them|of\ these|of\ those|them|these|those)\b
    (?P<rest>.*)$""",
    re.VERBOSE | re.IGNORECASE,
)
_METHODS = re.compile(
    r"^\W*(?:(?:and|but|so|also)\b\W*)*(?P<lead>which|what|how many|list(?: all| the)*)\s+(?:of the )?(?:methods?|approach(?:es)?|techniques?|systems?|algorithms?|frameworks?|groups?|people|authors)\s+"
    r"(?P<rest>(?:that |which )?(?:(?:do|does|are|is) not |don['’]t )?(?:need|require|use|rely|work|release|achieve|report|outperform|reduce|improve|speed|run|"
    r"train|combine|avoid|beat|surpass|reach|are (?:training|open|about|on|based)|have|come|operate|study|studie|deal|target|tackle|address|focus|introduce|propose|present|offer|look|concern|claim|apply|applie|learn|generate|create|cut|save|lower|shrink|compress|make|help|do without|get by|go without|rest|publish|share|handle|investigate|explore|try|trie|transfer|generali|carry|carrie|extend|scale|can be|accelerat|double|halve|win|match|rival|exceed|leave|keep|get by|cope|claim)\w*\b.*)$",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"^\W*(?P<lead>which|how many)\s+(?:methods?|approach(?:es)?|techniques?|systems?|algorithms?|frameworks?)\s+"
    r"(?P<rest>(?!(?:does|do|did|is|are|was|were|has|have|had|can|could|will|would|should|of|in|for|to|with|on|from|by|and|or|that|which|they|the)\b)(?!\w+ed\b)[a-z]+\s+.*)$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"^\W*(?:(?:and|but|so|also)\b\W*)*(?P<lead>who|whose(?=\s+(?:code|data|weights|model)))\s+(?P<rest>(?:(?:does|do|did) not |does(?:n['’]t)? |also )*(?:releas|report|claim|publish|shar|open-?sourc|use|stud|work|"
    r"beat|outperform|propos|introduc|present|say|accelerat|speed|train|reduc|improv|make|achiev|need|avoid|test|evaluat|generat|build|set|win|won|code|data|weights|model)\w*\b.*)$",
    re.IGNORECASE,
)
_METHODS_THERE = re.compile(
    r"^\W*(?P<lead>which|what|how many|list)\s+(?:(?:all|the)\s+)*(?P<modifiers>(?:[\w-]+\s+){1,4}?)(?:methods?|approach(?:es)?|techniques?|systems?|algorithms?|frameworks?)"
    r"\s+(?:are there|exist|are (?:presented|proposed|described|listed|introduced)|were (?:presented|proposed|introduced))\W*$",
    re.IGNORECASE,
)
_THINGS = (
    r"benchmarks?|data ?sets?|corpora|test ?(?:beds?|sets?|suites?)|(?:evaluation )?suites?|surveys?|reviews?|metrics?|libraries|toolkits?|tools?|simulators?|environments?|"
    r"models?|methods?|approaches|techniques?|algorithms?|frameworks?|systems?|agents?|architectures?|optimi[sz]ers?|attacks?|loss(?:es)?"
)
_OFFERED = re.compile(
    rf"""^\W*(?:(?:and|but|so|also)\b\W*)*(?P<lead>how\ many|which|what|list|name|show(?:\ me)?|count)\s+(?:(?:all|the|new|novel|different)\s+)*(?P<thing>(?:[\w-]+\s+){{0,3}}?(?:{_THINGS}))
    \s+(?:(?:are|were|is|have\ been|get|got)\s+(?:newly\s+)?(?:there|introduced|presented|proposed|released|contributed|published|created|offered|described|new|built|announced|collected)
    |there\ are|do\ (?:the|these)\ papers\ (?:\w+)|(?:do|did)\ (?:they|the\ authors)\ (?:\w+))(?P<rest>[^?.!]*)\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
_OVERVIEW = re.compile(
    r"""^\W*(?:please\W+)?(?:
    (?:can\ you\ )?(?:summari[sz]e|sum\ up|recap|outline|describe)\b(?:\ (?:me|for\ me))?\s*(?:the|all|this|these|those)?\s*(?:\w+['’]s\s+)?(?:day|papers?|list|abstracts?|news|everything|week|batch|them|it)?
    |(?:(?:give|show|write|tell)\ (?:me\ )?)?(?:an?|the)?\s*(?:(?:short|brief|quick|general|daily)\ )*(?:overview|summary|digest|recap|highlights|gist|tl;?dr|tour)\b(?:\ (?:of|for|on|over))?(?:\ (?:the|all|these|those|this))*(?:\ (?:day|papers?|abstracts?|list|week))?
    |what(?:['’]s|\ is|\ are|\ do|\ was|\ were)\ (?:all\ )?(?:the|these|those|today['’]s)?\s*(?:papers?|abstracts?|articles?|day|list)\ (?:all\ )?(?:about|cover|say|discuss|on|deal\ with)
    |what(?:['’]s|\ is|\ was|\ are|\ were)\ (?:there\ )?(?:new|news|interesting|happening|going\ on|notable|important|published|hot|in\ (?:here|it|the\ papers))(?:\ (?:new|papers?|here|there))*
    |what(?:['’]s|\ is|\ are|\ were)\ (?:the\ )?(?:main|major|key|central|most\ important|big|hot|dominant|common)?\s*(?:topics?|themes?|trends?|highlights?|news|subjects?|areas?)\b(?:\ (?:of|in|among|across|are|covered|discussed|by))*(?:\ (?:the|these|those|all))?(?:\ (?:papers?|day|abstracts?))?
    |what\ (?:topics?|themes?|subjects?|areas?|trends?)\ (?:are|do|were|did)\b(?:\ (?:the|these))?(?:\ papers)?(?:\ (?:covered?|discussed?|there|in\ the\ papers|about|deal\ with|address(?:ed)?))*
    |(?:anything|something)\ (?:new|interesting|notable)
    |what\ (?:happened|came\ out|appeared|was\ (?:published|released|listed))
    |what\ should\ i\ (?:read|know)
    )\W*$""",
    re.VERBOSE | re.IGNORECASE,
)


_FEW_MORE = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read: its words, the kind of answer, its parts, and the condition of a list or count.

    An `overview` is asked of all papers; one that `refers_back` speaks of papers that an earlier answer named.
    """

    text: str
    kind: AnswerKind
    parts: tuple[Part, ...]
    condition: Condition | None = None
    overview: bool = False
    refers_back: bool = False


def read_question(text: str, *, said: str = "") -> Question:
    """The question as read; `said` is what was asked literally, where `text` was completed from an earlier one.

    Only then may it refer back: without an earlier question there is nothing that a pronoun could mean.
    """
    back = bool(said) and refers_back(said)
    if framed := _framed(text):
        lead, predicate = framed
        counting = lead.lower().startswith(("how many", "what", "count")) and lead.lower() != "what"
        kind = AnswerKind.COUNT if counting else AnswerKind.LIST
        return Question(text, kind, parts_of(text), read_condition(predicate), refers_back=back)
    overview = bool(_OVERVIEW.match(text))
    return Question(text, AnswerKind.EXTRACT, parts_of(text), overview=overview, refers_back=back and not overview)


def _framed(text: str) -> tuple[str, str] | None:
    """Whether papers are listed or counted, and the predicate that they must meet."""
    if _OVERVIEW.match(text):
        return None
    if found := _FRAME.match(text):
        lead, modifiers, rest = found["lead"], found["modifiers"].strip(), found["rest"]
        if lead.lower() == "what" and found["noun"].lower() in {"works", "these", "those", "them", "ones"}:
            return None
        if lead.lower().startswith(("is there", "are there", "any")) and names_in(modifiers):
            return None
        if re.search(r"\b(?:does|do|did|is|are|of|in|on|can|was|were)\b", modifiers, re.IGNORECASE):
            return None
        if re.match(r"\s*(?:['’]|of\s+(?:the\s+)?(?!today|yesterday|this|last)\w+)", rest) and not modifiers:
            rest = re.sub(r"^\s*of\s+(?:the\s+)?", " from ", rest)
        return lead, f"{modifiers} | {rest.strip()}" if modifiers else rest.strip()
    if found := _METHODS_THERE.match(text):
        return found["lead"], f"{found['modifiers'].strip()} | "
    if (found := _OFFERED.match(text)) and not names_in(text) and len(found["rest"].split()) < _FEW_MORE:
        thing = re.sub(r"^(?:new|novel)\s+", "", found["thing"])
        return found["lead"], f"propose {thing} {found['rest']}".strip()
    if (found := _WHO.match(text)) and not names_in(found["rest"]):
        return found["lead"], found["rest"]
    if (found := _METHODS.match(text) or _DOING.match(text)) and not names_in(found["rest"]):
        return found["lead"], found["rest"]
    return None
