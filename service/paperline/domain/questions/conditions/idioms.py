"""Idioms: everyday ways to say what the reader of conditions knows in one word, put into that word."""

from __future__ import annotations

import re

_THINGS = (
    r"(?:artefacts?|artifacts?|materials?|assets?|resources?|something|anything|things?|stuff|everything|work|works)"
)
_ROUND = r"(?:\s+(?:for|so)\s+(?:(?:that|others?|anyone|everyone|people|all|public|free|the|community|readers|reuse|download\w*|can|may|use|to)\s*)+)?"
_NUMBER = r"(?:\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
_IDIOMS: tuple[tuple[str, str], ...] = (
    (r"\b(?:report|give|show|present|have|state)s?\s+(?:results?|numbers|performance|scores?|figures)\s+(?:on|for)\b", "use"),
    (r"\b(?P<verb>need|require|use)s?\s+(?:only\s+)?(?:very\s+)?(?:little|few)\b", r"\g<verb> less"),
    (r"\b(?:new|novel|different|own)\s+(?:kinds?|types?|forms?|sorts?|sets?)\s+of\b", "new"),
    (r"\b(?:contain|include|have|has|involve|use|feature)s?\s+nothing\s+(?!to\b)(?=\w)", "do not involve "),
    (r"\bsays?\s+where\s+(?:(?:the|their|its)\s+)?(?P<thing>code|data\w*|weights|models?)\s+(?:is|are|lives?|can be found)\b", r"release \g<thing>"),
    (r"\bmore than one\b", "several"),
    (r"\b(?:(?:costs?|expense)\s+of\s+(?:running|serving|using|deploying)(?:\s+(?:an?|the|their|large)?\s*models?)?|(?:running|serving)\s+costs?)\b", "inference cost"),
    (r"\b(?:are|is)\s+(?:unrelated|not related)\s+to\b", "do not deal with"),
    (r"\b(?:work|works|operate|operates|deal|deals)\s+with\s+(?:an?\s+|the\s+)?frozen\s+[\w-]+|\bkeeps?\s+(?:\w+\s+){0,3}frozen\b", "without fine-tuning"),
    (r"\b(?:only\s+)?(?:describe|report|give|state)s?\s+(?:their\s+|the\s+)?results?\s+(?:only\s+)?(?:in words|qualitatively|verbally)(?:\s+only)?", "do not report any numbers"),
    (r"\bdouble-?\s?digit\s+(?P<what>\w+)", r"\g<what> of at least 10%"),
    (r"\b(?:points?\s+or\s+(?:percent|%)|(?:percent|%)\s+or\s+points?)", "percent"),
    (rf"\bmakes?\s+(?:(?:the|their|its)\s+)*(?:{_THINGS})\s+(?=(?:\w+ly\s+)?(?:available|public|open|accessible))", "release code or data or weights "),
    (r"\b(?:have|has|had)\s+(?:nothing|little)\s+to\s+do\s+with\b", "do not deal with"),
    (r"\b(?:leave|put|set)s?\s+(?P<thing>(?:[\w-]+\s+){1,4})(?:aside|out)(?=\W*$)", r"do not deal with \g<thing>"),
    (r"\b(?P<verb>use|involve|have|need|release|share|contain|include|study|report|propose|introduce)s?\s+neither\s+(?P<first>.+?)\s+nor\s+", r"do not \g<verb> \g<first> and do not \g<verb> "),
    (r"\b(?:leave|keep)s?\s+(?:(?:the|their|its|all)\s+)*(?:(?:pre-?trained|base|underlying|language|original)\s+)*(?:models?|weights|parameters|networks?|backbones?|LLMs?|encoders?)\s+(?:unchanged|untouched|as (?:it|they) (?:is|are)|alone|fixed|frozen|intact|unmodified)\b", "without fine-tuning"),
    (r"\b(?:let|allow)s?\s+(?:me|us|you|readers|people|one)\s+(?:to\s+)?(?:see|get|download|use|have|read|reuse|run)\b|^\s*(?:can|could|may)\s+(?:i|we|you|one|anyone)\s+(?:get|download|find|see|have|use|reuse)\b", "release"),
    (r"\b(?:are|is|can be found|live|lives|be found)\s+on\s+git(?:hub|lab)\b|\b(?:have|has|with|give|gives|provide|include|name|names|mention|contain)\s+(?:an?\s+|the\s+|their\s+)*(?:links?\s+to\s+)?git(?:hub|lab)(?:\s+(?:links?|address|page|url))?\b(?!\s+\w)", "release code"),
    (r"\b(?:as well as|together with|along with|alongside|in addition to)\b(?=.*\b(?:code|data\w*|weights|models?|checkpoints?)\b)", "and"),
    (r"\b(?:appl(?:y|ies)|us(?:e|es)|bring|brings)\s+(?:AI|artificial intelligence|machine learning|deep learning|language models|LLMs)\s+(?:to|for|in)\s+", "deal with "),
    (r"\b(?:at least )?twice as fast\b", "at least 2 times faster"),
    (rf"\b(?:by|with)\s+(?:a|the)\s+factor\s+of\s+(?P<more>more than |over |at least )?(?P<number>{_NUMBER})(?:\s+or\s+more)?", r"by at least \g<number> times"),
    (rf"\b(?P<number>{_NUMBER})\s+(?P<what>[\w-]+)\s+or\s+more\b", r"at least \g<number> \g<what>"),
    (r"\b(?:larger|bigger|greater|higher|better) than(?=\s+\d)", "more than"),
    (r"\s+(?:as|than)\s+(?:what\s+came\s+|the\s+ones\s+)?(?:before|previously|earlier|until now|so far|existing ones|other methods|others|the rest)(?=\W*$)", ""),
    (r"\s+(?:known\s+)?(?:so far|to date|until now|up to now|yet|as yet|nowadays|today)(?=\W*$)", ""),
    (r"\bkeeps?\s+(?P<thing>(?:their|its|the)\s+(?:code|data|weights|models?|implementation))\s+(?:to\s+(?:themselves|itself)|private|secret|closed|back)\b", r"do not release \g<thing>"),
    (r"\b(?:hold|holds|keep|keeps)\s+back\s+(?P<thing>(?:their|its|the)\s+(?:code|data|weights|models?))", r"do not release \g<thing>"),
    (r"\b(?:do|does)\s*(?:not|n['’]t)\s+have\s+to\s+(?=(?:re-?|pre-?|fine-?)?(?:train|tune|label|annotat))", "do not "),
    (r"^\s*(?:can|could|may|do|does)\s+(?:i|we|you|one|anyone|readers)\s+(?:read|find|see|learn|get)\b(?=.*\b(?:score|number|figure|accuracy|percent|result)s?\b)", "report"),
    (r"\b(?:open|opens|opened)\s+(?:up\s+)?(?P<thing>(?:(?:their|its|the)\s+)?(?:code|data\w*|weights|models?|checkpoints?))", r"release \g<thing>"),
    (r"\b(?:name|cite|mention|list)s?\s+(?=(?:an?|the|their)?\s*(?:git|code|public)\w*\s+(?:repositor|repo\b|link))", "give "),
    (r"\bhow\s+(?P<how>accurate|successful)\s+(?:they|it|the \w+)\s+(?:is|are)\b(?:\s+in (?:figures|numbers))?", "the accuracy"),
    (r"\b(?:expose|show|reveal|demonstrate|find|list)s?\s+what\s+(?:[\w-]+\s+){0,3}?(?:models?|systems?|agents?|LLMs?)\s+(?:cannot|can['’]?t|can not|fail to|are unable to)\s+(?:yet\s+)?do\b", "show the limitations of current models"),
    (r"\b(?:do|does|perform|performs|score|scores)\s+(?:very\s+|quite\s+)?(?:badly|poorly)\b|\b(?:are|is)\s+(?:very\s+|still\s+)?(?:bad|weak|poor)\s+at\b", "fail"),
    (r"\b(?:have|has|had|let|lets|ask|asks|asked|invite|invites|recruit|recruits|involve|involves)\s+(?:human\s+)?(?:people|volunteers|participants|humans|users|subjects|testers)\b.*$", "run a user study"),
    (r"\s+of\s+(?:their|its)\s+own(?=\W*$)|\s+in\s+(?:them|it)(?=\W*$)", ""),
    (r"^\s*(?:state|report|give|present|show)s?\s+(?:their\s+|the\s+|its\s+)?(?:results?|findings?)\s+(?=without\b)", ""),
    (r"\b(?:(?:get|go|do|manage|come|cope|work|live|make do|run|operate|learn|train)s?\s+(?:(?:by|along|fine|well|entirely|completely)\s+)*without|dispens\w+ with|(?:do|does|doing) away with|(?:remove|removes|eliminate|eliminates|avoid|avoids|spare|spares)\s+(?:the\s+)?need\s+(?:for|of)|rel(?:y|ies) on no|steers? clear of)\b", "without"),
    (r"\b(?:say|says|mention|mentions|tell|tells|reveal|reveals|report|reports)\s+nothing\s+(?:about|of|on)\b|\b(?:are|is|stay|stays|remain|remains)\s+silent\s+(?:about|on)\b|\bmakes?\s+no\s+mention\s+of\b|\b(?:do|does)\s+not\s+(?:mention|speak of|talk about)(?=\s+\w+ing\b)", "do not"),
    (r"\bdo not (?:(?:any|the|a|its|their)\s+)*(?:releasing|release of|sharing|publishing|availability of|making available)\b", "do not release"),
    (r"\bdo not (?:(?:any|the|a|its|their)\s+)*(?P<thing>code|data|datasets?|weights|models?) (?:release|releases|availability|links?)\b", r"do not release \g<thing>"),
    (r"\bdo not using\b", "do not use"),
    (r"\bdo not comparing\b", "do not compare"),
    (r"\b(?:give|hand)s?\s+(?:away|out)\b|\bmakes?\s+(?:freely\s+)?(?:downloadable|public)\b|\b(?:upload|host)s?\b|\blets?\s+(?:others|people|anyone|everyone|readers|you)\s+(?:download|reuse)\b", "release"),
    (rf"\b(?:put|make|place|post|offer|provide)s?\s+(?P<thing>(?:[\w-]+\s+){{1,4}}?)(?:(?:freely|publicly|openly)\s+)?(?:online|on the (?:web|internet|net)|up for (?:download|grabs)|for (?:free|download)|downloadable|freely available){_ROUND}", r"release \g<thing>"),
    (r"\b(?:release|publish|share|open-?source)s?\s+(?P<thing>(?:[\w-]+\s+){0,3}[\w-]+)\s+(?:for|so that)\s+(?:others|anyone|everyone|people|the community|download\w*)\b.*$", r"release \g<thing>"),
    (rf"\b(?:release|publish|share|open-?source)s?\s+(?:(?:the|their|its|some|any|all)\s+)*{_THINGS}\b", "release code or data or weights"),
    (r"\b(?:point|link|refer|lead|direct\s+\w+|come|show|state|give|provide|include|have|offer)s?\s+(?:to\s+|with\s+)?(?:an?\s+|the\s+|their\s+|its\s+|links?\s+to\s+)*(?:public\s+|github\s+|code\s+|git\s+)+(?:repositor(?:y|ies)|repos?)\b", "release code"),
    (r"\b(?:promise|plan|intend|announce|expect|pledge)s?\s+(?:to\s+release|to\s+publish|to\s+open-?source|to\s+share|an?\s+(?:\w+\s+)?release|(?:\w+\s+)?releases?)\b.*$|\b(?:will|are going to|is going to)\s+(?:release|publish|open-?source|share|be released|be made (?:public|available))\b.*$", "promise a release"),
    (r"\b(?:release|publish|share|open-?source)s?\s+(?:[\w-]+\s+){0,3}(?:later|in the future|upon acceptance|soon)\b", "promise a release"),
    (r"\b(?:leave|keep)s?\s+(?:(?:the|their|its|all)\s+)*(?P<thing>(?:[\w-]+\s+){1,4}?)(?:unchanged|untouched|as (?:it|they) (?:is|are)|alone|fixed|frozen|intact|unmodified)\b", r"without modifying \g<thing>"),
    (r"^\s*(?:give|state|provide|quote|list|name)s?\s+(?=(?:(?:an?|the|their|its|exact|concrete)\s+)*(?:[\w-]+\s+){0,3}?(?:accurac|scores?\b|(?:success|win|pass|error) rates?|F1|perplexity|latency))", "report "),
    (r"\bboth\s+(?=[\w -]+\sand\s)", ""),
    (r"\s+(?:at all|whatsoever|of any kind|of any sort|altogether|to speak of|in any way)(?=\W*$)", ""),
    (r"\s+(?:in|of|with|within)\s+(?:their|its|the)\s+(?:results?|abstracts?|text|paper|summary)(?=\W*$)", ""),
    (r"\s+(?:as a number|in numbers|as numbers|numerically|in figures|with a number)(?=\W*$)", ""),
    (r"\b(?P<number>\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\s+or\s+more\b", r"at least \g<number>"),
    (r"\b(?P<number>\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\s+or\s+(?:fewer|less)\b", r"at most \g<number>"),
    (r"\b(?P<number>\d+(?:\.\d+)?)\s*per\s*cent\b", r"\g<number>%"),
    (r"\b(?:at least )?(?:doubl(?:e|es|ed|ing)|twice as fast)\b(?= (?:the )?(?:speed|throughput))", "at least 2 times"),
    (r"\bcarr(?:y|ies|ied) over to\b|\bextends? to\b(?= (?:new|unseen|other))", "generalise to"),
    (r"\b(?:a|some|any) (?P<what>study|evaluation|test|experiment) with (?:human|real) (?:participants|subjects|users|people)\b", r"a user \g<what>"),
)  # fmt: skip
_READ = tuple((re.compile(pattern, re.IGNORECASE), word) for pattern, word in _IDIOMS)


def plainly(predicate: str) -> str:
    """The predicate with its idioms in plain words."""
    for pattern, word in _READ:
        predicate = pattern.sub(word, predicate)
    return predicate
