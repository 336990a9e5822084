"""`paperline prompts`: what language models are told, version by version, and freezing what is released."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, Annotated

import typer

from paperline.delivery.cli import options
from paperline.delivery.cli.output import Output

if TYPE_CHECKING:
    from paperline.prompts import Prompt

EXAMPLES = """Examples:

paperline prompts

paperline prompts show tldr/v1

paperline prompts diff tldr/v1 tldr/v2"""

app = typer.Typer(
    epilog=EXAMPLES, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
_NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A prompt as task/vN, such as tldr/v1.")]


@app.callback()
def prompts(context: typer.Context, as_json: options.JsonOption = False) -> None:
    """List the prompts that language models are given; show one, or compare two versions."""
    if context.invoked_subcommand is not None:
        return
    from paperline.prompts import folder, load, names, released

    output = Output(as_json=as_json)
    with output.failing_clearly():
        frozen = released(folder())
        found = [load(name) for name in names(folder())]
    if as_json:
        output.document({"prompts": [_document(prompt, is_released=prompt.name in frozen) for prompt in found]})
    else:
        output.lines(*(_line(prompt, is_released=prompt.name in frozen) for prompt in found))


@app.command()
def show(name: _NameArgument, as_json: options.JsonOption = False) -> None:
    """Show a prompt's file as it stands."""
    from paperline.prompts import folder, load, released, text_of

    output = Output(as_json=as_json)
    with output.failing_clearly():
        prompt, text = load(name), text_of(name, folder())
        is_released = name in released(folder())
    if as_json:
        told = {"system": prompt.system, "user": prompt.user}
        output.document(_document(prompt, is_released=is_released) | told)
    else:
        output.lines(*text.rstrip("\n").split("\n"))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier version, such as tldr/v1.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later version.")],
    as_json: options.JsonOption = False,
) -> None:
    """Show what differs between two prompts; nothing where they say the same."""
    from paperline.prompts import folder, text_of

    output = Output(as_json=as_json)
    with output.failing_clearly():
        before, after = (text_of(name, folder()).split("\n") for name in (old, new))
    changes = list(unified_diff(before, after, fromfile=old, tofile=new, lineterm=""))
    if as_json:
        output.document({"old": old, "new": new, "diff": changes})
    else:
        output.lines(*changes)


@app.command()
def release(name: _NameArgument, as_json: options.JsonOption = False) -> None:
    """Freeze a prompt by its hash, in a checkout; what is released once never changes again."""
    from paperline.prompts import folder
    from paperline.prompts import release as freeze

    output = Output(as_json=as_json)
    with output.failing_clearly():
        sha256 = freeze(name, folder())
    if as_json:
        output.document({"name": name, "sha256": sha256})
    else:
        output.lines(f"{name} is released as {sha256[:12]}. Commit prompts/released.json.")


def _document(prompt: Prompt, *, is_released: bool) -> dict[str, object]:
    return {
        "name": prompt.name, "purpose": prompt.purpose, "since": prompt.since, "inputs": list(prompt.inputs),
        "output": prompt.output, "sha256": prompt.sha256, "released": is_released,
    }  # fmt: skip


def _line(prompt: Prompt, *, is_released: bool) -> str:
    state = "released" if is_released else "not released"
    return f"{prompt.name:<12} {prompt.sha256[:12]}  since {prompt.since}, {state}  {prompt.purpose}"
