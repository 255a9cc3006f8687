"""What a careful reader knows about names and words: the data that decisions lean on, each with its reason."""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.knowledge.elements import ELEMENTS, TABLE_PARTS, UNCLOSED_ELEMENTS

__all__ = ["CONNECTIVES", "NEEDS_PARTNER", "SHOWN_AFTER", "SHOWN_BEFORE", "STANDS_ALONE", "is_real_content"]

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

CONNECTIVES: Final[frozenset[str]] = frozenset(
    "a an and as between by e et for from in into l la le n o oder of ou or the to tag tags und us vs with y и"
    " или 与 和 および と または 及 或".split()
)
"""Words that stand between two tags in a text about tags, as in "strips < b > and < /b >"; an ``A`` may be a grade."""

_WORD: Final = re.compile(r"[^\W_]+")

SHOWN_BEFORE: Final = re.compile(r"[\"'`|(（「『“‘\[]\s{0,3}\Z")
SHOWN_AFTER: Final = re.compile(r"\s{0,3}[\"'`|)）」』”’\]]")
"""What stands on both sides of a character reference that a text shows on purpose: quotes, brackets, cell borders."""


def is_real_content(text: str) -> bool:
    """Whether *text* between two tags is more than a connective, an ellipsis or nothing.

    >>> is_real_content(" and "), is_real_content("..."), is_real_content("Note")
    (False, False, True)
    """
    words = _WORD.findall(text[:200])
    return len(words) > 1 or any(word not in CONNECTIVES for word in words)
