"""Character references: the standard's table, as Python's ``html.entities`` ships it, and what text says of the names.

Spec: https://html.spec.whatwg.org/multipage/named-characters.html and
https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html.entities import html5, name2codepoint
from types import MappingProxyType
from typing import Final

__all__ = [
    "DISTINCTIVE_NAMES",
    "ESCAPED_LESS_THAN",
    "LEGACY_NAMES",
    "MARKUP_NAMES",
    "NAMES",
    "PUNCTUATION_NAMES",
    "WINDOWS_1252",
    "WORDS",
    "folded_name",
    "numeric_name",
    "transliterated_name",
]

NAMES: Final[Mapping[str, str]] = MappingProxyType({key[:-1]: text for key, text in html5.items() if key.endswith(";")})
"""Every name, without ``&`` and ``;``, with the characters it stands for."""

LEGACY_NAMES: Final[frozenset[str]] = frozenset(key for key in html5 if not key.endswith(";"))
"""Names that browsers also read without a semicolon."""

WINDOWS_1252: Final[Mapping[int, str]] = MappingProxyType(
    {
        code: bytes([code]).decode("cp1252")
        for code in range(0x80, 0xA0)
        if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # those five stay control characters
    }
)
"""Numeric references into the C1 controls, and the windows-1252 characters that browsers show for them."""

_ALSO_WORDS: Final = frozenset(
    # Words and usual identifiers: ``a & copy;`` is as likely a statement or a sentence as it is a split reference.
    "and ang brvbar cap cedil cent circ clubs cong copy cup curren deg diams divide empty equiv eth exist fnof forall"
    " hearts image infin int isin lang loz macr micro minus nabla ni not or ordf ordm para part perp pound prod prop"
    " radic rang real reg sdot sect shy sim spades sub sube sum sup supe tilde times uml weierp yen".split()
)


def _is_greek(code: int) -> bool:
    return "GREEK" in unicodedata.name(chr(code), "")


_LETTER_WITH_MARK: Final = re.compile(
    r"[A-Za-z]{1,2}(?:acute|breve|caron|cedil|circ|dblac|grave|macr|ogon|ring|strok|tilde|uml)"
)
"""Names of the letters that alphabets of Latin descent add."""

DISTINCTIVE_NAMES: Final[frozenset[str]] = frozenset(
    name for name, code in name2codepoint.items() if name not in _ALSO_WORDS and not _is_greek(code)
) | {"apos", *(name for name, text in NAMES.items() if _LETTER_WITH_MARK.fullmatch(name) and text.isalpha())}
"""Names that text and code do not use for anything else; Greek letters are variables as often as references."""

WORDS: Final[frozenset[str]] = frozenset(
    """
    and angle approx because between block bottom caps check circle colon comma cross cups dash die dollar dot ell empty
    equals even excl exist female flat fork gap grave greater half hat image in int it lang lap lat late less long male
    map marker mid models natural not num order parallel part percnt period phone pitchfork plus prime quest race range
    real rect rise semi set sharp size smile sol square star sub target therefore tint top triangle vee wedge
    """.split()
)
"""Names that follow an ampersand in titles and trades ("Sound & image; Text"): text even in a damaged document."""

MARKUP_NAMES: Final[frozenset[str]] = frozenset(name for name, text in NAMES.items() if text in ("&", "<", ">"))
"""Names of the signs that markup is made of."""

PUNCTUATION_NAMES: Final[frozenset[str]] = frozenset(
    "bdquo emsp ensp hellip laquo ldquo lsaquo lsquo mdash nbsp ndash raquo rdquo rsaquo rsquo sbquo thinsp".split()
)
"""Names of spaces, dashes and quotes that are no word, nor a part of one, in any language, nor a variable."""

ESCAPED_LESS_THAN: Final = re.compile(r"(?:lt|LT|#0{0,3}60|#[xX]0{0,2}3[cC]);")
"""References to ``<`` as programs write them, without the ampersand, which may be escaped itself."""

_SLIPS: Final[Mapping[str, str]] = MappingProxyType(
    {**dict.fromkeys(("bnsp", "nbps", "nbspc", "nsbp"), "nbsp"), "qout": "quot", "qoute": "quot"}
)
"""Names with their letters out of order, as people type them."""

_CYRILLIC: Final = str.maketrans("абвгдезијклмнопрстуфхцқҳ", "abvgdezijklmnoprstufhcqh")
"""The letters of a text in Latin ones that was put into Cyrillic, names and all; ``qwxy`` have none of their own."""

_BY_LOWER_CASE: Final[Mapping[str, str]] = MappingProxyType({name: name for name in NAMES if name == name.lower()})


def folded_name(name: str) -> str | None:
    """The table's name for *name*: itself, else, in capitals, the capital's, else its lower case, else None.

    For a letter two capitals do.

    >>> folded_name("Nbsp"), folded_name("UUML"), folded_name("UUml"), folded_name("gamma2")
    ('nbsp', 'Uuml', 'Uuml', None)
    """
    if name in NAMES:
        return name
    if name in _SLIPS:
        return _SLIPS[name]
    if len(name) == len("AP") and name.isupper():
        return None  # code calls all things so
    capital = name.capitalize()
    if capital in NAMES and (name.isupper() or (name[:2].isupper() and NAMES[capital].isalpha())):
        return capital
    return _BY_LOWER_CASE.get(name.lower())


def transliterated_name(name: str) -> str | None:
    """The distinctive name that *name* spells in Cyrillic letters, alone or with the Latin ones that these lack.

    >>> transliterated_name("нбсп"), transliterated_name("лдqуо"), transliterated_name("не")
    ('nbsp', 'ldquo', None)
    """
    latin = name.translate(_CYRILLIC)
    return latin if latin in DISTINCTIVE_NAMES and (len(latin) > len("AP") or latin in MARKUP_NAMES) else None


def numeric_name(number: str) -> str | None:
    """The name of the numeric reference *number*, such as ``39`` or ``x27``; None if it is no character of a text.

    A number of windows-1252 gives the number of the character that browsers show for it.

    >>> numeric_name("39"), numeric_name("x92"), numeric_name("1")
    ('#39', '#8217', None)
    """
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    if code in WINDOWS_1252:
        return f"#{ord(WINDOWS_1252[code])}"
    is_text = 0x20 <= code <= 0x10FFFF and not 0x7F <= code <= 0x9F and not 0xD800 <= code <= 0xDFFF
    return f"#{number}" if is_text else None
