"""The language model's Summariser: one call a paper, every statement verified; where that fails, another Summariser, and it is said so."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from operator import itemgetter

from paperline.domain.errors import ModelFailed, PromptUnavailable
from paperline.domain.grounding import CHECKS_VERSION
from paperline.domain.provenance import Engine, Making, Provenance, Usage
from paperline.domain.summaries import Claim, Summary
from paperline.engines.language_model.concurrency import as_they_come
from paperline.engines.language_model.ladder import Ladder, Spent, Told, formatted
from paperline.engines.language_model.summarising.falling_back import without_orders
from paperline.engines.language_model.summarising.keywords import LEAST_KEYWORDS
from paperline.engines.language_model.summarising.prompting import BUDGET_TOKENS, Asked, request_for
from paperline.engines.language_model.summarising.reply import Reply, read_reply
from paperline.engines.language_model.summarising.verification import LEAST_CLAIMS, MOST_CLAIMS, Judged, judged
from paperline.observability.events import log
from paperline.observability.metrics import MODEL_CALLS, MODEL_FALLBACKS
from paperline.ports import CompletionRequest, PaperText, ReplyFormat, Summariser
from paperline.prompts import Prompt, load

PROMPT = "tldr/v1"
_BESIDE = 50  # papers before and after one: replies that are mixed up were asked for at about the same time
_NOTHING_SHOWN = "No sentence of the abstract can be shown to a language model."
_ANOTHER_PAPER = "The language model's reply is about another paper."
_NONE_PASSED = "Neither the line nor two claims of the language model passed the checks."


def making(model: str | None) -> Making | None:
    """What a summary is made with now; without a model any will do. None where the prompt cannot be used."""
    try:
        return Making(model, prompt_sha256=load(PROMPT).sha256)
    except PromptUnavailable:
        return None


@dataclass(frozen=True, slots=True)
class LanguageModelSummariser:
    """Writes summaries with a language model; `otherwise` writes what the model does not, and is asked only then.

    `show_failed` shows claims that failed, marked, beside those that passed; else they are dropped. `at_once` papers are
    asked for together.
    """

    ladder: Ladder
    count_tokens: Callable[[str], int]
    otherwise: Summariser
    show_failed: bool = False
    at_once: int = 1
    budget_tokens: int = BUDGET_TOKENS

    @property
    def engine(self) -> Engine:
        return Engine.LLM

    def asked(self, paper: PaperText) -> CompletionRequest | None:
        """The request for the paper in the format that is known to work, else in the strictest."""
        asked = request_for(paper, load(PROMPT), self.count_tokens, self.budget_tokens)
        return formatted(asked.request, self._format or ReplyFormat.SCHEMA) if asked else None

    def each(self, papers: Iterable[PaperText], *, now: datetime) -> Iterator[list[Summary]]:
        """The summaries as they come, those that are ready together in one list, each paper asked for alone, and held against the texts of those read beside it.

        Where no reply format is known to work, the first paper finds it before the others are asked for.
        """
        return ([summary for _, summary in ready] for ready in self._each(papers, now))

    def summarise(self, papers: Sequence[PaperText], *, now: datetime) -> list[Summary]:
        """The summaries of the papers, in their order; otherwise as `each`."""
        return [summary for _, summary in sorted(chain.from_iterable(self._each(papers, now)), key=itemgetter(0))]

    def _each(self, papers: Iterable[PaperText], now: datetime) -> Iterator[list[tuple[int, Summary]]]:
        """The summaries with the places of their papers."""
        beside: deque[tuple[int, str]] = deque(maxlen=_BESIDE)
        waiting = enumerate(papers)

        def read(placed: Iterable[tuple[int, PaperText]]) -> Iterator[tuple[int, PaperText]]:
            for place, paper in placed:
                beside.append((place, f"{paper.title} . {paper.abstract}"))
                yield place, paper

        def write(placed: tuple[int, PaperText]) -> tuple[int, Summary]:
            place, paper = placed
            others = [text for other, text in tuple(beside) if other != place]
            return place, self.one(paper, now=now, others=others)

        if self._format is None and (first := [write(placed) for placed in islice(read(waiting), 1)]):
            yield first
        yield from as_they_come(write, read(waiting), most_at_once=self.at_once)

    def one(self, paper: PaperText, *, now: datetime, others: Iterable[str] = ()) -> Summary:
        """The summary of one paper; `others` are texts that a reply is not to be about rather than about the paper's."""
        spent = Spent()
        try:
            prompt = load(PROMPT)
            asked = request_for(paper, prompt, self.count_tokens, self.budget_tokens)
            if asked is None:
                return self._instead(_NOTHING_SHOWN, paper, spent.usage, now)
            told = self.ladder.ask(asked.request, read_reply, spent)
            found = self._repaired(told, asked, tuple(others), spent)
        except (ModelFailed, PromptUnavailable) as error:
            MODEL_CALLS.add(type(error).__name__)
            return self._instead(str(error), paper, spent.usage, now)
        MODEL_CALLS.add("answered")
        missing = _missing(found, asked)
        if {"line", "claims"} <= set(missing):
            return self._instead(_ANOTHER_PAPER if found.strays else _NONE_PASSED, paper, spent.usage, now)
        source = _provenance(prompt, told.completion.model, paper, now)
        return self._written(paper, found, missing, spent.usage, source, now)

    @property
    def _format(self) -> ReplyFormat | None:
        """The reply format that is known to work."""
        return self.ladder.rungs.get((self.ladder.model.endpoint, self.ladder.model.name))

    def _repaired(self, told: Told[Reply], asked: Asked, others: Sequence[str], spent: Spent) -> Judged:
        """What stands of the reply; where something failed, the best of it and of a second reply that was told all of it."""
        first = judged(told.value, asked, others)
        if not first.faults:
            return first
        request = formatted(asked.request, self._format or ReplyFormat.SCHEMA)
        try:
            again = self.ladder.repaired(request, told.completion.text, " ".join(first.faults), read_reply, spent)
        except ModelFailed as error:
            MODEL_CALLS.add(type(error).__name__)
            return first
        return _better(first, judged(again.value, asked, others))

    def _written(
        self, paper: PaperText, found: Judged, missing: Sequence[str], usage: Usage, source: Provenance, now: datetime
    ) -> Summary:
        """The summary of what stands; what is missing is the other engine's, and the provenance names it."""
        line, claims, keywords = found.line, self._claims(found), found.keywords
        if missing or line is None:
            parts = " and the ".join(missing)
            reason = f"Another engine wrote the {parts}: of the language model's, too little passed the checks."
            MODEL_FALLBACKS.add("summary")
            log.warning("model_fell_back", reason=reason, model=source.model, prompt=PROMPT, faults=found.faults)
            other, source = self._other(paper, now), replace(source, fallback=reason)
            line = line or other.tldr
            claims = other.claims if "claims" in missing else claims
            keywords = other.keywords if "keywords" in missing else keywords
        return Summary(paper.paper_id, paper.version, line, claims, keywords, usage, source)

    def _claims(self, found: Judged) -> tuple[Claim, ...]:
        if not self.show_failed:
            return found.passed
        shown = [*found.passed, *found.failed][:MOST_CLAIMS]
        return tuple(sorted(shown, key=lambda claim: min((span.start for span in claim.evidence), default=0)))

    def _instead(self, reason: str, paper: PaperText, usage: Usage, now: datetime) -> Summary:
        """The other Summariser's summary, with the reason and what was paid in vain."""
        MODEL_FALLBACKS.add("summary")
        log.warning("model_fell_back", reason=reason, model=self.ladder.model.name, prompt=PROMPT)
        summary = self._other(paper, now)
        return replace(summary, usage=usage, provenance=replace(summary.provenance, fallback=reason))

    def _other(self, paper: PaperText, now: datetime) -> Summary:
        return without_orders(self.otherwise.summarise([paper], now=now)[0], paper)


def _better(first: Judged, second: Judged) -> Judged:
    """What stands of two replies: the first line that stands, the more claims, the more keywords."""
    most = max((second, first), key=lambda each: len(each.passed))
    return Judged(
        first.line or second.line, most.passed, most.failed, max(first.keywords, second.keywords, key=len),
        second.faults, strays=first.strays and second.strays,
    )  # fmt: skip


def _missing(found: Judged, asked: Asked) -> list[str]:
    """The parts of a summary of which too little stands."""
    few_claims = len(found.passed) < min(LEAST_CLAIMS, len(asked.sentences))
    lacking = {"line": found.line is None, "claims": few_claims, "keywords": len(found.keywords) < LEAST_KEYWORDS}
    return [part for part, is_missing in lacking.items() if is_missing]


def _provenance(prompt: Prompt, model: str, paper: PaperText, now: datetime) -> Provenance:
    return Provenance(
        Engine.LLM, model, None, CHECKS_VERSION, now, prompt=prompt.name, prompt_sha256=prompt.sha256,
        paper_version=paper.version,
    )  # fmt: skip
