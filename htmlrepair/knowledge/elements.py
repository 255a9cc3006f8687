"""The element table: one row per element; every set of elements in the package is derived from it here.

Names are lower case, rows are sorted, and a row says what the standard says of the element, never what a repair
thinks of it. Spec: https://html.spec.whatwg.org/multipage/indices.html#elements-3
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Flag, auto
from types import MappingProxyType
from typing import Final

__all__ = [
    "BLOCK_ELEMENTS",
    "BUTTON_SCOPE",
    "CELLS",
    "CODE_ELEMENTS",
    "DOCUMENT_ELEMENTS",
    "ELEMENTS",
    "ESCAPABLE_RAW_TEXT_ELEMENTS",
    "FOREIGN_ELEMENTS",
    "FORMATTING_ELEMENTS",
    "HEADINGS",
    "IMPLIED_END_ELEMENTS",
    "LISTS",
    "LIST_ITEM_SCOPE",
    "LIST_PARTS",
    "MEANT_ALONE",
    "METADATA_ELEMENTS",
    "NOT_MODELLED_ELEMENTS",
    "PREFORMATTED_ELEMENTS",
    "RAW_TEXT_ELEMENTS",
    "ROW_GROUPS",
    "SCOPE",
    "SPECIAL_ELEMENTS",
    "STRUCTURE_ELEMENTS",
    "TABLE_CONTEXT",
    "TABLE_PARTS",
    "TABLE_SCOPE",
    "TEXT_LEVEL_ELEMENTS",
    "UNCLOSED_ELEMENTS",
    "VOID_ELEMENTS",
    "Trait",
]


class Trait(Flag):
    """What the standard says of an element."""

    NONE = 0
    VOID = auto()
    """Has no content and no end tag (#void-elements)."""
    RAW_TEXT = auto()
    """Its text holds neither tags nor character references (#raw-text-elements, and what browsers read so)."""
    ESCAPABLE_RAW_TEXT = auto()
    """Its text holds character references but no tags (#escapable-raw-text-elements)."""
    FORMATTING = auto()
    """Reopened by tree construction when a block cuts it (#formatting)."""
    END_TAG_OPTIONAL = auto()
    """Sound without its end tag (#optional-tags)."""
    TABLE_PART = auto()
    """Means nothing outside a table (#tables)."""
    TEXT_LEVEL = auto()
    """Marks up words, and holds no block (#text-level-semantics, #edits, the presentational ones, and ``img``)."""
    CODE = auto()
    """Its text shows markup or code rather than being it."""
    SPECIAL = auto()
    """Stops the search for the element that an end tag ends (#special)."""
    BLOCK = auto()
    """Its start tag ends a paragraph, its end tag everything in it (#parsing-main-inbody)."""
    END_TAG_IMPLIED = auto()
    """Ended without a word by what cannot stand in it (#generate-implied-end-tags)."""
    METADATA = auto()
    """Belongs in the head, and may stand elsewhere (#parsing-main-inhead)."""
    NOT_MODELLED = auto()
    """Has content rules of its own (foreign content, select, frames, templates): passed through untouched."""


_ROWS: Final = (
    ("a", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("abbr", Trait.TEXT_LEVEL),
    ("acronym", Trait.TEXT_LEVEL),
    ("address", Trait.SPECIAL | Trait.BLOCK),
    ("applet", Trait.SPECIAL),
    ("area", Trait.VOID | Trait.SPECIAL),
    ("article", Trait.SPECIAL | Trait.BLOCK),
    ("aside", Trait.SPECIAL | Trait.BLOCK),
    ("audio", Trait.NONE),
    ("b", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("base", Trait.VOID | Trait.SPECIAL | Trait.METADATA),
    ("basefont", Trait.VOID | Trait.SPECIAL | Trait.METADATA),
    ("bdi", Trait.TEXT_LEVEL),
    ("bdo", Trait.TEXT_LEVEL),
    ("bgsound", Trait.VOID | Trait.SPECIAL | Trait.METADATA),
    ("big", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("blockquote", Trait.SPECIAL | Trait.BLOCK),
    ("body", Trait.END_TAG_OPTIONAL | Trait.SPECIAL),
    ("br", Trait.VOID | Trait.TEXT_LEVEL | Trait.SPECIAL),
    ("button", Trait.SPECIAL),
    ("canvas", Trait.NONE),
    ("caption", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SPECIAL),
    ("center", Trait.SPECIAL | Trait.BLOCK),
    ("cite", Trait.TEXT_LEVEL),
    ("code", Trait.FORMATTING | Trait.CODE | Trait.TEXT_LEVEL),
    ("col", Trait.VOID | Trait.TABLE_PART | Trait.SPECIAL),
    ("colgroup", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SPECIAL),
    ("data", Trait.TEXT_LEVEL),
    ("datalist", Trait.NONE),
    ("dd", Trait.END_TAG_OPTIONAL | Trait.SPECIAL | Trait.END_TAG_IMPLIED),
    ("del", Trait.TEXT_LEVEL),
    ("details", Trait.SPECIAL | Trait.BLOCK),
    ("dfn", Trait.TEXT_LEVEL),
    ("dialog", Trait.BLOCK),
    ("dir", Trait.SPECIAL | Trait.BLOCK),
    ("div", Trait.SPECIAL | Trait.BLOCK),
    ("dl", Trait.SPECIAL | Trait.BLOCK),
    ("dt", Trait.END_TAG_OPTIONAL | Trait.SPECIAL | Trait.END_TAG_IMPLIED),
    ("em", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("embed", Trait.VOID | Trait.SPECIAL),
    ("fieldset", Trait.SPECIAL | Trait.BLOCK),
    ("figcaption", Trait.SPECIAL | Trait.BLOCK),
    ("figure", Trait.SPECIAL | Trait.BLOCK),
    ("font", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("footer", Trait.SPECIAL | Trait.BLOCK),
    ("form", Trait.SPECIAL),
    ("frame", Trait.VOID | Trait.SPECIAL),
    ("frameset", Trait.NOT_MODELLED | Trait.SPECIAL),
    ("h1", Trait.SPECIAL),
    ("h2", Trait.SPECIAL),
    ("h3", Trait.SPECIAL),
    ("h4", Trait.SPECIAL),
    ("h5", Trait.SPECIAL),
    ("h6", Trait.SPECIAL),
    ("head", Trait.END_TAG_OPTIONAL | Trait.SPECIAL),
    ("header", Trait.SPECIAL | Trait.BLOCK),
    ("hgroup", Trait.SPECIAL | Trait.BLOCK),
    ("hr", Trait.VOID | Trait.SPECIAL),
    ("html", Trait.END_TAG_OPTIONAL | Trait.SPECIAL),
    ("i", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("iframe", Trait.RAW_TEXT | Trait.SPECIAL),
    ("img", Trait.VOID | Trait.TEXT_LEVEL | Trait.SPECIAL),
    ("input", Trait.VOID | Trait.SPECIAL),
    ("ins", Trait.TEXT_LEVEL),
    ("kbd", Trait.CODE | Trait.TEXT_LEVEL),
    ("keygen", Trait.VOID | Trait.SPECIAL),
    ("label", Trait.NONE),
    ("legend", Trait.NONE),
    ("li", Trait.END_TAG_OPTIONAL | Trait.SPECIAL | Trait.END_TAG_IMPLIED),
    ("link", Trait.VOID | Trait.SPECIAL | Trait.METADATA),
    ("listing", Trait.CODE | Trait.SPECIAL),
    ("main", Trait.SPECIAL | Trait.BLOCK),
    ("map", Trait.NONE),
    ("mark", Trait.TEXT_LEVEL),
    ("marquee", Trait.SPECIAL),
    ("math", Trait.NOT_MODELLED),
    ("menu", Trait.SPECIAL | Trait.BLOCK),
    ("menuitem", Trait.NONE),
    ("meta", Trait.VOID | Trait.SPECIAL | Trait.METADATA),
    ("meter", Trait.NONE),
    ("nav", Trait.SPECIAL | Trait.BLOCK),
    ("nobr", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("noembed", Trait.RAW_TEXT | Trait.SPECIAL),
    ("noframes", Trait.RAW_TEXT | Trait.SPECIAL | Trait.METADATA),
    ("noscript", Trait.NOT_MODELLED | Trait.SPECIAL | Trait.METADATA),
    ("object", Trait.SPECIAL),
    ("ol", Trait.SPECIAL | Trait.BLOCK),
    ("optgroup", Trait.END_TAG_OPTIONAL | Trait.END_TAG_IMPLIED),
    ("option", Trait.END_TAG_OPTIONAL | Trait.END_TAG_IMPLIED),
    ("output", Trait.NONE),
    ("p", Trait.END_TAG_OPTIONAL | Trait.SPECIAL | Trait.BLOCK | Trait.END_TAG_IMPLIED),
    ("param", Trait.VOID | Trait.SPECIAL),
    ("picture", Trait.NONE),
    ("plaintext", Trait.NOT_MODELLED | Trait.SPECIAL),
    ("pre", Trait.CODE | Trait.SPECIAL),
    ("progress", Trait.NONE),
    ("q", Trait.TEXT_LEVEL),
    ("rb", Trait.END_TAG_OPTIONAL | Trait.END_TAG_IMPLIED),
    ("rp", Trait.END_TAG_OPTIONAL | Trait.END_TAG_IMPLIED),
    ("rt", Trait.END_TAG_OPTIONAL | Trait.END_TAG_IMPLIED),
    ("rtc", Trait.END_TAG_OPTIONAL | Trait.END_TAG_IMPLIED),
    ("ruby", Trait.NONE),
    ("s", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("samp", Trait.CODE | Trait.TEXT_LEVEL),
    ("script", Trait.RAW_TEXT | Trait.CODE | Trait.SPECIAL | Trait.METADATA),
    ("search", Trait.SPECIAL | Trait.BLOCK),
    ("section", Trait.SPECIAL | Trait.BLOCK),
    ("select", Trait.NOT_MODELLED | Trait.SPECIAL),
    ("slot", Trait.NONE),
    ("small", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("source", Trait.VOID | Trait.SPECIAL),
    ("span", Trait.TEXT_LEVEL),
    ("strike", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("strong", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("style", Trait.RAW_TEXT | Trait.CODE | Trait.SPECIAL | Trait.METADATA),
    ("sub", Trait.TEXT_LEVEL),
    ("summary", Trait.SPECIAL | Trait.BLOCK),
    ("sup", Trait.TEXT_LEVEL),
    ("svg", Trait.NOT_MODELLED),
    ("table", Trait.SPECIAL),
    ("tbody", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SPECIAL),
    ("td", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SPECIAL),
    ("template", Trait.NOT_MODELLED | Trait.SPECIAL | Trait.METADATA),
    ("textarea", Trait.ESCAPABLE_RAW_TEXT | Trait.CODE | Trait.SPECIAL),
    ("tfoot", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SPECIAL),
    ("th", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SPECIAL),
    ("thead", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SPECIAL),
    ("time", Trait.TEXT_LEVEL),
    ("title", Trait.ESCAPABLE_RAW_TEXT | Trait.SPECIAL | Trait.METADATA),
    ("tr", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SPECIAL),
    ("track", Trait.VOID | Trait.SPECIAL),
    ("tt", Trait.FORMATTING | Trait.CODE | Trait.TEXT_LEVEL),
    ("u", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("ul", Trait.SPECIAL | Trait.BLOCK),
    ("var", Trait.TEXT_LEVEL),
    ("video", Trait.NONE),
    ("wbr", Trait.VOID | Trait.TEXT_LEVEL | Trait.SPECIAL),
    ("xmp", Trait.RAW_TEXT | Trait.CODE | Trait.SPECIAL),
)

ELEMENTS: Final[Mapping[str, Trait]] = MappingProxyType(dict(_ROWS))
"""The elements of HTML and the obsolete ones that pages still hold, with their traits."""


def _having(trait: Trait) -> frozenset[str]:
    return frozenset(name for name, traits in ELEMENTS.items() if trait in traits)


VOID_ELEMENTS: Final = _having(Trait.VOID)
MEANT_ALONE: Final = frozenset({"br", "hr", "wbr"})
"""Void elements that mean something without attributes."""
TEXT_LEVEL_ELEMENTS: Final = _having(Trait.TEXT_LEVEL)
RAW_TEXT_ELEMENTS: Final = _having(Trait.RAW_TEXT)
ESCAPABLE_RAW_TEXT_ELEMENTS: Final = _having(Trait.ESCAPABLE_RAW_TEXT)
FORMATTING_ELEMENTS: Final = _having(Trait.FORMATTING)
UNCLOSED_ELEMENTS: Final = _having(Trait.END_TAG_OPTIONAL)
TABLE_PARTS: Final = _having(Trait.TABLE_PART)
CODE_ELEMENTS: Final = _having(Trait.CODE)
NOT_MODELLED_ELEMENTS: Final = _having(Trait.NOT_MODELLED)
SPECIAL_ELEMENTS: Final = _having(Trait.SPECIAL)
BLOCK_ELEMENTS: Final = _having(Trait.BLOCK)
IMPLIED_END_ELEMENTS: Final = _having(Trait.END_TAG_IMPLIED)
METADATA_ELEMENTS: Final = _having(Trait.METADATA)
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
DOCUMENT_ELEMENTS: Final = frozenset({"body", "head", "html"})
"""They hold the document, and neither of their tags has to be there."""
PREFORMATTED_ELEMENTS: Final = frozenset({"listing", "pre"})
"""A line end directly after their start tag is no part of their text."""
FOREIGN_ELEMENTS: Final = frozenset({"math", "svg"})
CELLS: Final = frozenset({"td", "th"})
ROW_GROUPS: Final = frozenset({"tbody", "tfoot", "thead"})
TABLE_CONTEXT: Final = ROW_GROUPS | {"table", "tr"}
"""In these, what is no part of a table is foster-parented (#foster-parent)."""
LISTS: Final = frozenset({"dir", "menu", "ol", "ul"})
"""They hold ``li`` and nothing else that is shown."""
LIST_PARTS: Final = frozenset({"dd", "dt", "li"})
STRUCTURE_ELEMENTS: Final = BLOCK_ELEMENTS | HEADINGS | LIST_PARTS | TABLE_PARTS | {"table"}
"""Blocks, lists and tables with their parts: none of them stands among the words of a line."""

# Where the search for an element in a scope ends: #has-an-element-in-scope
SCOPE: Final = frozenset({"applet", "caption", "html", "marquee", "object", "select", "table", "td", "template", "th"})
LIST_ITEM_SCOPE: Final = SCOPE | {"ol", "ul"}
BUTTON_SCOPE: Final = SCOPE | {"button"}
TABLE_SCOPE: Final = frozenset({"html", "table", "template"})
