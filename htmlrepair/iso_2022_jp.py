"""ISO-2022-JP as browsers read it; Python's codec knows other escape sequences, and skips ASCII signs after errors.

Whether a sign is markup hangs on the escape sequence before it, so a different reading would be another document.
Spec: https://encoding.spec.whatwg.org/#iso-2022-jp-decoder
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

__all__ = ["ERROR", "Codes", "codes", "decode", "encode", "kanji"]

_ESCAPE: Final = re.compile(rb"\x1b(\([BIJ]|\$[@B])")
ERROR: Final = "\ufffd"
"""What stands for bytes of which no character could be made."""
_NO_ASCII: Final = re.compile(r"[\x0e\x0f\x1b\x80-\xff]")
_NO_KATAKANA: Final = re.compile(r"[^\x21-\x5f]")
_ROMAN: Final = {ord("\\"): "¥", ord("~"): "‾"}
_KATAKANA: Final = {code: chr(code + 0xFF40) for code in range(0x21, 0x60)}
_PAIR: Final = re.compile(rb"([\x21-\x7e])([\x21-\x7e])|[\x21-\x7e]?[^\x1b]|\x1b")
_ESCAPES: Final = (b"\x1b(B", b"\x1b$B", b"\x1b(I", b"\x1b(J")
_RUN: Final = re.compile(r"[\x00-\x7f]+|[\x80-\xff]+|[\u0100-\u017f]+|[\u0180-\u01ff]+")
"""Bytes behind one escape sequence, each with the number of the sequence above its seven bits."""


def decode(markup: bytes) -> str:
    r"""*markup* as text; what no character could be made of is U+FFFD.

    >>> decode(b"<p>\x1b$B4A;z\x1b(B</p>"), decode(b"\x1b)x<")
    ('<p>漢字</p>', '\ufffd)x<')
    """
    return "".join(_pieces(markup))


def encode(text: str) -> bytes:
    r"""*text* as bytes; a character that the encoding lacks is a numeric character reference.

    >>> encode("漢①ｱé")
    b'\x1b$B4A-!\x1b(I1\x1b(B&#233;'
    """
    encoded, number = bytearray(), 0
    for run in _RUN.finditer(text.translate(_codes())):
        number = ord(run[0][0]) >> 7
        encoded += _ESCAPES[number]
        encoded += bytes(ord(char) & 0x7F for char in run[0])
    if number:
        encoded += _ESCAPES[0]
    return bytes(encoded.removeprefix(_ESCAPES[0]))


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


class Codes(dict[int, str]):
    """What stands for each code point in an encoding; for those that it lacks, a numeric character reference."""

    def __missing__(self, code: int) -> str:
        return f"&#{code};"


def codes() -> Codes:
    """ASCII and JIS X 0208 in EUC-JP, each byte a character."""
    rows = reversed(range(94))  # what is in two places goes to the first
    pairs = {ord(kanji(row, cell)): chr(row + 0xA1) + chr(cell + 0x80) for row in rows for cell in range(0x21, 0x7F)}
    pairs[ord("−")] = pairs[ord("－")]
    del pairs[ord(ERROR)]
    return Codes(pairs | {code: chr(code) for code in range(0x80)})


@cache
def _codes() -> Codes:
    """Each byte with the number of its escape sequence above its seven bits."""
    found = codes()
    for code in b"\x0e\x0f\x1b":
        del found[code]
    found |= {ord(text): chr(code + 0x100) for code, text in _KATAKANA.items()}
    found |= {ord(text): chr(code + 0x180) for code, text in _ROMAN.items()}
    return found
