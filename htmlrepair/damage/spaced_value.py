"""White space, or a full-width sign, inside the value of an attribute that takes none.

**What** ``href="https: //x .org / a"``, ``style="color: # 336699"``, ``target="_ blank"``, ``width="100 %"``; or
full-width signs there: ``style="color：red"``. White space in the names of ``data - x`` and ``aria - label`` too.

**Why** A browser drops the colour, names a new window ``_ blank`` and follows a link to nowhere. Machine translation
spaces out every sign it takes for punctuation.

**Example** before and after::

    <a href="https: // example .org / a">a</a>
    <a href="https://example.org/a">a</a>

**Confidence** Certain for a URL whose scheme is spaced, a hash sign before a colour, a keyword that only lacks its
white space. Prose (``alt``, ``title``) is never touched, nor is a relative URL with ordinary spaces in a sound tag.

**Spec** https://html.spec.whatwg.org/multipage/urls-and-fetching.html#valid-url-potentially-surrounded-by-spaces
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from htmlrepair.damage.base import DamageClass
from htmlrepair.knowledge.attributes import KEYWORDS, ValueKind, kind_of

__all__ = ["DAMAGE", "mend"]

_SPACED_URL: Final = re.compile(
    r"\A\s*[A-Za-z][A-Za-z0-9+.-]*(?:\s*:\s*/\s+/|\s+:\s*//?|:\s+[/\w+]|://\s+\w)"  # the scheme: ``https: //``
    r"|\A\s*(?:https?|ftp)://[^?\s]*(?:/\s+\w|\s+/)"  # a path: ``https://example.org/ a``, ``https://example.org /``
    r"|\A[^?]*\s[./]\s"  # a part: ``a / b``, ``www . example``
    r"|[?&][\w.-]+\s+=\s"  # a query: ``?a = 1``
    r"|&\s*amp\s+;|&\s+amp\s*;"  # a reference: ``& amp;``
    r"|%\s(?:[0-9][0-9A-Fa-f]|[A-Fa-f][0-9])"  # an escape: ``% 20``
    r"|\A\s*#\s+[\w-]+(?:\s+-\s+[\w-]+){0,8}\s*\Z"  # a fragment: ``# top``
    r"|\A\s*www(?:\s*\.\s|\s+\.)"  # a host: ``www. example``
    r"|\A\s*%\s*\d*\s*\$?\s*[ds]\s*\Z"  # a placeholder: ``% s``, ``% 1 $ s``
    r"|\A\s*(?:https?|ftp|mailto|tel)\s*："
)
_SPACED_QUERY: Final = re.compile(
    r"\?\s|&\s*amp\s+;|&\s+amp\s*;|[?&][\w.-]+\s+=\s|%\s(?:[0-9][0-9A-Fa-f]|[A-Fa-f][0-9])"
)
_ABSOLUTE_URL: Final = re.compile(r"\s*(?:https?|ftp)\s*:|\s*www\b", re.I)
_URL_SPACE: Final = re.compile(r"\s+(?=[:/.?=&#%_~+,;@])|(?<=[:/.?=&#%_~+,;@])\s+")
_PLACEHOLDER: Final = re.compile(r"\s*%\s*\d*\s*\$?\s*[ds]\s*")
_FULL_WIDTH: Final = str.maketrans("：；％，（）؛＃", ":;%,();#")
"""Signs that input methods and translators write in style sheets and numbers."""
_FULL_WIDTH_URL: Final = str.maketrans("：／？＝＆＃．。％", ":/?=&#..%")
_FULL_WIDTH_IN_URL: Final = re.compile(
    r"\A\s*＃\s*(?=[\w-]+\s*\Z)"  # a fragment: ``＃top``
    r"|[？?]\s*[\w.-]+\s*[=＝][^？]*\Z"  # a query: ``a.png？w＝25``
    r"|[。．]\s*(?=(?:css|gif|html?|ico|jpe?g|js|pdf|php|png|svg|webp)(?:\s*[?？#＃]|\s*\Z))"  # a name: ``a。 png``
)
"""Full-width signs where a URL has one of its own."""
_FULL_WIDTH_SCHEME: Final = re.compile(r"\s*(?:https?|ftp|mailto|tel)\s*：")
_SPACE: Final = re.compile(r"\s")
_HYPHEN_SPACE: Final = re.compile(r"\s+(?=-)|(?<=-)\s+")
_CODE: Final = re.compile(r"\{(?:[{#]|%(?![0-9A-Fa-f]{2}))|[@#$]\{|\[%")
"""Template code, whose spaces are its own."""
_COLOUR: Final = re.compile(r"#\s+(?=[0-9A-Fa-f]{3,8}\b|(?:[0-9A-Fa-f]{2}\s+){2}[0-9A-Fa-f]{2}\b)")
_COLOUR_IN_PIECES: Final = re.compile(
    r"#(?![0-9A-Fa-f]{3}\s)([0-9A-Fa-f]{1,5}(?:\s+[0-9A-Fa-f]{1,5}){1,5})(?=\s*(?:[;!]|\Z))"
)
"""Six digits in pieces, of which the first is no colour by itself."""
_CSS_SURE: Final = re.compile(r"(?:rgb|hsl)a?\s*\([\d\s.,%/]*\)|'[\w\s-]*'|\"[\w\s-]*\"")
"""Colours, and names of fonts: what may stand in parentheses and quotation marks, and hides nothing."""
_CSS_UNSURE: Final = re.compile(r"[\"'({]|&")
_QUOTED: Final = re.compile("[\"'&]")
_CSS_COLOUR_FUNCTION: Final = re.compile(r"(?<![\w-])((?:rgb|hsl)a?)\s+(?=\([\d\s.,%/]*\))")
_CSS_UNIT: Final = re.compile(r"(?<=\d)\s+(?=(?:px|em|rem|pt|ex|ch|vh|vw|cm|mm|in|%)(?![\w-]))")
_CSS_PROPERTY: Final = re.compile(r"(?:\A|;)[^:;]*(?=:)")
_CSS_HYPHEN: Final = re.compile(r"(?<=[a-z])\s+-\s*(?=[a-z])|(?<=[a-z])-\s+(?=[a-z])", re.I)
_CSS_STRING_OR_GAP: Final = re.compile(
    r"'[^']*'|\"[^\"]*\"|(?<=[a-z])\s+(?P<sign>-)\s+(?=[a-z])|(?<=\d)(?P<point>\.)\s+(?=\d)"
)
"""A string, or white space round a sign in a keyword or a number."""
_SPACED_HYPHEN: Final = re.compile(r"(?<=\w)\s+(--?|__?)\s+(?=\w)")
_SPACED_WORDS: Final = re.compile(r"(?<=[a-z]{2})\s+(--?|__?)\s+(?=[a-z]{2}|\d)")
"""As in ``fa fa - spinner``; a hyphen between letters may be a name of its own."""
_NUMBER_SPACE: Final = re.compile(r"(?<=\d)\s+(?=(?:%|px)\s*$)|(?<=^[-+])\s+(?=\d)")
_HYPHENATED: Final = re.compile(r"\s*[A-Za-z]{2,10}(?:\s*-\s*[A-Za-z0-9]{1,8}){1,3}\s*")
_OF_PARTS: Final = frozenset({"charset", "lang"})
"""Attributes that take a name of several parts, as in ``pt-BR``."""
_SPACED_DATE: Final = re.compile(r"(?<=\d)\s+([-:])\s+(?=\d)")
_JOINED_STRINGS: Final = re.compile(r"([\"'])\s{0,2}[.+&]\s[^\"'<>]*\s[.+&]\s{0,2}\1")
"""Where the value is code that joins strings: ``/x/' . $id . '.html``."""
_VIEWPORT: Final = re.compile(
    r"\s*(?:(?:width|height|(?:initial|minimum|maximum)\s*-\s*scale|user\s*-\s*scalable|viewport\s*-\s*fit)\s*=\s*"
    r"(?:device\s*-\s*(?:width|height)|[\w.]+)\s*(?:[,;]\s*|\Z)){1,9}"
)
"""What a page says of the width of screens; all other content is prose."""
_VIEWPORT_SPACE: Final = re.compile(r"\s*([=-])\s*")
_TOKEN_SPACE: Final = re.compile(r"(?<!\s)\s*([-/_])\s+|(?<!\s)\s+([-/])")


def mend(name: str, value: str, tag_is_damaged: bool) -> str | None:
    """*value* of the attribute *name* without the white space that its kind forbids, None when there is none.

    In a damaged tag less evidence is asked for.
    """
    mender = _mend_viewport if name == "content" else _BY_KIND.get(kind_of(name))
    is_text = mender is None or "<" in value or any(code.search(value) for code in (_CODE, _JOINED_STRINGS))
    mended = value if is_text or mender is None else mender(name, value, tag_is_damaged)
    return None if mended == value else mended


def _mend_url(name: str, value: str, tag_is_damaged: bool) -> str:
    if not (tag_is_damaged or _SPACED_URL.search(value)):
        return value
    if _PLACEHOLDER.fullmatch(value):
        return re.sub(r"\s", "", value)
    if _FULL_WIDTH_SCHEME.match(value):
        value = value.translate(_FULL_WIDTH_URL)
    elif tag_is_damaged:
        value = _FULL_WIDTH_IN_URL.sub(lambda sign: sign[0].translate(_FULL_WIDTH_URL), value)
    head, mark, query = value.partition("?")
    if mark and not tag_is_damaged and not _SPACED_QUERY.search(value):
        return _closed(head + mark) + query  # the words of a query may hold spaces
    return _closed(value)


def _closed(url: str) -> str:
    """*url* without the white space round its signs; a name of several words may hold a hyphen between two."""
    mended = _URL_SPACE.sub("", url).strip()
    closed = _HYPHEN_SPACE.sub("", mended)
    return closed if _ABSOLUTE_URL.match(url) or not _SPACE.search(closed) else mended


def _mend_css(name: str, value: str, tag_is_damaged: bool) -> str:
    if not _QUOTED.search(value):
        value = value.translate(_FULL_WIDTH)
    mended = _CSS_COLOUR_FUNCTION.sub(r"\1", _COLOUR_IN_PIECES.sub(_joined_colour, _COLOUR.sub("#", value)))
    if _CSS_UNSURE.search(_CSS_SURE.sub("", mended)):
        return mended
    mended = _CSS_PROPERTY.sub(lambda match: _CSS_HYPHEN.sub("-", match[0]), _CSS_UNIT.sub("", mended))
    return _CSS_STRING_OR_GAP.sub(lambda match: match["sign"] or match["point"] or match[0], mended)


def _joined_colour(pieces: re.Match[str]) -> str:
    digits = "".join(pieces[1].split())
    return f"#{digits}" if len(digits) == len("336699") else pieces[0]


def _mend_keyword(name: str, value: str, tag_is_damaged: bool) -> str:
    known = KEYWORDS.get(name)
    if known is not None:
        squeezed = re.sub(r"\s|\\(?=_)", "", value).lower()  # Markdown escapes ``_``
        return squeezed if squeezed in known and value.lower() not in known else value
    if name in _OF_PARTS and _HYPHENATED.fullmatch(value):
        return _SPACE.sub("", value)
    if name == "datetime":
        value = _SPACED_DATE.sub(r"\1", value)
    return _TOKEN_SPACE.sub(r"\1\2", value).strip() if tag_is_damaged else value


def _mend_number(name: str, value: str, tag_is_damaged: bool) -> str:
    mended = _NUMBER_SPACE.sub("", value.replace("％", "%"))
    return mended.strip() if tag_is_damaged else mended


def _mend_viewport(name: str, value: str, tag_is_damaged: bool) -> str:
    return _VIEWPORT_SPACE.sub(r"\1", value) if _VIEWPORT.fullmatch(value) else value


def _mend_tokens(name: str, value: str, tag_is_damaged: bool) -> str:
    mended = (_SPACED_HYPHEN if tag_is_damaged else _SPACED_WORDS).sub(r"\1", value)
    is_text = name == "id" and _SPACE.search(mended.strip()) is not None  # as tools make one of the whole of a heading
    return value if is_text else mended


_BY_KIND: Final[Mapping[ValueKind, Callable[[str, str, bool], str]]] = MappingProxyType(
    {
        ValueKind.CSS: _mend_css,
        ValueKind.KEYWORD: _mend_keyword,
        ValueKind.NUMBER: _mend_number,
        ValueKind.TOKENS: _mend_tokens,
        ValueKind.URL: _mend_url,
    }
)

DAMAGE: Final = DamageClass("spaced-value", "", module=__name__)
