"""The deterministic checks that every text a reader sees has passed or is marked as failing."""

from paperline.domain.grounding.checking import CHECKS_VERSION, check
from paperline.domain.grounding.standing import is_dangling

__all__ = ["CHECKS_VERSION", "check", "is_dangling"]
