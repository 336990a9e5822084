"""Maths in papers' texts: TeX as MathML, the rest of the text as it stands, and no other markup."""

from paperline.delivery.web.maths.finding import Atom, atoms
from paperline.delivery.web.maths.showing import rendered, shown

__all__ = ["Atom", "atoms", "rendered", "shown"]
