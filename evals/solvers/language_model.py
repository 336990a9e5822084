"""The language model as a solver: what it will cost, before it is paid, and its summaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from evals.datasets import EvalPaper
from evals.outcomes import NoData
from evals.suites.options import Options
from paperline.adapters.syntax.spacy_syntax import SpacySyntax
from paperline.bootstrap import open_language_model
from paperline.domain.prices import Price
from paperline.domain.summaries import Summary
from paperline.engines.embedded.summariser import EmbeddedSummariser
from paperline.engines.language_model.spending.pricing import load_prices
from paperline.engines.language_model.summarising.prompting import request_for
from paperline.engines.language_model.summarising.summariser import PROMPT, LanguageModelSummariser
from paperline.ports import PaperText
from paperline.prompts import load
from paperline.settings import Settings

_NOW = datetime(2025, 12, 11, tzinfo=UTC)
_NANO = 1_000_000_000
_MOST_CALLS = 4  # for one paper: the reply formats that are tried, and a repair


@dataclass(frozen=True, slots=True)
class Estimate:
    """The tokens of a run: of its prompts where every paper takes one call, and the most that the replies may have."""

    papers: int
    prompt_tokens: int
    most_reply_tokens: int
    price: Price | None

    def __str__(self) -> str:
        told = f"{self.papers} papers, {self.prompt_tokens:,} tokens of prompts and at most {self.most_reply_tokens:,} of replies"
        if self.price is None:
            return f"{told}; its price is not known, see PAPERLINE_PRICES"
        dollars = self.price.cost(self.prompt_tokens, self.most_reply_tokens) / _NANO
        return f"{told}: at most ${dollars:.4f}, and ${dollars * _MOST_CALLS:.4f} where every reply has to be asked for again"


class ModelSummaries:
    """Summaries by the language model that the environment names."""

    def __init__(self, options: Options) -> None:
        settings = Settings()
        if options.model:
            settings = settings.model_copy(update={"model": options.model})
        configured = open_language_model(settings)
        if configured is None:
            raise NoData("No language model is configured: set OPENAI_API_KEY or OPENAI_BASE_URL.")
        self.model = configured.ladder.model
        self._hidden = configured.hidden_tokens
        self._price = load_prices(settings.prices).of(self.model.name, self.model.endpoint)
        self._engine = LanguageModelSummariser(
            configured.ladder, configured.count_tokens, EmbeddedSummariser(SpacySyntax()),
            at_once=settings.model_calls_at_once,
        )  # fmt: skip

    def estimate(self, papers: Sequence[EvalPaper]) -> Estimate:
        """What summaries of these papers will take; nothing is sent."""
        prompt, count = load(PROMPT), self._engine.count_tokens
        asked = [request_for(_text(paper), prompt, count, self._engine.budget_tokens) for paper in papers]
        requests = [each.request for each in asked if each is not None]
        prompts = sum(count(request.system) + count(request.user) for request in requests)
        return Estimate(
            len(papers), prompts, sum(request.most_output_tokens + self._hidden for request in requests), self._price
        )

    def summaries(self, papers: Sequence[EvalPaper]) -> list[Summary]:
        """The summaries, in the order of the papers."""
        return self._engine.summarise([_text(paper) for paper in papers], now=_NOW)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.model.close()


def _text(paper: EvalPaper) -> PaperText:
    return PaperText(paper.title, paper.abstract, paper.id)
