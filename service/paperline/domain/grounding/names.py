"""The check of names: acronyms, names of methods, data and people stand in the paper as they are written."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

_TOKEN = re.compile(r"[A-Za-zÀ-ÿ][\w]*(?:[-.][A-Za-z0-9]\w*)*(?:\++(?!\w))?|\d[\w.]*(?:-\w+)*[A-Za-z]\w*")
_STARTS = re.compile(r"(?:^|[.:;!?•]\s+|[“\"]\s*)$")
_RELEASE = re.compile(r"\b([A-Z][\w-]*) (\d+(?:\.\d+)?)\b(?![%×x]|\s?(?:%|percent|points?|times))")
_LINKS = frozenset("of the and for in to a on with".split())
_FIELD = frozenset(
    "AI ML NLP LM LLM MLLM VLM NMT MT SMT NER QA VQA RL SFT CV RNN CNN GAN VAE ASR TTS OCR IR IE RE SOTA POS AMR RAG GPU CPU KG".split()
)
_EVERYDAY = frozenset("i a ai".split())


def invents_names(text: str, paper: str) -> bool:
    """Whether a text has a name that title and abstract do not have, or another release of one that they have."""
    return any(_is_unknown(found, text, paper) for found in _TOKEN.finditer(text)) or _other_release(text, paper)


def _is_unknown(found: re.Match[str], text: str, paper: str) -> bool:
    token = re.sub(r"(?:'s|’s)$", "", found[0])
    if token.lower() in _EVERYDAY or not _is_name(token, text[: found.start()]):
        return False
    return not _stands(token, paper)


def _is_name(token: str, before: str) -> bool:
    """Whether a word is written as a name: capitals or digits within it, or a capital where no sentence begins."""
    if re.fullmatch(r"\d+(?:\.\d+)*(?:st|nd|rd|th|s|k|K|M|B|T|x|ms|GB|MB|fps|FPS)?(?:-[a-z]+)*", token):
        return False
    parts = token.split("-")
    if (
        any(
            re.search(r"[A-Z]", part[1:]) or (re.search(r"\d", part) and re.search(r"[A-Za-z]", part)) for part in parts
        )
        or "+" in token
    ):
        return True
    if any(re.fullmatch(r"[A-Z]|\d+(?:\.\d+)?", part) for part in parts[1:]) and re.search(r"[A-Z]", token):
        return True
    return any(part[:1].isupper() for part in (parts if not _STARTS.search(before) else parts[1:]))


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
    """Whether a name stands in the paper, its parts joined by a hyphen, a space or nothing; plural or not."""
    pieces = [re.escape(piece) for piece in re.split(r"[-\s]", token) if piece]
    whole_words = r"(?<![A-Za-z0-9])" + r"[-\s]?".join(pieces) + r"(?:s|es)?(?![A-Za-z0-9+]|[-.][A-Z0-9])"
    flags = re.IGNORECASE if re.fullmatch(r"[A-Z]?[a-z]+(?:-[A-Za-z]?[a-z]+)*", token) else 0
    if re.search(whole_words, paper, flags):
        return True
    # A part of a longer name counts where it stands at a joint: BERT in BERT-Large, Qwen2.5 in Qwen2.5-VL.
    return (
        re.search(r"(?<![A-Za-z0-9])" + r"[-\s]?".join(pieces) + r"(?:s|es)?(?![A-Za-z0-9+])", paper, flags) is not None
    )


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
