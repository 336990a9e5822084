"""Mutations of names: another paper's name, one letter else, another version, a name out of nothing."""

from __future__ import annotations

import re

from evals.mutations.material import NAME, Material, Operation, replaced

_KNOWN = (
    "ImageNet", "GLUE", "MMLU", "ResNet", "LLaMA-2", "BERT", "Mistral", "CIFAR-10", "Claude", "Gemini", "Stanford", "DeepMind",
    "COCO", "SQuAD", "MIMIC-III", "PyTorch", "Bayes", "Wikipedia", "OpenAI", "KITTI", "ScanNet", "LibriSpeech", "AlphaFold", "HellaSwag",
)  # fmt: skip
_VERSION = re.compile(r"\b([A-Z][A-Za-z]*[- ]?)(\d+(?:\.\d+)?)(?=[\s,.;:)-])")
_PROPER = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{3,})(?=[\s,.;:)])")


def swapped(material: Material) -> str | None:
    """A name replaced by one of another paper."""
    found = _pick(material)
    name = material.others.name(material)
    return replaced(material.text, found.start(), found.end(), name) if found and name else None


def known(material: Material) -> str | None:
    """A name replaced by a famous one."""
    found = _pick(material)
    name = _famous(material)
    return replaced(material.text, found.start(), found.end(), name) if found and name else None


def proper(material: Material) -> str | None:
    """A capitalised word within the sentence replaced by a famous name."""
    found = list(_PROPER.finditer(material.text))
    name = _famous(material)
    if not found or not name:
        return None
    chosen = material.rng.choice(found)
    return replaced(material.text, chosen.start(), chosen.end(), name)


def misspelt(material: Material) -> str | None:
    """One letter of a name else: SlimSearcher as SlimSearcner, BLEU as BLEX."""
    found = _pick(material)
    if found is None:
        return None
    place = material.rng.randrange(1, len(found[0]))
    old = found[0][place]
    if not old.isalpha():
        return None
    letters = [c for c in "abcdefghiklmnoprstuvwxyz" if c != old.lower()]
    new = material.rng.choice(letters)
    made = found[0][:place] + (new.upper() if old.isupper() else new) + found[0][place + 1 :]
    return None if material.holds(made) else replaced(material.text, found.start(), found.end(), made)


def extended(material: Material) -> str | None:
    """A name with a part that it does not have: BERT as BERT-Large, AlphaOne as AlphaOneV2."""
    found = _pick(material)
    if found is None:
        return None
    made = found[0] + material.rng.choice(("-Large", "V2", "++", "-Bench", "Net", "-XL"))
    return None if material.holds(made) else replaced(material.text, found.start(), found.end(), made)


def version(material: Material) -> str | None:
    """Another version: GPT-4 as GPT-3."""
    found = [f for f in _VERSION.finditer(material.text) if NAME.match(material.text, f.start()) or f[1].endswith("-")]
    if not found:
        return None
    chosen = material.rng.choice(found)
    made = str(int(float(chosen[2])) + material.rng.choice((1, 2, 3)))
    return None if material.holds(chosen[1] + made) else replaced(material.text, *chosen.span(2), made)


def inserted(material: Material) -> str | None:
    """A name out of nothing at the end: `… on ImageNet`."""
    name = _famous(material)
    tail = material.rng.choice((" on {}", " over {}", " compared with {}", ", built on {}", " using {}"))
    return material.text.rstrip(" .") + tail.format(name) + "." if name else None


def inserted_foreign(material: Material) -> str | None:
    """Another paper's name before a noun: `on benchmarks` as `on XYZ benchmarks`."""
    found = list(re.finditer(r"\b(?=(?:benchmarks?|datasets?|models?|framework|baselines?|tasks?)\b)", material.text))
    name = material.others.name(material)
    if not found or not name:
        return None
    place = material.rng.choice(found).start()
    return replaced(material.text, place, place, name + " ")


def first_word(material: Material) -> str | None:
    """Another paper's name as the sentence's subject: `We propose …` as `XYZ proposes …`, `X is …` as `Y is …`."""
    name = material.others.name(material)
    found = re.match(
        r"(?:We|Our (?:method|model|approach|framework|system)|This (?:paper|work))\s", material.text
    ) or NAME.match(material.text)
    return (
        replaced(material.text, found.start(), found.end(), name + " " if found[0].endswith(" ") else name)
        if found and name
        else None
    )


OPERATIONS: dict[str, Operation] = {
    "another paper's name": swapped, "a famous name": known, "a proper noun": proper, "a letter else": misspelt, "a part added": extended,
    "another version": version, "invented at the end": inserted, "invented before a noun": inserted_foreign,
    "another subject": first_word,
}  # fmt: skip


def _pick(material: Material) -> re.Match[str] | None:
    found = [f for f in NAME.finditer(material.text) if len(f[0]) > 2]
    return material.rng.choice(found) if found else None


def _famous(material: Material) -> str | None:
    options = [name for name in _KNOWN if not material.holds(name.split("-")[0])]
    return material.rng.choice(options) if options else None
