"""The check of names: acronyms, names of methods, data and people stand in the paper as they are written."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

_TOKEN = re.compile(r"[A-Za-zÀ-ÿ][\w]*(?:[-.][A-Za-z0-9]\w*)*(?:\++(?!\w))?|\d[\w.]*(?:-\w+)*[A-Za-z]\w*")
_STARTS = re.compile(r"(?:^|[.:;!?•]\s+|[“\"]\s*)$")
_RELEASE = re.compile(r"\b([A-Z][\w-]*) (\d+(?:\.\d+)?)\b(?![%×x]|\s?(?:%|percent|points?|times))")
_MEASURE = re.compile(r"\d+(?:\.\d+)*(?:st|nd|rd|th|s|k|K|M|B|T|x|ms|GB|MB|fps|FPS)?(?:-[a-z]+)*")
_MARKED = re.compile(r"(?<=.)[A-Z]|\d.*[A-Za-z]|[A-Za-z].*\d")
_SINGLE = re.compile(r"[A-Z]|\d+(?:\.\d+)?")
_CAPITAL = re.compile(r"[A-Z]")
_PLAIN = re.compile(r"[A-Z]?[a-z]+(?:-[A-Za-z]?[a-z]+)*")
_LINKS = frozenset("of the and for in to a on with".split())
_FIELD = frozenset(
    "AI ML NLP LM LLM MLLM VLM NMT MT SMT NER QA VQA RL SFT CV RNN CNN GAN VAE ASR TTS OCR IR IE RE SOTA POS AMR RAG GPU CPU KG".split()
)
_EVERYDAY = frozenset("i a ai".split())


def invents_names(text: str, paper: str) -> bool:
    """Whether a text has a name that title and abstract do not have, or another release of one that they have."""
    return bool(unknown_names(text, paper)) or _other_release(text, paper)


def unknown_names(text: str, paper: str) -> tuple[str, ...]:
    """The names of a text that title and abstract do not have, as it writes them."""
    return tuple(found[0] for found in _TOKEN.finditer(text) if _is_unknown(found, text, paper))


def _is_unknown(found: re.Match[str], text: str, paper: str) -> bool:
    if found[0].islower():
        return False
    token = re.sub(r"(?:'s|’s)$", "", found[0])
    begins = _STARTS.search(text, 0, found.start()) is not None
    if token.lower() in _EVERYDAY or not _is_name(token, begins=begins) or _stands(token, paper):
        return False
    return not (begins and _occurs(token[0].lower() + token[1:], paper))


def _is_name(token: str, *, begins: bool) -> bool:
    """Whether a word is written as a name: capitals or digits within it, or a capital where no sentence begins."""
    if _MEASURE.fullmatch(token):
        return False
    parts = token.split("-")
    if "+" in token or any(_MARKED.search(part) for part in parts):
        return True
    if any(_SINGLE.fullmatch(part) for part in parts[1:]) and _CAPITAL.search(token):
        return True
    return any(part[:1].isupper() for part in (parts[1:] if begins else parts))


@lru_cache(maxsize=16_384)
def _stands(token: str, paper: str) -> bool:
    """Whether a name stands in the paper: whole, or, joined to lower-case words, its own parts; or it abbreviates words there."""
    if _occurs(token, paper):
        return True
    singular = token.removesuffix("s")
    if len(singular) > 2 and singular != token and _occurs(singular, paper):
        return True
    groups = ["-".join(group) for named, group in groupby(token.split("-"), lambda part: not part.islower()) if named]
    if groups and groups != [token]:
        return all(_stands(group, paper) for group in groups)
    if re.fullmatch(r"[A-Z][a-z]+", token):
        return _inflected(token, paper)
    return re.fullmatch(r"[A-Z]{2,6}s?", token) is not None and _abbreviates(token.removesuffix("s"), paper)


def _occurs(token: str, paper: str) -> bool:
    """Whether a name stands in the paper, its parts joined by a hyphen, a space or nothing; plural, or part of a longer name.

    BERT stands in BERT-Large, GPT-4 does not stand in GPT-4.1.
    """
    at = paper.find(token)
    if at >= 0 and not paper[at - 1 : at].isalnum() and not paper[at + len(token) : at + len(token) + 1].isalnum():
        rest = paper[at + len(token) : at + len(token) + 2]
        if rest[:1] not in {"+", "."} or not rest[1:].isdigit():
            return True
    pieces = r"[-\s]?".join(re.escape(piece) for piece in re.split(r"[-\s]", token) if piece)
    flags = re.IGNORECASE if _PLAIN.fullmatch(token) else 0
    return re.search(rf"(?<![A-Za-z0-9]){pieces}(?:s|es)?(?![A-Za-z0-9+]|\.\d)", paper, flags) is not None


def _inflected(token: str, paper: str) -> bool:
    """Whether a capitalised word stands in the paper in another form: Bayesian and Bayes, Networks and network."""
    trunk = token[: max(4, len(token) - 3)].lower()
    return re.search(rf"\b{re.escape(trunk)}", paper, re.IGNORECASE) is not None


def _abbreviates(token: str, paper: str) -> bool:
    """Whether the letters of an acronym begin consecutive words of one stretch: of any words if it is long or the field's own."""
    for stretch in re.split(r"[.,;:()]", paper):
        words = re.findall(r"[A-Za-z]+", stretch)
        for kept in (words, [word for word in words if word.lower() not in _LINKS]):
            for first in range(len(kept) - len(token) + 1):
                run = kept[first : first + len(token)]
                if "".join(word[0] for word in run).upper() == token and (
                    len(token) > 3 or token in _FIELD or all(word[0].isupper() for word in run)
                ):
                    return True
    return False


def _other_release(text: str, paper: str) -> bool:
    """Whether a name with a number after it stands in the paper with other numbers only."""
    for name, number in _RELEASE.findall(text):
        stated = {other for same, other in _RELEASE.findall(paper) if same == name}
        if stated and number not in stated and not re.search(rf"(?<![\d.]){re.escape(number)}(?!\.?\d)", paper):
            return True
    return False
