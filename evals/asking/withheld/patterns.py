"""What sentences state, how it is asked for, and what else in an abstract would answer the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_NUMBER = r"[~≈]?\$?\d[\d,]*(?:\.\d+)?"
_PERCENT = rf"{_NUMBER}\s?\\?%"
_GAIN = rf"{_NUMBER}\s?(?:\\?%|(?:percentage )?points?|pp\b|pts?\b|dB)"
_TIMES = r"\d+(?:\.\d+)?\s?(?:\\?\$?\\?times\b|×|[xX]\b|-?fold\b)"
_NAMED = r"[A-Z][\w.+-]*[A-Z0-9][\w.+-]*(?:[ -][A-Z0-9][\w.+-]*){0,2}"
_AND = r"(?:,? and |, | or )"
_LISTED = rf"{_NAMED}(?:{_AND}(?:the )?{_NAMED})+"
_METRIC = (
    r"(?:(?:average |overall |top-1 |exact[- ]match |task |zero-shot |test |mean )?(?:accuracy|success rate|pass rate|win rate|"
    r"pass@1|F1(?: score)?|recall|precision|mAP|mIoU|AUROC|AUC|PSNR|FID|BLEU|WER|error rate|agreement|solve rate|hit rate|score))"
)
_SCORED = rf"(?:(?<!\+){_PERCENT}\s(?:\w+\s)?(?P<metric>{_METRIC})(?!\s(?:reduction|improvement|gain|increase|drop|boost))|(?P<metric_first>{_METRIC}) of {_NUMBER})"
_DOES = (
    r"(?:%(name)s[\w-]*(?:\s(?!achiev|reach)[\w.()-]+){0,2}|\b[Ww]e|\b[Ii]t|\b[Oo]ur\s\w+(?:\s[\w-]+)?|\b(?:[Tt]his|[Tt]he (?:proposed|resulting|final)) \w+)"
    r"\s(?:(?:\w+ly|also|further|thus|can|even|then|still)\s){0,2}"
)
_GETS = rf"(?:{_DOES}(?:achiev|reach|attain|obtain|scor|record|deliver|yield|hit)(?:es?|s|ed)?|(?<=, )(?:achiev|reach|attain|obtain|scor)ing)\s"
_MODELS = (
    r"(?:Qwen[\w.-]*|LLaMA[\w.-]*|Llama[\w.-]*|LLaVA[\w.-]*|GPT-[\w.]+|Stable Diffusion[\w. ]*?|SDXL|FLUX[\w.-]*|CLIP|DINOv\d|Mistral[\w.-]*|"
    r"Gemma[\w.-]*|InternVL[\w.-]*|DeepSeek[\w.-]*|T5|BERT|Wan[ -]?2[\w.]*|HunyuanVideo|CogVideoX|Whisper|SigLIP[\w-]*|Phi-[\w.]+|OLMo[\w.]*|SmolLM[\w.-]*|VGGT)"
)
_COUNTED = (
    r"(?P<noun>samples|questions|tasks|images|videos|video clips|clips|instances|problems|examples|pairs|triplets|dialogues|conversations|"
    r"prompts|queries|hours|languages|domains|categories|subjects|scenarios|scenes|trajectories|documents|annotations|environments|"
    r"repositories|models|tools|applications|apps|websites|objects|tokens|test cases|instructions|datasets|benchmarks|episodes|issues|"
    r"disciplines|metrics|dimensions|skills|frames|charts|tables|entries|rubrics|shapes|assets|songs|speakers|cases|exams)"
)


class About(StrEnum):
    """What has the name: a benchmark or dataset, a method or model, or either."""

    RESOURCE = "resource"
    METHOD = "method"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of fact: the sentences that state it, how to ask for it, and what in another sentence would state it too.

    `%(name)s` and the groups of `states` may be used in phrasings and rivals.
    """

    kind: str
    about: About
    states: str
    rivals: str
    phrasings: tuple[str, ...]


