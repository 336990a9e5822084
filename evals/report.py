"""The HTML report of a run: one file that loads nothing, with tables, plots and the worst 20 cases of every section."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from evals.outcomes import Case, Outcome, Section
from evals.plots import bars, histogram
from evals.statistics import SEED, figures
from evals.tables import meets, shown

WORST = 20
_STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--ours:#0969da;--theirs:#8c959f}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;--ours:#4493f8;--theirs:#656c76}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:76rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;font-size:14px}td,th{border-bottom:1px solid var(--line);padding:.25rem .75rem;text-align:left;vertical-align:top}
.missed{font-weight:600}.plots{display:flex;flex-wrap:wrap;gap:1rem 2rem;margin:1rem 0}figure{margin:0}figcaption,.soft{color:var(--soft);font-size:13px}
svg text{fill:var(--ink);font:12px system-ui,sans-serif}.scroll{overflow-x:auto}
article{display:grid;grid-template-columns:1fr 1fr;gap:1rem;border-top:1px solid var(--line);padding:1rem 0}
dt{color:var(--soft);font-size:13px}dd{margin:0 0 .5rem}h3{margin:0 0 .5rem;font-size:15px}
@media(max-width:50rem){article{grid-template-columns:1fr}}
"""


def as_html(outcome: Outcome) -> str:
    """The report as one page; every text in it is escaped."""
    title = f"Paperline evaluation: {outcome.suite}"
    body = "\n".join(part for section in outcome.sections for part in _section(section))
    hashes = "".join(f"<li>{escape(name)}: <code>{escape(digest)}</code></li>" for name, digest in outcome.data.items())
    notes = "".join(f"<p>{escape(note)}</p>" for note in outcome.notes)
    return f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>
<h1>{escape(title)}</h1>
<p class="soft">Brackets: bootstrap 95 % interval over papers, seed {SEED}.</p>
{notes}{body}
<h2>Data</h2><ul>{hashes}</ul></body></html>
"""


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.name)} <span class='soft'>n = {section.size}</span></h2>"
    yield _table(section)
    yield f"<div class='plots'>{''.join(_plots(section))}</div>"
    if section.cases:
        worst = sorted(section.cases, key=lambda case: case.score)[:WORST]
        yield f"<h2>The worst {len(worst)} by {escape(section.score_name)}</h2>"
        yield from map(_case, worst)


def _table(section: Section) -> str:
    found = {(figure.system, figure.name): figure for figure in figures(section)}
    systems = list(dict.fromkeys(measure.system for measure in section.measures))
    names = list(dict.fromkeys(measure.name for measure in section.measures))
    wide = len(systems) < len(names)
    rows, columns = (names, systems) if wide else (systems, names)

    def cell(row: str, column: str) -> str:
        figure = found.get((column, row) if wide else (row, column))
        if figure is None:
            return "<td>–</td>"
        mark = "" if meets(figure) else " class='missed'"
        return f"<td{mark}>{escape(shown(figure))}</td>"

    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in columns)
    body = "".join(
        f"<tr><th scope='row'>{escape(row)}</th>{''.join(cell(row, column) for column in columns)}</tr>" for row in rows
    )
    return f"<div class='scroll'><table><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _plots(section: Section) -> Iterator[str]:
    """The section's own, systems side by side for every measure that several have, and the first system's values."""
    for caption, drawing in section.drawings:
        yield _figure(caption, drawing)
    found = figures(section)
    for name in dict.fromkeys(figure.name for figure in found):
        same = [figure for figure in found if figure.name == name]
        if len(same) > 1:
            yield _figure(name, bars(same))
    first = section.measures[0]
    values = [value * first.scale for value in first.values if value is not None]
    if len(set(values)) > 3:
        yield _figure(f"{first.system}, {first.name}: papers by value", histogram(values))


def _figure(caption: str, drawing: str) -> str:
    return f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"


def _case(case: Case) -> str:
    texts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in case.texts)
    return (
        f"<article><div><h3>{escape(case.title or case.id)}</h3><p class='soft'>{escape(case.id)} · {case.score:.2f}</p>"
        f"<dl>{texts}</dl></div><p>{escape(case.abstract)}</p></article>"
    )
