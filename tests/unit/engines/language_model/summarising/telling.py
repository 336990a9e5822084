"""Papers as a summariser takes them, and replies of a model that name sentences by the words they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

from paperline.domain.summaries import Summary
from paperline.domain.text import Field
from paperline.ports import CompletionRequest, PaperText
from tests.unit.engines.language_model.asking import PAPERS

SORT, FED, HEAP = (PaperText(paper.title, paper.abstract, paper.id, paper.version) for paper in PAPERS)
TITLE = "Learned Sorting"
OFFER, SPEED, CODE = "We present SortNet", "2.5 times", "Code is available"
_LINE = re.compile(r"^(\d+) (.+)$")


def numbered(request: CompletionRequest) -> dict[int, str]:
    """What a request shows, by its numbers."""
    lines = request.user.split("\n")
    between = lines[1 : lines.index(lines[0], 1)]
    return {int(found[1]): found[2] for found in map(_LINE.match, between) if found}


def said(kind: str, text: str, *holding: str | int):
    """A statement; what it rests on is given by the sentence's words, or by a number as it is."""
    return kind, text, holding


WHAT = said("what", "SortNet: a network that predicts the position of each key in one pass", TITLE, OFFER)
FINDING = said("finding", "2.5 times faster than quicksort on TaxiTrips", SPEED)
OFFERS = said("contribution", "SortNet predicts the position of each key in one pass.", OFFER)
FASTER = said("result", "On TaxiTrips, SortNet is 2.5 times faster than quicksort.", SPEED)
RELEASED = said("resource", "Code is available.", CODE)
KEYWORDS = ("SortNet", "quicksort", "TaxiTrips dataset")
RIGHT = (WHAT, FINDING, OFFERS, FASTER)


def reply(*statements, keywords=KEYWORDS):
    """A reply of these statements to whatever request shows their sentences."""

    def made(request: CompletionRequest) -> Mapping[str, object]:
        shown = numbered(request)

        def number(holding: str | int) -> int:
            return holding if isinstance(holding, int) else next(n for n, text in shown.items() if holding in text)

        return {
            "statements": [
                {"kind": k, "text": t, "from": [number(each) for each in held]} for k, t, held in statements
            ],
            "keywords": list(keywords),
        }

    return made


def fits(summary: Summary, paper: PaperText) -> None:
    """Every text rests on the paper's own spans; what is the model's passed the checks, unless it says that it did not."""
    fields = {Field.TITLE: paper.title, Field.ABSTRACT: paper.abstract}
    texts = [(part.evidence, summary.tldr.checks) for part in summary.tldr.parts]
    texts += [(claim.evidence, claim.checks) for claim in summary.claims]
    for evidence, checks in texts:
        assert evidence or not checks.passed
        for span in evidence:
            assert fields[span.field][span.start : span.end] == span.text
