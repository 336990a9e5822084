"""Pricing: the price tables that hold here, the user's before the packaged one, and what they say of a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paperline.domain.errors import EngineUnavailable
from paperline.domain.prices import FREE, OPENAI_HOST, Price, PriceTable, is_private

_PACKAGED = Path(__file__).parent / "prices.json"


@dataclass(frozen=True, slots=True)
class Prices:
    """Price tables, those that go before others first."""

    tables: tuple[PriceTable, ...]

    def of(self, model: str, endpoint: str) -> Price | None:
        """What a model costs at an endpoint; nothing on this machine and private networks, None where nobody knows."""
        for table in self.tables:
            if (price := table.price(model, endpoint)) is not None:
                return price
        return FREE if is_private(endpoint) else None

    def known(self, endpoint: str = OPENAI_HOST) -> Iterator[tuple[str, Price]]:
        """The models that write and have a price at the endpoint, by name."""
        names = {name for table in self.tables for name in table.models}
        for name in sorted(names):
            price = next((found for table in self.tables if (found := table.price(name, endpoint))), None)
            if price is not None and price.completion:
                yield name, price

    @property
    def as_of(self) -> str:
        """The days of the tables."""
        return ", ".join(table.as_of for table in self.tables)


def load_prices(own: Path | None = None) -> Prices:
    """The packaged prices, and before them those of the user's own file, which EngineUnavailable names if it is bad."""
    packaged = PriceTable.read(_PACKAGED.read_text(encoding="utf-8"))
    if own is None:
        return Prices((packaged,))
    try:
        return Prices((PriceTable.read(own.read_text(encoding="utf-8")), packaged))
    except OSError as error:
        raise EngineUnavailable(
            f"The price table {own} of PAPERLINE_PRICES cannot be read: {error.strerror}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise EngineUnavailable(f"The price table {own} of PAPERLINE_PRICES cannot be used: {error}.") from error
