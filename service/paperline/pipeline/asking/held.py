"""Held scopes: the papers of the scopes asked last, ready to be scored, as long as nothing is stored."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from paperline.domain.ranking.matrix import ScopeMatrix
from paperline.domain.scopes import Scope

MOST_SCOPES = 32
MOST_PAPERS = 3_000  # a paper of a matrix takes 35 kB


@dataclass(frozen=True, slots=True)
class Held:
    """How many papers a scope holds and, unless they are too many, their matrix."""

    size: int
    matrix: ScopeMatrix | None


class HeldScopes:
    """At most 32 scopes whose matrices hold at most 3,000 papers; those asked longest ago go first, the last one never.

    All are of one revision of the store: a newer one, whichever process stored it, drops them. Safe to use from many
    threads.
    """

    def __init__(self) -> None:
        self._revision = -1
        self._scopes: OrderedDict[Scope, Held] = OrderedDict()
        self._lock = Lock()

    def get(self, scope: Scope, revision: int) -> Held | None:
        """What the scope holds at this revision, if it is held."""
        with self._lock:
            if revision != self._revision or scope not in self._scopes:
                return None
            self._scopes.move_to_end(scope)
            return self._scopes[scope]

    def keep(self, scope: Scope, held: Held, revision: int) -> None:
        """The scope is held; one that was read before the newest revision is not."""
        with self._lock:
            if revision < self._revision:
                return
            if revision > self._revision:
                self._scopes.clear()
                self._revision = revision
            self._scopes[scope] = held
            self._scopes.move_to_end(scope)
            while len(self._scopes) > 1 and (len(self._scopes) > MOST_SCOPES or self._papers() > MOST_PAPERS):
                self._scopes.popitem(last=False)

    def _papers(self) -> int:
        return sum(len(held.matrix.papers) for held in self._scopes.values() if held.matrix)
