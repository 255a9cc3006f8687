"""The attribute table: what kind of value each attribute of HTML takes.

Damage is mended by kind: white space may leave a URL or a keyword, never a sentence. An attribute that is not in the
table, and every ``data-*`` and ``aria-*``, holds prose. Rows are sorted by kind, names inside a row by alphabet.
Spec: https://html.spec.whatwg.org/multipage/indices.html#attributes-3
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

__all__ = ["ATTRIBUTES", "BOOLEAN_ATTRIBUTES", "FRAMEWORK_NAME", "KEYWORDS", "ValueKind", "kind_of"]


class ValueKind(Enum):
    """The kind of value an attribute takes."""

    BOOLEAN = "boolean"
    CSS = "css"
    KEYWORD = "keyword"
    NUMBER = "number"
    PROSE = "prose"
    TOKENS = "tokens"
    URL = "url"


_NAMES: Final = {
    ValueKind.BOOLEAN: """
        allowfullscreen async autofocus autoplay checked compact contenteditable controls default defer disabled hidden
        inert ismap itemscope loop multiple muted nohref noshade novalidate nowrap open playsinline readonly required
        reversed selected
    """,
    ValueKind.CSS: "bgcolor color face style",
    ValueKind.KEYWORD: """
        align charset clear crossorigin datetime decoding dir draggable enctype frame lang loading method preload rel
        role rules scope shape target translate type valign wrap
    """,
    ValueKind.NUMBER: """
        border cellpadding cellspacing cols colspan height hspace max maxlength min minlength rows rowspan size span
        start step tabindex vspace width
    """,
    ValueKind.PROSE: """
        abbr accept action alt axis char charoff content coords download for headers hreflang htmlfor itemprop
        itemtype label media name placeholder rev sizes srcset summary title value
    """,
    ValueKind.TOKENS: "class classname id",
    ValueKind.URL: "background cite data formaction href icon longdesc manifest poster src usemap",
}

ATTRIBUTES: Final[Mapping[str, ValueKind]] = MappingProxyType(
    {name: kind for kind, names in _NAMES.items() for name in names.split()}
)
"""The attributes that articles and old pages use, with the kind of value each takes; others count as prose."""

BOOLEAN_ATTRIBUTES: Final[frozenset[str]] = frozenset(
    name for name, kind in ATTRIBUTES.items() if kind is ValueKind.BOOLEAN
)

FRAMEWORK_NAME: Final[re.Pattern[str]] = re.compile(
    r"(?:aos|aria|data|hx|ng|uk)-[a-z][a-z0-9-]*|\*ng[a-z]+|[@:#][a-z][a-z0-9.:-]*|wire:[a-z][a-z0-9.-]*"
    r"|v-(?:bind|cloak|else(?:-if)?|for|html|if|memo|model|on|once|pre|show|slot|text)(?:[:.][a-z0-9.:-]+)?"
    r"|x-(?:bind|cloak|data|effect|for|html|id|if|ignore|init|model|on|ref|show|teleport|text|transition)(?:[:.][a-z0-9.:-]+)?"
)
"""How attributes are named that frameworks read, often without a value, and that no words of a text are."""

KEYWORDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "align": frozenset("bottom center char justify left middle right top".split()),
        "clear": frozenset("all left none right".split()),
        "dir": frozenset("auto ltr rtl".split()),
        "loading": frozenset("eager lazy".split()),
        "scope": frozenset("col colgroup row rowgroup".split()),
        "target": frozenset("_blank _parent _self _top".split()),
        "valign": frozenset("baseline bottom middle top".split()),
    }
)
"""The keywords of attributes that take one of a few, where taking white space out of the value must give one."""


def kind_of(name: str) -> ValueKind:
    """The kind of value that the attribute *name* (lower case) takes; prose when the name is not HTML's.

    >>> kind_of("href").value, kind_of("data-note").value
    ('url', 'prose')
    """
    return ATTRIBUTES.get(name, ValueKind.PROSE)