PATTERNS = (
    Pattern(
        "score on a benchmark", About.METHOD,
        _GETS + rf"[^.;]{{0,40}}?{_SCORED}"
        rf"[^.;,]{{0,25}}?\son\s(?:the\s)?(?P<where>{_NAMED})",
        r"(?:%(where)s|%(metric)s)[^;]*\d\d|\d\d[^;]*(?:%(where)s|%(metric)s)",
        (
            "What %(metric)s does %(name)s get on %(where)s?", "Which %(metric)s was measured for %(name)s on %(where)s?",
            "How high is the %(metric)s of %(name)s on %(where)s?", "%(name)s on %(where)s: what is the %(metric)s?",
        ),
    ),
    Pattern(
        "score", About.METHOD,
        _GETS + rf"[^.;]{{0,40}}?{_SCORED}",
        rf"%(metric)s[^;]*\d\d|\d\d[^;]*%(metric)s|{_PERCENT}",
        (
            "What %(metric)s does %(name)s get?", "How high is the %(metric)s of %(name)s?",
            "Which %(metric)s is reported for %(name)s?", "Give me the %(metric)s of %(name)s.",
        ),
    ),
    Pattern(
        "speed-up", About.METHOD,
        rf"{_TIMES}[^.;,]{{0,30}}?\b(?:speed-?ups?|faster|accelerat\w+|higher throughput|inference speed|lower latency)"
        rf"|\b(?:speed-?ups?|faster|accelerat\w+)[^.;,]{{0,30}}?{_TIMES}",
        rf"(?:speed|faster|accelerat|throughput|latency)[^;]*\d|\d[^;]*(?:speed|faster|accelerat|throughput|latency)|{_TIMES}",
        (
            "How much faster is %(name)s?", "What speed-up does %(name)s bring?",
            "By what factor does %(name)s make things quicker?", "How many times faster than before is %(name)s?",
        ),
    ),
    Pattern(
        "lead over a rival", About.METHOD,
        rf"(?:{_DOES}|(?<=, ))(?:outperform|surpass|exceed|beat)(?:s|es|ed|ing)?\s(?:the\s|even\s)?(?P<rival>{_NAMED})[^.;]{{0,40}}?\bby\s[^.;]{{0,25}}?{_GAIN}",
        r"%(rival)s",
        (
            "By how much does %(name)s beat %(rival)s?", "How large is the lead of %(name)s over %(rival)s?",
            "How far ahead of %(rival)s is %(name)s?", "What margin separates %(name)s from %(rival)s?",
        ),
    ),
    Pattern(
        "improvement", About.METHOD,
        _DOES + r"(?:improv|outperform|surpass|exceed|increas|boost|rais|lift|achiev|yield|deliver)\w*\s"
        rf"(?![^.;]*\b(?:reduc|speed|faster|fewer))[^.;]{{0,70}}?(?:\bby\s[^.;]{{0,20}}?{_GAIN}|{_GAIN}\s[^.;,]{{0,20}}?(?:improvement|gain|increase|boost))",
        rf"{_GAIN}|{_TIMES}",
        (
            "How large is the improvement that %(name)s brings?", "By how many points or per cent is %(name)s better than what came before?",
            "What gain does %(name)s report in numbers?", "How big is the advantage of %(name)s over its baselines?",
        ),
    ),
    Pattern(
        "saving", About.METHOD,
        r"(?:reduc|cut|lower|sav|shrink|decreas|compress)\w*\s[^.;]{0,40}?(?P<what>memory|latency|cost|parameters|tokens|training time|inference time|"
        rf"computation|FLOPs|storage|model size|KV cache|energy)\b[^.;]{{0,40}}?\b(?:by|to)\s(?:(?:up|over|more|than|about|around|nearly|to|approximately|roughly|as|much|an|average|of|only)\s){{0,4}}(?:{_PERCENT}|{_TIMES})",
        r"%(what)s[^;]*\d|\d[^;]*%(what)s|(?:reduc|sav|fewer|less)[^;]*\d",
        (
            "By how much does %(name)s bring down the %(what)s?", "How great is the drop in %(what)s with %(name)s?",
            "How strongly does %(name)s squeeze the %(what)s?",
        ),
    ),
    Pattern(
        "how many it holds", About.RESOURCE,
        rf"^(?!.*\btrained\b).*?(?:contain|compris|consist|includ|featur|span|cover|cur(?:at)|collect|with|of|provid|offer|construct|annotat|encompass)\w*\s[^.;]{{0,60}}?"
        rf"(?<![\w.-])\d[\d,.]*\s?(?:k|K|M|B|\+|million|thousand|billion|hundred)?\+?\s(?:[\w-]+\s){{0,3}}?{_COUNTED}\b",
        r"\d[\d,.]*[^;.]{0,60}%(noun)s|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand)[^;.]{0,40}%(noun)s",
        (
            "How many %(noun)s does %(name)s contain?", "How many %(noun)s are there in %(name)s?",
            "What is the number of %(noun)s in %(name)s?", "%(name)s: how many %(noun)s is it made of?",
        ),
    ),
    Pattern(
        "parameters", About.METHOD,
        r"%(name)s(?:,| is| has| comes| with| \()[^.;]{0,40}?(?<![\w.-])\d+(?:\.\d+)?\s?-?(?:[BM]|billion|million|trillion)[ -](?:\w+\s)?param(?:eter)?s?\b",
        r"\d+(?:\.\d+)?\s?-?(?:[BM]\b|billion|million)|param",
        (
            "How many parameters does %(name)s have?", "How large a model is %(name)s?",
            "What is the parameter count of %(name)s?", "How big is %(name)s in parameters?",
        ),
    ),
    Pattern(
        "training data", About.METHOD,
        r"\b(?:pre-?|re-?)?(?:train|fine-?tun)\w*\s(?:\w+\s){0,3}?(?:on|with|using|from)\s[^.;,]{0,30}?(?<![\w.-])\d[\d,.]*\s?"
        r"(?:k|K|M|B|T|million|thousand|billion|trillion)?\+?\s(?:[\w-]+\s){0,3}?(?P<unit>hours|tokens|samples|images|videos|examples|pairs|instances|problems|trajectories|demonstrations|clips|episodes)",
        r"(?:train|data|corpus)[^;]*\d|\d[^;]*(?:train|%(unit)s)",
        (
            "How much data was %(name)s trained on?", "On how many %(unit)s was %(name)s trained?",
            "What amount of training data does %(name)s take?", "How big is the training set behind %(name)s?",
        ),
    ),
    Pattern(
        "running speed", About.METHOD,
        r"(?<!videos )(?<!p and )(?<!p )\b(?:at|in|within|under|of|to|only|than|over)\s(?:\w+\s){0,2}?[~≈]?\d+(?:\.\d+)?\s?(?:FPS|fps|frames per second|ms|milliseconds|tokens per second|tokens/s)\b"
        r"|\b(?:in|within)\s(?:\w+\s){0,2}?\d+(?:\.\d+)?\s?(?:seconds|minutes)\b",
        r"\d\s?(?:FPS|fps|frames per|Hz|ms\b|milliseconds|seconds|minutes|tokens per|tokens/s)|real[- ]time|faster|latency",
        (
            "How fast does %(name)s run?", "What running time or frame rate does %(name)s reach?",
            "How quick is %(name)s?",
        ),
    ),
    Pattern(
        "hardware", About.METHOD,
        r"\b(?:on|with|using|of)\s(?:only\s|just\s)?(?:a single|one|two|four|eight|\d+)\s(?:\w+\s){0,2}?(?:A100|H100|H800|A800|RTX[ -]?\d+\w*|V100|L40S?|GPUs?|TPU\S*)",
        r"GPU|A100|H100|RTX|TPU|V100",
        (
            "What hardware does %(name)s need?", "Which accelerator, and how many of them, does %(name)s run on?",
            "How many graphics cards does %(name)s take?",
        ),
    ),
    Pattern(
        "code release", About.EITHER,
        r"\b[Cc]odes?\b[^.;]{0,80}?(?:\b(?:available|released?|open[- ]sourced?|public)\b|https?://)|(?:releas|open-sourc)\w*[^.;]{0,40}\bcode\b|https?://github\.com",
        r"github|\bcode(?:base)?s?\b|open[- ]?(?:ly )?sourc|publicly|\brelease|https?:|available",
        (
            "Is the code of %(name)s released?", "Where can I get the implementation of %(name)s?", "Is %(name)s open source?",
            "Have the people behind %(name)s put their source code online?",
        ),
    ),
    Pattern(
        "project page", About.EITHER,
        r"(?:[Pp]roject|[Hh]ome)[ -]?(?:web)?(?:[Pp]age|[Ss]ite)\b[^;]{0,60}?https?://|(?:[Dd]emos?|[Ww]ebsite|[Vv]ideos?|[Rr]esults)\b[^.;]{0,60}?(?:at|:|page)[^.;]{0,20}https?://",
        r"https?:|project page|website|homepage|webpage|demo\b",
        ("What is the address of the project page of %(name)s?", "Is there a web page about %(name)s?", "Where can I see %(name)s on the web?"),
    ),
    Pattern(
        "evaluated on", About.METHOD,
        rf"(?:[Ee]xperiment|[Ee]valuat|[Rr]esult|tests?\b|validat|[Oo]n\s(?:\w+\s){{0,2}}benchmarks)[^.;]*?\b(?:on|including|across|\()\s?(?:[a-z-]+\s){{0,4}}?[(]?(?:the )?(?!{_MODELS})(?P<listed>{_LISTED})",
        rf"%(listed)s|\b(?:on|across|over) (?:the )?(?:[a-z-]+ ){{0,3}}(?:{_NAMED}|benchmarks?\b|datasets?\b|tasks?\b)",
        (
            "Which benchmarks was %(name)s tested on?", "What data sets serve to evaluate %(name)s?",
            "On which benchmarks do the authors measure %(name)s?", "Name the test sets used for %(name)s.",
        ),
    ),
    Pattern(
        "beaten systems", About.METHOD,
        rf"(?:outperform|surpass|exceed|beat|compared (?:to|with)|comparable (?:to|with)|on par with|rival)\w*\s(?:(?!on\s|in\s|across\s|for\s|by\s)[a-z-]+\s){{0,5}}?(?:such as |like |including )?(?P<listed>{_LISTED}|{_MODELS})",
        r"%(listed)s|outperform|surpass|exceed|beat|compar|superior|baseline|state[- ]of[- ]the[- ]art|rival",
        (
            "Which systems is %(name)s measured against?", "What models does %(name)s beat or match?",
            "Against whom is %(name)s compared?", "Which competitors of %(name)s are mentioned?",
        ),
    ),
    Pattern(
        "base model", About.METHOD,
        rf"(?:built (?:up)?on|based on|initiali[sz]ed (?:from|with)|fine-?tuned from|builds? (?:up)?on|backbone|starting from)\s(?:the\s|a\s|an\s|of\s|pre-?trained\s|open[- ]source\s)*(?P<base>{_MODELS})\b",
        rf"{_MODELS}",
        (
            "Which base model is %(name)s built on?", "What backbone does %(name)s start from?",
            "Which pretrained network does %(name)s rest on?",
        ),
    ),
    Pattern(
        "tried with", About.METHOD,
        rf"(?:[Aa]ppl\w+ to|[Aa]pplying|[Ee]xperiments? (?:on|with|using)|[Aa]ugmenting|[Ee]valuated on|[Tt]rained on|[Ii]ntegrat\w+ (?:into|with))\s"
        rf"(?:[a-z-]+\s){{0,4}}?{_MODELS}",
        rf"{_MODELS}",
        (
            "Which models is %(name)s tried with?", "To which networks is %(name)s applied?",
            "What pretrained models serve to test %(name)s?",
        ),
    ),
)  # fmt: skip
