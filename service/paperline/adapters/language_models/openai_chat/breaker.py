"""The circuit breaker: an endpoint that keeps failing is left alone for a while, so that readers do not wait for it."""

from __future__ import annotations

from collections.abc import Callable

from paperline.domain.errors import ModelUnavailable

_FAILURES = 5
_FIRST_REST_SECONDS = 15.0
_LONGEST_REST_SECONDS = 240.0


class Breaker:
    """Open after five failures in a row; then one call tries, and the rest doubles where it fails too. For one thread."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._rest_seconds = _FIRST_REST_SECONDS
        self._closed_again_at = 0.0

    def admit(self) -> None:
        """A call may be made; otherwise ModelUnavailable says for how long none is."""
        left = self._closed_again_at - self._clock()
        if left > 0:
            raise ModelUnavailable(
                f"The language model failed {self._failures} times in a row; it is tried again in {left:.0f} s.",
                unpaid=True,
            )
        if self._failures >= _FAILURES:
            self._closed_again_at = self._clock() + self._rest_seconds  # this call is the one that tries

    def succeeded(self) -> None:
        """The endpoint answered."""
        self._failures = 0
        self._rest_seconds = _FIRST_REST_SECONDS
        self._closed_again_at = 0.0

    def failed(self) -> None:
        """The endpoint did not answer, or with an error of its own."""
        self._failures += 1
        if self._failures == _FAILURES:
            self._closed_again_at = self._clock() + self._rest_seconds
        elif self._failures > _FAILURES:
            self._rest_seconds = min(_LONGEST_REST_SECONDS, self._rest_seconds * 2)
            self._closed_again_at = self._clock() + self._rest_seconds
