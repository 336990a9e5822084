"""Measured numbers and findings: whether a text gives a quantity that was measured, and whether an abstract reports any outcome."""

from __future__ import annotations

import re

# A release is not a measurement: GPT-4.1, Qwen 2.5, v1.5, Stable Diffusion 3.5.
_RELEASE = re.compile(
    r"\b(?:GPT|Qwen|QwQ|Gemini|Gemma|Claude|Sonnet|Opus|Haiku|L[Ll]a[Mm][Aa]|Diffusion|SD|F[Ll][Uu][Xx]|Phi|Wan|DeepSeek|Mistral|"
    r"InternVL|VL|CogVideoX?|HunyuanVideo|Hunyuan|Veo|Sora|Grok|GLM|Kimi|K2|Yi|Python|CUDA|[Vv]ersion|[Vv]er|CC-BY(?:-\w+)*|CC BY|Apache|"
    r"MIT|Seed|Seedance|Imagen|Kling|Janus|[Vv])[-\s]?\d+(?:\.\d+)*(?:[-\s]?(?:Pro|Flash|Turbo|Max|Mini))?",
)
_QUANTITY = re.compile(
    r"(?<![\w.$/-])[~≈<>≤≥+−-]?\$?\d[\d,]*(?:\.\d+)?\s*\\?(?:%|\s?(?:percent|per cent|percentage|pp\b|points?\b|pts\b|[×xX](?![\w])|"
    r"\\times|fold\b|times\b|dB\b|ms\b|FPS\b|fps\b|seconds?\b|hours?\b|minutes?\b|GB\b|MB\b|kHz\b|Hz\b|mAP\b|F1\b|BLEU\b|"
    r"orders? of magnitude))"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand)[- ]?(?:fold|times)\b|\b(?:half|twice|double[sd]?|triple[sd]?)\b"
    r"|\d+-fold|\d\s?x\s+(?:faster|speed|fewer|less|more|smaller|larger|lower|higher|better|reduction)"
    r"|\\?\d+(?:\.\d+)?\s*\\?\$?\\times",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?<![\w./-])[+−-]?\d+\.\d+(?![\d.]*[A-Za-z\d]|\.\d)")
_FINDING = re.compile(
    r"\b(?:outperform|surpass|achiev|attain|improv|reduc|exceed|boost|increas|decreas|accelerat|yield)\w*"
    r"|\b(?:state[- ]of[- ]the[- ]art|sota)\s+(?:\w+\s+){0,2}(?:performance|results?|accuracy)"
    r"|\b(?:experiment|result|evaluation|analys[ie]s|finding|benchmark|stud(?:y|ies))\w*\s+(?:\S+\s+){0,8}?"
    r"(?:show|demonstrat|reveal|indicat|suggest|confirm|validat|highlight|establish|prove|underscore)\w*"
    r"|\bwe\s+(?:\w+ly\s+|also\s+|further\s+|then\s+)?(?:find|found|show|showed|observe|observed|demonstrate|demonstrated|prove|"
    r"discover|reveal|uncover|conclude)\b",
    re.IGNORECASE,
)


def has_measured_number(text: str) -> bool:
    """Whether a text holds a number with a unit, a percentage, a factor, points or a decimal that is no release."""
    plain = _RELEASE.sub("a release", text)
    return bool(_QUANTITY.search(plain) or _DECIMAL.search(plain))


def reports_finding(abstract: str) -> bool:
    """Whether an abstract says that something came of the work, by cues of its own."""
    return _FINDING.search(abstract) is not None
