"""Facts: whether a sentence states a fact of a kind that papers report, such as a machine, a rival, an address or an amount."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from paperline.engines.embedded.answering.statements.amounts import AMOUNTS, reduction

MODELS = (
    r"\b(?:[A-Z]\w*(?:[.-]\w+)*-\d+(?:\.\d+)?[BbMm]\b|GPT-?\w+|(?:Qwen|QwQ|LL[aA][mMvV]A|Llama|llama|Gemma|Gemini|Claude|Mistral|Mixtral|DeepSeek|Phi-|PaLM|BERT|RoBERTa|"
    r"T5|CLIP|SigLIP|ViT|DINO|ResNet|U-?Net|Stable ?Diffusion|SDXL|SD3|SD-|FLUX|Flux|Transformer|InternVL|InternLM|OLMo|SmolLM|Whisper|Wan|HunyuanVideo|CogVideoX|"
    r"VGGT|SAM|PixArt|Pixart|DiT|BLIP|Falcon|Pythia|OpenVLA|Kimi|GLM|ChatGLM|Mamba|MiniCPM|o[134]\b)[\w.-]*)"
)
_NAME = r"(?:[A-Z][\w.+-]*[A-Z0-9][\w.+-]*|[A-Z]{2,}[\w-]*|\w+[A-Z]\w*|[A-Z][a-z]+\w*(?:-[A-Z0-9]\w*)?)"
_HARDWARE = re.compile(
    r"\b(?:[GTCN]PUs?|A100s?|H[128]00s?|A800s?|B200s?|V100s?|RTX|GTX|NVIDIA|Nvidia|Hopper|Blackwell|L40S?|AWS|GH200|Jetson|Ascend|TPUv\d|4090|3090|FPGAs?|Raspberry Pi|"
    r"(?i:graphics cards?|(?:consumer|commodity)[- ](?:grade )?hardware|smartphones?|laptops?|accelerators?))\b"
)
_ADDRESS = re.compile(
    r"https?://\S+|\bwww\.\S+|\b[\w-]+\.github\.io\b|\b(?:github|huggingface)\.(?:com|co)/\S+", re.IGNORECASE
)
_CODE_ADDRESS = re.compile(r"(?:github|gitlab|bitbucket)\.(?:com|org)|anonymous\.4open", re.IGNORECASE)
_PAGE = re.compile(r"\b(?:project|home|web|demo|website|page|site|videos?|visit)\b|github\.io", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:outperform|surpass|exceed|beat|compar|rival|match|superior|better than|on par with|competitive with|against|versus|vs\b|over|than|baseline|"
    r"previous|prior|existing|state-of-the-art|SOTA|lead)\w*",
    re.IGNORECASE,
)
_BUILT_ON = re.compile(
    r"\b(?:built (?:up)?on|builds? (?:up)?on|building (?:up)?on|based on|initiali[sz]ed (?:from|with|by)|fine-?tun(?:ed|ing)(?: from| on)?|backbone|starting from|on top of|"
    r"derived from|adapt(?:ed|ing|s)?|distill\w* from|train(?:ed|ing)?|extend(?:s|ing|ed)?|powered by|leverag\w+|using|upgrade\w*|-based)\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"\b(?:experiment|evaluat|result|test|valid|appl|benchmark|assess|demonstrat|show|integrat|across|augment|improv|outperform|achiev|train)\w*",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"(?:\b(?:[Oo]n|[Aa]cross|[Oo]ver|including|namely|such as|e\.g\.,?|i\.e\.,?)\s|(?:\b(?:benchmarks?|data ?sets?|corpora|suites?|tasks?))\s?[(:]\s?)(?:(?:the|both|a|an|[a-z-]+) ){{0,5}}?{_NAME}"
)
_SET = re.compile(
    r"\b(?:benchmarks?|data ?sets?|corpora|corpus|test sets?|suites?|tasks?)\b|\w+[Bb]ench\b", re.IGNORECASE
)
_EVALUATES = re.compile(
    r"\b(?:experiment|evaluat|result|test|valid|assess|demonstrat|benchmark|achiev|outperform|surpass|perform|score|accura|improv|state-of-the-art|SOTA|gain|reach|show|faster|slower|better|lower|higher|than|wins|beat)\w*",
    re.IGNORECASE,
)
_REACH = 90
_NEAR = 60


def stated(attribute: str, of: frozenset[str], text: str) -> float | None:
    """How surely a sentence states the fact, between 0 and 1; None for an attribute that is no such fact.

    `of` holds the stems of what is asked beside it, such as the latency that is reduced.
    """
    if attribute == "reduction":
        return reduction(text, of)
    detector = _NAMED.get(attribute) or AMOUNTS.get(attribute)
    return None if detector is None else detector(text)


def is_fact(attribute: str) -> bool:
    """Whether an attribute is one of the facts that are known here."""
    return attribute in _NAMED or attribute in AMOUNTS or attribute == "reduction"


def _address(text: str) -> float:
    found = list(_ADDRESS.finditer(text))
    if not found:
        return 0.0
    if all(_CODE_ADDRESS.search(item[0]) for item in found):
        return 0.6 if re.search(r"project|home ?page|web|demo", text[: found[-1].start()], re.IGNORECASE) else 0.35
    return 1.0 if _PAGE.search(text) else 0.8


def _rivals(text: str) -> float:
    best = 0.0
    for cue in _COMPARES.finditer(text):
        after = re.split(r"[.;]\s", text[cue.end() : cue.end() + _REACH])[0]
        if re.search(MODELS, after):
            return 1.0
        if re.search(rf"\s(?!(?:On|In|Our|The|We)\b){_NAME}", re.split(r"\b(?:on|in|across|for|by)\b", after)[0]):
            best = 0.9
    general = re.search(r"\b(?:baselines?|methods?|models?|state-of-the-art|SOTA|approaches|systems)\b", text)
    return max(best, 0.4 if general and _COMPARES.search(text) else 0.0)


def _base(text: str) -> float:
    best = 0.0
    for named in re.finditer(MODELS, text):
        before = text[max(0, named.start() - _NEAR) : named.start()]
        after = text[named.end() : named.end() + 30]
        if _BUILT_ON.search(before) or re.match(r"[- ](?:based|backbone|as (?:the|its|our) (?:base|backbone))", after):
            return 1.0
        best = 0.5
    return max(
        best,
        0.4 if re.search(r"\bbackbone\b|\bpre-?trained\b", text, re.IGNORECASE) and _BUILT_ON.search(text) else 0.0,
    )


def _models(text: str) -> float:
    if not re.search(MODELS, text):
        return 0.0
    return 1.0 if _TRIED.search(text) else 0.6


def _benchmarks(text: str) -> float:
    if not _EVALUATES.search(text):
        return 0.0
    listed = [found for found in _LISTED.finditer(text) if not re.search(MODELS + "$", found[0])]
    if not listed:
        return 0.3 if _SET.search(text) else 0.0
    return 1.0 if _SET.search(text) or len(listed) > 1 else 0.8


def _hardware(text: str) -> float:
    return 1.0 if _HARDWARE.search(text) else 0.0


_NAMED: Mapping[str, Callable[[str], float]] = {
    "web address": _address, "rivals": _rivals, "base model": _base, "models tried": _models, "benchmarks": _benchmarks,
    "hardware": _hardware,
}  # fmt: skip
