"""What a careful reader knows about the names of elements: the data that decisions lean on, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from htmlrepair.damage import angle_quote_tag, full_width_tag
from htmlrepair.knowledge.elements import CELLS, ELEMENTS, LISTS, ROW_GROUPS, TABLE_PARTS, UNCLOSED_ELEMENTS

__all__ = ["FIRST_PARTS", "LIKE_QUOTATIONS", "NEEDS_PARTNER", "STANDS_ALONE"]

LIKE_QUOTATIONS: Final[frozenset[str]] = frozenset({angle_quote_tag.DAMAGE.code, full_width_tag.DAMAGE.code})
"""Classes of damage that look like words in brackets or quotation marks."""

NEEDS_PARTNER: Final[frozenset[str]] = frozenset(name for name in ELEMENTS if len(name) <= 2) | frozenset(
    "code data input label object time var".split()
)
"""Names that code and formulas use for other things: ``a < b > c``, ``List < label >``."""

STANDS_ALONE: Final[frozenset[str]] = (
    UNCLOSED_ELEMENTS
    | TABLE_PARTS
    | frozenset("blockquote br div dl h1 h2 h3 h4 h5 h6 hr img ol pre table ul wbr".split())
)
"""Elements whose lone start tag is taken for one in a document that is plainly damaged. Formatting is not among them:
with no end it would run on, and a text that names ``< strong >`` once is talking about it."""

FIRST_PARTS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(LISTS, frozenset({"li"})),
    **dict.fromkeys(ROW_GROUPS, CELLS | {"tr"}),
    "dl": frozenset({"dd", "div", "dt"}),
    "table": TABLE_PARTS,
    "tr": CELLS,
}
"""What stands first in an element that holds only parts of its own: no text that could name it."""
