"""The bodies that callers send, with their limits; an unknown field is refused, never ignored."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SkipValidation, model_validator
from pydantic_core import PydanticCustomError

from paperline.delivery.api.schemas.examples import ABSTRACT, ASK_REQUEST, BATCH_REQUEST, SUMMARISE_REQUEST, TITLE
from paperline.delivery.api.schemas.text import Abstract, CallerId, CleanText, EngineName, OptionalDay, PaperId, Title
from paperline.domain.errors import BadScope
from paperline.domain.papers import canonical_id
from paperline.domain.scopes import Scope

MAX_BATCH = 100
_SCOPE_ERROR = "Give exactly one of day, from and to, all, or papers."


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SummariseRequest(_Body):
    """One paper's text; `id` is echoed as given."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUMMARISE_REQUEST]})

    abstract: Abstract = Field(examples=[ABSTRACT])
    title: Title | None = Field(default=None, examples=[TITLE])
    id: CallerId | None = None
    engine: EngineName = "auto"


_BatchItem = Annotated[
    SummariseRequest | JsonValue, Field(description="What is no such paper is answered with a problem, in its place.")
]


class BatchRequest(_Body):
    """Up to 100 papers. Each is checked on its own, so that a bad one is a problem in its place."""

    model_config = ConfigDict(json_schema_extra={"examples": [BATCH_REQUEST]})

    papers: list[SkipValidation[_BatchItem]] = Field(min_length=1, max_length=MAX_BATCH)


class ScopeRequest(_Body):
    """A day, a range (either end may be open), everything stored, or some papers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"day": "2025-12-11"}, {"all": True}]})

    day: OptionalDay = None
    first: OptionalDay = Field(default=None, alias="from")
    last: OptionalDay = Field(default=None, alias="to")
    all: Literal[True] | None = None
    papers: Annotated[tuple[PaperId, ...], Field(min_length=1, max_length=1_000, strict=False)] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = (self.day, self.first or self.last, self.all, self.papers)
        if sum(part is not None for part in given) != 1:
            raise PydanticCustomError("scope", _SCOPE_ERROR)
        return self

    def as_scope(self) -> Scope:
        """The scope in the domain's terms; a range that ends before it starts is BadScope."""
        if self.papers:
            return Scope(papers=tuple(canonical_id(paper_id) for paper_id in self.papers))
        if self.day:
            return Scope.of_day(self.day)
        return _range(self.first, self.last)


class SearchQuery(BaseModel):
    """What is searched for; without a day or a range, in everything stored."""

    model_config = ConfigDict(frozen=True)

    q: CleanText = Field(min_length=1, max_length=2_000, examples=["Bloom filter"])
    day: OptionalDay = Field(default=None, description="One day; not together with from and to.")
    first: OptionalDay = Field(default=None, alias="from", description="The first day of a range.")
    last: OptionalDay = Field(default=None, alias="to", description="The last day of a range.")
    category: CleanText | None = Field(default=None, min_length=1, max_length=200, examples=["cs.CL"])
    author: CleanText | None = Field(default=None, min_length=1, max_length=200)
    has_code: bool | None = None
    source: CleanText | None = Field(default=None, min_length=1, max_length=200)
    sort: Literal["relevance", "newest"] = Field(
        default="relevance",
        description="Best first, or newest first of those that fit at least half as well as the best.",
    )
    limit: int = Field(default=20, ge=1, le=100)
    cursor: CleanText | None = Field(default=None, max_length=500)
    form: Literal["json", "bibtex", "csl", "ris", "csv"] | None = Field(
        default=None, alias="format", description="The format by its name, for those who cannot send an Accept header."
    )

    def as_scope(self) -> Scope:
        """The scope in the domain's terms; a day together with a range is BadScope."""
        if self.day and (self.first or self.last):
            raise BadScope("Give either day, or from and to.")
        return Scope.of_day(self.day) if self.day else _range(self.first, self.last)


class HistoryTurn(_Body):
    """An earlier question and the papers that its answer cited."""

    question: CleanText = Field(max_length=10_000)
    paper_ids: Annotated[tuple[PaperId, ...], Field(max_length=100, strict=False)] = ()


class AskRequest(_Body):
    """A question; without a scope it is asked of the latest day that has papers."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASK_REQUEST]})

    question: CleanText = Field(min_length=1, description="At most 2,000 characters, unless set otherwise.")
    scope: ScopeRequest | None = None
    engine: EngineName = "auto"
    history: Annotated[tuple[HistoryTurn, ...], Field(max_length=50, strict=False)] = ()
    stream: bool = Field(default=False, description="Answer as server-sent events.")


def _range(first: date | None, last: date | None) -> Scope:
    return Scope.between(first, last) if first and last else Scope(first=first, last=last)
