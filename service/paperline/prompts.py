"""Prompts: the versioned files that language models are told, found, validated, rendered and fingerprinted."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paperline.domain.errors import PromptUnavailable

RELEASED = "released.json"
_PACKAGED = "_prompts"
_FIELDS = ("purpose", "inputs", "output", "since")
_NAME = re.compile(r"[a-z][a-z_]*/v[1-9]\d*")
_FILE = re.compile(r"---\n(?P<front>.*?)\n---\n+(?:# System\n+(?P<system>.+?)\n+)?# User\n+(?P<user>.+?)\n*", re.DOTALL)
_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt with its inputs in their places."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its file has it: what it is for, what it needs, what comes of it, and the release it came with."""

    name: str
    purpose: str
    inputs: tuple[str, ...]
    output: str
    since: str
    system: str
    user: str
    sha256: str

    def render(self, inputs: Mapping[str, str]) -> Rendered:
        """The prompt with these inputs, which are exactly those it declares; what an input holds is not rendered again."""
        if set(inputs) != set(self.inputs):
            wrong = ", ".join(sorted(set(inputs) ^ set(self.inputs)))
            raise PromptUnavailable(f"The prompt {self.name} was given other inputs than it declares: {wrong}.")

        def filled(text: str) -> str:
            return _VARIABLE.sub(lambda found: inputs[found[1]], text)

        return Rendered(filled(self.system), filled(self.user))


def folder() -> Path:
    """Where the prompts lie: beside the installed package, else in the repository."""
    here = Path(__file__).parent
    packaged = here / _PACKAGED
    return packaged if packaged.is_dir() else here.parents[1] / "prompts"


def names(within: Path) -> tuple[str, ...]:
    """All prompts of a folder as `task/vN`, sorted."""
    return tuple(sorted(path.relative_to(within).with_suffix("").as_posix() for path in within.glob("*/*.md")))


@cache
def load(name: str, within: Path | None = None) -> Prompt:
    """The valid prompt of that name (`answer/v1`), unchanged since it was released, if it was."""
    within = within or folder()
    if not _NAME.fullmatch(name):
        raise PromptUnavailable(f"{name!r} names no prompt. A prompt is called task/vN, such as answer/v1.")
    prompt = _parsed(name, _read(within / f"{name}.md"))
    if released(within).get(name, prompt.sha256) != prompt.sha256:
        raise PromptUnavailable(f"The prompt {name} was changed after its release. Restore it, or add a new version.")
    return prompt


def released(within: Path) -> Mapping[str, str]:
    """The released prompts by name, each with the sha256 that it will always have."""
    try:
        read = json.loads(_read(within / RELEASED))
    except ValueError:
        read = None
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        raise PromptUnavailable(f"{within / RELEASED} is not a JSON object of names and hashes.")
    return read


def release(name: str, within: Path) -> str:
    """The prompt is frozen from now on: its sha256, which stands in the list of releases, is returned.

    Maintainers do this once for every prompt that a version brings, in the repository. What is frozen is never written over.
    """
    if within.name == _PACKAGED:
        raise PromptUnavailable(
            "Prompts are released in the repository: an installed Paperline has only released ones."
        )
    frozen = dict(released(within))
    if name in frozen:
        raise PromptUnavailable(f"The prompt {name} is released already, as {frozen[name][:12]}. Add a new version.")
    prompt = load(name, within)
    listed = json.dumps(dict(sorted((frozen | {name: prompt.sha256}).items())), indent=2) + "\n"
    written = within / f"{RELEASED}.new"
    try:
        written.write_text(listed, encoding="utf-8", newline="\n")
        written.replace(within / RELEASED)
    except OSError as error:
        raise PromptUnavailable(f"{within / RELEASED} cannot be written: {error.strerror}.") from error
    return prompt.sha256


def text_of(name: str, within: Path) -> str:
    """The file of a valid prompt as it stands."""
    return _read(within / f"{load(name, within).name}.md")


def _parsed(name: str, text: str) -> Prompt:
    found = _FILE.fullmatch(text)
    if found is None:
        raise PromptUnavailable(
            f"The prompt {name} is not front matter followed by `# System`, where it has one, and `# User`."
        )
    lines = [line.partition(":") for line in found["front"].split("\n")]
    front = {key.strip(): value.strip() for key, _, value in lines}
    if tuple(front) != _FIELDS or not all(front.values()):
        raise PromptUnavailable(f"The front matter of {name} is not {', '.join(_FIELDS)}, in this order, none empty.")
    inputs = tuple(item.strip() for item in front["inputs"].split(","))
    system = found["system"] or ""
    used = set(_VARIABLE.findall(system + found["user"]))
    if len(set(inputs)) != len(inputs) or used != set(inputs):
        wrong = ", ".join(sorted(used ^ set(inputs))) or "one stands twice"
        raise PromptUnavailable(f"The prompt {name} does not use exactly the inputs that it declares: {wrong}.")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Prompt(name, front["purpose"], inputs, front["output"], front["since"], system, found["user"], digest)


def _read(path: Path) -> str:
    """The text of a file, its line ends as on every machine."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PromptUnavailable(f"{path} cannot be read. Reinstall Paperline.") from error
