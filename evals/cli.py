"""The command line: list, run, accept and check suites, and the blind comparison of pairs."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from evals import acceptance
from evals.comparison import comparing
from evals.outcomes import NoData, Outcome
from evals.statistics import figures
from evals.suites.options import Options
from evals.suites.registry import NAMES, suite
from evals.tables import as_text

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 a check failed or the data are missing, 2 bad usage."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.act(chosen))
    except NoData as missing:
        sys.stderr.write(f"{missing}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Score summaries and answers on real papers.")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="the suites and what they measure").set_defaults(act=_list)
    run = actions.add_parser("run", help="run a suite and print its table")
    _add_suite(run)
    run.add_argument("--html", type=Path, metavar="FILE", help="also write a report with plots and the worst 20")
    run.add_argument("--json", action="store_true", help="print the figures as JSON instead")
    run.add_argument(
        "--engine",
        choices=("embedded", "openai"),
        default="embedded",
        help="for the suite tldr; openai asks the model of OPENAI_API_KEY or OPENAI_BASE_URL and may cost money",
    )
    run.add_argument("--model", metavar="NAME", help="the language model to ask")
    run.set_defaults(act=_run)
    accept = actions.add_parser("accept", help="hold later runs to the figures of this one")
    _add_suite(accept)
    accept.set_defaults(act=_accept)
    check = actions.add_parser("check", help="fail where a figure is worse than its accepted interval")
    _add_suite(check)
    check.set_defaults(act=_check)
    comparing.add_to(actions, SHARED)
    return parser


def _add_suite(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("suite", choices=NAMES)
    parser.add_argument(
        "--data", type=Path, default=SHARED, metavar="PATH", help="the shared data folder, or a set's own"
    )
    parser.add_argument("--limit", type=_positive, metavar="N", help="the first N papers of the seeded order")
    parser.add_argument("--split", help="train, dev or val, where the data set has it; kept-apart for checks")
    parser.add_argument("--no-vectors", dest="vectors", action="store_false", help="without the encoder: faster")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _measure(chosen: argparse.Namespace) -> Outcome:
    return suite(chosen.suite).run(chosen.data, _options(chosen))


def _options(chosen: argparse.Namespace) -> Options:
    asks_model = getattr(chosen, "engine", "embedded") == "openai"
    return Options(chosen.limit, chosen.split, chosen.vectors, asks_model, getattr(chosen, "model", None))


def _list(_: argparse.Namespace) -> int:
    for name in NAMES:
        print(f"{name:<14} {suite(name).purpose}")
    return 0


def _accept(chosen: argparse.Namespace) -> int:
    print(f"wrote {acceptance.accept(_measure(chosen), _options(chosen))}")
    return 0


def _check(chosen: argparse.Namespace) -> int:
    found = acceptance.falls(_measure(chosen), _options(chosen))
    for fall in found:
        print(f"FELL  {fall.key}: {fall.value:.2f} is beyond the accepted {fall.bound:.2f}")
    print(
        f"{chosen.suite}: {len(found)} figures fell out of their accepted intervals"
        if found
        else f"{chosen.suite}: as accepted"
    )
    return int(bool(found))


def _run(chosen: argparse.Namespace) -> int:
    begun = time.perf_counter()
    outcome = _measure(chosen)
    if chosen.html:
        from evals.report import as_html  # noqa: PLC0415  (the plots are needed here only)

        chosen.html.write_text(as_html(outcome), encoding="utf-8")
    if chosen.json:
        found = [asdict(figure) for section in outcome.sections for figure in figures(section)]
        print(json.dumps({"suite": outcome.suite, "figures": found, "data": outcome.data}, indent=2))
    else:
        print(as_text(outcome), end="")
        sys.stderr.write(f"{time.perf_counter() - begun:.0f} s\n")
    return 0
