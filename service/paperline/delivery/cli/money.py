"""Money as it is shown: amounts, spending and estimates, as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from rich.text import Text

from paperline.delivery.cli.terminal import plain
from paperline.domain.spending import SpendingRow, as_usd
from paperline.pipeline.estimate import Estimate
from paperline.pipeline.spend import Spending

_MOST_LABEL = 48


def dollars(nano: int) -> str:
    """An amount with cents, or with as many more digits as a small one needs."""
    amount = as_usd(nano)
    return f"${amount:,.2f}" if amount >= 1 or not nano else f"${amount:.6f}"


def spending_document(found: Spending) -> dict[str, object]:
    """Spending as JSON, amounts in US dollars."""
    left = None if found.budget_nano_usd is None else max(0, found.budget_nano_usd - found.today_nano_usd)
    budget = {
        "day": found.today.isoformat(),
        "spent_usd": as_usd(found.today_nano_usd),
        "budget_usd": None if found.budget_nano_usd is None else as_usd(found.budget_nano_usd),
        "left_usd": None if left is None else as_usd(left),
    }
    return {
        "by": found.by.value,
        "rows": [_row(row) for row in found.rows],
        "total": _row(found.total),
        "today": budget,
    }


def spending_lines(found: Spending) -> Iterator[Text | str]:
    """A table for people, and what it does not show by itself."""
    if not found.rows:
        yield "No language model was asked."
    else:
        rows = [*found.rows, found.total] if len(found.rows) > 1 else found.rows
        width = max(6, *(len(_label(row)) for row in rows))
        heads = f"{'calls':>7} {'reused':>7} {'prompt':>10} {'cached':>10} {'output':>9} {'cost':>12}"
        yield Text(f"{found.by.value:<{width}}  {heads}", style="dim")
        for row in rows:
            yield Text(
                f"{_label(row):<{width}}  {row.calls:>7,} {row.reused:>7,} {row.prompt_tokens:>10,} "
                f"{row.cached_tokens:>10,} {row.completion_tokens:>9,} {dollars(row.cost_nano_usd):>12}"
            )
        yield from _remarks(found.total)
    budget = found.budget_nano_usd
    left = "no budget is set" if budget is None else f"of a budget of {dollars(budget)}"
    yield f"Today ({found.today}, UTC): {dollars(found.today_nano_usd)}, {left}."


def _remarks(total: SpendingRow) -> Iterator[str]:
    if total.estimated:
        yield f"{total.estimated:,} of the calls did not tell what they cost: estimated, or counted with the most they could."
    if total.reserved_nano_usd:
        yield f"{dollars(total.reserved_nano_usd)} is reserved for calls under way, or for those of a process that ended."
    if total.unpriced:
        yield f"{total.unpriced:,} of the calls have no known price and count as nothing. PAPERLINE_PRICES can give it."


def _label(row: SpendingRow) -> str:
    return plain(row.label)[:_MOST_LABEL] or "(no key)"


def _row(row: SpendingRow) -> dict[str, object]:
    told = asdict(row)
    cost, reserved = told.pop("cost_nano_usd"), told.pop("reserved_nano_usd")
    return {**told, "label": row.label or None, "cost_usd": as_usd(cost), "reserved_usd": as_usd(reserved)}


def estimate_document(found: Estimate) -> dict[str, object]:
    """An estimate as JSON, amounts in US dollars."""
    told = {name: value for name, value in asdict(found).items() if name != "costs"}
    costs = [
        {"model": each.model, "prompts_usd": _usd(each.prompts_nano_usd), "most_usd": _usd(each.most_nano_usd)}
        for each in found.costs
    ]
    return {**told, "to_send": found.to_send, "models": costs}


def estimate_lines(found: Estimate) -> Iterator[Text | str]:
    """What would be sent, and by model what that costs."""
    stale = f", {found.stale:,} of them by an earlier model or prompt" if found.stale else ""
    yield f"{found.papers:,} papers, {found.summarised:,} of them summarised by a language model before{stale}."
    kept = f"; the replies for {found.kept:,} more are kept and cost nothing" if found.kept else ""
    yield f"{found.to_send:,} calls would be made{kept}. Nothing was sent."
    if not found.to_send:
        return
    approximated = "" if found.exact else " (approximated: the model's tokenizer is not at hand)"
    mean = found.prompt_tokens / found.to_send
    yield f"{found.prompt_tokens:,} prompt tokens{approximated}, {mean:,.0f} a paper; at most {found.most_output_tokens:,} of output."
    rows = [(plain(each.model), _shown(each.prompts_nano_usd), _shown(each.most_nano_usd)) for each in found.costs]
    width = max(len(name) for name, *_ in [("model",), *rows])
    yield Text(f"{'model':<{width}}  {'prompts':>10}  {'at most':>10}", style="dim")
    for name, prompts, most in rows:
        yield Text(f"{name:<{width}}  {prompts:>10}  {most:>10}")
    yield "At most: every output at its limit, thoughts included; a reply that fails its checks is asked for once more."


def _usd(nano: int | None) -> float | None:
    return None if nano is None else as_usd(nano)


def _shown(nano: int | None) -> str:
    return "unknown" if nano is None else dollars(nano)
