"""Which language model serves the port of that name, behind its meter, and what asking it would cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from paperline.domain.prices import OPENAI_HOST, Price, host_of
from paperline.domain.provenance import Engine, Making
from paperline.domain.spending import nano_usd
from paperline.engines.embedded import summariser as embedded_summariser
from paperline.engines.language_model.formats import RememberedFormats
from paperline.engines.language_model.ladder import Ladder, formatted
from paperline.engines.language_model.spending.batching import MeteredBatches
from paperline.engines.language_model.spending.budgets import Limits
from paperline.engines.language_model.spending.embedding import EmbeddingMeter
from paperline.engines.language_model.spending.metering import MeteredModel
from paperline.engines.language_model.spending.pricing import load_prices
from paperline.engines.language_model.spending.tokens import TokenBounds
from paperline.engines.language_model.summarising import summariser as model_summariser
from paperline.engines.language_model.summarising.prompting import request_for
from paperline.pipeline.estimate import AskedFor, Estimator, PricedModel
from paperline.ports import CompletionRequest, PaperText, ReplyFormat
from paperline.prompts import load

if TYPE_CHECKING:
    from paperline.ports import LanguageModel, Records
    from paperline.settings import Settings


@dataclass(frozen=True, slots=True)
class ConfiguredModel:
    """A language model as it is asked, and how many of its tokens a text has: by its own tokenizer, or about so many.

    `hidden_tokens` of output may be charged beyond those that a request asks for; `keeps` tells whether a reply is kept.
    """

    ladder: Ladder
    count_tokens: Callable[[str], int]
    exact_count: bool = False
    hidden_tokens: int = 0
    keeps: Callable[[CompletionRequest], bool] = lambda _: False

    @property
    def bounds(self) -> TokenBounds:
        """How many tokens a call has, about and at most."""
        return TokenBounds(self.count_tokens, self.exact_count, self.hidden_tokens)


OpenModel = Callable[["Settings"], ConfiguredModel | None]


def open_language_model(settings: Settings) -> ConfiguredModel | None:
    """The language model that the settings speak of; None where they speak of none."""
    if not settings.has_language_model:
        return None
    from paperline.adapters.language_models.openai_chat import open_openai_model

    return configured_model(
        open_openai_model(
            _key(settings), base_url=settings.openai_base_url, name=settings.model,
            most_at_once=settings.model_calls_at_once, deadline_seconds=settings.model_timeout_seconds,
        )
    )  # fmt: skip


def configured_model(model: LanguageModel) -> ConfiguredModel:
    """The model with what is needed to ask it: nearly right JSON is mended, tokens are counted as its maker does."""
    from paperline.adapters.language_models.mending import mended
    from paperline.adapters.tokens.openai_tokens import openai_token_counter

    counter = openai_token_counter(model.name)
    exact = counter.exact and host_of(model.endpoint) == OPENAI_HOST
    return ConfiguredModel(Ladder(model, mended), counter.count, exact, _hidden_tokens(model.endpoint, model.name))


def metered(configured: ConfiguredModel | None, records: Records, settings: Settings) -> ConfiguredModel | None:
    """The model behind its meter: no call is made but within the budgets, and each stands on the ledger."""
    if configured is None:
        return None
    model = MeteredModel(
        configured.ladder.model, records, load_prices(settings.prices), _limits(settings), configured.bounds,
        run=_new_run(), now=_now,
        replies_kept=None if settings.replies_days is None else timedelta(days=settings.replies_days),
    )  # fmt: skip
    ladder = replace(configured.ladder, model=model, rungs=RememberedFormats(records, _now))
    return replace(configured, ladder=ladder, keeps=model.keeps)


def metered_batches(configured: ConfiguredModel, records: Records, settings: Settings) -> MeteredBatches:
    """The batches of the model that is configured, behind the same meter."""
    from paperline.adapters.language_models.openai_chat.batches import open_openai_batches

    batches = open_openai_batches(_key(settings), base_url=settings.openai_base_url, name=configured.ladder.model.name)
    return MeteredBatches(
        batches, records, load_prices(settings.prices), _limits(settings), configured.bounds, run=_new_run(), now=_now
    )


def embedding_meter(records: Records, settings: Settings) -> EmbeddingMeter:
    """What pays for the calls of the embedder that is configured, out of the same budgets."""
    endpoint = settings.openai_base_url or f"https://{OPENAI_HOST}/v1"
    return EmbeddingMeter(
        records, load_prices(settings.prices), _limits(settings), model=settings.embedding_model, endpoint=endpoint,
        run=_new_run(), now=_now,
    )  # fmt: skip


def estimator(settings: Settings, model: Callable[[], ConfiguredModel | None]) -> Estimator:
    """Reaches no language model: whether replies are kept is known where its name is, without asking its endpoint."""
    from paperline.adapters.tokens.openai_tokens import openai_token_counter

    prompt = load(model_summariser.PROMPT)
    endpoint = settings.openai_base_url or OPENAI_HOST
    counter = openai_token_counter(settings.model or "")
    bounds = TokenBounds(counter.count, counter.exact)
    named = settings.has_language_model and (settings.model or host_of(endpoint) == OPENAI_HOST)
    configured = model() if named else None

    def ask(paper: PaperText) -> AskedFor | None:
        asked = request_for(paper, prompt, counter.count)
        if asked is None:
            return None
        request = asked.request
        kept = configured and any(configured.keeps(formatted(request, rung)) for rung in ReplyFormat)
        return AskedFor(bounds.about(request), request.most_output_tokens, bool(kept))

    exact = counter.exact and host_of(endpoint) == OPENAI_HOST
    return Estimator(ask, lambda name: _priced_models(name or settings.model, name, endpoint, settings), exact)


def making(engine: Engine, settings: Settings) -> Making | None:
    """What the engine writes summaries with now; the model is compared where it is named and OpenAI's own: others answer
    under any name.
    """
    if engine is Engine.EMBEDDED:
        return embedded_summariser.making()
    if not settings.has_language_model:
        return None
    is_openai = settings.openai_base_url is None or host_of(settings.openai_base_url) == OPENAI_HOST
    return model_summariser.making(settings.model if is_openai else None)


def nano(usd: Decimal | None) -> int | None:
    """The amount in nano-dollars; none stays none."""
    return None if usd is None else nano_usd(usd)


def _priced_models(name: str | None, only: str | None, endpoint: str, settings: Settings) -> list[PricedModel]:
    """The models with a price at the endpoint, and the one of that name; with `only` that one alone."""
    prices = load_prices(settings.prices)
    found = {} if only else dict[str, Price | None](prices.known(endpoint))
    if name or not found:
        found.setdefault(name or "any", prices.of(name or "any", endpoint))
    return [PricedModel(each, price, _hidden_tokens(endpoint, each)) for each, price in found.items()]


def _hidden_tokens(endpoint: str, name: str) -> int:
    """How many more output tokens the adapter lets a model have than are asked for, for its thoughts."""
    from paperline.adapters.language_models.openai_chat.dialect import Dialect

    body = Dialect(endpoint, name).body(CompletionRequest("", "", "", {}, 0), streamed=False)
    limits = (body.get(name) for name in ("max_completion_tokens", "max_tokens"))
    return sum(limit for limit in limits if isinstance(limit, int))


def _limits(settings: Settings) -> Limits:
    return Limits(nano(settings.budget_day_usd), nano(settings.budget_run_usd))


def _key(settings: Settings) -> str | None:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else None


def _new_run() -> str:
    return f"{_now():%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"


def _now() -> datetime:
    return datetime.now(UTC)
