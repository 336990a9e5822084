"""Estimate: what summarising papers with a language model would cost, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paperline.domain.prices import Price
from paperline.domain.provenance import Engine
from paperline.domain.scopes import Scope
from paperline.ports import PaperText, Records


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A paper's request: the tokens of its prompt and the most of its output. `kept`: its reply need not be paid again."""

    prompt_tokens: int
    most_output_tokens: int
    kept: bool = False


@dataclass(frozen=True, slots=True)
class PricedModel:
    """A model and its price, None where that is not known; it may be charged `hidden_tokens` of output for a call more."""

    name: str
    price: Price | None
    hidden_tokens: int = 0


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What a model takes for all papers: the prompts, and at most with every output at its limit; None: no known price."""

    model: str
    prompts_nano_usd: int | None
    most_nano_usd: int | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The papers of a scope: those asked for, those of them whose reply is kept, and the others' tokens and cost.

    `exact` is False where the tokens are approximated.
    """

    papers: int
    summarised: int
    stale: int
    asked_for: int
    kept: int
    prompt_tokens: int
    most_output_tokens: int
    exact: bool
    costs: tuple[ModelCost, ...]

    @property
    def to_send(self) -> int:
        """How many calls would be made, repairs aside."""
        return self.asked_for - self.kept


@dataclass(frozen=True, slots=True)
class Estimator:
    """How a paper would be asked for (None: it would not be), by which models, and whether tokens are counted exactly."""

    ask: Callable[[PaperText], AskedFor | None]
    models: Callable[[str | None], Sequence[PricedModel]]
    exact: bool


@dataclass(frozen=True, slots=True)
class EstimateSummaries:
    """Tells what `SummarisePapers` would pay with a language model; sends nothing."""

    records: Records
    estimator: Callable[[], Estimator]

    def run(self, scope: Scope, *, refresh: bool = False, model: str | None = None) -> Estimate:
        """The papers without a summary by a language model, with `refresh` also the stale ones, and what they would cost."""
        estimator = self.estimator()
        with self.records.reading() as unit:
            ids = unit.papers.ids(scope)
            missing = unit.summaries.missing(Engine.LLM, scope)
            stale = unit.summaries.stale(Engine.LLM, scope)
            papers = unit.papers.get_many(sorted({*missing, *stale}) if refresh else missing)
        texts = (PaperText(paper.title, paper.abstract, paper.id, paper.version) for paper in papers)
        asked = [found for text in texts if (found := estimator.ask(text)) is not None]
        sent = [found for found in asked if not found.kept]
        return Estimate(
            len(ids), len(ids) - len(missing), len(stale), len(asked), len(asked) - len(sent),
            sum(found.prompt_tokens for found in sent), sum(found.most_output_tokens for found in sent),
            estimator.exact, tuple(_cost(each, sent) for each in estimator.models(model)),
        )  # fmt: skip


def _cost(model: PricedModel, sent: Sequence[AskedFor]) -> ModelCost:
    price = model.price
    if price is None:
        return ModelCost(model.name, None, None)
    prompts = sum(price.cost(each.prompt_tokens, 0) for each in sent)
    most = sum(price.cost(each.prompt_tokens, each.most_output_tokens + model.hidden_tokens) for each in sent)
    return ModelCost(model.name, prompts, most)
