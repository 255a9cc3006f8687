"""The source: spans in it, lines and columns of it, and how bytes become it.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple, cast

import webencodings

from htmlrepair import euc_jp, iso_2022_jp
from htmlrepair.knowledge.references import WINDOWS_1252

__all__ = [
    "ASCII_WHITESPACE",
    "BYTE_ORDER_MARK",
    "Decoded",
    "Lines",
    "Span",
    "decode",
    "encode",
    "splice",
    "without_space_references",
]

ASCII_WHITESPACE: Final = "\t\n\f\r "
"""The only white space there is to HTML (https://infra.spec.whatwg.org/#ascii-whitespace)."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""What text may still begin with that was read from a file; browsers take it away before they look for tags."""

_SPACE_REFERENCE: Final = re.compile(
    r"&(?:#0*(?:9|1[023]|32)(?![0-9]);?|#[Xx]0*(?:[9ACDacd]|20)(?![0-9A-Fa-f]);?|(?:NewLine|Tab);)"
)


def without_space_references(source: str) -> str:
    """*source*, as long as it is, with spaces in the place of character references to white space.

    To tree construction they are the same.

    >>> without_space_references("a&#13;b&Tab;c&nbsp;d")
    'a     b     c&nbsp;d'
    """
    return _SPACE_REFERENCE.sub(lambda reference: " " * len(reference[0]), source)


class Span(NamedTuple):
    """A half-open range of code-point offsets into the source exactly as given.

    >>> Span(0, 3).cut("htmlrepair")
    'htm'
    """

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last code point."""

    def cut(self, source: str) -> str:
        """The text of *source* that the span covers."""
        return source[self.start : self.end]


def splice(text: str, changes: Iterable[tuple[Span, str]]) -> str:
    """*text* with the text at each span replaced; *changes* are sorted and do not overlap.

    >>> splice("abcd", [(Span(0, 1), "x"), (Span(2, 2), "-")])
    'xb-cd'
    """
    pieces: list[str] = []
    at = 0
    for (start, end), replacement in changes:
        pieces += (text[at:start], replacement)
        at = end
    return "".join((*pieces, text[at:]))


class Decoded(NamedTuple):
    """Bytes made text."""

    text: str
    """The text, without a byte order mark; what no character could be made of is U+FFFD."""
    encoding: str
    """The encoding's name as the Encoding Standard spells it, such as ``windows-1252``."""
    byte_order_mark: bytes
    """The byte order mark that the bytes began with; empty when there was none."""


_PRESCAN_BYTES: Final = 1024
_BYTE_ORDER_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))


def decode(markup: bytes) -> Decoded:
    """Decode *markup* as a browser would: byte order mark, then ``<meta>`` in the first 1024 bytes, or in the head
    behind them, then a guess.

    The guess is UTF-8 when the bytes are UTF-8 (a character cut off at the very end is forgiven when there are others
    before it), windows-1252 when not.
    Never raises: bytes that stand for nothing in the encoding become U+FFFD.

    >>> decode(b'<meta charset="latin1">caf\\xe9')[:2]
    ('<meta charset="latin1">café', 'windows-1252')
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if markup.startswith(mark):
            return Decoded(_decode_as(markup[len(mark) :], name), name, mark)
    declared = _declared_encoding(markup[:_PRESCAN_BYTES]) or _late_encoding(markup)
    if declared is not None:
        return Decoded(_decode_as(markup, declared), declared, b"")
    try:
        return Decoded(markup.decode("utf-8"), "utf-8", b"")
    except UnicodeDecodeError as error:
        is_cut = error.end == len(markup) and error.reason == "unexpected end of data"
        is_utf_8 = is_cut and not markup[: error.start].isascii()  # a lone byte is more likely a letter of Latin 1
    name = "utf-8" if is_utf_8 else "windows-1252"
    return Decoded(_decode_as(markup, name), name, b"")


def encode(text: str, decoded: Decoded) -> bytes:
    """*text* in the encoding that *decoded* came in, byte order mark included.

    A character that the encoding lacks is written as a numeric character reference. Where browsers would read the bytes
    in another encoding, since what declares it is in a comment now or too far from the beginning, they are UTF-8 with
    its mark.
    """
    encoded = decoded.byte_order_mark + _encode_as(text, decoded.encoding)
    if decoded.byte_order_mark or decode(encoded).text == _decode_as(encoded, decoded.encoding):
        return encoded
    return codecs.BOM_UTF8 + text.encode("utf-8", "xmlcharrefreplace")


def _encode_as(text: str, name: str) -> bytes:
    if name == "windows-1252":
        return text.translate(_WINDOWS_1252_ENCODE).encode("latin-1", "xmlcharrefreplace")
    if name in _OWN:
        return _OWN[name][1](text)
    if name == "shift_jis":
        text = text.translate(_NOT_SHIFT_JIS)
    return _codec(name).encode(text, "xmlcharrefreplace")[0]


def _decode_as(markup: bytes, name: str) -> str:
    if name == "windows-1252":  # Python's codec refuses the five bytes that browsers keep as control characters
        return markup.decode("latin-1").translate(_WINDOWS_1252_DECODE)
    if name in _OWN:
        return _OWN[name][0](markup)
    return _codec(name).decode(markup, "replace")[0]


def _codec(name: str) -> codecs.CodecInfo:
    """The codec of an encoding that ``decode`` found."""
    if name in _LARGER:
        return codecs.lookup(_LARGER[name])
    return cast("webencodings.Encoding", webencodings.lookup(name)).codec_info


_OWN: Final = {
    "euc-jp": (euc_jp.decode, euc_jp.encode),
    "iso-2022-jp": (iso_2022_jp.decode, iso_2022_jp.encode),
}
"""Encodings that Python has no codec for which reads what browsers do, with a decoder and an encoder."""
_LARGER: Final = {"big5": "big5hkscs", "euc-kr": "cp949", "gbk": "gb18030", "shift_jis": "cp932"}
"""Encodings of which browsers read more than Python's codec of that name, with the one that has what they read."""
_NOT_SHIFT_JIS: Final = {ord(char): f"&#{ord(char)};" for char in "¢£¬‖〜"}
"""Characters that Python's codec writes although they would come back as others."""
_WINDOWS_1252_DECODE: Final = {code: ord(text) for code, text in WINDOWS_1252.items()}
_WINDOWS_1252_ENCODE: Final = {ord(text): code for code, text in WINDOWS_1252.items()}

