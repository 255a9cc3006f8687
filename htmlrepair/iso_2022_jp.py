"""ISO-2022-JP as browsers read it; Python's codec knows other escape sequences, and skips ASCII signs after errors.

Whether a sign is markup hangs on the escape sequence before it, so a different reading would be another document.
Spec: https://encoding.spec.whatwg.org/#iso-2022-jp-decoder
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

__all__ = ["AS_BROWSERS", "AS_PYTHON", "ERROR", "decode", "encode", "kanji"]

_ESCAPE: Final = re.compile(rb"\x1b(\([BIJ]|\$[@B])")
ERROR: Final = "\ufffd"
"""What stands for bytes of which no character could be made."""
AS_BROWSERS: Final = str.maketrans("〜‖−¢£¬", "～∥－￠￡￢")
"""The characters for which Python's codecs of Japanese have other code points, with those of browsers."""
AS_PYTHON: Final = {theirs: ours for ours, theirs in AS_BROWSERS.items()}
"""The same the other way about."""
_NO_ASCII: Final = re.compile(r"[\x0e\x0f\x1b\x80-\xff]")
_NO_KATAKANA: Final = re.compile(r"[^\x21-\x5f]")
_ROMAN: Final = {ord("\\"): "¥", ord("~"): "‾"}
_KATAKANA: Final = {code: chr(code + 0xFF40) for code in range(0x21, 0x60)}
_PAIR: Final = re.compile(rb"([\x21-\x7e])([\x21-\x7e])|[\s\S]")


def decode(markup: bytes) -> str:
    r"""*markup* as text; what no character could be made of is U+FFFD.

    >>> decode(b"<p>\x1b$B4A;z\x1b(B</p>"), decode(b"\x1b)x<")
    ('<p>漢字</p>', '\ufffd)x<')
    """
    return "".join(_pieces(markup))


def encode(text: str) -> bytes:
    r"""*text* as bytes; a character that Python's codec lacks is a numeric character reference.

    >>> encode("漢～①")
    b'\x1b$B4A!A\x1b(B&#9312;'
    """
    return text.translate(AS_PYTHON).encode("iso2022_jp", "xmlcharrefreplace")


def _pieces(markup: bytes) -> Iterator[str]:
    start, mode = 0, b"(B"
    for escape in _ESCAPE.finditer(markup):
        yield _part(markup[start : escape.start()], mode)
        if start == escape.start() > 0:
            yield ERROR  # one sequence right behind another
        start, mode = escape.end(), escape[1]
    yield _part(markup[start:], mode)


def _part(part: bytes, mode: bytes) -> str:
    return _double(part) if mode[:1] == b"$" else _single(part, mode)


def _single(part: bytes, mode: bytes) -> str:
    """*part* of which each byte is a character."""
    text = part.decode("latin-1")
    if mode == b"(I":
        return _NO_KATAKANA.sub(ERROR, text).translate(_KATAKANA)
    text = _NO_ASCII.sub(ERROR, text)
    return text.translate(_ROMAN) if mode == b"(J" else text


def _double(part: bytes) -> str:
    """*part* of which two bytes are a character."""
    pairs = _PAIR.finditer(part)
    return "".join(ERROR if pair[1] is None else kanji(pair[1][0] - 0x21, pair[2][0]) for pair in pairs)


@cache  # so that each of these characters is in memory once
def kanji(row: int, cell: int) -> str:
    """The character of *row* (from 0) and *cell* (from 0x21) of JIS X 0208, which Shift_JIS has in another place."""
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + (0x7E if row % 2 else 0x1F if cell < 0x60 else 0x20)
    return bytes((lead, trail)).decode("cp932", "replace")[:1]
