"""Behaviours: what an endpoint does under a name, and the outcome that a call must have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from paperline.domain.errors import FormatRefused, ModelFailed, ModelUnavailable, ReplyUnreadable
from paperline.ports import Finish
from tests.hostile.server import Act

Outcome: TypeAlias = Finish | type[ModelFailed]
UNAVAILABLE, UNREADABLE, FORMAT_REFUSED = ModelUnavailable, ReplyUnreadable, FormatRefused
STOP, LENGTH, FILTERED, REFUSED = Finish.STOP, Finish.LENGTH, Finish.FILTERED, Finish.REFUSED


@dataclass(frozen=True)
class Behaviour:
    """What the endpoint does, and what comes of a call that is not followed and of one that is.

    `slow` lasts as long as the deadline; of what is `useless` nothing can be read, though the call went well.
    """

    name: str
    act: Act
    whole: Outcome
    streamed: Outcome
    slow: bool = False
    useless: bool = False

    def is_used(self, *, followed: bool) -> bool:
        """Whether the model's own words can be used in the end, where it means well."""
        return (self.streamed if followed else self.whole) in {STOP, FORMAT_REFUSED} and not self.useless


BEHAVIOURS: list[Behaviour] = []


def behaviour(
    whole: Outcome, streamed: Outcome | None = None, *, slow: bool = False, useless: bool = False
) -> Callable[[Act], Act]:
    """Lists the decorated behaviour under its name."""

    def listed(act: Act) -> Act:
        BEHAVIOURS.append(Behaviour(act.__name__, act, whole, streamed or whole, slow, useless))
        return act

    return listed
