"""Prices: what a model's tokens cost by a dated table, and which endpoints cost nothing."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from paperline.domain.provenance import undated
from paperline.domain.spending import nano_usd

OPENAI_HOST = "api.openai.com"
_MILLION = 1_000_000
_PRIVATE_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home.arpa")
_FIELDS = {"as_of", "note", "hosts", "models"}


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens; calls of a batch cost `batch` times as much."""

    prompt: Decimal
    cached: Decimal
    completion: Decimal
    batch: Decimal = Decimal(1)

    def cost(self, prompt: int, completion: int, *, cached: int = 0, in_batch: bool = False) -> int:
        """Nano-dollars for these tokens, a broken one rounded up; `cached` are of the prompt's."""
        dollars = (prompt - cached) * self.prompt + cached * self.cached + completion * self.completion
        return nano_usd(dollars * (self.batch if in_batch else 1) / _MILLION)


FREE = Price(Decimal(0), Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Prices as they were on a day, for the endpoints of some hosts; without hosts, for every endpoint."""

    as_of: str
    note: str
    hosts: tuple[str, ...]
    models: Mapping[str, Price]

    @classmethod
    def read(cls, text: str) -> PriceTable:
        """The table of a JSON text of the shape that the packaged one has; ValueError says what is wrong."""
        read = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        if not isinstance(read, dict) or not {"as_of", "models"} <= set(read) <= _FIELDS:
            raise ValueError(f"it is not an object of {', '.join(sorted(_FIELDS))}")
        models, hosts = read["models"], read.get("hosts", [])
        if not isinstance(models, dict) or not isinstance(hosts, list):
            raise ValueError("models is not an object, or hosts not an array")  # noqa: TRY004 (one kind of error)
        prices = {name: _price(name, entry) for name, entry in models.items()}
        return cls(str(read["as_of"]), str(read.get("note", "")), tuple(str(host) for host in hosts), prices)

    def price(self, model: str, endpoint: str) -> Price | None:
        """The price of a model, or of the model that it is a dated snapshot of, at an endpoint of the table's hosts."""
        if self.hosts and not any(_is_of(host_of(endpoint), host) for host in self.hosts):
            return None
        return self.models.get(model) or self.models.get(undated(model))


def host_of(endpoint: str) -> str:
    """The host of an endpoint's address, also where it is written without a scheme."""
    try:
        return urlsplit(endpoint if "//" in endpoint else f"//{endpoint}").hostname or ""
    except ValueError:
        return endpoint


def is_private(endpoint: str) -> bool:
    """Whether the endpoint is on this machine or a private network, by its address or a name that only such have."""
    host = host_of(endpoint)
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(_PRIVATE_ENDINGS))
    return (address.is_private and not address.is_unspecified) or address.is_loopback


def _price(name: str, entry: object) -> Price:
    if not isinstance(entry, dict) or not {"prompt"} <= set(entry) <= {"prompt", "cached", "completion", "batch"}:
        raise ValueError(f"{name} has not the numbers prompt, cached, completion and batch, of which prompt is needed")
    for field, value in entry.items():
        if not isinstance(value, Decimal) or not value.is_finite() or value < 0:
            raise ValueError(f"{field} of {name} is not a number of zero or more")
    numbers: dict[str, Decimal] = {"cached": entry["prompt"], "completion": Decimal(0), "batch": Decimal(1)} | entry
    return Price(**numbers)


def _is_of(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
