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
    "CODE_ELEMENTS",
    "ELEMENTS",
    "ESCAPABLE_RAW_TEXT_ELEMENTS",
    "FORMATTING_ELEMENTS",
    "NOT_MODELLED_ELEMENTS",
    "RAW_TEXT_ELEMENTS",
    "TABLE_PARTS",
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
    NOT_MODELLED = auto()
    """Has content rules of its own (foreign content, select, frames, templates): passed through untouched."""


_ROWS: Final = (
    ("a", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("abbr", Trait.TEXT_LEVEL),
    ("acronym", Trait.TEXT_LEVEL),
    ("address", Trait.NONE),
    ("applet", Trait.NONE),
    ("area", Trait.VOID),
    ("article", Trait.NONE),
    ("aside", Trait.NONE),
    ("audio", Trait.NONE),
    ("b", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("base", Trait.VOID),
    ("basefont", Trait.VOID),
    ("bdi", Trait.TEXT_LEVEL),
    ("bdo", Trait.TEXT_LEVEL),
    ("bgsound", Trait.VOID),
    ("big", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("blockquote", Trait.NONE),
    ("body", Trait.END_TAG_OPTIONAL),
    ("br", Trait.VOID | Trait.TEXT_LEVEL),
    ("button", Trait.NONE),
    ("canvas", Trait.NONE),
    ("caption", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("center", Trait.NONE),
    ("cite", Trait.TEXT_LEVEL),
    ("code", Trait.FORMATTING | Trait.CODE | Trait.TEXT_LEVEL),
    ("col", Trait.VOID | Trait.TABLE_PART),
    ("colgroup", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("data", Trait.TEXT_LEVEL),
    ("datalist", Trait.NONE),
    ("dd", Trait.END_TAG_OPTIONAL),
    ("del", Trait.TEXT_LEVEL),
    ("details", Trait.NONE),
    ("dfn", Trait.TEXT_LEVEL),
    ("dialog", Trait.NONE),
    ("dir", Trait.NONE),
    ("div", Trait.NONE),
    ("dl", Trait.NONE),
    ("dt", Trait.END_TAG_OPTIONAL),
    ("em", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("embed", Trait.VOID),
    ("fieldset", Trait.NONE),
    ("figcaption", Trait.NONE),
    ("figure", Trait.NONE),
    ("font", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("footer", Trait.NONE),
    ("form", Trait.NONE),
    ("frame", Trait.VOID),
    ("frameset", Trait.NOT_MODELLED),
    ("h1", Trait.NONE),
    ("h2", Trait.NONE),
    ("h3", Trait.NONE),
    ("h4", Trait.NONE),
    ("h5", Trait.NONE),
    ("h6", Trait.NONE),
    ("head", Trait.END_TAG_OPTIONAL),
    ("header", Trait.NONE),
    ("hgroup", Trait.NONE),
    ("hr", Trait.VOID),
    ("html", Trait.END_TAG_OPTIONAL),
    ("i", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("iframe", Trait.RAW_TEXT),
    ("img", Trait.VOID | Trait.TEXT_LEVEL),
    ("input", Trait.VOID),
    ("ins", Trait.TEXT_LEVEL),
    ("kbd", Trait.CODE | Trait.TEXT_LEVEL),
    ("keygen", Trait.VOID),
    ("label", Trait.NONE),
    ("legend", Trait.NONE),
    ("li", Trait.END_TAG_OPTIONAL),
    ("link", Trait.VOID),
    ("listing", Trait.CODE),
    ("main", Trait.NONE),
    ("map", Trait.NONE),
    ("mark", Trait.TEXT_LEVEL),
    ("marquee", Trait.NONE),
    ("math", Trait.NOT_MODELLED),
    ("menu", Trait.NONE),
    ("menuitem", Trait.NONE),
    ("meta", Trait.VOID),
    ("meter", Trait.NONE),
    ("nav", Trait.NONE),
    ("nobr", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("noembed", Trait.RAW_TEXT),
    ("noframes", Trait.RAW_TEXT),
    ("noscript", Trait.NOT_MODELLED),
    ("object", Trait.NONE),
    ("ol", Trait.NONE),
    ("optgroup", Trait.END_TAG_OPTIONAL),
    ("option", Trait.END_TAG_OPTIONAL),
    ("output", Trait.NONE),
    ("p", Trait.END_TAG_OPTIONAL),
    ("param", Trait.VOID),
    ("picture", Trait.NONE),
    ("plaintext", Trait.NOT_MODELLED),
    ("pre", Trait.CODE),
    ("progress", Trait.NONE),
    ("q", Trait.TEXT_LEVEL),
    ("rb", Trait.END_TAG_OPTIONAL),
    ("rp", Trait.END_TAG_OPTIONAL),
    ("rt", Trait.END_TAG_OPTIONAL),
    ("rtc", Trait.END_TAG_OPTIONAL),
    ("ruby", Trait.NONE),
    ("s", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("samp", Trait.CODE | Trait.TEXT_LEVEL),
    ("script", Trait.RAW_TEXT | Trait.CODE),
    ("search", Trait.NONE),
    ("section", Trait.NONE),
    ("select", Trait.NOT_MODELLED),
    ("slot", Trait.NONE),
    ("small", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("source", Trait.VOID),
    ("span", Trait.TEXT_LEVEL),
    ("strike", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("strong", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("style", Trait.RAW_TEXT | Trait.CODE),
    ("sub", Trait.TEXT_LEVEL),
    ("summary", Trait.NONE),
    ("sup", Trait.TEXT_LEVEL),
    ("svg", Trait.NOT_MODELLED),
    ("table", Trait.NONE),
    ("tbody", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("td", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("template", Trait.NOT_MODELLED),
    ("textarea", Trait.ESCAPABLE_RAW_TEXT | Trait.CODE),
    ("tfoot", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("th", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("thead", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("time", Trait.TEXT_LEVEL),
    ("title", Trait.ESCAPABLE_RAW_TEXT),
    ("tr", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("track", Trait.VOID),
    ("tt", Trait.FORMATTING | Trait.CODE | Trait.TEXT_LEVEL),
    ("u", Trait.FORMATTING | Trait.TEXT_LEVEL),
    ("ul", Trait.NONE),
    ("var", Trait.TEXT_LEVEL),
    ("video", Trait.NONE),
    ("wbr", Trait.VOID | Trait.TEXT_LEVEL),
    ("xmp", Trait.RAW_TEXT | Trait.CODE),
)

ELEMENTS: Final[Mapping[str, Trait]] = MappingProxyType(dict(_ROWS))
"""The elements of HTML and the obsolete ones that pages still hold, with their traits."""


def _having(trait: Trait) -> frozenset[str]:
    return frozenset(name for name, traits in ELEMENTS.items() if trait in traits)


VOID_ELEMENTS: Final = _having(Trait.VOID)
TEXT_LEVEL_ELEMENTS: Final = _having(Trait.TEXT_LEVEL)
RAW_TEXT_ELEMENTS: Final = _having(Trait.RAW_TEXT)
ESCAPABLE_RAW_TEXT_ELEMENTS: Final = _having(Trait.ESCAPABLE_RAW_TEXT)
FORMATTING_ELEMENTS: Final = _having(Trait.FORMATTING)
UNCLOSED_ELEMENTS: Final = _having(Trait.END_TAG_OPTIONAL)
TABLE_PARTS: Final = _having(Trait.TABLE_PART)
CODE_ELEMENTS: Final = _having(Trait.CODE)
NOT_MODELLED_ELEMENTS: Final = _having(Trait.NOT_MODELLED)