# The prescan: https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
_PRESCAN_STEP: Final = re.compile(
    rb"<!--(?:-?>|[\s\S]*?-->)|<(meta)(?=[\t\n\f\r /])|<(/?[A-Za-z])[^\t\n\f\r >]*|<[!/?][^>]*>", re.I
)
_PRESCAN_ATTRIBUTE: Final = re.compile(
    rb"[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)"
    rb"(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r >\"'][^\t\n\f\r >]*|(?=>))))?"
)
_CONTENT_CHARSET: Final = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"'][^\t\n\f\r ;]*))", re.I
)

_CHARSET: Final = re.compile(rb"charset", re.I)
_LONGEST_HEAD: Final = 200_000
_BODY_TAG: Final = re.compile(rb"<(?!(?:/?(?:base|html|link|meta|noscript|object)|head)[\s/>])[A-Za-z/]", re.I)
"""What ends a head from which raw text is taken out."""
_RAW_TEXT: Final = re.compile(
    rb"<(script|style|title)(?=[\s>])[\s\S]*?(?:</\1(?=[\s>])|\Z)|<!--[\s\S]*?(?:-->|\Z)", re.I
)


def _declared_encoding(head: bytes) -> str | None:
    """The encoding that a ``<meta>`` in *head* declares, None without one."""
    pos = 0
    while (step := _PRESCAN_STEP.search(head, pos)) is not None:
        pos = step.end()
        if step[1] is None and step[2] is None:
            continue
        attributes: dict[bytes, bytes] = {}
        while (attribute := _PRESCAN_ATTRIBUTE.match(head, pos)) is not None:
            pos = attribute.end()
            value = next((group for group in attribute.groups()[1:] if group is not None), b"")
            attributes.setdefault(attribute[1].lower(), value.lower())
        if step[1] is not None and (encoding := _meta_encoding(attributes)) is not None:
            return encoding
    return None


def _late_encoding(markup: bytes) -> str | None:
    """The encoding that a ``<meta>`` of a long head declares, at which browsers begin anew; None without one."""
    if _CHARSET.search(markup, _PRESCAN_BYTES, _LONGEST_HEAD) is None:
        return None
    head = _RAW_TEXT.sub(b"", markup[:_LONGEST_HEAD])
    end = _BODY_TAG.search(head)
    return _declared_encoding(head if end is None else head[: end.start()])


def _meta_encoding(attributes: dict[bytes, bytes]) -> str | None:
    label = attributes.get(b"charset")
    if label is None:
        if attributes.get(b"http-equiv") != b"content-type":
            return None
        found = _CONTENT_CHARSET.search(attributes.get(b"content", b""))
        if found is None:
            return None
        label = next(group for group in found.groups() if group is not None)
    codec = webencodings.lookup(label.decode("latin-1"))
    if codec is None or codec.name == "replacement":  # which stands for encodings that no browser reads
        return None
    if codec.name in ("utf-16be", "utf-16le"):  # the declaration could not have been read in UTF-16
        return "utf-8"
    return "windows-1252" if codec.name == "x-user-defined" else codec.name


class Lines:
    """Line and column of offsets into one source; both count from 1 and are for display only.

    >>> Lines("a\\nbc").position(3)
    (2, 2)
    """

    __slots__ = ("_starts",)

    def __init__(self, source: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", source))]

    def position(self, offset: int) -> tuple[int, int]:
        """(line, column) of the code point at *offset*."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
