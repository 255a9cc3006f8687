"""Bullets that stand for the start tags of list items.

**What** ``• one`` at the beginning of a line, with any usual bullet glyph, two lines or more directly in flow content;
three lines or more with middle dots, where no ``<br>`` keeps them apart; in a document that shows lost markup dashes
and asterisks too, and long dashes if the lines are not what people say.

**Why** Text extraction prints a list as lines with bullets; the list is lost, and its markup is found nowhere.

**Example** before and after; deeper lines are lists in the items before them::

    • one
    • two

    <ul>
    <li>one</li>
    <li>two</li>
    </ul>

**Confidence** Likely. A single line may begin with a bullet for many reasons, and stays.

**Spec** https://html.spec.whatwg.org/multipage/grouping-content.html#the-li-element
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["BULLETS", "DAMAGE", "FEWEST_DOTS", "MIDDLE_DOTS", "may_begin_lines"]

BULLETS: Final = "•‣⁃∙▪▫▶▸►◆◇◦●○■□❖➢➤✓✔\uf0a7\uf0b7\uf0d8\uf0fc"
_SPELLINGS: Final = (*BULLETS, "&bull;", "&#8226;", "&#x2022;")
"""What may be a bullet; some stand at the private places where symbol fonts of word processors have theirs."""
MIDDLE_DOTS: Final = "·‧・･ㆍ"
"""What is a bullet in some languages, and holds words apart in others."""
FEWEST_DOTS: Final = 3
"""So many lines that begin with one are a list."""
_BEHIND: Final = 80
"""How deep a bullet may be indented."""
_LINE_START: Final = re.compile(r"(?:\A|[\n\r])[ \t\u00a0\u3000]*\Z")
_AFTER: Final = re.compile(r".[ \t\u00a0]+")
_DOT_FIRST: Final = re.compile(rf"(?:\A|[\n\r])[ \t\u00a0\u3000]*[{MIDDLE_DOTS}]")


def may_begin_lines(source: str) -> bool:
    """Whether *source* may have lines enough with a bullet for a list; quickly told."""
    if sum(source.count(spelling) for spelling in _SPELLINGS) > 1:
        return True
    dots = sum(source.count(dot) for dot in MIDDLE_DOTS)
    return dots >= FEWEST_DOTS and len(_DOT_FIRST.findall(source)) >= FEWEST_DOTS


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The bullet at *pos* with the white space after it; looks back ``_BEHIND`` characters."""
    behind = max(0, pos - _BEHIND)
    before = _LINE_START.search(source, behind, pos)
    after = _AFTER.match(source, pos)
    if before is None or after is None:
        return None
    return malformed(source, pos, after.end(), DAMAGE.code, Reading(ReadingKind.LIST_ITEM, "li", "<li>"))


DAMAGE: Final = DamageClass("bullet", BULLETS, match, is_weak=True, module=__name__)
