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
    "PHRASING_ELEMENTS",
    "RAW_TEXT_ELEMENTS",
    "SCOPE_ELEMENTS",
    "TABLE_PARTS",
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
    SCOPE = auto()
    """End tags inside it do not reach what is open outside it (#has-an-element-in-scope)."""
    PHRASING = auto()
    """Stands inside a paragraph without ending it (#phrasing-content)."""
    CODE = auto()
    """Its text shows markup or code rather than being it."""
    NOT_MODELLED = auto()
    """Has content rules of its own (foreign content, select, frames, templates): passed through untouched."""


_ROWS: Final = (
    ("a", Trait.FORMATTING | Trait.PHRASING),
    ("abbr", Trait.PHRASING),
    ("acronym", Trait.PHRASING),
    ("address", Trait.NONE),
    ("applet", Trait.SCOPE),
    ("area", Trait.VOID),
    ("article", Trait.NONE),
    ("aside", Trait.NONE),
    ("audio", Trait.NONE),
    ("b", Trait.FORMATTING | Trait.PHRASING),
    ("base", Trait.VOID),
    ("bdi", Trait.PHRASING),
    ("bdo", Trait.PHRASING),
    ("big", Trait.FORMATTING | Trait.PHRASING),
    ("blockquote", Trait.NONE),
    ("body", Trait.END_TAG_OPTIONAL),
    ("br", Trait.VOID | Trait.PHRASING),
    ("button", Trait.NONE),
    ("canvas", Trait.NONE),
    ("caption", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SCOPE),
    ("center", Trait.NONE),
    ("cite", Trait.PHRASING),
    ("code", Trait.FORMATTING | Trait.CODE | Trait.PHRASING),
    ("col", Trait.VOID | Trait.TABLE_PART),
    ("colgroup", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("data", Trait.PHRASING),
    ("datalist", Trait.NONE),
    ("dd", Trait.END_TAG_OPTIONAL),
    ("del", Trait.PHRASING),
    ("details", Trait.NONE),
    ("dfn", Trait.PHRASING),
    ("dialog", Trait.NONE),
    ("div", Trait.NONE),
    ("dl", Trait.NONE),
    ("dt", Trait.END_TAG_OPTIONAL),
    ("em", Trait.FORMATTING | Trait.PHRASING),
    ("embed", Trait.VOID),
    ("fieldset", Trait.NONE),
    ("figcaption", Trait.NONE),
    ("figure", Trait.NONE),
    ("font", Trait.FORMATTING | Trait.PHRASING),
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
    ("html", Trait.END_TAG_OPTIONAL | Trait.SCOPE),
    ("i", Trait.FORMATTING | Trait.PHRASING),
    ("iframe", Trait.RAW_TEXT),
    ("img", Trait.VOID | Trait.PHRASING),
    ("input", Trait.VOID),
    ("ins", Trait.PHRASING),
    ("kbd", Trait.CODE | Trait.PHRASING),
    ("label", Trait.NONE),
    ("legend", Trait.NONE),
    ("li", Trait.END_TAG_OPTIONAL),
    ("link", Trait.VOID),
    ("main", Trait.NONE),
    ("map", Trait.NONE),
    ("mark", Trait.PHRASING),
    ("marquee", Trait.SCOPE),
    ("math", Trait.NOT_MODELLED),
    ("menu", Trait.NONE),
    ("meta", Trait.VOID),
    ("meter", Trait.NONE),
    ("nav", Trait.NONE),
    ("nobr", Trait.FORMATTING | Trait.PHRASING),
    ("noembed", Trait.RAW_TEXT),
    ("noframes", Trait.RAW_TEXT),
    ("noscript", Trait.NOT_MODELLED),
    ("object", Trait.SCOPE),
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
    ("q", Trait.PHRASING),
    ("rb", Trait.END_TAG_OPTIONAL),
    ("rp", Trait.END_TAG_OPTIONAL),
    ("rt", Trait.END_TAG_OPTIONAL),
    ("rtc", Trait.END_TAG_OPTIONAL),
    ("ruby", Trait.NONE),
    ("s", Trait.FORMATTING | Trait.PHRASING),
    ("samp", Trait.CODE | Trait.PHRASING),
    ("script", Trait.RAW_TEXT | Trait.CODE),
    ("search", Trait.NONE),
    ("section", Trait.NONE),
    ("select", Trait.NOT_MODELLED),
    ("slot", Trait.NONE),
    ("small", Trait.FORMATTING | Trait.PHRASING),
    ("source", Trait.VOID),
    ("span", Trait.PHRASING),
    ("strike", Trait.FORMATTING | Trait.PHRASING),
    ("strong", Trait.FORMATTING | Trait.PHRASING),
    ("style", Trait.RAW_TEXT | Trait.CODE),
    ("sub", Trait.PHRASING),
    ("summary", Trait.NONE),
    ("sup", Trait.PHRASING),
    ("svg", Trait.NOT_MODELLED),
    ("table", Trait.SCOPE),
    ("tbody", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("td", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SCOPE),
    ("template", Trait.NOT_MODELLED),
    ("textarea", Trait.ESCAPABLE_RAW_TEXT | Trait.CODE),
    ("tfoot", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("th", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART | Trait.SCOPE),
    ("thead", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("time", Trait.PHRASING),
    ("title", Trait.ESCAPABLE_RAW_TEXT),
    ("tr", Trait.END_TAG_OPTIONAL | Trait.TABLE_PART),
    ("track", Trait.VOID),
    ("tt", Trait.FORMATTING | Trait.CODE | Trait.PHRASING),
    ("u", Trait.FORMATTING | Trait.PHRASING),
    ("ul", Trait.NONE),
    ("var", Trait.PHRASING),
    ("video", Trait.NONE),
    ("wbr", Trait.VOID | Trait.PHRASING),
    ("xmp", Trait.RAW_TEXT | Trait.CODE),
)

ELEMENTS: Final[Mapping[str, Trait]] = MappingProxyType(dict(_ROWS))
"""Every element of HTML, obsolete ones too, with its traits."""


def _having(trait: Trait) -> frozenset[str]:
    return frozenset(name for name, traits in ELEMENTS.items() if trait in traits)


VOID_ELEMENTS: Final = _having(Trait.VOID)
PHRASING_ELEMENTS: Final = _having(Trait.PHRASING)
RAW_TEXT_ELEMENTS: Final = _having(Trait.RAW_TEXT)
ESCAPABLE_RAW_TEXT_ELEMENTS: Final = _having(Trait.ESCAPABLE_RAW_TEXT)
FORMATTING_ELEMENTS: Final = _having(Trait.FORMATTING)
UNCLOSED_ELEMENTS: Final = _having(Trait.END_TAG_OPTIONAL)
TABLE_PARTS: Final = _having(Trait.TABLE_PART)
SCOPE_ELEMENTS: Final = _having(Trait.SCOPE)
CODE_ELEMENTS: Final = _having(Trait.CODE)
NOT_MODELLED_ELEMENTS: Final = _having(Trait.NOT_MODELLED)
