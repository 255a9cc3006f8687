"""What readings cost: the data behind choosing among them, each figure with its reason.

Costs add up over a document, and the cheapest reading of the whole wins. The unit is arbitrary; what matters is what
outweighs what. A reading that leaves the document as a careful author would have written it costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "BLOCK_IN_TEXT",
    "ENDED_ORPHANS",
    "MISPLACED",
    "MISPLACED_NAME",
    "MISSING_END_TAG",
    "MISSING_OPTIONAL_END_TAG",
    "MISSING_USUAL_END_TAG",
    "NESTED",
    "ORPHAN",
    "STRAY_END_TAG",
    "STRAY_PARAGRAPH_END_TAG",
    "WITHOUT_PROFILE",
    "WITH_PROFILE",
    "Readings",
]

# What is wrong with a document, whichever tags of it are damaged.

MISSING_END_TAG: Final = 3.0
"""An element that only the end of what it is in ends, though it needs an end tag."""
MISSING_OPTIONAL_END_TAG: Final = 0.25
"""One that needs none, in a document that never writes it."""
MISSING_USUAL_END_TAG: Final = 1.5
"""One that needs none, in a document that writes it elsewhere."""
STRAY_END_TAG: Final = 3.0
"""An end tag of something that is not open."""
STRAY_PARAGRAPH_END_TAG: Final = 1.75
"""The same of a paragraph or an item, which the text before it may be."""
ORPHAN: Final = 1.5
"""An item without a list, a row without a table, a cell without a row."""
ENDED_ORPHANS: Final = 0.25
"""The end tag of the list or table that those lack."""
MISPLACED: Final = 1.5
"""Text, or something else, directly in a list or a table."""
MISPLACED_NAME: Final = 1.0
"""Added where the text is what looks like a tag: between the parts of a list or a table stand tags."""
NESTED: Final = 2.5
"""Formatting directly in formatting of its name."""
BLOCK_IN_TEXT: Final = 1.0
"""A block in an element that holds only text."""

# What is odd about a reading of a weak token where it stands.


@dataclass(frozen=True, slots=True)
class Readings:
    """What the readings of a weak token cost before one looks round."""

    text: float
    """What looks like a tag stays as text."""
    solidus_text: float
    """The same where a solidus stands before the name, as in no prose."""
    spaced_text: float
    """The same of a mangled tag whose spelling leaves little doubt, but which found no partner."""
    spoken_text: float
    """The same of a start tag in text that says only its name: less than an end tag that is nowhere to be seen."""
    spaced_tag: float
    """Such a token as a tag."""
    end_tag: float
    solidus_end_tag: float
    """The same where a solidus stands before the name."""
    start_tag: float
    before_tag: float
    """Added to the tags for a tag or the end of the line after it: where tags stand, more tags stand."""
    side_by_side: float
    """Added to the tags, and taken from the text, for a tag that kept a sign beside one that did not."""
    in_prose: float
    """Taken from the text and added to the tags: a word before it, a word in lower case after it."""
    in_chain: float
    """The same for several names and signs in a row, and then a word: ``ul > li > a``."""
    shown: float
    """The same for quotation marks or brackets on both sides."""
    before_number: float
    """The same for a number, an operator or a selector after it, and text before it: ``p > .05``, ``p > .lead``."""
    short_name: float
    """Added to the start tag: a name that formulas use too, as in ``a > b``."""
    first: float
    """Added to the start tag where no text stands before it in its block, and its end tag comes in the same."""
    without_content: float
    """Added to the start tag: nothing after it, or what is no first part of such a list or table."""
    after_sign: float
    """Added to the tags: a sign of the same kind before it, as in a path of menus."""
    capitals: float
    """Added to the tags: a capital letter where other tags have none, as in ``Home > Table``."""
    in_path: float
    """Added to the end tag where the solidus stands in a path, ``/srv/a > out``, or in an end tag that a text shows."""
    before_text: float
    """Added to the end tag of what is no part of a text: text after it, on its line."""
    empty: float
    """Added to the end tag: its start tag directly before it."""


WITHOUT_PROFILE: Final = Readings(
    text=0.5,
    solidus_text=2.0,
    spaced_text=0.5,
    spoken_text=0.5,
    spaced_tag=1.0,
    end_tag=1.25,
    solidus_end_tag=0.5,
    start_tag=2.0,
    before_tag=-0.5,
    side_by_side=-0.75,
    in_prose=0.75,
    in_chain=1.5,
    before_number=2.5,
    short_name=1.0,
    first=-1.5,
    without_content=1.5,
    shown=2.0,
    after_sign=3.0,
    capitals=1.5,
    in_path=1.0,
    before_text=1.0,
    empty=1.1,
)
"""In a document with no other damage: the structure must ask for the tag."""

WITH_PROFILE: Final = Readings(
    text=1.5,
    solidus_text=2.0,
    spaced_text=4.0,
    spoken_text=2.75,
    spaced_tag=0.0,
    end_tag=0.0,
    solidus_end_tag=0.0,
    start_tag=0.5,
    before_tag=0.0,
    side_by_side=0.0,
    in_prose=1.5,
    in_chain=1.5,
    before_number=2.0,
    short_name=0.5,
    first=-1.5,
    without_content=1.5,
    shown=2.0,
    after_sign=3.0,
    capitals=0.75,
    in_path=1.0,
    before_text=1.0,
    empty=0.5,
)
"""In a document that is plainly damaged: what looks like a tag is likely one."""
