"""The ownership table of service/README.md, written from what every module says of itself.

`python -m tests.packaging.ownership` writes it anew.
"""

from __future__ import annotations

import ast
from pathlib import Path

from tests.packaging.project_files import ROOT, files_below

README = ROOT / "service/README.md"
BEGIN, END = "<!-- ownership: begin -->\n", "<!-- ownership: end -->\n"


def opening(path: Path) -> str:
    """The first sentence of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split()).rstrip(".").replace("|", "\\|")


def table() -> str:
    """One line per module, folders in the order in which imports may point, packages by their own sentence."""
    package = ROOT / "service/paperline"
    order = ["domain", "ports", "observability", "prompts", "engines", "pipeline", "adapters", "settings", "bootstrap"]

    def place(path: Path) -> tuple[int, tuple[str, ...]]:
        parts = path.relative_to(package).with_suffix("").parts
        return (
            order.index(parts[0]) if parts[0] in order else len(order),
            (*parts[:-1], parts[-1].replace("__init__", "")),
        )

    rows = ["| module | owns |\n", "|---|---|\n"]
    for path in sorted(files_below("service/paperline", suffix=".py"), key=place):
        name = path.relative_to(package)
        if name == Path("__init__.py"):
            continue
        shown = f"**`{name.parent}/`**" if path.name == "__init__.py" else f"`{name}`"
        rows.append(f"| {shown} | {opening(path)} |\n")
    return "".join(rows)


def with_table(text: str) -> str:
    """The text with the table between its two marks."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
