"""All behaviours, from upstream threads and from attackers; a module lists its own when it is loaded."""

from tests.hostile import nonsense, refusals, replies, silences
from tests.hostile.behaving import BEHAVIOURS, Behaviour

__all__ = ["BEHAVIOURS", "Behaviour", "nonsense", "refusals", "replies", "silences"]
